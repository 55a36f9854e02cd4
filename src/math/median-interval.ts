/** The median of a few numbers, and where the median of all that might have been drawn lies, whatever their law. */
import { median } from './statistics.ts';

export interface MedianInterval {
  low: number;
  median: number;
  high: number;
}

/**
 * The k-th smallest and the k-th largest of n independent numbers have the median of their law between them unless fewer than k
 * of them lie on one side: with probability 1 - 2 P(fewer than k heads of n coins), at least. The largest k for which that is
 * `confidence` or more; where no k is, the smallest and the largest. Infinite numbers have their place too.
 * @param values at least one
 */
export function medianInterval(values: readonly number[], confidence = 0.9): MedianInterval {
  if (values.length === 0) throw new RangeError('medianInterval: no numbers; allowed is one or more.');
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let k = 1;
  let term = 2 ** -n;
  let below = term;
  // `below` is the probability of at most k - 1 heads; the next k needs that of at most k.
  while (2 * k + 2 <= n + 1) {
    term *= (n - k + 1) / k;
    below += term;
    if (2 * below > 1 - confidence) break;
    k++;
  }
  return { low: sorted[k - 1], median: median(sorted), high: sorted[n - k] };
}
