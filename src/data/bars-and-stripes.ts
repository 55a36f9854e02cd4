/** Bars and stripes: images of n × n pixels whose rows are each all on or all off, or whose columns are. */
import { ValueError } from '../random/errors.ts';

const LARGEST = 10;

/**
 * All patterns, each of them once: 2 · 2ⁿ - 2, for the empty and the full image are both bars and stripes. At n = 3 that is
 * 14 of 512 images. First come the bars (rows), then the stripes (columns), in the order of binary numbers.
 *
 * The ensemble is MacKay's (*Information Theory, Inference, and Learning Algorithms*, 2003, chapter 43), who first tosses
 * for the direction and then for each line: so the empty and the full image come twice as often as any other. Here all
 * patterns weigh the same, and the entropy of the data is ln(2 · 2ⁿ - 2).
 * @returns [patterns, n²], 0 or 1, a row a pattern, its pixels row by row
 * @throws ValueError for an n that is no whole number from 1 to 10.
 */
export function barsAndStripes(n = 3): Float32Array {
  if (!Number.isInteger(n) || n < 1 || n > LARGEST) {
    throw new ValueError(`barsAndStripes: n = ${n}; allowed is a whole number from 1 to ${LARGEST}.`);
  }
  const lines = 2 ** n;
  const patterns = new Float32Array((2 * lines - 2) * n * n);
  let at = 0;
  for (let bars = 0; bars < lines; bars++) {
    for (let pixel = 0; pixel < n * n; pixel++) patterns[at++] = (bars >> Math.floor(pixel / n)) & 1;
  }
  for (let stripes = 1; stripes < lines - 1; stripes++) {
    for (let pixel = 0; pixel < n * n; pixel++) patterns[at++] = (stripes >> (pixel % n)) & 1;
  }
  return patterns;
}
