/** Twenty steps of each optimizer against real PyTorch. */
import { describe, expect, test } from 'vitest';
import type { Tensor1D } from '../../src/lab/tf.ts';
import { adam, clip_grad_norm_, type Optimizer, sgd, startAt } from '../../src/networks/optimizers.ts';
import { means } from '../../src/networks/statistics.ts';
import { lossAndGradient, trainingStep } from '../../src/networks/training.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';
import { distance, max_norm, type Net, nets, read, rebuild, steps, tensorsOf } from './nets.ts';

/**
 * An error of 1e-6 in a gradient (dense.test.ts) becomes one of 1e-6 · lr in a step of SGD, and twenty of them add up.
 * Adam divides each entry by its own size, so where an entry is a hundredth of the largest its error counts a hundred
 * times: 20 · lr · 1e-4 with lr up to 0.01. The worst measured: 1.9e-6.
 */
const TOLERANCE = 1e-4;

const optimizers: Record<keyof Net['after'], Optimizer> = {
  sgd: sgd({ lr: 0.1 }),
  'sgd with weight decay': sgd({ lr: 0.1, weight_decay: 0.01 }),
  momentum: sgd({ lr: 0.05, momentum: 0.9 }),
  'dampened momentum': sgd({ lr: 0.1, momentum: 0.8, dampening: 0.3, weight_decay: 0.01 }),
  nesterov: sgd({ lr: 0.05, momentum: 0.9, nesterov: true }),
  adam: adam(),
  'adam with weight decay': adam({ lr: 0.01, betas: [0.8, 0.99], eps: 1e-6, weight_decay: 0.01 }),
  'sgd, clipped': sgd({ lr: 0.1 }),
};
const names = Object.keys(optimizers) as (keyof Net['after'])[];

onBackend('wasm');

async function train(net: Net, name: keyof Net['after'], optimizer = optimizers[name]) {
  const rebuilt = rebuild(net);
  const { flat, input, wanted } = tensorsOf(rebuilt);
  const recipe = { ...rebuilt, optimizer, ...(name === 'sgd, clipped' ? { max_norm } : {}) };
  let state = startAt(flat);
  const terms: Tensor1D[] = [];
  for (let i = 0; i < steps; i++) {
    const { state: next, terms: losses, gradient, norm } = trainingStep(tf, recipe, state, input, wanted);
    tf.dispose([state, gradient, ...(norm ? [norm] : [])]);
    state = next;
    terms.push(losses);
  }
  const losses = await means(read, terms);
  const parameters = Array.from(await state.parameters.data());
  tf.dispose([state, terms, input, wanted]);
  return { losses, parameters };
}

describe.each(nets)('$name', (net) => {
  test.each(names)('twenty steps: %s', async (name) => {
    const { losses, parameters } = await train(net, name);
    const wanted = net.after[name];
    expect(distance(parameters, wanted.parameters)).toBeLessThan(TOLERANCE);
    expect(distance(losses, wanted.losses)).toBeLessThan(TOLERANCE);
  });

  test('the gradient’s norm, and a gradient clipped to it', async () => {
    const rebuilt = rebuild(net);
    const { flat, input, wanted } = tensorsOf(rebuilt);
    const { terms, gradient } = lossAndGradient(tf, rebuilt, flat, input, wanted);
    const clipped = clip_grad_norm_(tf, gradient, net.norm / 2);
    const loose = clip_grad_norm_(tf, gradient, net.norm * 2);
    const [[norm], half, whole] = await read([clipped.norm, clipped.gradient, loose.gradient]);
    expect(Math.abs(norm / net.norm - 1)).toBeLessThan(1e-6);
    // PyTorch adds 1e-6 to the norm that it divides by.
    const factor = net.norm / 2 / (net.norm + 1e-6);
    expect(
      distance(
        half,
        net.gradient.map((entry) => entry * factor),
      ),
    ).toBeLessThan(1e-5);
    expect(distance(whole, net.gradient)).toBeLessThan(1e-5);
    tf.dispose([flat, input, wanted, terms, gradient, clipped, loose]);
  });
});

test('the comparison can fail: another beta, momentum without its look ahead', async () => {
  const net = nets[1];
  const wrong = await train(net, 'adam', adam({ betas: [0.9, 0.99] }));
  expect(distance(wrong.parameters, net.after.adam.parameters)).toBeGreaterThan(TOLERANCE);
  const plain = await train(net, 'momentum');
  expect(distance(plain.parameters, net.after.nesterov.parameters)).toBeGreaterThan(TOLERANCE);
});

test('a norm of many equal entries is right where adding one by one is not', async () => {
  const size = 500_000;
  const gradient = tf.tensor1d(new Float32Array(size).fill(0.1));
  const { norm, gradient: clipped } = clip_grad_norm_(tf, gradient, 1);
  const plain = tf.tidy(() => tf.sqrt(tf.sum(tf.square(gradient))));
  const [[value], [naive]] = await read([norm, plain]);
  const exact = Math.fround(0.1) * Math.sqrt(size);
  // Two sums of 707 terms, and the root halves: 707 · 2^-24 = 4e-5 at most, a random walk of 2e-6 in practice.
  expect(Math.abs(value / exact - 1)).toBeLessThan(1e-5);
  expect(Math.abs(naive / exact - 1)).toBeGreaterThan(1e-5);
  tf.dispose([gradient, norm, clipped, plain]);
});

test('what cannot be is refused', () => {
  expect(() => sgd({ lr: -1 })).toThrow('sgd: lr = -1; allowed is 0 or more');
  expect(() => sgd({ lr: 1, nesterov: true })).toThrow('nesterov needs a momentum above 0');
  expect(() => adam({ betas: [0.9, 1] })).toThrow('betas = [0.9, 1]');
  expect(() => adam({ eps: Number.NaN })).toThrow('eps = NaN');
});
