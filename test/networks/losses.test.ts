/** Losses where they are hard: huge logits, tiny losses, many rows. PyTorch's values of small nets are in dense.test.ts. */
import { expect, test } from 'vitest';
import { cross_entropy, mse_loss, oneHot } from '../../src/networks/losses.ts';
import { means } from '../../src/networks/statistics.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';
import { read } from './nets.ts';

onBackend('wasm');

test('cross entropy of logits whose exponentials leave float32', async () => {
  const logits = tf.tensor2d([1000, 0, -1000, -1000, 500, 500], [2, 3]);
  const target = tf.tensor2d(oneHot([1, 2], 3), [2, 3]);
  const { terms, gradient } = cross_entropy(tf, logits, target);
  const [losses, slopes] = await read([terms, gradient]);
  // torch.nn.functional.cross_entropy(..., reduction='none') gives 1000 and log 2.
  expect(losses[0]).toBe(1000);
  expect(losses[1]).toBeCloseTo(Math.log(2), 6);
  expect(Array.from(slopes)).toEqual([0.5, -0.5, 0, 0, 0.25, -0.25]);
  tf.dispose([logits, target, terms, gradient]);
});

test('the mean of a thousand equal losses is that loss', async () => {
  const rows = 1000;
  const logits = tf.tensor2d(new Float32Array(2 * rows).fill(0.3), [rows, 2]);
  const target = tf.tensor2d(oneHot(new Float32Array(rows), 2), [rows, 2]);
  const { terms, gradient } = cross_entropy(tf, logits, target);
  const [loss] = await means(read, [terms]);
  // One float32 rounding of log 2; a mean on the backend would be off by 1e-5.
  expect(Math.abs(loss / Math.LN2 - 1)).toBeLessThan(2 ** -23);
  tf.dispose([logits, target, terms, gradient]);
});

test('mse averages over rows and columns', async () => {
  const output = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const target = tf.tensor2d([0, 0, 0, 0], [2, 2]);
  const { terms, gradient } = mse_loss(tf, output, target);
  expect(await means(read, [terms])).toEqual([30 / 4]);
  expect(Array.from(await gradient.data<'float32'>())).toEqual([0.5, 1, 1.5, 2]);
  tf.dispose([output, target, terms, gradient]);
});

test('a class that is none is refused, with its row', () => {
  expect(() => oneHot([0, 3], 3)).toThrow('class 3 in row 1; allowed are whole numbers from 0 to 2');
  expect(() => oneHot([0.5], 3)).toThrow(RangeError);
});
