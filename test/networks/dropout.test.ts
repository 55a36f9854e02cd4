import { expect, test } from 'vitest';
import type { Tensor2D } from '../../src/lab/tf.ts';
import { dropoutMask, dropoutStep } from '../../src/networks/dropout.ts';
import { denseLayout } from '../../src/networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../../src/networks/losses.ts';
import { sgd, startAt } from '../../src/networks/optimizers.ts';
import { withRates } from '../../src/networks/rates.ts';
import { trainingStep } from '../../src/networks/training.ts';
import { Generator } from '../../src/random/torch.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';

onBackend('wasm');

const POINTS = 6;
const HIDDEN = 3;
const layout = denseLayout({ widths: [2, HIDDEN, 1], activation: 'tanh' });
const recipe = { layout, loss: binary_cross_entropy_with_logits, optimizer: sgd({ lr: 1 }) };
const rng = new Generator(1);
const flat = rng.randn(layout.size);
const x = rng.randn(2 * POINTS);
const labels = Float32Array.from([0, 1, 0, 1, 1, 0]);

/** The parameters after a step, and the gradient. */
async function step(mask: Float32Array | undefined, optimizer = recipe.optimizer) {
  const input = tf.tensor2d(x, [POINTS, 2]);
  const target: Tensor2D = tf.tensor2d(labels, [POINTS, 1]);
  const state = startAt(tf.tensor1d(flat));
  const given = { ...recipe, optimizer };
  const masked = mask && tf.tensor2d(mask, [POINTS, HIDDEN]);
  const next = masked
    ? dropoutStep(tf, given, state, { x: input, target, mask: masked })
    : trainingStep(tf, given, state, input, target);
  const [after, gradient] = [await next.state.parameters.data(), await next.gradient.data()];
  tf.dispose([input, target, state, next, ...(masked ? [masked] : [])]);
  return { after: after as Float32Array, gradient: gradient as Float32Array };
}

test('a mask of ones is a training step', async () => {
  const ones = await step(new Float32Array(POINTS * HIDDEN).fill(1));
  expect(ones.after).toEqual((await step(undefined)).after);
});

test('under a mask the gradient is the difference quotient of the masked loss', async () => {
  const mask = dropoutMask(new Generator(2), POINTS * HIDDEN, 0.5);
  const { gradient } = await step(mask);
  const loss = (p: ArrayLike<number>) => {
    let total = 0;
    for (let k = 0; k < POINTS; k++) {
      let f = p[layout.size - 1];
      for (let i = 0; i < HIDDEN; i++) {
        const z = p[2 * i] * x[2 * k] + p[2 * i + 1] * x[2 * k + 1] + p[2 * HIDDEN + i];
        f += p[3 * HIDDEN + i] * Math.tanh(z) * mask[k * HIDDEN + i];
      }
      total += Math.log1p(Math.exp(f)) - labels[k] * f;
    }
    return total / POINTS;
  };
  const h = 1e-5;
  gradient.forEach((g, i) => {
    const at = (by: number) => loss(Float64Array.from(flat, (p, j) => p + (i === j ? by : 0)));
    // The quotient is off by h², the float32 gradient by some 2^-24 of terms of order 1.
    expect(Math.abs((at(h) - at(-h)) / (2 * h) - g)).toBeLessThan(2e-6);
  });
});

test('a mask keeps 1 - rate of the units, and what is kept makes up for the rest', () => {
  const mask = dropoutMask(new Generator(3), 10_000, 0.25);
  const kept = mask.filter((m) => m > 0);
  // Four standard deviations.
  expect(Math.abs(kept.length / 10_000 - 0.75)).toBeLessThan((4 * Math.sqrt(0.25 * 0.75)) / 100);
  expect(new Set(kept)).toEqual(new Set([Math.fround(1 / Math.fround(0.75))]));
  expect(() => dropoutMask(new Generator(3), 1, 1)).toThrow('allowed is from 0 to less than 1');
});

test('a rate of its own for each parameter, and none forgotten', async () => {
  const factors = Array.from({ length: layout.size }, (_, i) => 2 ** (i % 3));
  const plain = await step(undefined);
  const own = await step(undefined, withRates(sgd({ lr: 1 }), factors));
  expect(own.after).toEqual(plain.gradient.map((g, i) => Math.fround(flat[i] - g * factors[i])));
  const one = withRates(sgd({ lr: 1 }), [1]);
  expect(() =>
    tf.tidy(() => one.update(tf, startAt(tf.tensor1d(flat)), tf.tensor1d(flat)).parameters),
  ).toThrow('1 factors for');
});
