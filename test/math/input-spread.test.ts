import { expect, test } from 'vitest';
import { roundingSpread, spreadLine, spreadWalk } from '../../src/math/input-spread.ts';
import { bitsOfRms } from '../../src/math/mean-field.ts';
import { Generator } from '../../src/random/torch.ts';
import { defaultStack } from './default-stack.ts';

const wide = { weightVariance: 1 / 3, biasVariance: 1 / 192, depth: 20 };

test('one layer costs what the kernel says', () => {
  const weightVariance = 2;
  const { line } = spreadLine({ weightVariance, biasVariance: 0, depth: 1 });
  const points = 200_000;
  const z = new Generator(1).randn(2 * points);
  // Two independent inputs: two independent normals of variance 2.
  let sum = 0;
  let square = 0;
  for (let i = 0; i < points; i++) {
    const term = weightVariance * (Math.max(0, z[2 * i]) - Math.max(0, z[2 * i + 1])) ** 2;
    sum += term / points;
    square += term ** 2 / points;
  }
  // In closed form the mean is 2 (1 - 1/π).
  expect(sum).toBeCloseTo(2 * (1 - 1 / Math.PI), 1);
  const error = Math.sqrt((square - sum ** 2) / points) / sum;
  expect(Math.abs(2 * (line[1] + 1) * Math.LN2 - Math.log(sum))).toBeLessThan(4 * error);
});

test('the two forms of the loss meet', () => {
  // The angle falls below 1e-3, where the series takes over, between two of these layers.
  const { lost } = spreadLine(wide);
  const ratios = lost.slice(12).map((log, i) => log / lost[11 + i]);
  for (const ratio of ratios) expect(ratio).toBeCloseTo(Math.sqrt(1 / 6), 2);
});

test('where the signs agree the default loses a factor six a layer, and He nearly nothing', () => {
  const { line } = spreadLine(wide);
  expect(line[20] - line[19]).toBeCloseTo(-Math.log2(6) / 2, 4);
  const he = spreadLine({ weightVariance: 2, biasVariance: 0, depth: 50 }).line;
  expect(he[50] - he[49]).toBeGreaterThan(-0.04);
});

test('real stacks walk in the band, and leave it with a variance twice as large', () => {
  const width = 64;
  const floor = roundingSpread({ size: Math.sqrt(2 / 5 / width), terms: width });
  const walk = spreadWalk({ ...wide, width, floor });
  if (!walk) throw new Error('no walk');
  expect(walk.from).toBeGreaterThan(3);
  expect(walk.to - walk.from).toBeGreaterThan(4);
  const leaves = (seed: number, variance: number) => {
    const { difference } = defaultStack({ seed, width, depth: walk.to, variance });
    return walk.low.some((low, i) => {
      const bits = bitsOfRms(difference[walk.from + 1 + i] - difference[walk.from]);
      return bits < low || bits > walk.high[i];
    });
  };
  const count = (runs: number, variance: number) =>
    Array.from({ length: runs }, (_, seed) => leaves(seed, variance)).filter(Boolean).length;
  // 0.3 are expected; more than 3 would be seen once in 4,000.
  expect(count(300, 1)).toBeLessThanOrEqual(3);
  expect(count(200, 2)).toBeGreaterThanOrEqual(198);
});

test('no walk in a stack that is too shallow', () => {
  expect(spreadWalk({ ...wide, depth: 3, width: 64, floor: -24 })).toBeUndefined();
  expect(spreadWalk({ ...wide, width: 64, floor: -5 })).toBeUndefined();
});

test('roundings add up to the root of their number', () => {
  expect(roundingSpread({ size: 1 })).toBe(-24);
  expect(roundingSpread({ size: 2, terms: 64 })).toBe(-20);
});
