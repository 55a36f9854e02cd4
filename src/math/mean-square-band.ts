/** What the mean, or the mean square, of many independent draws from a known law stays within. */
import type { Interval } from './chernoff.ts';
import { normalQuantile } from './special.ts';

/**
 * The interval for the mean square of `terms` independent draws with mean 0: its variance is v² (kurtosis - 1) / terms, and
 * over the thousands of terms here it is normal to within a hundredth of its deviation.
 */
export function meanSquareBand(options: {
  /** E w². */
  meanSquare: number;
  /** E w⁴ / (E w²)². */
  kurtosis: number;
  terms: number;
  falseAlarm: number;
}): Interval {
  const { meanSquare, kurtosis, terms, falseAlarm } = options;
  return meanBand({ mean: meanSquare, sd: meanSquare * Math.sqrt(kurtosis - 1), terms, falseAlarm });
}

/** The interval for the mean of `terms` independent draws of standard deviation `sd`, so many that it is normal. */
export function meanBand(options: { mean: number; sd: number; terms: number; falseAlarm: number }): Interval {
  const { mean, sd, terms, falseAlarm } = options;
  const room = (-normalQuantile(falseAlarm / 2) * sd) / Math.sqrt(terms);
  return { low: mean - room, mean, high: mean + room };
}
