/**
 * One square matrix of independent N(0, σ²) entries, Ginibre's: the size of its determinant and of its eigenvalues.
 *
 * Take its columns one after another, each without its components along those before it. A Gaussian matrix looks the same
 * in every frame, so the i-th remainder has N - i + 1 free coordinates, whatever came before: |det W| is the product of
 * independent σ χ_N, σ χ_(N-1), … σ χ_1 (Bartlett 1933; Goodman, Annals of Mathematical Statistics 34 (1963), for complex
 * entries). All in nats.
 */

import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';
import { lyapunov } from './gaussian-products.ts';
import { incompleteGamma } from './log-gamma-law.ts';
import { gaussLegendre } from './quadrature.ts';
import { digamma, lgamma, normalCdf } from './special.ts';

/** E ln|det W|: the sum of all N exponents of `lyapunov`. About N ln(σ √N) - N/2 for a large N. */
export function meanLogDeterminant({ size, sigma }: { size: number; sigma: number }): number {
  let total = 0;
  for (let index = 1; index <= size; index++) total += lyapunov({ size, sigma, index });
  return total;
}

/**
 * The interval for the mean of ln|det W| over `matrices` independent ones; at most `falseAlarm` of honest samples leave
 * it (Cramér–Chernoff). K(t) = Σ_i ln E χ_i^t, finite for t > -1.
 */
export function logDeterminantBand(options: {
  size: number;
  sigma: number;
  matrices?: number;
  falseAlarm?: number;
}): Interval {
  const { size, sigma, matrices = 1, falseAlarm = 1e-3 } = options;
  if (!Number.isInteger(matrices) || matrices < 1) {
    throw new RangeError(`logDeterminantBand: matrices = ${matrices}; a whole number from 1 on is needed.`);
  }
  const mean = meanLogDeterminant({ size, sigma });
  const freedoms = Array.from({ length: size }, (_, i) => i + 1);
  const cumulants: Cumulants = {
    value: (t) =>
      freedoms.reduce((sum, n) => sum + (t / 2) * Math.LN2 + lgamma((n + t) / 2) - lgamma(n / 2), 0),
    slope: (t) => freedoms.reduce((sum, n) => sum + (Math.LN2 + digamma((n + t) / 2)) / 2, 0),
    lowest: -1,
    highest: Infinity,
  };
  const { low, high } = chernoffInterval(cumulants, { terms: matrices, falseAlarm });
  const shift = mean - cumulants.slope(0);
  return { low: low + shift, mean, high: high + shift };
}

/**
 * How many of the N eigenvalues of a matrix with σ = 1/√N are expected at a distance of `radius` from 0 or beyond. For
 * complex entries their N|λ|² are distributed as N independent gamma variables of shapes 1 … N (Kostlan, Linear Algebra and
 * its Applications 162–164 (1992)); for real ones this is the leading order. As N grows it becomes the circular law,
 * N (1 - radius²).
 */
export function eigenvaluesBeyond({ size, radius }: { size: number; radius: number }): number {
  if (!(radius >= 0)) throw new RangeError(`eigenvaluesBeyond: radius = ${radius}; it is 0 or more.`);
  let expected = 0;
  for (let shape = 1; shape <= size; shape++) expected += incompleteGamma(shape, size * radius ** 2).above;
  return expected;
}

const TURN = gaussLegendre(24, 0, Math.PI / 2);

/**
 * The same for a matrix of real normal entries, exactly, the real ones and the others apart. With entries of variance 1 complex
 * eigenvalues have the density sqrt(2/π) y e^(y² - x²) erfc(√2 y) e_(N-2)(x² + y²) above the real axis and the same below, e_k
 * being the first terms of the series of exp (Edelman, J. Multivariate Analysis 60 (1997)); for the real ones see Edelman,
 * Kostlan & Shub, J. American Mathematical Society 7 (1994).
 * @param size N, two or more @param radius in units of √N σ
 */
export function realEigenvaluesBeyond({ size, radius }: { size: number; radius: number }): {
  real: number;
  complex: number;
} {
  if (!(size >= 2 && radius >= 0)) {
    throw new RangeError(
      `realEigenvaluesBeyond: size = ${size}, radius = ${radius}; allowed are 2 and more, 0 and more.`,
    );
  }
  const from = radius * Math.sqrt(size);
  // Beyond √N the density falls like e^-(r - √N)², and faster.
  const { points, weights } = gaussLegendre(64, from, Math.max(from, Math.sqrt(size)) + 9);
  const half = (size - 1) / 2;
  const normalization = (size / 2) * Math.LN2 + lgamma(size / 2);
  const expected = { real: 0, complex: 0 };
  for (let i = 0; i < points.length; i++) {
    const r = points[i];
    const { above } = incompleteGamma(size - 1, r * r);
    let around = 0;
    for (let j = 0; j < TURN.points.length; j++)
      around += TURN.weights[j] * besideAxis(r * Math.sin(TURN.points[j]));
    const tail = Math.exp((size - 1) * Math.log(r) - (r * r) / 2 - normalization);
    expected.complex += weights[i] * 4 * around * r * above;
    expected.real +=
      weights[i] * 2 * (above / Math.sqrt(2 * Math.PI) + tail * incompleteGamma(half, (r * r) / 2).below);
  }
  return expected;
}

/**
 * How often the largest of the eigenvalues lies beyond a radius, at most: as often as the number of real ones and of pairs of
 * others out there, on average. Near the truth where it is small.
 */
export function largestBeyond(where: { size: number; radius: number }): number {
  const { real, complex } = realEigenvaluesBeyond(where);
  return Math.min(1, real + complex / 2);
}

/** The radius beyond which the largest eigenvalue lies with this probability, at most. */
export function radiusHeld({ size, share }: { size: number; share: number }): number {
  let [low, high] = [0, 1 + 12 / Math.sqrt(size)];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (largestBeyond({ size, radius: middle }) > share) low = middle;
    else high = middle;
  }
  return high;
}

/** sqrt(2/π) y e^(2y²) erfc(√2 y): near the axis complex eigenvalues are rare, far from it this is 1/π. */
function besideAxis(y: number): number {
  // erfc(√2 y) = 2 Φ(-2y). Far out the two factors would leave float64.
  if (y > 15) return (1 - 1 / (4 * y * y)) / Math.PI;
  return Math.sqrt(2 / Math.PI) * y * 2 * normalCdf(-2 * y) * Math.exp(2 * y * y);
}
