import { describe, expect, it } from 'vitest';
import {
  criticalSigma,
  growthBand,
  logChiVariance,
  lyapunov,
  rankGap,
  rankGapBand,
} from '../../src/math/gaussian-products.ts';
import { GradedProduct } from '../../src/math/graded-product.ts';
import { mean, variance } from '../../src/math/statistics.ts';
import { gaussianMatrix, normalStream } from './normal-stream.ts';

const EULER_GAMMA = 0.5772156649015329;

/** Mean growth per factor of the norm of a row vector, over `factors` Gaussian matrices, without forming the product. */
function meanGrowth(normal: () => number, size: number, sigma: number, factors: number): number {
  let row = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0));
  let total = 0;
  for (let factor = 0; factor < factors; factor++) {
    const matrix = gaussianMatrix(normal, size, sigma);
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) next[j] += row[i] * matrix[i * size + j];
    const length = Math.hypot(...next);
    total += Math.log(length);
    row = next.map((value) => value / length);
  }
  return total / factors;
}

describe('Lyapunov exponents', () => {
  it('have their closed forms', () => {
    expect(lyapunov({ size: 1, sigma: 1 })).toBeCloseTo((-Math.LN2 - EULER_GAMMA) / 2, 14);
    expect(lyapunov({ size: 2, sigma: 1 })).toBeCloseTo((Math.LN2 - EULER_GAMMA) / 2, 14);
    expect(lyapunov({ size: 4, sigma: 1 })).toBeCloseTo((Math.LN2 + 1 - EULER_GAMMA) / 2, 14);
    expect(lyapunov({ size: 4, sigma: 0.5, index: 4 })).toBeCloseTo(lyapunov({ size: 1, sigma: 0.5 }), 15);
    // The sum over i is E ln|det M|, and for N = 2 that is (ln 2 - γ)/2 + (-ln 2 - γ)/2.
    expect(lyapunov({ size: 2, sigma: 1 }) + lyapunov({ size: 2, sigma: 1, index: 2 })).toBeCloseTo(
      -EULER_GAMMA,
      14,
    );
  });

  it('put the critical sigma of N = 4 at 0.5724, and near 1/sqrt(N) for large N', () => {
    expect(criticalSigma(4)).toBeCloseTo(0.5724, 4);
    expect(lyapunov({ size: 9, sigma: criticalSigma(9) })).toBeCloseTo(0, 15);
    // ψ(x) = ln x - 1/(2x) - …, so the critical sigma is sqrt(1/N) e^(1/(2N)) to first order.
    expect(criticalSigma(1000) * Math.sqrt(1000)).toBeCloseTo(1 + 1 / 2000, 6);
  });

  it('say what is allowed', () => {
    expect(() => lyapunov({ size: 2.5, sigma: 1 })).toThrow(/whole number from 1/);
    expect(() => lyapunov({ size: 2, sigma: 0 })).toThrow(/positive/);
    expect(() => lyapunov({ size: 2, sigma: 1, index: 3 })).toThrow(/from 1 to 2/);
    expect(() => rankGap({ size: 1 })).toThrow(/from 2/);
    expect(() => growthBand({ size: 4, sigma: 1, factors: 0 })).toThrow(/factors/);
  });
});

