/** Moments of a truncated normal against closed forms, and the coordinate of a point on a sphere. */
import { describe, expect, test } from 'vitest';
import { normalCdf, normalDensity } from '../../src/math/special.ts';
import { sphereCoordinateDensity, sphereCoordinateKurtosis } from '../../src/math/sphere-coordinate.ts';
import { truncatedNormal } from '../../src/math/truncated-normal.ts';

/** E x^k of a standard normal between a and b: E x^k = (k - 1) E x^(k-2) - (b^(k-1) φ(b) - a^(k-1) φ(a)) / (Φ(b) - Φ(a)). */
function rawMoments(a: number, b: number): number[] {
  const mass = normalCdf(b) - normalCdf(a);
  const edge = (k: number) => (b ** (k - 1) * normalDensity(b) - a ** (k - 1) * normalDensity(a)) / mass;
  const moments = [1, -edge(1)];
  for (let k = 2; k <= 4; k++) moments.push((k - 1) * moments[k - 2] - edge(k));
  return moments;
}

describe('truncatedNormal', () => {
  test.each([
    [-2, 2],
    [-1, 0.5],
    [0, 3],
    [1, 2.5],
    [-8, -0.5],
  ])('has the moments of the closed forms between %d and %d', (a, b) => {
    const [, m1, m2, m3, m4] = rawMoments(a, b);
    const law = truncatedNormal({ mean: 0, std: 1, low: a, high: b });
    const variance = m2 - m1 ** 2;
    const fourth = m4 - 4 * m1 * m3 + 6 * m1 ** 2 * m2 - 3 * m1 ** 4;
    // The closed forms lose a few digits of the cumulative distribution's 12.
    expect(law.mean).toBeCloseTo(m1, 11);
    expect(law.variance / variance).toBeCloseTo(1, 10);
    expect((law.kurtosis * law.variance ** 2) / fourth).toBeCloseTo(1, 9);
    expect(law.density(a + 0.1)).toBeCloseTo(normalDensity(a + 0.1) / (normalCdf(b) - normalCdf(a)), 10);
  });

  // By mpmath's quadrature with 40 digits.
  test.each([
    [10, 12, 10.0980932334999, 0.00944537690849791, 8.58033309475331, 10.0980932363168],
    [0, 1e-3, 0.0004999999583333347, 8.333333055555455e-8, 1.800000034285756, 1000.00016666667],
    [-100, 100, 0, 1, 3, 0.398942280401433],
    [-30, -3, -3.28309865493044, 0.0705591867852681, 6.80238450841806, 3.28309865493044],
  ])('between %d and %d, where those cancel', (low, high, mean, variance, kurtosis, atPeak) => {
    const law = truncatedNormal({ mean: 0, std: 1, low, high });
    expect(Math.abs(law.mean - mean)).toBeLessThan(1e-13 * Math.max(1, Math.abs(mean)));
    expect(Math.abs(law.variance / variance - 1)).toBeLessThan(1e-12);
    expect(Math.abs(law.kurtosis / kurtosis - 1)).toBeLessThan(1e-12);
    expect(law.density(Math.min(Math.max(0, low), high)) / atPeak).toBeCloseTo(1, 12);
  });

  test('scales and shifts', () => {
    const unit = truncatedNormal({ mean: 0, std: 1, low: -1, high: 2 });
    const other = truncatedNormal({ mean: 5, std: 0.1, low: 4.9, high: 5.2 });
    expect(other.mean).toBeCloseTo(5 + 0.1 * unit.mean, 12);
    expect(other.variance / 0.01).toBeCloseTo(unit.variance, 12);
    expect(other.kurtosis).toBeCloseTo(unit.kurtosis, 12);
    expect([other.density(4.8), other.density(5.3)]).toEqual([0, 0]);
  });
});

describe('a coordinate on the sphere', () => {
  test.each([
    [2, 0.5, 1 / (Math.PI * Math.sqrt(0.75))],
    [3, 0.3, 0.5],
    [3, 1, 0.5],
    [5, 0.5, 0.75 * 0.75],
    [4, 2, 0],
  ])('in %i dimensions at %d', (dimensions, x, density) => {
    expect(sphereCoordinateDensity(dimensions, x)).toBeCloseTo(density, 13);
  });

  test('is ±1 in one dimension and normal in many', () => {
    expect(sphereCoordinateKurtosis(1)).toBe(1);
    expect(sphereCoordinateKurtosis(3)).toBe(9 / 5);
    expect(sphereCoordinateKurtosis(1e9)).toBeCloseTo(3, 7);
    expect(sphereCoordinateDensity(1e6, 1e-3) / 1e3).toBeCloseTo(normalDensity(1), 5);
  });
});
