/** Statistics read back: exact where float32 sums and float32 squares are not, and in few transfers. */
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/lab/tf.ts';
import { means, rms, rootMeanSquare } from '../../src/networks/statistics.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';
import { read } from './nets.ts';

onBackend('wasm');

describe('root mean square', () => {
  test.each([1e-30, 1e-19, 1, 1e19, 3e38])('of entries of size %d', (size) => {
    const values = new Float32Array(1000).map((_, i) => (i % 2 ? size : -size / 2));
    const exact = Math.sqrt((Math.fround(size) ** 2 + Math.fround(size / 2) ** 2) / 2);
    // Each of 1000 float64 additions rounds by 1.1e-16 at most.
    expect(Math.abs(rootMeanSquare(values) / exact - 1)).toBeLessThan(1000 * 1.2e-16);
  });

  test('NaN and infinity stay; nothing has none', () => {
    expect(rootMeanSquare([1, Number.NaN])).toBeNaN();
    expect(rootMeanSquare([1, -Infinity])).toBe(Infinity);
    expect(() => rootMeanSquare([])).toThrow('at least one number is needed');
  });
});

test('of many tensors at once, each its own, in one transfer', async () => {
  const tensors = [tf.tensor2d([3, 4, 0, 0], [2, 2]), tf.tensor1d([-7]), tf.tensor1d([1, 1, 1])];
  let transfers = 0;
  const counted = (some: Tensor[]) => {
    transfers++;
    return read(some);
  };
  expect(await rms(counted, tensors)).toEqual([2.5, 7, 1]);
  expect(transfers).toBe(1);
  expect(await means(counted, tensors)).toEqual([7 / 4, -7, 1]);
  expect(await rms(counted, [])).toEqual([]);
  tf.dispose(tensors);
});

test('what would not fit in one transfer goes in several, in order', async () => {
  // Only sizes are looked at before reading: tensors of 2^23 numbers are told of, not made.
  const pretend = [1, 2, 3, 4, 5].map((value) => ({ size: 2 ** 23, value }) as unknown as Tensor);
  const batches: number[] = [];
  const values = await means(async (some) => {
    batches.push(some.length);
    return some.map((tensor) => Float32Array.of((tensor as unknown as { value: number }).value));
  }, pretend);
  expect(batches).toEqual([2, 2, 1]);
  expect(values).toEqual([1, 2, 3, 4, 5]);
});
