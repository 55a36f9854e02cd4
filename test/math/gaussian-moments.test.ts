import { describe, expect, it } from 'vitest';
import {
  correlatedMean,
  hermiteCoefficients,
  normalMean,
  normalRule,
} from '../../src/math/gaussian-moments.ts';
import { layerNoise } from '../../src/math/layer-moments.ts';

describe('expectations over normals', () => {
  it('has the moments of a normal, of half of it, and of a steep function', () => {
    const rule = normalRule();
    const { points } = rule;
    for (const [power, moment] of [
      [0, 1],
      [2, 1],
      [4, 3],
      [6, 15],
      [12, 10395],
    ]) {
      expect(normalMean(rule, (i) => points[i] ** power) / moment).toBeCloseTo(1, 12);
    }
    expect(normalMean(rule, (i) => Math.max(points[i], 0))).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14);
    // E sech²(s Z) → φ(0) 2 / s for large s, with a relative error near π² / (24 s²).
    const steep = normalRule(1000);
    const expected = (2 / 1000 / Math.sqrt(2 * Math.PI)) * (1 - Math.PI ** 2 / 24 / 1e6);
    expect(normalMean(steep, (i) => Math.cosh(1000 * steep.points[i]) ** -2) / expected).toBeCloseTo(1, 9);
  });

  it('gives polynomials of two correlated normals exactly', () => {
    const rule = normalRule();
    const [cube] = hermiteCoefficients(rule, [rule.points.map((z) => z ** 3)]);
    // E Z³ Z'³ = 9c + 6c³.
    for (const c of [-1, -0.3, 0, 0.5, 1])
      expect(correlatedMean(cube, cube, 15, c)).toBeCloseTo(9 * c + 6 * c ** 3, 11);
  });

  it('agrees with the arc-cosine kernels of relu (Cho & Saul 2009)', () => {
    const { pair } = layerNoise({ activation: 'relu' }, 0.7);
    for (const c of [0, 0.3, 0.6, 0.8, 0.95, 1]) {
      const angle = Math.acos(c);
      const { correlation, slopeCorrelation, forward } = pair(c);
      expect(correlation).toBeCloseTo((Math.sin(angle) + (Math.PI - angle) * c) / Math.PI, 4);
      const second = (3 * Math.sin(angle) * c + (Math.PI - angle) * (1 + 2 * c * c)) / Math.PI;
      expect(forward).toBeCloseTo(2 * second - 1, 5);
      // A step's series ends late: 0.003 at 0.95.
      expect(Math.abs(slopeCorrelation - (Math.PI - angle) / Math.PI)).toBeLessThan(0.005);
    }
  });
});
