/** A law that is normal but for its skewness, one like that of log-gamma-law.ts: where a draw of it lies, or the mean of several. */
import type { Interval } from './chernoff.ts';
import { skewedFromScore, skewedScore } from './log-gamma-law.ts';
import type { Cumulants3 } from './log-law.ts';
import { normalQuantile } from './special.ts';

export interface SkewedLaw {
  mean: number;
  sd: number;
  skewness: number;
}

/** The law with these cumulants. One of variance 0 has no skewness. */
export const skewedLaw = ({ mean, variance, third }: Cumulants3): SkewedLaw => ({
  mean,
  sd: Math.sqrt(variance),
  skewness: variance > 0 ? third / variance ** 1.5 : 0,
});

/** What the mean of independent draws has for a law. */
const averaged = ({ mean, sd, skewness }: SkewedLaw, draws: number): SkewedLaw => ({
  mean,
  sd: sd / Math.sqrt(draws),
  skewness: skewness / Math.sqrt(draws),
});

/** The normal score of a measured value, the mean over `seeds` runs: 2 is as rare as two standard deviations. */
export function lawScore(law: SkewedLaw, measured: number, seeds = 1): number {
  const { mean, sd, skewness } = averaged(law, seeds);
  return skewedScore((measured - mean) / sd, skewness);
}

/** Where the mean over `seeds` runs lies, but for a share `falseAlarm`, half of it on each side. */
export function lawInterval(
  law: SkewedLaw,
  { seeds = 1, falseAlarm = 1e-3 }: { seeds?: number; falseAlarm?: number } = {},
): Interval {
  const { mean, sd, skewness } = averaged(law, seeds);
  const score = normalQuantile(falseAlarm / 2);
  return {
    low: mean + sd * skewedFromScore(score, skewness),
    mean,
    high: mean + sd * skewedFromScore(-score, skewness),
  };
}

/** How many independent draws, and how often an honest mean may lie outside: half as often on either side. */
export interface Asked {
  terms: number;
  falseAlarm: number;
}

/** Where the mean of many independent draws lies whose law is known by three cumulants. */
export const meanInterval = (cumulants: Cumulants3, { terms, falseAlarm }: Asked): Interval =>
  lawInterval(skewedLaw(cumulants), { seeds: terms, falseAlarm });
