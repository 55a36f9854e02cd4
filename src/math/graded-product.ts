/**
 * A long product of square matrices, P <- P M, kept so that nothing over- or underflows and no singular value is lost.
 *
 * In float64 the second singular value of a product of a hundred 4 × 4 matrices is already below the rounding error of
 * the first. So P itself is never formed. It is kept as B D Q: Q with orthonormal rows, D diagonal and held as
 * logarithms, B with unit columns that stay far from parallel. Each new factor meets only Q, which is harmless; the
 * triangular factor of Q M then goes into B and D in ratios of sizes. This is the stabilization of Loh & Gubernatis
 * ("Stable numerical simulations of models of interacting electrons", 1992) with rows sorted beforehand by size.
 */

import { gradedLogSingularValues } from './graded-jacobi.ts';
import { orthogonalizeRows } from './orthogonal-rows.ts';
import { norm, normalize } from './vectors.ts';

/** P = M_0 M_1 … after as many calls of `multiply`; the identity before the first. Matrices are row-major. */
export class GradedProduct {
  readonly size: number;
  /** How many matrices have been multiplied in. */
  factors = 0;
  /** ln ‖first row of P‖: the growth whose exact law `growthBand` states. Equal to `logDiagonal[0]`. */
  get logRowNorm(): number {
    return this.logDiagonal[0];
  }
  /** ln R_11 and ln R_22 (for size 1 the first only) of the first two rows of P, orthogonalized along the way. */
  readonly logDiagonal: number[];

  /** Rows of Q, columns of B, and ln of the diagonal of D. */
  private rows: Float64Array[];
  private columns: Float64Array[];
  private logScales: number[];
  /** Orthonormal directions of the first two rows of P, in their own order: the sorting below would lose it. */
  private leading: Float64Array[];

  constructor(size: number) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`A product of matrices of size ${size}: the size is a whole number from 1 on.`);
    }
    const identity = () => Array.from({ length: size }, (_, i) => new Float64Array(size).fill(1, i, i + 1));
    this.size = size;
    this.rows = identity();
    this.columns = identity();
    this.leading = identity().slice(0, 2);
    this.logScales = new Array(size).fill(0);
    this.logDiagonal = this.leading.map(() => 0);
  }

  /** P <- P M for a `size` × `size` matrix in row-major order. Throws if an entry is NaN or infinite. */
  multiply(matrix: ArrayLike<number>): this {
    this.check(matrix);
    const leading = this.leading.map((row) => rowTimes(row, matrix));
    const lower = orthogonalizeRows(leading);
    this.leading = leading;
    for (let i = 0; i < leading.length; i++) this.logDiagonal[i] += Math.log(lower[i][i]);

    const products = this.rows.map((row) => rowTimes(row, matrix));
    const logSizes = products.map((row, i) => this.logScales[i] + Math.log(norm(row)));
    const order = [...products.keys()].sort((i, j) => compareDescending(logSizes[i], logSizes[j]));
    const sorted = order.map((i) => products[i]);
    const columns = order.map((i) => this.columns[i]);
    const logScales = order.map((i) => this.logScales[i]);
    this.absorb(orthogonalizeRows(sorted), columns, logScales);
    this.rows = sorted;
    this.factors += 1;
    return this;
  }

  /** ln of the `count` largest singular values of P, largest first; -Infinity where P is singular. */
  logSingularValues(count = 2): number[] {
    return gradedLogSingularValues(this.columns, this.logScales).slice(0, count);
  }

  /** B D L, column by column: column j becomes the sum over i ≥ j of L_ij e^(s_i) b_i, its length kept apart. */
  private absorb(lower: Float64Array[], columns: Float64Array[], logScales: number[]): void {
    for (let j = 0; j < this.size; j++) {
      let reference = -Infinity;
      for (let i = j; i < this.size; i++) {
        if (lower[i][j] !== 0) reference = Math.max(reference, logScales[i]);
      }
      const combined = new Float64Array(this.size);
      for (let i = j; i < this.size && reference > -Infinity; i++) {
        const weight = lower[i][j] * Math.exp(logScales[i] - reference);
        const column = columns[i];
        if (weight !== 0) for (let k = 0; k < combined.length; k++) combined[k] += weight * column[k];
      }
      this.logScales[j] = reference + normalize(combined);
      columns[j] = combined;
    }
    this.columns = columns;
  }

  private check(matrix: ArrayLike<number>): void {
    const { size } = this;
    if (matrix.length !== size * size) {
      throw new RangeError(
        `Factor ${this.factors} has ${matrix.length} entries; a ${size} × ${size} matrix has ${size * size}.`,
      );
    }
    for (let i = 0; i < matrix.length; i++) {
      if (!Number.isFinite(matrix[i])) {
        const place = `row ${Math.floor(i / size)}, column ${i % size}`;
        throw new RangeError(
          `Factor ${this.factors} has ${matrix[i]} at ${place}: every entry must be finite.`,
        );
      }
    }
  }
}

/** uM for a row vector u and a row-major square matrix M. */
function rowTimes(row: Float64Array, matrix: ArrayLike<number>): Float64Array {
  const size = row.length;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const weight = row[i];
    for (let j = 0; j < size; j++) result[j] += weight * matrix[i * size + j];
  }
  return result;
}

/** Largest first, where the difference of two -Infinity is no order at all. */
function compareDescending(a: number, b: number): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
