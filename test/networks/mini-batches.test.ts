import { expect, test } from 'vitest';
import type { Tensor } from '../../src/lab/tf.ts';
import { denseLayout } from '../../src/networks/layout.ts';
import { mse_loss } from '../../src/networks/losses.ts';
import { type Learning, type Looked, learnInBatches } from '../../src/networks/mini-batches.ts';
import { sgd } from '../../src/networks/optimizers.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';

onBackend('wasm');

const layout = denseLayout({ widths: [1, 1], activation: 'relu', bias: false });
const recipe = { layout, loss: mse_loss, optimizer: sgd({ lr: 0.25 }) };
const read = (tensors: Tensor[]) => Promise.all(tensors.map((one) => one.data())) as Promise<Float32Array[]>;

/** y = w x from w = 0: step s shows it the point (1, s). */
const lesson: Learning = {
  initial: Float32Array.of(0),
  batch: (step) => ({ x: Float32Array.of(1), target: Float32Array.of(step) }),
  steps: 5,
  isLook: (step) => step === 2,
  look: (parameters) => [tf.clone(parameters)],
};

/** w moves half of the way to the target: by hand. */
const weights = [0.5, 1.25, 2.125, 3.0625, 4.03125];
const losses = [1, 2.25, 3.0625, 3.515625, 3.75390625];

async function all(learning: Learning): Promise<Looked[]> {
  const seen: Looked[] = [];
  for await (const looked of learnInBatches({ tf, read }, recipe, learning)) seen.push(looked);
  return seen;
}

test('each batch in its turn, its loss before its own step, and a look when asked and in the end', async () => {
  const seen = await all(lesson);
  expect(seen.map(({ step }) => step)).toEqual([2, 5]);
  expect(seen.map(({ values }) => values[0][0])).toEqual([weights[1], weights[4]]);
  expect(seen.map((looked) => looked.losses)).toEqual([losses.slice(0, 2), losses.slice(2)]);
});

test('cancelled between two looks it leaves no tensor', async () => {
  for await (const { step } of learnInBatches({ tf, read }, recipe, lesson)) {
    expect(step).toBe(2);
    break;
  }
});

test('memory stays flat', async () => {
  const counts: number[] = [];
  const look = () => {
    counts.push(tensorCount());
    return [];
  };
  await all({ ...lesson, isLook: () => true, look });
  expect(counts).toEqual(Array(5).fill(counts[0]));
});
