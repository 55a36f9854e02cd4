import { expect, test } from 'vitest';
import { innerProducts, type KernelLayer, reluKernel } from '../../src/math/relu-kernel.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

const layers: KernelLayer[] = [
  { fan_in: 3, weight: 0.5, bias: 0.1 },
  { fan_in: 20, weight: 0.1, bias: 0.05 },
  { fan_in: 30, weight: 0.2, bias: 0 },
];
const inputs = [
  [1, 2, 0],
  [0, 1, -1],
];

test('inner products of rows, by hand', () => {
  expect([...innerProducts(inputs.flat(), 2)]).toEqual([5, 2, 2, 2]);
});

test('one layer is the inner product; two inputs that are opposite share nothing but the bias after a ReLU', () => {
  expect([...reluKernel(innerProducts([1, -1], 2), [layers[0]]).covariance]).toEqual([0.6, -0.4, -0.4, 0.6]);
  const [, apart] = reluKernel(innerProducts([1, -1], 2), [{ ...layers[0], bias: 0 }, layers[1]]).covariance;
  expect(apart).toBeCloseTo(0.05, 12);
});

test('without biases He’s weights keep the size, whatever the depth', () => {
  const he = [784, 50, 50, 50].map((fan_in) => ({ fan_in, weight: 2 / fan_in, bias: 0 }));
  const { covariance, sizes } = reluKernel(Float64Array.of(784), he);
  expect(covariance[0]).toBeCloseTo(2, 12);
  // E max(z, 0)⁴ / (E max(z, 0)²)² = 6.
  expect(sizes).toBeCloseTo((3 * 5) / 50, 12);
});

/** What the unit of the last layer gets from either input, drawn at random. */
function outputs(rng: Generator): number[] {
  let h = inputs;
  for (const [l, { fan_in, weight, bias }] of layers.entries()) {
    const fan_out = layers[l + 1]?.fan_in ?? 1;
    const w = rng.normal_(new Float32Array(fan_in * fan_out), 0, Math.sqrt(weight));
    const b = rng.normal_(new Float32Array(fan_out), 0, Math.sqrt(bias));
    h = h.map((row) =>
      Array.from({ length: fan_out }, (_, unit) => {
        const z = row.reduce((sum, x, i) => sum + w[unit * fan_in + i] * x, b[unit]);
        return l === layers.length - 1 ? z : Math.max(z, 0);
      }),
    );
  }
  return h.flat();
}

test('covariances of simulated nets', () => {
  const rng = new Generator(5);
  const runs = Array.from({ length: 20_000 }, () => outputs(rng));
  const { covariance } = reluKernel(innerProducts(inputs.flat(), 2), layers);
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ]) {
    const products = runs.map((run) => run[i] * run[j]);
    // Four standard errors.
    expect(Math.abs(mean(products) - covariance[2 * i + j])).toBeLessThan(
      (4 * std(products)) / Math.sqrt(20_000),
    );
  }
});
