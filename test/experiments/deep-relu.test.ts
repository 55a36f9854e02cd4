/** Deep ReLU nets against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import deepRelu from '../../src/experiments/deep-relu.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/deep-relu.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, sums in another order: a layer of width n errs by about sqrt(n) 2^-24 of its size, a stack of
 * twelve by three times that; 6e-6 in log2 of the square.
 */
const TOLERANCE = 3e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options, rows: wanted }) => {
  test('the same mean squares', async () => {
    const { seed, ...params } = { mode: 'fan_in', ...options };
    const rows = await collect(deepRelu, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([start, layer, width, forward, backward], i) => {
      expect(rows[i]).toMatchObject({ start, layer, width });
      expect(Math.abs(Number(rows[i].forward) - Number(forward))).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].backward) - Number(backward))).toBeLessThan(TOLERANCE);
    });
  });
});

/** Scales the deviation of normal weights, which is known by the fans of the layer that it is meant for. */
const scaled =
  (factor: (std: number, count: number) => number) =>
  ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    // Signals and gradients are drawn with deviation 1, and stay.
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : std * factor(std, out.length));
    return { ...tools, rng };
  };
const SQUARE = { depth: 20, width: 64, other: 64, mode: 'fan_in' };
const FUNNELS = { depth: 20, width: 64, other: 512, mode: 'fan_in' };
const isHe = (std: number) => Math.abs(std - Math.sqrt(2 / 64)) < 1e-9;

describe('a wrong law breaks its claims, and the right one none', () => {
  const broken = async (params: typeof SQUARE, seeds: number[], alter?: (tools: Tools) => Tools) =>
    judge(deepRelu.claims, (await collect(deepRelu, params, seeds, alter)) as never[], params as never)
      .filter(({ holds }) => !holds)
      .map(({ id }) => id);

  test.each<[string, typeof SQUARE, (tools: Tools) => Tools, string[]]>([
    [
      'every variance is doubled',
      SQUARE,
      scaled(() => Math.SQRT2),
      ['recursion', 'he-forward', 'he-backward', 'xavier-forward', 'divided-forward'],
    ],
    [
      'ReLU passes everything: no half',
      SQUARE,
      ({ tf, ...tools }) => ({
        ...tools,
        tf: { ...tf, relu: ((z) => tf.clone(z as never)) as typeof tf.relu },
      }),
      ['recursion', 'he-forward', 'xavier-forward', 'divided-forward'],
    ],
    [
      'He is Xavier divided by √2, as the note has it',
      SQUARE,
      scaled((std) => (isHe(std) ? 1 / 2 : 1)),
      ['recursion', 'he-forward', 'he-backward', 'root-two'],
    ],
    [
      'fan_in and fan_out are exchanged',
      FUNNELS,
      // Of He's weights, variance 2/fan: the other fan is the number of weights over this one.
      scaled((std, count) => {
        const fan = 2 / std ** 2;
        return [64, 512].some((width) => Math.abs(fan - width) < 1e-6) ? fan / Math.sqrt(count) : 1;
      }),
      ['he-forward', 'he-backward'],
    ],
  ])('%s', async (_, params, alter, claims) => {
    const seeds = [1, 2, 3];
    expect(await broken(params, seeds)).toEqual([]);
    expect(await broken(params, seeds, alter)).toEqual(expect.arrayContaining(claims));
  });
});
