/** How far the mean square of n independent numbers may be from what their law says, for any n. */

/**
 * An interval around 1 that the mean of n squares z² leaves with probability `falseAlarm` at most, where each z is normal
 * or uniform with mean 0 and variance 1. For normal ones this is the bound of Laurent and Massart, "Adaptive estimation
 * of a quadratic functional by model selection" (2000), lemma 1: beyond 2 sqrt(x/n) + 2x/n above and 2 sqrt(x/n) below
 * with probability e^-x each. Uniform ones stay closer: their squares have variance 0.8 instead of 2, and end at 3.
 */
export function meanSquareInterval(n: number, falseAlarm: number): { low: number; high: number } {
  const x = Math.log(2 / falseAlarm);
  const width = 2 * Math.sqrt(x / n);
  return { low: Math.max(0, 1 - width), high: 1 + width + (2 * x) / n };
}

/**
 * How far the largest |z| of n independent numbers that are uniform on ±1 stays below 1: at least 0, and more than `high`
 * with probability `falseAlarm`.
 */
export function gapOfLargest(n: number, falseAlarm: number): { low: number; high: number } {
  return { low: 0, high: -Math.expm1(Math.log(falseAlarm) / n) };
}
