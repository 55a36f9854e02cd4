import { describe, expect, test } from 'vitest';
import { orthogonal_ } from '../../src/initializers/orthogonal.ts';
import { GradedProduct } from '../../src/math/graded-product.ts';
import { departure, stepStretch, storedStretch } from '../../src/math/orthogonal-rounding.ts';
import { Generator } from '../../src/random/torch.ts';

describe.each([
  { size: 8, gain: 1 },
  { size: 32, gain: 1 },
  { size: 32, gain: 1.05 },
])('$size × $size, gain $gain', ({ size, gain }) => {
  const matrix = (seed: number) =>
    orthogonal_(new Float32Array(size * size), [size, size], new Generator(seed), { gain });

  test('the stored matrix stretches within the bound, and more than a thousandth of it', () => {
    let worst = 0;
    for (let seed = 0; seed < 20; seed++) {
      const logs = new GradedProduct(size).multiply(matrix(seed)).logSingularValues(size);
      worst = Math.max(worst, ...logs.map((ln) => Math.abs(ln - Math.log(gain))));
    }
    const allowed = storedStretch({ size, gain });
    expect(worst).toBeLessThanOrEqual(allowed);
    expect(worst).toBeGreaterThan(0.02 * allowed);
  });

  test('so does a step in float32, however the sum is ordered', () => {
    const w = matrix(1);
    const h = new Generator(2).randn(size);
    for (const reverse of [false, true]) {
      const next = Float32Array.from(h, (_, i) => {
        let sum = 0;
        for (let k = 0; k < size; k++) {
          const j = reverse ? size - 1 - k : k;
          sum = Math.fround(sum + Math.fround(w[i * size + j] * h[j]));
        }
        return sum;
      });
      const stretch = Math.log(Math.hypot(...next) / Math.hypot(...h) / gain);
      expect(stretch).not.toBe(0);
      expect(Math.abs(stretch)).toBeLessThanOrEqual(stepStretch({ size, gain }));
    }
  });
});

test('a matrix off by more than the bound is seen', () => {
  const size = 16;
  const w = orthogonal_(new Float32Array(size * size), [size, size], new Generator(1), { gain: 1.000001 });
  const [largest] = new GradedProduct(size).multiply(w).logSingularValues(1);
  expect(largest).toBeGreaterThan(storedStretch({ size, gain: 1 }));
});

test('a departure bounds the singular values, and is nothing for a turn', () => {
  expect(departure(Float64Array.from([0, 2, -2, 0]), { size: 2, scale: 2 })).toBe(0);
  // A = diag(1.1, 1): A Aᵀ - I has the one entry 0.21.
  expect(departure(Float64Array.from([1.1, 0, 0, 1]), { size: 2, scale: 1 })).toBeCloseTo(0.21, 12);
});
