/** Whole random numbers from 32-bit words. Nothing here rounds in a way that an engine could choose. */
import type { Mt19937 } from '../../random/mt19937.ts';

/** A whole number from 0 to n - 1, for n up to 2^21: the product with the word is then exact. One word. */
export function below(words: Mt19937, n: number): number {
  return Math.floor((words.next() * n) / 2 ** 32);
}

/** The standard deviation of a sum of four bytes: sqrt(4 (256² - 1) / 12) = 147.8. */
const FOUR_BYTES = 148;

/**
 * A whole number around 0 in the shape of a bell, never farther out than 3.45 times `deviation`, its standard deviation:
 * the sum of a word's four bytes, as Irwin and Hall have it (1927).
 */
export function bell(words: Mt19937, deviation: number): number {
  const word = words.next();
  const sum = (word >>> 24) + ((word >>> 16) & 255) + ((word >>> 8) & 255) + (word & 255);
  return Math.round(((sum - 510) * deviation) / FOUR_BYTES);
}
