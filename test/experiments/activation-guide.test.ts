/** The guide against its Python twin in real PyTorch, and its claims beyond their defaults. */
import { beforeAll, describe, expect, test } from 'vitest';
import { guideNets, lawsAt } from '../../src/experiments/activation-guide/guide.ts';
import activationGuide from '../../src/experiments/activation-guide.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/activation-guide.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws; sums in another order. A layer of width n errs by about sqrt(n) 2^-24 of its size, a stack of L by
 * sqrt(L) times that: 5e-6 in log2 for what is run here. Where the gradient grows more than the signal does, so does an
 * error on its way up.
 */
const TOLERANCE = 3e-5;
const U = 2 ** -24;

describe.each(fixture.cases)('as PyTorch: $options', ({ options, rows: wanted }) => {
  test('signal, gradient and difference', async () => {
    const { seed, ...params } = options;
    const rows = (await collect(activationGuide, params, [seed])).filter(
      ({ layers }) => layers === options.layers,
    );
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([activation, initializer, ...bits], i) => {
      const [forward, backward, difference] = bits.map(Number);
      expect(rows[i]).toMatchObject({ activation, initializer });
      const tolerance = TOLERANCE * Math.max(1, 2 ** (backward - forward));
      expect(Math.abs(Number(rows[i].forward) - forward)).toBeLessThan(tolerance);
      expect(Math.abs(Number(rows[i].backward) - backward)).toBeLessThan(tolerance);
      // Two numbers near 1/2 are known to U / 2 each; a difference of that size is noise.
      const apart = 2 ** (difference - forward);
      if (apart > 8 * U) {
        expect(Math.abs(Number(rows[i].difference) - difference)).toBeLessThan(tolerance + (2 * U) / apart);
      } else expect(Number(rows[i].difference)).toBeLessThan(-20);
    });
  });
});

const claimsOf = async (params: Parameters<typeof activationGuide.run>[0], alter?: (tools: Tools) => Tools) =>
  judge(activationGuide.claims, (await collect(activationGuide, params, [11, 12], alter)) as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test.each([
  { layers: 2, slope: 0, width: 64 },
  { layers: 50, slope: 1, width: 128 },
] as const)('the claims hold at $slope and width $width', async (params) => {
  expect(await claimsOf(params)).toEqual([]);
});

test('an activation that is not the one said breaks its claims', async () => {
  const asElu = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: { ...tf, leakyRelu: (x) => tf.elu(x) },
  });
  expect(await claimsOf({ layers: 10, slope: 0.2, width: 64 }, asElu)).toEqual(
    expect.arrayContaining(['signal-map', 'leaky-he']),
  );
  const steeper = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: { ...tf, tanh: (x) => tf.tanh(tf.mul(x, 1.3)) },
  });
  expect(await claimsOf({ layers: 10, slope: 0.2, width: 64 }, steeper)).toContain('tanh-power');
});

test('the guide has seven activations under three gains, and says which it lacks', () => {
  expect(guideNets(0.2)).toHaveLength(21);
  const gains = Object.fromEntries(
    guideNets(0.2)
      .filter(({ initializer }) => initializer === 'own gain')
      .map(({ name, gain }) => [name, gain]),
  );
  expect(gains).toMatchObject({ ReLU: Math.SQRT2, SELU: 0.75, sigmoid: 1, tanh: 5 / 3, linear: 1 });
  expect(gains['leaky ReLU']).toBeCloseTo(Math.sqrt(2 / 1.04), 12);
  expect(() => lawsAt(['GELU', 'He'], { width: 64, slope: 0.2 })).toThrow(/GELU, He is not among/);
});
