import { expect, it } from 'vitest';
import { skewedFromScore, skewedScore } from '../../src/math/log-gamma-law.ts';
import { digamma, normalCdf, tetragamma, trigamma } from '../../src/math/special.ts';

const SKEWNESSES = [-1.2, -0.68, -0.1, -0.02, -1e-4, 0, 1e-4, 0.02, 0.3, 0.6];

it('is the law of ln χ²_2 = ln of an exponential, exactly', () => {
  const skewness = tetragamma(1) / trigamma(1) ** 1.5;
  for (let z = -8; z < 2.2; z += 0.37) {
    const y = digamma(1) + z * Math.sqrt(trigamma(1));
    const score = skewedScore(z, skewness);
    // Whichever tail is smaller is compared, so that the comparison is relative.
    const below = -Math.expm1(-Math.exp(y));
    if (below < 0.5) expect(normalCdf(score) / below).toBeCloseTo(1, 9);
    else expect(normalCdf(-score) / Math.exp(-Math.exp(y))).toBeCloseTo(1, 9);
  }
});

it.each(SKEWNESSES)('skewness %d: the inverse undoes the score, and both rise', (skewness) => {
  let previous = -Infinity;
  for (let score = -6; score <= 6; score += 0.25) {
    const z = skewedFromScore(score, skewness);
    expect(z).toBeGreaterThan(previous);
    expect(skewedScore(z, skewness)).toBeCloseTo(score, 8);
    expect(skewedFromScore(-score, -skewness)).toBeCloseTo(-z, 10);
    previous = z;
  }
});

it.each(SKEWNESSES)('skewness %d: mean 0, variance 1 and the skewness asked for', (skewness) => {
  // Moments as integrals over the normal score; the trapezoidal rule is exact for such integrands.
  const step = 0.05;
  const moments = [0, 0, 0, 0];
  for (let score = -9; score <= 9; score += step) {
    const z = skewedFromScore(score, skewness);
    const weight = (step * Math.exp((-score * score) / 2)) / Math.sqrt(2 * Math.PI);
    for (const power of moments.keys()) moments[power] += weight * z ** power;
  }
  // Where the normal law stands in, below a skewness of 1e-3, the third moment is off by that much.
  for (const [power, expected] of [1, 0, 1, skewness].entries()) {
    expect(Math.abs(moments[power] - expected)).toBeLessThan(Math.abs(skewness) < 1e-3 ? 1.1e-4 : 1e-7);
  }
});

it('says what is allowed', () => {
  expect(() => skewedScore(0, 2)).toThrow(/±1.9/);
});
