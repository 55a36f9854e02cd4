/**
 * How far rounding can move lengths when an N × N orthogonal matrix times a gain g is stored in float32 and multiplied
 * with float32 vectors. Bounds for every order of adding, relative to g, as logarithms of the factor (Higham 2002,
 * Accuracy and Stability of Numerical Algorithms, sections 3.1 and 3.5).
 */

import { floatFormats, unitRoundoff } from './float-formats.ts';
import { dot } from './vectors.ts';

const U = unitRoundoff(floatFormats.float32);
const U64 = unitRoundoff(floatFormats.float64);

/**
 * A bound on |ln(s_i / g)| for the singular values s_i of the stored matrix. Each entry is rounded once when stored, and
 * with a gain other than 1 twice more: as it is multiplied, by a gain that is itself rounded. The error matrix is thus at
 * most k u times the matrix, entry by entry, and its norm at most k u √N g. What float64 adds before is N² of its roundings
 * at most, and hardly visible.
 */
export function storedStretch({ size, gain }: { size: number; gain: number }): number {
  const roundings = gain === 1 ? 1 : 3;
  return -Math.log1p(-roundings * U * Math.sqrt(size) - size ** 2 * U64);
}

/**
 * A bound on |ln(|h_1| / (g |h_0|))| for one product h_1 = W h_0 as computed: each sum of N terms errs by at most
 * N u / (1 - N u) times the sum of absolute values, and that is at most ‖|W|‖ |h_0| ≤ √N g |h_0| over all of them.
 */
export function stepStretch({ size, gain }: { size: number; gain: number }): number {
  const sum = (size * U) / (1 - size * U);
  const stored = 1 - Math.exp(-storedStretch({ size, gain }));
  return -Math.log1p(-stored - sum * Math.sqrt(size) * (1 + stored));
}

/**
 * ‖A Aᵀ / scale² - I‖ in Frobenius's norm, for a square matrix row by row: how far A is from scale times an orthogonal
 * one. Every singular value s has |s²/scale² - 1| at most that (Weyl). For the t-th power of the stored matrix it is at most
 * e^(2tb) - 1 with b = storedStretch: A Aᵀ - I is a sum of one term a step, each the first step's between two powers.
 */
export function departure(matrix: Float64Array, { size, scale }: { size: number; scale: number }): number {
  const rows = Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size));
  let total = 0;
  for (let i = 0; i < size; i++) {
    total += (dot(rows[i], rows[i]) / scale ** 2 - 1) ** 2;
    for (let j = 0; j < i; j++) total += 2 * (dot(rows[i], rows[j]) / scale ** 2) ** 2;
  }
  return Math.sqrt(total);
}
