/**
 * The logarithm of a ReLU net's mean square as a random walk: many nets of one width, n units a layer, He's weights.
 *
 *   ln q^l = ln q^0 + Σ_k ln(2 T_k),   T_k the mean of n squares max(Z, 0)²
 *
 * The terms are independent and alike. E 2T = 1, so the mean of q^l over all nets stays where it is; but E ln 2T is about
 * -5/(2n) and Var ln 2T about 5/n, since E relu⁴ / (E relu²)² = 6. So a typical net loses what few nets gain.
 */
import type { ChainLaw } from './chain-band.ts';
import type { Interval } from './chernoff.ts';
import { chiSquareMeanBand } from './chi-square.ts';
import { fanLaws } from './fan-products.ts';
import { skewedFromScore, skewedScore } from './log-gamma-law.ts';
import type { Cumulants3 } from './log-law.ts';
import { logOfReluMeanSquare } from './relu-layer-law.ts';
import type { Asked } from './skewed-law.ts';
import { normalCdf, normalQuantile } from './special.ts';

export interface Walk {
  width: number;
  depth: number;
}

/** The laws of ln q^l, l = 0 … depth; the input is standard normal. */
export function walkLaws({ width, depth }: Walk): ChainLaw[] {
  const widths = Array<number>(depth + 1).fill(width);
  const variances = Array<number>(depth).fill(2 / width);
  return fanLaws({ widths, variances, output: 'relu' }).forward;
}

/** The law of one step, ln 2T. */
export function stepLaw(width: number): Cumulants3 {
  const { mean, ...rest } = logOfReluMeanSquare(width);
  return { mean: mean + Math.LN2, ...rest };
}

/** The logarithm that a share p of the nets stays below. */
export function walkQuantile({ mean, variance, third }: Cumulants3, p: number): number {
  return mean + Math.sqrt(variance) * skewedFromScore(normalQuantile(p), third / variance ** 1.5);
}

/** The share of the nets whose logarithm is below x. */
export function walkShare({ mean, variance, third }: Cumulants3, x: number): number {
  return normalCdf(skewedScore((x - mean) / Math.sqrt(variance), third / variance ** 1.5));
}

/**
 * Where the mean of `terms` squared distances from the expected logarithm lies: χ² of one degree each, were the logarithms
 * normal. They are like the logarithm of a gamma variable, of skewness g and excess kurtosis about 2g², so that their squares
 * vary as those of fewer terms do.
 */
export function spreadBand({ variance, third }: Cumulants3, { terms, falseAlarm }: Asked): Interval {
  const excess = (2 * third ** 2) / variance ** 3;
  const { low, high } = chiSquareMeanBand({ freedom: 1, terms: terms / (1 + excess / 2), falseAlarm });
  return { low: low * variance, mean: variance, high: high * variance };
}
