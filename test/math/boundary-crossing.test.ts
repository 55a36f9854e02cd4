import { describe, expect, it } from 'vitest';
import { escapeProbability, simultaneousCritical } from '../../src/math/boundary-crossing.ts';
import { gaussLegendre } from '../../src/math/quadrature.ts';
import { normalCdf, normalQuantile } from '../../src/math/special.ts';
import { normalStream } from './normal-stream.ts';

describe('Gauss–Legendre quadrature', () => {
  it.each([1, 2, 5, 20, 64, 129])('%i points integrate polynomials of degree 2n - 1', (n) => {
    const { points, weights } = gaussLegendre(n, -1, 2);
    for (const degree of [0, 1, n, 2 * n - 1]) {
      const got = points.reduce((sum, x, i) => sum + weights[i] * ((x - 0.5) / 1.5) ** degree, 0);
      // A rounding error of each term, and of the points times the degree.
      expect(Math.abs(got - (degree % 2 ? 0 : 3 / (degree + 1)))).toBeLessThan(1e-14 * (degree + 10));
    }
  });

  it('says what is allowed', () => {
    expect(() => gaussLegendre(0, 0, 1)).toThrow(/whole number from 1/);
  });
});

describe('a Gaussian chain leaving ±c', () => {
  it('one point: the normal tail', () => {
    expect(escapeProbability([], 3.2) / (2 * normalCdf(-3.2))).toBeCloseTo(1, 14);
    expect(simultaneousCritical([], 0.05)).toBeCloseTo(-normalQuantile(0.025), 6);
  });

  it('independent points: the product of their probabilities', () => {
    for (const c of [1, 2.5, 4]) {
      const one = 2 * normalCdf(-c);
      expect(escapeProbability([1, 1, 1, 1, 1], c) / -Math.expm1(6 * Math.log1p(-one))).toBeCloseTo(1, 10);
    }
  });

  it('points that hardly move: little more than one', () => {
    const still = escapeProbability(new Array(10).fill(1e-4), 2.5) / (2 * normalCdf(-2.5));
    expect(still).toBeGreaterThan(1);
    expect(still).toBeLessThan(1.15);
  });

  it('a random walk over its standard deviation, against 40,000 simulated ones', () => {
    const steps = 50;
    const innovations = Array.from({ length: steps }, (_, k) => 1 / (k + 2));
    const normal = normalStream(3);
    const largest = Float64Array.from({ length: 40_000 }, () => {
      let walk = 0;
      let worst = 0;
      for (let k = 1; k <= steps + 1; k++) {
        walk += normal();
        worst = Math.max(worst, Math.abs(walk) / Math.sqrt(k));
      }
      return worst;
    });
    for (const c of [1.5, 2, 2.5, 3, 3.5]) {
      const expected = escapeProbability(innovations, c);
      const share = largest.filter((worst) => worst > c).length / largest.length;
      expect(Math.abs(share - expected)).toBeLessThan(
        4 * Math.sqrt((expected * (1 - expected)) / largest.length),
      );
    }
  });

  it('finds the c of a probability', () => {
    const innovations = Array.from({ length: 200 }, (_, k) => 1 / (k + 2));
    for (const probability of [0.9, 0.5, 0.05, 1e-3, 1e-6]) {
      const c = simultaneousCritical(innovations, probability);
      expect(escapeProbability(innovations, c) / probability).toBeCloseTo(1, 5);
    }
  });

  it('says what is allowed', () => {
    expect(() => escapeProbability([0.5, 0], 2)).toThrow(/innovations\[1\] = 0/);
    expect(() => simultaneousCritical([], 1)).toThrow(/between 0 and 1/);
  });
});
