/**
 * The singular values of a matrix of independent entries, mean 0 and variance σ², whatever else their law: their squares
 * follow Marchenko and Pastur ("Distribution of eigenvalues for some sets of random matrices", 1967) as the matrix grows.
 *
 * Of m × n with m ≤ n and y = m/n, the squares over σ²n lie between (1 - √y)² and (1 + √y)². With
 * λ = 1 + y + 2 √y cos θ their density becomes 2 sin²θ / (π λ) dθ, which is smooth.
 */

/** Panels of the table in θ: what lies between them is interpolated, to about 1e-6 of the largest value. */
const PANELS = 2048;

export interface Dimensions {
  rows: number;
  columns: number;
}

/** The edge σ (√rows + √columns): what the largest singular value tends to. */
export function marchenkoPasturEdge({ rows, columns }: Dimensions, std: number): number {
  return std * (Math.sqrt(rows) + Math.sqrt(columns));
}

/** The values below which shares (i - ½)/p of the singular values lie, largest first, p = min(rows, columns). */
export function marchenkoPasturQuantiles({ rows, columns }: Dimensions, std: number): number[] {
  const [m, n] = [Math.min(rows, columns), Math.max(rows, columns)];
  const y = m / n;
  const lambda = (theta: number) => 1 + y + 2 * Math.sqrt(y) * Math.cos(theta);
  const density = (theta: number) => {
    const square = lambda(theta);
    // At θ = π and y = 1 both vanish; the limit is (1 - cos θ) / 2 of it all.
    return square > 1e-12 ? Math.sin(theta) ** 2 / square : 1;
  };
  const step = Math.PI / PANELS;
  // From the largest value down: θ from 0.
  const above = new Float64Array(PANELS + 1);
  for (let k = 0; k < PANELS; k++) {
    const [a, b, c] = [k, k + 0.5, k + 1].map((place) => density(place * step));
    above[k + 1] = above[k] + (a + 4 * b + c) / 6;
  }
  let k = 0;
  return Array.from({ length: m }, (_, i) => {
    const wanted = ((i + 0.5) / m) * above[PANELS];
    while (above[k + 1] < wanted) k += 1;
    const theta = (k + (wanted - above[k]) / (above[k + 1] - above[k])) * step;
    return std * Math.sqrt(n * Math.max(0, lambda(theta)));
  });
}

/**
 * How uneven singular values are: the mean of their fourth powers over the square of that of their squares. 1 when all
 * are equal, their number when all but one are 0; Marchenko and Pastur's have 1 + y.
 */
export function unevenness(values: readonly number[]): number {
  const squares = values.map((s) => s * s);
  const total = squares.reduce((sum, square) => sum + square, 0);
  return (values.length * squares.reduce((sum, square) => sum + square * square, 0)) / total ** 2;
}

/**
 * The law of the unevenness for independent entries: mean 1 + y + (kurtosis - 2)/n, standard deviation 2/n, to leading
 * order in 1/n. Σ s⁴ is the sum of w_ik w_jk w_il w_jl over all rows i, j and columns k, l. Where i = j or k = l the product is
 * one of squares, and m n (m + n + kurtosis - 2) σ⁴ is the mean of these; how they scatter is divided out with (Σ s²)². What
 * is left are the rectangles: each is counted four times, so that all together have the standard deviation
 * 2 √(m (m - 1) n (n - 1)) σ⁴, and no moment but σ enters.
 */
export function unevennessLaw({ rows, columns }: Dimensions, kurtosis: number): { mean: number; sd: number } {
  const [m, n] = [Math.min(rows, columns), Math.max(rows, columns)];
  return { mean: 1 + m / n + (kurtosis - 2) / n, sd: (2 / n) * Math.sqrt((1 - 1 / m) * (1 - 1 / n)) };
}
