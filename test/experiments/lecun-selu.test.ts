/** LeCun's variance and SELU against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import { hasSettled, rateInterval } from '../../src/experiments/lecun-selu/self-normalizing.ts';
import lecunSelu from '../../src/experiments/lecun-selu.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/lecun-selu.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, sums in another order: a layer of width n errs by about sqrt(n) 2^-24 of its size, 1e-6, and a
 * stack of a dozen by four times that; what SELU's slope of up to 1.76 makes of it is less than ten times as much.
 */
const TOLERANCE = 4e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same means and deviations', async () => {
    const rows = await collect(lecunSelu, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([net, layer, mean, std], i) => {
      expect(rows[i]).toMatchObject({ net, layer });
      expect(Math.abs(Number(rows[i].mean) - Number(mean))).toBeLessThan(TOLERANCE * Number(std));
      expect(Math.abs(Number(rows[i].std) / Number(std) - 1)).toBeLessThan(TOLERANCE);
    });
  });
});

const params = { scale: 3, width: 128, depth: 24 };
const broken = async (seeds: number[], alter?: (tools: Tools) => Tools) =>
  judge(lecunSelu.claims, (await collect(lecunSelu, params, seeds, alter)) as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test('the right laws break nothing', async () => {
  expect(await broken([1, 2, 3])).toEqual([]);
});

test('a variance a tenth larger breaks the claims about sizes', async () => {
  const larger = ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.sqrt(1.1));
    return { ...tools, rng };
  };
  const found = await broken([1, 2, 3], larger);
  expect(found).toEqual(
    expect.arrayContaining(['preactivation', 'returns', 'settled', 'he-grows', 'own-gain', 'relu-halves']),
  );
});

test('another alpha breaks what SELU is said to come to, and leaves tanh and ReLU alone', async () => {
  // An ELU times SELU's scale: alpha is 1.
  const asElu = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: { ...tf, selu: ((z: never) => tf.mul(tf.elu(z), 1.0507)) as typeof tf.selu },
  });
  expect(await broken([1], asElu)).toEqual(['returns', 'settled', 'contraction', 'he-grows', 'own-gain']);
});

test('it is said to have settled where the map has come to rest', () => {
  expect(hasSettled({ scale: 3, width: 256, depth: 30 })).toBe(true);
  expect(hasSettled({ scale: 3, width: 256, depth: 10 })).toBe(false);
  expect(hasSettled({ scale: 10, width: 256, depth: 60 })).toBe(true);
});

test('the interval of the rate is around the derivative of the map, and narrows with seeds and width', () => {
  const at = (width: number, seeds: number) =>
    rateInterval({ scale: 3, width, depth: 30 }, { seeds, falseAlarm: 1e-3 });
  const [one, four] = [at(256, 1), at(256, 4)];
  // A tenth on either side of 1 the variances' derivative differs from that at 1 by less than a thousandth.
  expect(Math.abs(Math.sqrt(one.low * one.high) - 0.782648)).toBeLessThan(1e-3);
  expect(Math.log(one.high / one.low) / Math.log(four.high / four.low)).toBeCloseTo(2, 10);
  expect(at(512, 1).low).toBeGreaterThan(one.low);
});
