/** A crowd of nets against the Python twin in real PyTorch, and how often an honest crowd breaks a claim. */
import { beforeAll, describe, expect, test } from 'vitest';
import typicalRun from '../../src/experiments/typical-run.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/typical-run.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** The same draws bit for bit, sums in another order: 32 wide and seven deep, about sqrt(32 · 7) 2^-24 of the signal; in log2. */
const TOLERANCE = 1e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same crowd', async () => {
    const rows = await collect(typicalRun, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([layer, ...numbers], i) => {
      expect(rows[i].layer).toBe(layer);
      for (const [k, column] of ['average', 'typical', 'below', 'factor', 'logFactor'].entries()) {
        expect(Math.abs(Number(rows[i][column]) - numbers[k])).toBeLessThan(TOLERANCE);
      }
    });
  });
});

const params = { width: 32, nets: 20, depth: 5 };
const brokenBy = async (seeds: number[], alter?: (tools: Tools) => Tools) =>
  judge(typicalRun.claims, (await collect(typicalRun, params, seeds, alter)) as never[], params as never)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test('of 200 honest crowds of the smallest kind at most 4 break a claim', async () => {
  // Five claims of 1e-3 each: one broken crowd is expected, five or more come once in 300 times.
  let broken = 0;
  for (let seed = 0; seed < 200; seed++) broken += (await brokenBy([seed])).length > 0 ? 1 : 0;
  expect(broken).toBeLessThanOrEqual(4);
});

test('linear units have a variance of 2/n a layer, not 5/n', async () => {
  const linear = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    // As large on average as a rectified layer.
    tf: { ...tf, relu: ((z) => tf.mul(z as never, Math.SQRT1_2)) as typeof tf.relu },
  });
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  expect(await brokenBy(seeds)).toEqual([]);
  expect(await brokenBy(seeds, linear)).toEqual(expect.arrayContaining(['drift', 'steps', 'walk']));
});
