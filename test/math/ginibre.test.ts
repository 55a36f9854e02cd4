import { expect, test } from 'vitest';
import { eigenvalues, sizeOf } from '../../src/math/eigenvalues.ts';
import {
  eigenvaluesBeyond,
  largestBeyond,
  logDeterminantBand,
  meanLogDeterminant,
  radiusHeld,
  realEigenvaluesBeyond,
} from '../../src/math/ginibre.ts';
import { GradedProduct } from '../../src/math/graded-product.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

/** ln|det| of a Gaussian matrix: the sum of the logarithms of its singular values. */
function logDeterminant(rng: Generator, size: number, sigma: number): number {
  const matrix = rng.normal_(new Float32Array(size * size), 0, sigma);
  return new GradedProduct(size)
    .multiply(matrix)
    .logSingularValues(size)
    .reduce((sum, ln) => sum + ln, 0);
}

test('one entry: E ln|Z| in closed form', () => {
  // E ln|Z| = -(γ + ln 2)/2 for a standard normal Z.
  expect(meanLogDeterminant({ size: 1, sigma: 1 })).toBeCloseTo(-(0.5772156649015329 + Math.LN2) / 2, 12);
  expect(logDeterminantBand({ size: 1, sigma: 1 }).mean).toBeCloseTo(
    -(0.5772156649015329 + Math.LN2) / 2,
    12,
  );
});

test('E det² is N! σ^2N, which the law of |det| as a product of chi variables gives too', () => {
  // E χ_n² = n. Checked through the band's own centre: the mean of the logarithm lies below half the log of that.
  const size = 6;
  const half = Array.from({ length: size }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b) / 2;
  const centre = meanLogDeterminant({ size, sigma: 1 });
  expect(centre).toBeLessThan(half);
  const rng = new Generator(4);
  const squares = Array.from({ length: 20000 }, () => Math.exp(2 * logDeterminant(rng, 3, 1)));
  // E det² = 6; E det⁴ = Π n (n + 2) = 3 · 8 · 15 = 360, so the mean of 20000 has a standard deviation of 0.127.
  expect(Math.abs(mean(squares) - 6)).toBeLessThan(4 * 0.127);
});

test('at most the stated share of honest samples leaves, and twice the variance is caught', () => {
  const [size, runs, falseAlarm] = [16, 3000, 0.05];
  const sigma = 1 / Math.sqrt(size);
  const { low, mean: centre, high } = logDeterminantBand({ size, sigma, falseAlarm });
  const rng = new Generator(2);
  const sample = Array.from({ length: runs }, () => logDeterminant(rng, size, sigma));
  const left = sample.filter((ln) => ln < low || ln > high).length;
  expect(left / runs).toBeLessThanOrEqual(falseAlarm);
  expect(left).toBeGreaterThan(0);
  // The variance of ln|det| is Σ ψ'(n/2)/4: 2.29 here, so four standard errors of 3000 are 0.11.
  expect(Math.abs(mean(sample) - centre)).toBeLessThan(0.11);
  const doubled = (size / 2) * Math.LN2;
  expect(sample.filter((ln) => ln + doubled > high).length / runs).toBeGreaterThan(0.8);
  const four = logDeterminantBand({ size, sigma, matrices: 4, falseAlarm });
  const means = Array.from({ length: runs / 4 }, (_, i) => mean(sample.slice(4 * i, 4 * i + 4)));
  expect(means.filter((ln) => ln + doubled > four.high).length / means.length).toBeGreaterThan(0.99);
});

test('eigenvalues: all of them at 0, N(1 - r²) for a large N, and the closed form of one', () => {
  expect(eigenvaluesBeyond({ size: 40, radius: 0 })).toBe(40);
  expect(eigenvaluesBeyond({ size: 1, radius: 0.7 })).toBeCloseTo(Math.exp(-0.49), 12);
  expect(eigenvaluesBeyond({ size: 1000, radius: 0.6 }) / 1000).toBeCloseTo(0.64, 9);
});

test('eigenvalues of real matrices: the powers of one keep about as many directions', () => {
  // Ten steps: s_i(W^10) ≥ 0.01 against |λ|^10 ≥ 0.01. Not the same, and yet within a few of 64.
  const rng = new Generator(3);
  const size = 32;
  const counts = Array.from({ length: 40 }, () => {
    const matrix = rng.normal_(new Float32Array(size * size), 0, 1 / Math.sqrt(size));
    const power = new GradedProduct(size);
    for (let step = 0; step < 20; step++) power.multiply(matrix);
    return power.logSingularValues(size).filter((ln) => ln >= Math.log(0.01)).length;
  });
  const expected = eigenvaluesBeyond({ size, radius: 0.01 ** (1 / 20) });
  expect(Math.abs(mean(counts) - expected)).toBeLessThan(0.1 * size);
});

test('what is no sample or no distance is refused', () => {
  expect(() => logDeterminantBand({ size: 4, sigma: 1, matrices: 0 })).toThrow('a whole number from 1 on');
  expect(() => eigenvaluesBeyond({ size: 4, radius: -1 })).toThrow('0 or more');
});

test.each([2, 3, 8, 24])(
  'all %d eigenvalues of a real matrix lie beyond 0, by the exact densities',
  (size) => {
    const { real, complex } = realEigenvaluesBeyond({ size, radius: 0 });
    expect(real + complex).toBeCloseTo(size, 9);
  },
);

test('a real 2 × 2 matrix has √2 real eigenvalues on average (Edelman, Kostlan & Shub 1994)', () => {
  expect(realEigenvaluesBeyond({ size: 2, radius: 0 }).real).toBeCloseTo(Math.SQRT2, 9);
});

test('as many lie far out as the densities say, and the largest as seldom as they allow', () => {
  const [size, matrices, radius] = [8, 4000, 1.2];
  const rng = new Generator(5);
  let [out, first] = [0, 0];
  for (let i = 0; i < matrices; i++) {
    const matrix = rng.normal_(new Float32Array(size * size), 0, 1 / Math.sqrt(size));
    const far = eigenvalues(matrix).filter((value) => sizeOf(value) > radius).length;
    out += far;
    first += far > 0 ? 1 : 0;
  }
  const { real, complex } = realEigenvaluesBeyond({ size, radius });
  // Counts of one matrix have a variance of about twice their mean, since complex ones come in pairs: five deviations.
  const spread = Math.sqrt((2 * (real + complex)) / matrices);
  expect(Math.abs(out / matrices - real - complex)).toBeLessThan(5 * spread);
  const most = largestBeyond({ size, radius });
  expect(first / matrices).toBeLessThan(most + 5 * Math.sqrt(most / matrices));
  // And it is no idle bound.
  expect(first / matrices).toBeGreaterThan(0.8 * most);
});

test('the radius that is held with a probability', () => {
  const radius = radiusHeld({ size: 12, share: 0.05 });
  expect(largestBeyond({ size: 12, radius })).toBeCloseTo(0.05, 6);
  expect(() => realEigenvaluesBeyond({ size: 1, radius: 1 })).toThrow('allowed are 2 and more');
});
