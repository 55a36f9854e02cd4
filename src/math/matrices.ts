/** Small dense matrices in float64, row by row in one array: what a derivation's check needs and no more. */

/** a (m × n) times b (n × p); `n` tells how to read them. */
export function matmul(a: ArrayLike<number>, b: ArrayLike<number>, n: number): Float64Array {
  const m = a.length / n;
  const p = b.length / n;
  const product = new Float64Array(m * p);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k];
      for (let j = 0; j < p; j++) product[i * p + j] += left * b[k * p + j];
    }
  }
  return product;
}

/** The transpose of a matrix with so many columns. */
export function transposed(matrix: ArrayLike<number>, columns: number): Float64Array {
  const rows = matrix.length / columns;
  return Float64Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]);
}

/**
 * ln of the spectral radius of a square matrix: the size of its largest eigenvalue, complex ones included, from
 * Gelfand's formula ρ = lim ‖A^k‖^(1/k) with k doubled at each step. -Infinity for a nilpotent matrix.
 */
export function logSpectralRadius(matrix: ArrayLike<number>): number {
  const n = Math.sqrt(matrix.length);
  let power: Float64Array = Float64Array.from(matrix);
  let log = 0;
  // ‖A^k‖^(1/k) is off by a factor of at most κ^(1/k): after 40 doublings nothing is left of it.
  for (let doubling = 0; doubling <= 40; doubling++) {
    const size = Math.sqrt(power.reduce((sum, x) => sum + x * x, 0));
    if (size === 0) return Number.NEGATIVE_INFINITY;
    log += Math.log(size) / 2 ** doubling;
    const scaled = power.map((x) => x / size);
    power = matmul(scaled, scaled, n);
  }
  return log;
}
