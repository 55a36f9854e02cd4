import { beforeAll, expect, test } from 'vitest';
import activationGradient from '../../src/experiments/activation-gradient.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/activation-gradient.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** PyTorch computes this point with a fused multiply-add: 4.4e-16 instead of 0, on the other side of a kink. */
const MIDDLE = 80;

/**
 * PyTorch and tfjs each err by a few units in the last place of what they add: for values up to 1 that is 2^-24 each
 * time, and the derivative of tanh, 1 - y², takes three such steps on either side.
 */
const rounding = (largest: number) => 8 * 2 ** -24 * Math.max(1, Math.abs(largest));

test.each(Object.entries(fixture.activations))(
  '%s: the values and gradients of real PyTorch',
  async (activation, { params, float32 }) => {
    const { value, gradient } = activation === 'elu' ? fixture.elu : float32;
    const slope = 'negativeSlope' in params ? params.negativeSlope : 0.01;
    const rows = await collect(activationGradient, { activation, limit: 8, flat: 0.01, slope }, [0]);
    expect(rows).toHaveLength(value.length);
    rows.forEach((row, i) => {
      if (i === MIDDLE) {
        expect(row.x).toBe(0);
        return;
      }
      expect(row.x).toBe(Math.fround(fixture.grid[i]));
      expect(Math.abs(Number(row.value) - value[i])).toBeLessThan(rounding(value[i]));
      expect(Math.abs(Number(row.gradient) - gradient[i])).toBeLessThan(rounding(gradient[i]));
    });
  },
);
