/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub & Van Loan, 4th edition, section 8.5). */

export interface SymmetricEigen {
  /** Largest first. */
  values: Float64Array;
  /** vectors[i] belongs to values[i]: orthonormal. */
  vectors: Float64Array[];
}

const MAX_SWEEPS = 40;

/**
 * Each value is right to about 1e-15 of the largest in size. The work grows as n³: meant for n up to some tens.
 * @param matrix n × n, row by row; only symmetric ones make sense, and it is left as it is
 * @throws RangeError when the matrix is not square, or holds something that is no finite number.
 */
export function symmetricEigen(matrix: ArrayLike<number>): SymmetricEigen {
  const n = Math.sqrt(matrix.length);
  if (!Number.isInteger(n) || n === 0) {
    throw new RangeError(`symmetricEigen: ${matrix.length} numbers; a square matrix is needed.`);
  }
  const a = Float64Array.from(matrix);
  if (a.some((entry) => !Number.isFinite(entry))) {
    throw new RangeError('symmetricEigen: an entry is NaN or infinite; allowed are finite numbers.');
  }
  const vectors = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => +(i === j)));
  const size = Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += Math.abs(a[p * n + q]);
        if (a[p * n + q] !== 0) rotate(a, vectors, n, p, q);
      }
    }
    if (off <= 1e-18 * size) break;
  }
  const order = [...vectors.keys()].sort((i, j) => a[j * n + j] - a[i * n + i]);
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]),
    vectors: order.map((i) => vectors[i]),
  };
}

/** Turns rows and columns p and q so that a_pq becomes 0; the vectors, which are the rows of the transform, turn with them. */
function rotate(a: Float64Array, vectors: Float64Array[], n: number, p: number, q: number): void {
  const cotangent = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  // The smaller of the two angles that do it: the larger one would undo earlier rotations.
  const tangent = Math.sign(cotangent || 1) / (Math.abs(cotangent) + Math.hypot(cotangent, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[k * n + p], a[k * n + q]];
    a[k * n + p] = cosine * x - sine * y;
    a[k * n + q] = sine * x + cosine * y;
  }
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = cosine * x - sine * y;
    a[q * n + k] = sine * x + cosine * y;
    const [v, w] = [vectors[p][k], vectors[q][k]];
    vectors[p][k] = cosine * v - sine * w;
    vectors[q][k] = sine * v + cosine * w;
  }
}
