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
import { digamma, lgamma } from './special.ts';

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
