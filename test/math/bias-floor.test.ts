import { describe, expect, test } from 'vitest';
import { biasFloor, biasFloorBand, biasFloorLaws } from '../../src/math/bias-floor.ts';
import { bitsOfRms } from '../../src/math/mean-field.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { defaultStack } from './default-stack.ts';

test('the floor is where one layer changes nothing', () => {
  const q = biasFloor(256) ** 2;
  expect((q + 1 / 256) / 6).toBeCloseTo(q, 18);
  expect(biasFloor(256)).toBeCloseTo(0.02795, 5);
});

test('a very wide stack ends at it', () => {
  const width = 2 ** 20;
  const { mean: path } = biasFloorBand({ width, depth: 40 });
  // What is left is of order 1/N.
  expect(Math.abs(path[40] - Math.log2(biasFloor(width)))).toBeLessThan(1e-5);
});

describe('real stacks of width 64', () => {
  const runs = 400;
  const depth = 8;
  const paths = Array.from({ length: runs }, (_, seed) => defaultStack({ seed, width: 64, depth }).signal);
  const laws = biasFloorLaws({ width: 64, depth });

  test.each(laws.map((law, layer) => ({ ...law, layer })))('layer $layer', (law) => {
    const measured = paths.map((path) => path[law.layer]);
    const sd = Math.sqrt(law.variance);
    // Of nine layers one in 1,700 would stray by four standard errors; the law itself is good to order 1/N² a layer,
    // some 1 % of sd.
    expect(Math.abs(mean(measured) - law.mean)).toBeLessThan((4 * sd) / Math.sqrt(runs) + 0.01 * sd);
    expect(Math.abs(std(measured) / sd - 1)).toBeLessThan(4 / Math.sqrt(2 * runs) + 0.02);
  });

  test('stay in the band, and leave it with a variance half as much again', () => {
    const { low, high } = biasFloorBand({ width: 64, depth });
    const leaves = (path: number[]) =>
      path.map(bitsOfRms).some((bits, layer) => bits < low[layer] || bits > high[layer]);
    // 0.4 are expected; more than 4 would be seen once in 10^5.
    expect(paths.filter(leaves).length).toBeLessThanOrEqual(4);
    const wrong = Array.from({ length: 100 }, (_, seed) =>
      defaultStack({ seed, width: 64, depth, variance: 2 }),
    );
    expect(wrong.filter(({ signal }) => leaves(signal)).length).toBeGreaterThanOrEqual(99);
  });

  test('the mean path of twenty has a band narrower by the root of twenty', () => {
    const one = biasFloorBand({ width: 64, depth });
    const many = biasFloorBand({ width: 64, depth, seeds: 20 });
    const ratio = (one.high[8] - one.low[8]) / (many.high[8] - many.low[8]);
    // What bends the edges of one path, its skewness, is itself smaller by the root of twenty: a few per cent.
    expect(Math.abs(ratio / Math.sqrt(20) - 1)).toBeLessThan(0.05);
  });
});

test('widths and depths without a law are refused', () => {
  expect(() => biasFloor(4)).toThrow('width = 4; allowed are whole numbers from 16 on');
  expect(() => biasFloorLaws({ width: 64, depth: 0 })).toThrow('depth = 0');
});
