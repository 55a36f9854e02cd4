/**
 * The law of a product P = M_0 M_1 … M_k of independent N × N matrices with entries N(0, σ²).
 *
 * A Gaussian matrix looks the same in every rotated frame. So for a fixed row vector u, the growth ln‖uM‖ - ln‖u‖ is
 * ln(σ χ_N), whatever u is, and the growths at successive factors are independent: the norm of any row of P follows an
 * exact law, not only in the limit. The same goes for areas: with R from a QR decomposition kept along the way,
 * ln R_ii grows by independent terms ln(σ χ_{N-i+1}). Newman, "The distribution of Lyapunov exponents: exact results for
 * random matrices", Communications in Mathematical Physics 103 (1986), 121–126.
 *
 * Lengths are in nats (natural logarithms), per factor. `factors` counts the matrices in the product: M_0 and a hundred
 * more are 101.
 */

import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';
import { digamma, lgamma, trigamma } from './special.ts';

/** Throws unless `size` is a whole number from `least` on. */
export function requireSize(size: number, least = 1): void {
  if (!Number.isInteger(size) || size < least) {
    throw new RangeError(`A matrix of size ${size}: the size is a whole number from ${least} on.`);
  }
}

/** Throws unless `sigma` is positive and finite. */
export function requireSigma(sigma: number): void {
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(`sigma = ${sigma}: the standard deviation of the entries is positive and finite.`);
  }
}

/** Throws unless `value` is a whole number from 1 on. */
function requireCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} = ${value}: a whole number from 1 on is needed.`);
  }
}

/**
 * The i-th Lyapunov exponent λ_i = (ln 2 + ψ((N - i + 1)/2))/2 + ln σ in nats per factor: the growth of ln R_ii, and in
 * the long run of the i-th singular value. `index` runs from 1, the largest, to `size`. Newman (1986).
 */
export function lyapunov(options: { size: number; sigma: number; index?: number }): number {
  const { size, sigma, index = 1 } = options;
  requireSize(size);
  requireSigma(sigma);
  if (!Number.isInteger(index) || index < 1 || index > size) {
    throw new RangeError(
      `Lyapunov exponent ${index} of a matrix of size ${size}: indices run from 1 to ${size}.`,
    );
  }
  return (Math.LN2 + digamma((size - index + 1) / 2)) / 2 + Math.log(sigma);
}

/** The σ at which the largest exponent is 0 and the typical product neither grows nor shrinks: 0.5724 for N = 4. */
export function criticalSigma(size: number): number {
  return Math.exp(-lyapunov({ size, sigma: 1 }));
}

/** Var ln χ_N = ψ'(N/2)/4, in nats²: what each factor adds to the variance of the log norm of a row. */
export function logChiVariance(size: number): number {
  requireSize(size);
  return trigamma(size / 2) / 4;
}

/** K(t) = ln E χ_N^t = (t/2) ln 2 + ln Γ((N + t)/2) - ln Γ(N/2), finite for t > -N. */
function logChiCumulants(size: number): Cumulants {
  const atZero = lgamma(size / 2);
  return {
    value: (t) => (t / 2) * Math.LN2 + lgamma((size + t) / 2) - atZero,
    slope: (t) => (Math.LN2 + digamma((size + t) / 2)) / 2,
    lowest: -size,
    highest: Infinity,
  };
}

/** What both bands depend on. */
export interface BandOptions {
  /** N. */
  size: number;
  /** How many matrices are multiplied in one product. */
  factors: number;
  /** How many independent products are averaged. */
  seeds?: number;
  /** The largest probability of a value outside the band, both sides together. */
  falseAlarm?: number;
}

/**
 * The band for the mean growth per factor, in nats, of the norm of one row (or of u M_0 … M_k for any fixed u), averaged
 * over `factors` factors and `seeds` products. It holds except with probability at most `falseAlarm`.
 */
export function growthBand(options: BandOptions & { sigma: number }): Interval {
  const { size, sigma, factors, seeds = 1, falseAlarm = 1e-3 } = options;
  requireSize(size);
  requireSigma(sigma);
  requireCount('factors', factors);
  requireCount('seeds', seeds);
  const { low, mean, high } = chernoffInterval(logChiCumulants(size), { terms: factors * seeds, falseAlarm });
  const shift = Math.log(sigma);
  return { low: low + shift, mean: mean + shift, high: high + shift };
}

/** λ_1 - λ_2 in nats per factor: how fast the second direction falls behind the first. It does not depend on σ. */
export function rankGap({ size }: { size: number }): number {
  requireSize(size, 2);
  return lyapunov({ size, sigma: 1 }) - lyapunov({ size, sigma: 1, index: 2 });
}

/**
 * The band for the mean of (ln R_11 - ln R_22) per factor, in nats. Per factor this is ln χ_N - ln χ_{N-1}, the two
 * independent, whatever σ. It holds except with probability at most `falseAlarm`.
 */
export function rankGapBand(options: BandOptions): Interval {
  const { size, factors, seeds = 1, falseAlarm = 1e-3 } = options;
  requireSize(size, 2);
  requireCount('factors', factors);
  requireCount('seeds', seeds);
  const first = logChiCumulants(size);
  const second = logChiCumulants(size - 1);
  const gap: Cumulants = {
    value: (t) => first.value(t) + second.value(-t),
    slope: (t) => first.slope(t) - second.slope(-t),
    lowest: -size,
    highest: size - 1,
  };
  return chernoffInterval(gap, { terms: factors * seeds, falseAlarm });
}
