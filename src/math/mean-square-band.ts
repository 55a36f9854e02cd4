/** What the mean square of many independent draws from a known law stays within. */
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
  const room = -normalQuantile(falseAlarm / 2) * meanSquare * Math.sqrt((kurtosis - 1) / terms);
  return { low: meanSquare - room, mean: meanSquare, high: meanSquare + room };
}
