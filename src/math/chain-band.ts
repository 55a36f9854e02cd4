/**
 * A simultaneous band around a path whose points are nearly normal and whose ties reach one step back: an honest path
 * leaves it anywhere with the probability asked for.
 */
import { simultaneousCritical } from './boundary-crossing.ts';
import { skewedFromScore } from './log-gamma-law.ts';
import type { Cumulants3 } from './log-law.ts';

/** The law of one point, and its covariance with the point before. */
export interface ChainLaw extends Cumulants3 {
  covariance: number;
}

export interface ChainBand {
  low: number[];
  mean: number[];
  high: number[];
  sd: number[];
}

/** The share of new variance below which a step is taken for this: finding c would take long, and it errs upwards. */
const LEAST_INNOVATION = 1e-3;

/** Finding c takes up to a tenth of a second, and claims and rows ask for the same one. */
const criticals = new Map<string, number>();

/**
 * The band for one path, or for the mean of the paths of several seeds, in the unit of the laws. Each edge lies at the
 * same normal score, bent to the point's skewness (Cornish and Fisher's first term).
 */
export function chainBand(
  laws: readonly ChainLaw[],
  { seeds = 1, falseAlarm = 1e-3 }: { seeds?: number; falseAlarm?: number } = {},
): ChainBand {
  const innovations = laws.slice(1).map(({ variance, covariance }, i) => {
    const share = 1 - covariance ** 2 / (variance * laws[i].variance);
    return Math.min(1, Math.max(LEAST_INNOVATION, share));
  });
  const critical = criticalOf(innovations, falseAlarm);
  const mean = laws.map((law) => law.mean);
  const sd = laws.map(({ variance }) => Math.sqrt(variance / seeds));
  const edge = (score: number) =>
    laws.map(({ variance, third }, i) => {
      const skewness = third / variance ** 1.5 / Math.sqrt(seeds);
      return mean[i] + sd[i] * skewedFromScore(score, skewness);
    });
  return { low: edge(-critical), mean, high: edge(critical), sd };
}

/** How far a path strays from the middle of its band, at most, as a share of what is allowed on that side. */
export function shareOfBand(
  path: readonly number[],
  { low, mean, high }: Pick<ChainBand, 'low' | 'mean' | 'high'>,
): number {
  const shares = path.map(
    (x, i) => Math.abs(x - mean[i]) / (x > mean[i] ? high[i] - mean[i] : mean[i] - low[i]),
  );
  return Math.max(...shares);
}

function criticalOf(innovations: number[], falseAlarm: number): number {
  const key = `${falseAlarm} ${innovations.map((share) => share.toFixed(4)).join(' ')}`;
  const known = criticals.get(key) ?? simultaneousCritical(innovations, falseAlarm);
  criticals.set(key, known);
  return known;
}
