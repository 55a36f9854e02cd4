/** Our slice on wasm gives what tfjs's gives, and reads no more of the tensor than it takes. */
import { backend } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  [0, 3, [0, 1, 2]],
  [4, 2, [4, 5]],
  [6, -1, [6, 7, 8, 9]],
  [9, 1, [9]],
])('from %d, %d numbers', async (begin, size, wanted) => {
  const before = tensorCount();
  const x = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const copies = vi.spyOn(backend(), 'readSync');
  const part = tf.slice(x, [begin], [size]);
  expect(copies).not.toHaveBeenCalled();
  expect(Array.from(await part.data())).toEqual(wanted);
  // The slice is its own: the whole may go.
  tf.dispose(x);
  expect(Array.from(await part.data())).toEqual(wanted);
  tf.dispose(part);
  expect(tensorCount()).toBe(before);
});

test('what is no list of float32 goes tfjs’s way', async () => {
  const matrix = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const whole = tf.tensor1d([1, 2, 3], 'int32');
  const [corner, rest] = [tf.slice(matrix, [0, 1], [2, 2]), tf.slice(whole, [1], [2])];
  expect(Array.from(await corner.data())).toEqual([2, 3, 5, 6]);
  expect(Array.from(await rest.data())).toEqual([2, 3]);
  tf.dispose([matrix, whole, corner, rest]);
});

test('a range outside the tensor is refused', () => {
  const x = tf.tensor1d([1, 2, 3]);
  expect(() => tf.slice(x, [2], [5])).toThrow('begin[0] + size[0] (7) would overflow input.shape[0] (3)');
  tf.dispose(x);
});
