/**
 * A band around the whole path of log10 max|M_0 … M_k|, k = 0 … `factors`: it holds the path at every factor at once
 * with probability `level`. A pointwise band of 95 % would hold the whole path in only 71 % of runs.
 *
 * At each factor the band runs between two quantiles of the law of the largest entry (measured mean, spread and
 * skewness), the same normal score ±c everywhere; c is what a Gaussian chain with the measured correlation from factor
 * to factor needs. The chain forgets a little faster than the true path, so a long band errs on the wide side: of 101
 * points and 95 %, it holds 95.3 % of simulated paths at N = 2, 95.6 % at 4, 96.1 % at 8 and 96.6 % at 16.
 */

import { simultaneousCritical } from './boundary-crossing.ts';
import { type LargestEntryLaw, largestEntry, lastFactor } from './largest-entry.ts';
import { skewedFromScore } from './log-gamma-law.ts';

/** The band, in decades; entry k of each list belongs to factor k. */
export interface PathBand {
  low: number[];
  mean: number[];
  high: number[];
  /** The normal score of both edges: |score| ≤ critical at every factor is what the band says. */
  critical: number;
}

/**
 * The simultaneous band for a product of `size` × `size` matrices of N(0, σ²), for factors 0 to `factors`. Sizes and
 * factors are limited to those that were measured.
 */
export function pathBand(options: {
  size: number;
  sigma: number;
  factors: number;
  level?: number;
}): PathBand {
  const { size, sigma, factors, level = 0.95 } = options;
  if (!Number.isInteger(factors) || factors < 0 || factors > lastFactor) {
    throw new RangeError(
      `A band to factor ${factors}: the last one is a whole number from 0 to ${lastFactor}.`,
    );
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`A band of level ${level}: it lies between 0 and 1.`);
  const laws = Array.from({ length: factors + 1 }, (_, factor) => largestEntry({ size, sigma, factor }));
  const critical = criticalOf(size, laws, level);
  const edge = ({ mean, sd, skewness }: LargestEntryLaw, score: number) =>
    mean + sd * skewedFromScore(score, skewness);
  return {
    low: laws.map((law) => edge(law, -critical)),
    mean: laws.map((law) => law.mean),
    high: laws.map((law) => edge(law, critical)),
    critical,
  };
}

/** Finding c takes 20 to 140 ms, and a plot asks for the same band at every redraw. It does not depend on sigma. */
const criticals = new Map<string, number>();

function criticalOf(size: number, laws: LargestEntryLaw[], level: number): number {
  const key = [size, laws.length, level].join();
  const known = criticals.get(key);
  if (known !== undefined) return known;
  const innovations = laws.slice(0, -1).map((law) => law.innovation);
  const critical = simultaneousCritical(innovations, 1 - level);
  criticals.set(key, critical);
  return critical;
}