describe('the growth band', () => {
  // One factor, N = 2: P(ln χ_2 ≤ a) = 1 - exp(-e^2a / 2).
  it('holds for one χ_2, exactly, at any rate of false alarms', () => {
    for (const falseAlarm of [0.5, 0.05, 1e-3, 1e-6]) {
      const { low, high } = growthBand({ size: 2, sigma: 1, factors: 1, falseAlarm });
      const below = -Math.expm1(-Math.exp(2 * low) / 2);
      const above = Math.exp(-Math.exp(2 * high) / 2);
      for (const tail of [below, above]) {
        expect(tail).toBeLessThanOrEqual(falseAlarm / 2);
        // Not wildly wide: Chernoff's bound gives away a factor of about sqrt(2π) times the tilt.
        expect(tail).toBeGreaterThan(falseAlarm / 2 / 100);
      }
    }
  });

  it('moves with ln sigma and does not depend on how factors and seeds share the terms', () => {
    const one = growthBand({ size: 4, sigma: 1, factors: 101, seeds: 6 });
    const two = growthBand({ size: 4, sigma: 2, factors: 202, seeds: 3 });
    expect(two.low - one.low).toBeCloseTo(Math.LN2, 13);
    expect(two.high - one.high).toBeCloseTo(Math.LN2, 13);
    expect(one.mean).toBeCloseTo(lyapunov({ size: 4, sigma: 1 }), 14);
  });

  it.each([2, 4, 16])('size %i: holds the promised share of simulated products', (size) => {
    const normal = normalStream(size);
    const [runs, factors, falseAlarm] = [1500, 20, 0.05];
    const { low, high } = growthBand({ size, sigma: 0.7, factors, falseAlarm });
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const growth = meanGrowth(normal, size, 0.7, factors);
      if (growth < low || growth > high) alarms++;
    }
    // 75 allowed; Chernoff is loose, so the binomial error is not needed. Below 5 the band would be no test at all.
    expect(alarms).toBeLessThanOrEqual(runs * falseAlarm);
    expect(alarms).toBeGreaterThan(5);
  });

  it('catches a variance twice too large in 99 of 100 runs: size 4, 101 factors, one seed, false alarm 1e-3', () => {
    const normal = normalStream(44);
    const { low, high } = growthBand({ size: 4, sigma: 1, factors: 101, seeds: 1, falseAlarm: 1e-3 });
    let caught = 0;
    for (let run = 0; run < 1000; run++) {
      const growth = meanGrowth(normal, 4, Math.SQRT2, 101);
      if (growth < low || growth > high) caught++;
    }
    expect(caught).toBeGreaterThanOrEqual(990);
    // It would not catch 5 % more variance: the band is no narrower than it must be.
    const slight = meanGrowth(normalStream(45), 4, Math.sqrt(1.05), 101);
    expect(slight).toBeLessThan(high);
  });
});

describe('the diagonal of R along the way', () => {
  const [size, factors, runs] = [4, 101, 300];
  const normal = normalStream(7);
  const diagonals = Array.from({ length: runs }, () => {
    const product = new GradedProduct(size);
    for (let factor = 0; factor < factors; factor++) product.multiply(gaussianMatrix(normal, size, 0.5));
    return product.logDiagonal.map((log) => log / factors);
  });
  const gaps = diagonals.map(([first, second]) => first - second);

  it('grows by λ_1 and λ_2, with the variance of independent ln χ terms', () => {
    for (const index of [1, 2]) {
      const growth = diagonals.map((diagonal) => diagonal[index - 1]);
      const spread = logChiVariance(size - index + 1) / factors;
      // Four standard errors of a mean, and of a variance, of 300 nearly normal values.
      expect(Math.abs(mean(growth) - lyapunov({ size, sigma: 0.5, index }))).toBeLessThan(
        4 * Math.sqrt(spread / runs),
      );
      expect(Math.abs(variance(growth) / spread - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
    }
    const spread = (logChiVariance(size) + logChiVariance(size - 1)) / factors;
    expect(Math.abs(variance(gaps) / spread - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
  });

  it('stays in the band for the gap', () => {
    const { low, mean: centre, high } = rankGapBand({ size, factors, falseAlarm: 0.05 });
    expect(centre).toBeCloseTo(rankGap({ size }), 14);
    expect(rankGap({ size: 4 })).toBeCloseTo((1 - 2 * Math.log(2)) * -0.5, 14);
    const alarms = gaps.filter((gap) => gap < low || gap > high).length;
    expect(alarms).toBeLessThanOrEqual(0.05 * runs);
    expect(alarms).toBeGreaterThan(0);
  });

  it('size 2: the second direction loses ln 2 nats per factor', () => {
    expect(rankGap({ size: 2 })).toBeCloseTo(Math.LN2, 14);
    const { low, high } = rankGapBand({ size: 2, factors: 1, falseAlarm: 0.01 });
    // χ_1/χ_2: P(χ_1 > r χ_2) = 1 - r / sqrt(1 + r²), since χ_1/χ_2 > r is an angle.
    const ratio = (gap: number) => Math.exp(-gap);
    const tail = 1 - ratio(low) / Math.hypot(1, ratio(low));
    expect(tail).toBeLessThanOrEqual(0.005);
    expect(tail).toBeGreaterThan(0.005 / 100);
    expect(ratio(high) / Math.hypot(1, ratio(high))).toBeLessThanOrEqual(0.005);
  });
});
