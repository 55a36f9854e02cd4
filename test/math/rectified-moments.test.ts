import { describe, expect, test } from 'vitest';
import { drawUnit } from '../../src/data/unit-draws.ts';
import { drawnMean, drawnVariance, rectifiedLaws } from '../../src/math/rectified-moments.ts';
import { normalCdf, normalDensity } from '../../src/math/special.ts';
import { mean, variance } from '../../src/math/statistics.ts';
import { type UnitLawName, unitLaws } from '../../src/math/unit-laws.ts';
import { Generator } from '../../src/random/torch.ts';

const names = Object.keys(unitLaws) as UnitLawName[];

describe.each(names)('%s', (name) => {
  const law = unitLaws[name];

  test('has mean 0 and variance 1, and half of its second moment on each side if it is symmetric', () => {
    const all = Number.NEGATIVE_INFINITY;
    expect(law.above(all, () => 1)).toBeCloseTo(1, 13);
    expect(law.above(all, (y) => y)).toBeCloseTo(0, 13);
    expect(law.above(all, (y) => y * y)).toBeCloseTo(1, 13);
    if (law.symmetric) expect(law.above(0, (y) => y * y)).toBeCloseTo(1 / 2, 13);
  });

  test('draws stay where the laws say, at any shift', () => {
    const draws = 40000;
    const rng = new Generator(11);
    for (const shift of [-1.5, 0, 0.7]) {
      const h = Float64Array.from(drawUnit(name, draws, rng), (y) => Math.max(shift + y, 0));
      const laws = rectifiedLaws(law, shift);
      // Forty-five intervals in all.
      const asked = { terms: draws, falseAlarm: 1e-3 / 45 };
      const inside = (value: number, { low, high }: { low: number; high: number }) => {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      };
      inside(mean(h), drawnMean(laws.mean, asked));
      inside(mean(h.map((x) => x * x)), drawnMean(laws.square, asked));
      inside(variance(h), drawnVariance(laws, asked));
    }
  });
});

test('the closed forms', () => {
  const { mean: first, square, spread } = rectifiedLaws(unitLaws.normal);
  expect(first.mean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 13);
  expect(square.mean).toBeCloseTo(1 / 2, 13);
  expect(spread.mean).toBeCloseTo(1 / 2 - 1 / (2 * Math.PI), 13);
  // E relu⁴ = 3/2, and E relu⁶ = 15/2.
  expect(square.variance).toBeCloseTo(3 / 2 - 1 / 4, 13);
  expect(square.third).toBeCloseTo(15 / 2 - (3 / 2) * (3 / 2) + 1 / 4, 12);

  const shifted = rectifiedLaws(unitLaws.normal, 0.8);
  expect(shifted.mean.mean).toBeCloseTo(0.8 * normalCdf(0.8) + normalDensity(0.8), 13);
  expect(shifted.square.mean).toBeCloseTo((0.8 ** 2 + 1) * normalCdf(0.8) + 0.8 * normalDensity(0.8), 13);

  // E |Y| / 2 is √3/4 for the uniform law, 1/√8 for Laplace's, 1/2 for two points; e^-1 above the mean for the exponential.
  expect(rectifiedLaws(unitLaws.uniform).spread.mean).toBeCloseTo(1 / 2 - 3 / 16, 13);
  expect(rectifiedLaws(unitLaws.Laplace).spread.mean).toBeCloseTo(1 / 2 - 1 / 8, 13);
  expect(rectifiedLaws(unitLaws['two points']).spread.mean).toBe(1 / 4);
  expect(rectifiedLaws(unitLaws.exponential).square.mean).toBeCloseTo(2 / Math.E, 13);
});

test('honest means leave their interval as often as is said', () => {
  // 2000 means of 256 draws; h² of Laplace's law is the most skewed of all.
  const rng = new Generator(3);
  const { square } = rectifiedLaws(unitLaws.Laplace);
  const { low, high } = drawnMean(square, { terms: 256, falseAlarm: 0.05 });
  let outside = 0;
  for (let i = 0; i < 2000; i++) {
    const value = mean(Float64Array.from(drawUnit('Laplace', 256, rng), (y) => Math.max(y, 0) ** 2));
    if (value < low || value > high) outside += 1;
  }
  // 100 expected, standard deviation 10; and the skewness of 256 terms is half a one: a few more are allowed for.
  expect(outside).toBeGreaterThan(60);
  expect(outside).toBeLessThan(150);
});
