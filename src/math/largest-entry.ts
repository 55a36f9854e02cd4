/**
 * The largest entry of a product P = M_0 M_1 … M_k of independent N × N matrices with entries N(0, σ²), k = `factor`.
 *
 * log10 max|P_ij| grows like the norm of a row, by λ_1 per matrix, but stands a little off: by an offset and a spread
 * for which there is no closed form in between (for the ends see `largest-entry-limits.ts`). They were measured, by
 * `largest-entry.py`, into `largest-entry.json`. The dependence on σ is exact: (k + 1) log10 σ.
 */

import { lyapunov, requireSigma } from './gaussian-products.ts';
import table from './largest-entry.json' with { type: 'json' };
import { skewedScore } from './log-gamma-law.ts';
import { normalCdf } from './special.ts';

/** The sizes N that were measured. */
export const largestEntrySizes: readonly number[] = table.sizes.map((row) => row.size);

/** The last factor k that was measured. */
export const lastFactor: number = table.knots[table.knots.length - 1];

/** Which product: size N, standard deviation of the entries, and the index k of its last factor, from 0. */
export interface LargestEntryOptions {
  size: number;
  sigma: number;
  factor: number;
}

/** The law of log10 max|P_ij|, in decades. */
export interface LargestEntryLaw {
  mean: number;
  sd: number;
  skewness: number;
  /** 1 - ρ², where ρ is the correlation with the same quantity one factor on. */
  innovation: number;
}

/** Mean, standard deviation and skewness of log10 max|P_ij|, and how much of it the next factor renews. */
export function largestEntry({ size, sigma, factor }: LargestEntryOptions): LargestEntryLaw {
  requireSigma(sigma);
  const row = rowOf(size);
  const { knots } = table;
  if (!(factor >= 0 && factor <= lastFactor)) {
    throw new RangeError(`Factor ${factor}: the largest entry was measured at factors 0 to ${lastFactor}.`);
  }
  const right = Math.max(
    1,
    knots.findIndex((knot) => knot >= factor),
  );
  const [from, to] = [right - 1, right];
  const linear = (factor - knots[from]) / (knots[to] - knots[from]);
  const logarithmic =
    Math.log((factor + 1) / (knots[from] + 1)) / Math.log((knots[to] + 1) / (knots[from] + 1));
  const between = (share: number, of: (knot: number) => number) => (1 - share) * of(from) + share * of(to);

  // Cumulants of a sum of independent growths are linear in the factor; the offset settles like a logarithm.
  const variance = between(linear, (i) => row.sd[i] ** 2);
  const third = between(linear, (i) => row.skewness[i] * row.sd[i] ** 3);
  const offset = between(logarithmic, (i) => row.offset[i]);
  // A random walk renews 1/(k + 2) of its variance at step k + 1; what is smooth is the ratio to that.
  const renewal = between(logarithmic, (i) => row.innovation[i] * (knots[i] + 2));
  return {
    mean: ((factor + 1) * lyapunov({ size, sigma })) / Math.LN10 + offset,
    sd: Math.sqrt(variance),
    skewness: third / variance ** 1.5,
    innovation: renewal / (factor + 2),
  };
}

/** The probability that log10 max|P_ij| is at most `log10`. */
export function largestEntryCdf(options: LargestEntryOptions & { log10: number }): number {
  return normalCdf(largestEntryScore(options));
}

/** The normal score of a value of log10 max|P_ij|: standard normal when the law holds, and 0 at its median. */
export function largestEntryScore(options: LargestEntryOptions & { log10: number }): number {
  const { mean, sd, skewness } = largestEntry(options);
  return skewedScore((options.log10 - mean) / sd, skewness);
}

function rowOf(size: number) {
  const row = table.sizes.find((candidate) => candidate.size === size);
  if (!row) {
    throw new RangeError(
      `Size ${size}: the largest entry was measured for sizes ${largestEntrySizes.join(', ')}.`,
    );
  }
  return row;
}
