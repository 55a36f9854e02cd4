/** The mean of independent chi-square variables, or of sums of them, and the interval that it stays in. */
import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';

/** weight · χ² of `freedom` degrees. */
export interface ChiSquarePart {
  weight: number;
  freedom: number;
}

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
  return chiSquareSumBand([{ weight: 1, freedom }], { terms, falseAlarm });
}

/**
 * The same for the mean of `terms` sums of independent parts, all of positive weight: the cumulant functions of the parts,
 * -(N/2) ln(1 - 2 weight t), add up.
 */
export function chiSquareSumBand(
  parts: readonly ChiSquarePart[],
  { terms, falseAlarm = 1e-3 }: { terms: number; falseAlarm?: number },
): Interval {
  if (parts.length === 0 || !parts.every(({ weight, freedom }) => weight > 0 && freedom > 0)) {
    throw new RangeError(
      'chiSquareSumBand: it takes one part or more, each of positive weight and degrees of freedom.',
    );
  }
  const over = (term: (part: ChiSquarePart) => number) => parts.reduce((sum, part) => sum + term(part), 0);
  const cumulants: Cumulants = {
    value: (t) => over(({ weight, freedom }) => (-freedom / 2) * Math.log1p(-2 * weight * t)),
    slope: (t) => over(({ weight, freedom }) => (weight * freedom) / (1 - 2 * weight * t)),
    lowest: Number.NEGATIVE_INFINITY,
    highest: 0.5 / Math.max(...parts.map(({ weight }) => weight)),
  };
  return chernoffInterval(cumulants, { terms, falseAlarm });
}
