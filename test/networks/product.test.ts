/** The two products: values, gradients by autodiff, and that no kernel is asked to transpose on the fly. */
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Tensor, Tensor2D } from '../../src/lab/tf.ts';
import { linear, product } from '../../src/networks/product.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const A = [1, 2, 3, 4, 5, 6];
const B = [1, -1, 2, 0, 3, 5];
const G = [1, 10, 100, 1000];

/** Small whole numbers: float32 is exact. */
test.each([
  [
    'product',
    product,
    [3, 2],
    [14, 14, 32, 26],
    [-9, 2, 53, -900, 200, 5300],
    [401, 4010, 502, 5020, 603, 6030],
  ],
  [
    'linear',
    linear,
    [2, 3],
    [5, 21, 11, 45],
    [1, 29, 52, 100, 2900, 5200],
    [401, 502, 603, 4010, 5020, 6030],
  ],
] as const)('%s and its gradients', async (_, multiply, shape, value, gradientA, gradientB) => {
  const before = tensorCount();
  const flags = watch();
  const a = tf.tensor2d(A, [2, 3]);
  const b = tf.tensor2d(B, [...shape]);
  const g = tf.tensor2d(G, [2, 2]);
  const results = tf.tidy(() => [
    multiply(tf, a, b),
    tf.grad((x) => tf.sum(tf.mul(multiply(tf, x as Tensor2D, b), g)))(a),
    tf.grad((x) => tf.sum(tf.mul(multiply(tf, a, x as Tensor2D), g)))(b),
  ]);
  const values = await Promise.all(results.map(async (tensor: Tensor) => Array.from(await tensor.data())));
  expect(values).toEqual([[...value], [...gradientA], [...gradientB]]);
  expect(flags.stop()).toEqual([]);
  tf.dispose([a, b, g, results]);
  expect(tensorCount()).toBe(before);
});

/** One row is transposed itself, of forty the weight: both ways must agree with sums in plain TypeScript. */
test.each([1, 40])('linear of %d rows', async (rows) => {
  const [fan_in, fan_out] = [9, 8];
  const xs = Array.from({ length: rows * fan_in }, (_, i) => (i * 7) % 11);
  const ws = Array.from({ length: fan_out * fan_in }, (_, i) => (i * 5) % 13);
  const x = tf.tensor2d(xs, [rows, fan_in]);
  const w = tf.tensor2d(ws, [fan_out, fan_in]);
  const y = tf.tidy(() => linear(tf, x, w));
  expect(y.shape).toEqual([rows, fan_out]);
  const wanted = Array.from({ length: rows * fan_out }, (_, i) => {
    const [row, out] = [Math.floor(i / fan_out), i % fan_out];
    let sum = 0;
    for (let j = 0; j < fan_in; j++) sum += xs[row * fan_in + j] * ws[out * fan_in + j];
    return sum;
  });
  expect(Array.from(await y.data())).toEqual(wanted);
  tf.dispose([x, w, y]);
});

/** Notes every product that is asked to transpose. */
function watch() {
  const honest = getKernel('BatchMatMul', 'wasm');
  const seen: object[] = [];
  const replace = (kernelFunc: typeof honest.kernelFunc) => {
    unregisterKernel('BatchMatMul', 'wasm');
    registerKernel({ ...honest, kernelFunc });
  };
  replace((options) => {
    const { transposeA, transposeB } = options.attrs as { transposeA: boolean; transposeB: boolean };
    if (transposeA || transposeB) seen.push({ transposeA, transposeB });
    return honest.kernelFunc(options);
  });
  return {
    stop() {
      replace(honest.kernelFunc);
      return seen;
    },
  };
}
