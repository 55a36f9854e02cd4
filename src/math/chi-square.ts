/** The mean of independent chi-square variables, and the interval that it stays in. */
import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';

/**
 * The interval for the mean of `terms` independent χ²_N variables: at most `falseAlarm` of honest samples leave it
 * (Cramér–Chernoff, so for every N and every number of terms). K(t) = -(N/2) ln(1 - 2t).
 */
export function chiSquareMeanBand(options: {
  /** N. */
  freedom: number;
  terms: number;
  falseAlarm?: number;
}): Interval {
  const { freedom, terms, falseAlarm = 1e-3 } = options;
  if (!(freedom > 0 && terms > 0)) {
    throw new RangeError(`${terms} chi-square terms of ${freedom} degrees of freedom: both are positive.`);
  }
  const cumulants: Cumulants = {
    value: (t) => (-freedom / 2) * Math.log1p(-2 * t),
    slope: (t) => freedom / (1 - 2 * t),
    lowest: Number.NEGATIVE_INFINITY,
    highest: 0.5,
  };
  return chernoffInterval(cumulants, { terms, falseAlarm });
}
