import { describe, expect, test } from 'vitest';
import {
  entropy,
  firstSpread,
  logit,
  logitSpread,
  mostExplained,
  totalOf,
} from '../../src/math/constant-answer.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

test('entropy and logit', () => {
  expect(entropy(0.5)).toBe(Math.LN2);
  expect(entropy(0)).toBe(0);
  expect(entropy(1)).toBe(0);
  expect(logit(0.5)).toBe(0);
  expect(logit(0.9)).toBeCloseTo(Math.log(9), 14);
});

describe('the bound on what differing logits can gain', () => {
  const rng = new Generator(5);
  const points = 50;
  const loss = (f: Float64Array, y: number[]) =>
    mean(f.map((value, i) => Math.max(value, 0) - y[i] * value + Math.log1p(Math.exp(-Math.abs(value)))));
  const labels = Array.from(rng.rand(points), (u) => (u < 0.4 ? 1 : 0));
  const p = mean(labels);

  test.each([1e-3, 0.1, 1, 10])('holds at a spread of %f', (scale) => {
    for (let i = 0; i < 50; i++) {
      const f = Float64Array.from(rng.randn(points), (g, j) => scale * (g + labels[j]));
      expect(entropy(p) - loss(f, labels)).toBeLessThanOrEqual(mostExplained(p, std(f)) + 1e-14);
    }
  });

  test('is reached by small differences along the labels', () => {
    const f = Float64Array.from(labels, (y) => logit(p) + 1e-4 * (y - p));
    const gain = entropy(p) - loss(f, labels);
    expect(gain / mostExplained(p, std(f))).toBeGreaterThan(0.9999);
  });
});

describe('the spread of the logits of a net that has just started', () => {
  const net = {
    inputs: 2,
    width: 16,
    depth: 5,
    points: 8,
    weight: (fan_in: number) => 1 / (3 * fan_in),
    bias: (fan_in: number) => 1 / (3 * fan_in),
  };
  const spreads = Array.from({ length: 2000 }, (_, seed) => spreadOf(net, seed));
  const still = { lr: 0, steps: 0, way: 0 };

  test('exceeds the bound for one in twenty no more often than that, nor is the bound out of reach', () => {
    const bound = totalOf(logitSpread(net, still, 0.05));
    const share = spreads.filter((spread) => spread > bound).length / spreads.length;
    expect(share).toBeLessThanOrEqual(0.05);
    // Markov's inequality with the first moment alone would be sqrt(20) times the root mean square, were relu's kinks
    // to cost nothing; at depth 5 they cost a factor of less than two.
    expect(bound / Math.sqrt(mean(spreads.map((spread) => spread ** 2)))).toBeLessThan(2 * Math.sqrt(20));
  });

  test('exceeds that of a deep net nearly always with twice the variance a layer', () => {
    const deep = { ...net, depth: 20 };
    const twice = (fan_in: number) => 2 / (3 * fan_in);
    const bound = totalOf(logitSpread(deep, still, 1e-3));
    const wrong = Array.from({ length: 100 }, (_, seed) => spreadOf({ ...deep, weight: twice }, seed));
    expect(wrong.filter((spread) => spread > bound).length).toBeGreaterThan(80);
  });

  test('where biases start at 0, every unit counts as open', () => {
    const bare = { ...net, bias: () => 0 };
    const ratio = logitSpread(bare, still, 1).start / logitSpread(net, still, 1).start;
    expect(ratio).toBeCloseTo(2 ** (net.depth / 2), 12);
  });

  test('before the first step half of the units are open, with biases or without', () => {
    const bare = { ...net, bias: () => 0 };
    expect(firstSpread(bare, 0.05)).toBeCloseTo(firstSpread(net, 0.05), 12);
    expect(firstSpread(net, 0.05)).toBeCloseTo(logitSpread(net, still, 0.05).start, 12);
    const bound = firstSpread(bare, 0.05);
    const without = Array.from({ length: 2000 }, (_, seed) => spreadOf(bare, seed, 0));
    expect(without.filter((spread) => spread > bound).length / without.length).toBeLessThanOrEqual(0.05);
    expect(bound / Math.sqrt(mean(without.map((spread) => spread ** 2)))).toBeLessThan(2 * Math.sqrt(20));
  });

  test.each([
    ['tanh', 1, Math.tanh],
    ['sigmoid', 1 / 4, (z: number) => 1 / (1 + Math.exp(-z))],
  ])('through %s, of slope %f at most, all units are open', (_, slope, activation) => {
    const steep = { ...net, slope };
    const bound = firstSpread(steep, 0.05);
    const runs = Array.from({ length: 1000 }, (_, seed) => spreadOf(net, seed, 1, activation));
    expect(runs.filter((spread) => spread > bound).length / runs.length).toBeLessThanOrEqual(0.05);
    // Of linear units of this slope no more is lost than what Markov's inequality gives away.
    const linear = Array.from({ length: 1000 }, (_, seed) => spreadOf(net, seed, 1, (z) => slope * z));
    expect(bound / Math.sqrt(mean(linear.map((spread) => spread ** 2)))).toBeLessThan(1.2 * Math.sqrt(20));
  });

  test('what the steps add grows with the way and with the steps', () => {
    const at = (descent: Parameters<typeof logitSpread>[1]) => logitSpread(net, descent, 1e-3);
    const slow = at({ lr: 0.05, steps: 10, way: 0.1 });
    const twice = at({ lr: 0.05, steps: 10, way: 0.2 }).common / slow.common;
    // Twice the way, and a signal that the push of the biases makes a little larger.
    expect(twice).toBeGreaterThan(2);
    expect(twice).toBeLessThan(2.1);
    expect(at({ lr: 0.05, steps: 20, way: 0.1 }).own).toBeCloseTo(2 * slow.own, 12);
    expect(slow.start).toBe(at({ ...still }).start);
  });
});

/** The standard deviation of the logits over the points, in float64. @param biases what they are multiplied by */
function spreadOf(
  net: { inputs: number; width: number; depth: number; points: number; weight(fan_in: number): number },
  seed: number,
  biases = 1,
  activation = (z: number) => Math.max(0, z),
): number {
  const { inputs, width, depth, points, weight } = net;
  const rng = new Generator(seed);
  let rows = Array.from({ length: points }, () => Array.from(rng.randn(inputs)));
  for (let layer = 1; layer <= depth + 1; layer++) {
    const fan_in = rows[0].length;
    const fan_out = layer > depth ? 1 : width;
    const bound = Math.sqrt(3 * weight(fan_in));
    const w = rng.uniform_(new Float32Array(fan_out * fan_in), -bound, bound);
    const bias = rng.uniform_(new Float32Array(fan_out), -bound, bound);
    rows = rows.map((h) =>
      Array.from(bias, (b, i) => {
        const z = h.reduce((sum, value, j) => sum + w[i * fan_in + j] * value, biases * b);
        return layer > depth ? z : activation(z);
      }),
    );
  }
  return std(rows.map(([logit]) => logit));
}
