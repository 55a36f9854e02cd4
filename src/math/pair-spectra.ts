/**
 * The eigenvalues of a product of two square matrices beside what bounds them. For every k, the k largest multiplied,
 *
 *   Π |λ_i(AB)| ≤ Π s_i(AB) ≤ Π s_i(A) s_i(B),   i = 1 … k,
 *
 * with equality of all three at k = N, where they are |det A| |det B| (Weyl 1949; Horn 1950; Horn & Johnson, Topics in Matrix
 * Analysis, theorems 3.3.2 and 3.3.4). The eigenvalues of A and B alone bound nothing, unless the matrices are normal: then
 * |λ_i| = s_i.
 */
import { eigenvalues, sizeOf } from './eigenvalues.ts';
import { matmul } from './matrices.ts';
import { singularValues } from './singular-values.ts';

/** At k - 1: sums over the k largest, in powers of ten; -Infinity where one of them is 0. */
export interface PairSums {
  /** Of |λ_i(AB)|. */
  eigen: number[];
  /** Of s_i(AB). */
  singular: number[];
  /** Of s_i(A) s_i(B). */
  bound: number[];
  /** Of |λ_i(A)| |λ_i(B)|, which is no bound. */
  separate: number[];
  /** What rounding may add to a difference of these. */
  rounding: number[];
}

export interface PairSpectra extends PairSums {
  /** The largest |λ| of A and of B. */
  radii: [number, number];
  /** Their largest singular values. */
  norms: [number, number];
}

const U = 2 ** -53;

/** @param a N × N, row by row, like b */
export function pairSpectra(a: ArrayLike<number>, b: ArrayLike<number>): PairSpectra {
  const n = Math.sqrt(a.length);
  const product = matmul(a, b, n);
  const [ofA, ofB, of] = [a, b, product].map((matrix) => ({
    eigen: eigenvalues(matrix).map(sizeOf),
    singular: singularValues(matrix, n, n),
  }));
  const sums = (term: (i: number) => number) => {
    let total = 0;
    return Array.from({ length: n }, (_, i) => {
      total += term(i);
      return total;
    });
  };
  // Each algorithm gives the numbers of a matrix that is away by no more than some n² units of the norm, and so does the
  // product. A singular value s moves by that at most: ln s becomes ln(s + e), a convex function of ln s, so that the
  // inequalities above hold for those too.
  const off = 8 * n * n * U;
  const moved = (value: number, norm: number) => Math.log1p((off * norm) / value) / Math.LN10;
  const [normA, normB] = [ofA.singular[0], ofB.singular[0]];
  return {
    radii: [ofA.eigen[0], ofB.eigen[0]],
    norms: [normA, normB],
    eigen: sums((i) => Math.log10(of.eigen[i])),
    singular: sums((i) => Math.log10(of.singular[i])),
    bound: sums((i) => Math.log10(ofA.singular[i] * ofB.singular[i])),
    separate: sums((i) => Math.log10(ofA.eigen[i] * ofB.eigen[i])),
    rounding: sums((i) => {
      const [ofOne, ofOther] = [ofA.singular[i], ofB.singular[i]];
      const own = moved(ofOne, normA) + moved(ofOther, normB);
      return own + moved(ofOne * ofOther, normA * normB) + moved(of.singular[i], normA * normB);
    }),
  };
}
