import { beforeAll, describe, expect, test } from 'vitest';
import mxnetDefault from '../../src/experiments/mxnet-default.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/mxnet-default.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, but a sum of n terms may be added in another order: each output errs by about sqrt(n) 2^-24 of
 * its size at most, and the mean of 128 squares by twice that over sqrt(128). For n = 20480 that is 1.5e-6.
 */
const TOLERANCE = 1e-5;

test.each(fixture.cases)('$options: the gains of real PyTorch', async ({ options, rows: wanted }) => {
  const { seed, bound, std, activation } = options;
  const rows = await collect(mxnetDefault, { bound, std, activation, layers: 10 }, [seed]);
  expect(rows).toHaveLength(wanted.length);
  wanted.forEach(([scheme, width, gain], i) => {
    expect(rows[i]).toMatchObject({ scheme, width });
    expect(Math.abs(Number(rows[i].gain) / Number(gain) - 1)).toBeLessThan(TOLERANCE);
  });
});

describe.each(['linear', 'relu'])('%s', (activation) => {
  const params = { bound: 0.07, std: 0.01, activation, layers: 10 };
  const broken = async (seeds: number[], alter?: (tools: Tools) => Tools) =>
    judge(
      mxnetDefault.claims,
      (await collect(mxnetDefault, params, seeds, alter)) as never[],
      params as never,
    )
      .filter(({ holds }) => !holds)
      .map(({ id }) => id);

  test('one seed or several keep all claims', async () => {
    expect(await broken([3])).toEqual([]);
    expect(await broken([4, 5, 6])).toEqual([]);
  });

  test('a doubled variance breaks the claims about normal weights, and no others', async () => {
    const alter = ({ rng, ...tools }: Tools): Tools => {
      const normal = rng.normal_.bind(rng);
      // A layer's weights, and not its input.
      rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : std * Math.SQRT2);
      return { ...tools, rng };
    };
    expect(await broken([7, 8], alter)).toEqual(['normal-gain', 'he-gain', 'normal-crossing']);
  });

  test('and one that comes from a larger bound breaks those about uniform weights, and no others', async () => {
    const alter = ({ rng, ...tools }: Tools): Tools => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, Math.SQRT2 * from, Math.SQRT2 * to);
      return { ...tools, rng };
    };
    expect(await broken([7, 8], alter)).toEqual(['uniform-gain', 'uniform-crossing']);
  });
});
