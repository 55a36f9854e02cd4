/** Two samples, and whether one tends to be below the other. */

/**
 * The share of pairs (a, b) with a < b, ties counted half: Mann and Whitney's U over the number of pairs ("On a test of
 * whether one of two random variables is stochastically larger than the other", 1947).
 *
 * It is a U-statistic: its probability of straying from its mean has the bound that holds for the share of successes among
 * as many independent trials as the smaller sample has members (Hoeffding, "Probability inequalities for sums of bounded
 * random variables", 1963, section 5). So `binomialInterval` serves for it, whatever the two laws are.
 */
export function shareOfPairs(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) {
    throw new RangeError('shareOfPairs: two samples of one number or more are needed.');
  }
  let total = 0;
  for (const x of a) for (const y of b) total += x < y ? 1 : x === y ? 0.5 : 0;
  return total / (a.length * b.length);
}
