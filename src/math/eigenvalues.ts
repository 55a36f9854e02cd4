/**
 * All eigenvalues of a small real matrix, complex ones included: Householder's reflections to Hessenberg's form, then the QR
 * iteration with Wilkinson's shifts, in complex numbers (Golub & Van Loan, Matrix Computations, 4th edition, sections 7.4, 7.5).
 */

export interface ComplexNumber {
  re: number;
  im: number;
}

const MAX_STEPS = 60;
const ROUNDING = 2 ** -52;

/**
 * The n eigenvalues, largest size first. They are the exact ones of a matrix that differs from the one given by some n units of
 * rounding of its norm. `matrix` lies row by row and is left as it is; the work grows as n³.
 * @throws RangeError when the matrix is not square, or holds something that is no finite number.
 */
export function eigenvalues(matrix: ArrayLike<number>): ComplexNumber[] {
  const n = Math.sqrt(matrix.length);
  if (!Number.isInteger(n) || n === 0) {
    throw new RangeError(`eigenvalues: ${matrix.length} numbers; a square matrix is needed.`);
  }
  const h = hessenberg(Float64Array.from(matrix), n);
  if (h.some((entry) => !Number.isFinite(entry))) {
    throw new RangeError('eigenvalues: an entry is NaN or infinite; allowed are finite numbers.');
  }
  return triangular({ n, re: h, im: new Float64Array(n * n) }).sort((a, b) => sizeOf(b) - sizeOf(a));
}

/** |λ| */
export const sizeOf = ({ re, im }: ComplexNumber): number => Math.hypot(re, im);

/** In place: zeros below the first subdiagonal, by reflections from both sides. */
function hessenberg(a: Float64Array, n: number): Float64Array {
  const v = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let below = 0;
    for (let i = k + 2; i < n; i++) below += a[i * n + k] ** 2;
    if (below > 0) reflect(a, v, n, k, Math.sqrt(below + a[(k + 1) * n + k] ** 2));
    // Exactly, and also where the squares have underflowed: that is nothing beside the rest.
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0;
  }
  return a;
}

/** The reflection that leaves only the first entry of column k below the diagonal, from both sides. */
function reflect(a: Float64Array, v: Float64Array, n: number, k: number, norm: number): void {
  for (let i = k + 1; i < n; i++) v[i] = a[i * n + k];
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(v[k + 1])));
  v[k + 1] += v[k + 1] < 0 ? -norm : norm;
  for (let i = k + 1; i < n; i++) v[i] *= scale;
  for (let j = 0; j < n; j++) {
    let along = 0;
    for (let i = k + 1; i < n; i++) along += v[i] * a[i * n + j];
    for (let i = k + 1; i < n; i++) a[i * n + j] -= along * v[i];
  }
  for (let i = 0; i < n; i++) {
    let along = 0;
    for (let j = k + 1; j < n; j++) along += a[i * n + j] * v[j];
    for (let j = k + 1; j < n; j++) a[i * n + j] -= along * v[j];
  }
}

interface Hessenberg {
  n: number;
  re: Float64Array;
  im: Float64Array;
}

/** Works from the last row up: a block whose subdiagonal has died out gives its corner. */
function triangular(h: Hessenberg): ComplexNumber[] {
  const { n, re, im } = h;
  const size = Math.sqrt(re.reduce((sum, x) => sum + x * x, 0));
  const found: ComplexNumber[] = [];
  let high = n - 1;
  for (let step = 0; high >= 0; step++) {
    let low = high;
    for (; low > 0; low--) {
      const at = low * n + low - 1;
      if (Math.hypot(re[at], im[at]) <= ROUNDING * size) break;
    }
    if (low > 0) re[low * n + low - 1] = im[low * n + low - 1] = 0;
    if (low === high) {
      found.push({ re: re[high * n + high], im: im[high * n + high] });
      high -= 1;
      step = 0;
    } else if (step > MAX_STEPS) {
      throw new Error('eigenvalues: the QR iteration did not settle.');
    } else {
      sweep(h, low, high, step % 10 === 9 ? unusualShift(h, high) : wilkinsonShift(h, high));
    }
  }
  return found;
}

/** The eigenvalue of the last 2 × 2 block that is nearer to its corner. */
function wilkinsonShift({ n, re, im }: Hessenberg, high: number): ComplexNumber {
  const at = (i: number, j: number): ComplexNumber => ({ re: re[i * n + j], im: im[i * n + j] });
  const [a, b, c, d] = [at(high - 1, high - 1), at(high - 1, high), at(high, high - 1), at(high, high)];
  const half = { re: (a.re - d.re) / 2, im: (a.im - d.im) / 2 };
  const bc = times(b, c);
  const square = times(half, half);
  const root = squareRoot({ re: square.re + bc.re, im: square.im + bc.im });
  // d - bc / (half ± root): the sign that makes the divisor large gives the nearer one.
  const sign = half.re * root.re + half.im * root.im < 0 ? -1 : 1;
  const divisor = { re: half.re + sign * root.re, im: half.im + sign * root.im };
  const squared = divisor.re ** 2 + divisor.im ** 2;
  if (squared === 0) return d;
  const quotient = times(bc, { re: divisor.re / squared, im: -divisor.im / squared });
  return { re: d.re - quotient.re, im: d.im - quotient.im };
}

/** Now and then, where Wilkinson's would go round in circles. */
function unusualShift({ n, re, im }: Hessenberg, high: number): ComplexNumber {
  const at = high * n + high;
  return { re: re[at] + Math.hypot(re[at - 1], im[at - 1]), im: im[at] };
}

/** One step H - s = QR, H ← RQ + s of the rows and columns from low to high, by rotations. */
function sweep({ n, re, im }: Hessenberg, low: number, high: number, shift: ComplexNumber): void {
  for (let i = low; i <= high; i++) {
    re[i * n + i] -= shift.re;
    im[i * n + i] -= shift.im;
  }
  const rotations: { c: number; s: ComplexNumber }[] = [];
  for (let k = low; k < high; k++) {
    const [upper, lower] = [k * n + k, (k + 1) * n + k];
    const [a, b] = [Math.hypot(re[upper], im[upper]), Math.hypot(re[lower], im[lower])];
    const r = Math.hypot(a, b);
    // [c, s; -s̄, c] takes (x, y) to (x/|x| r, 0): c = |x|/r, s = x ȳ / (|x| r).
    const c = r === 0 ? 1 : a / r;
    const x = { re: re[upper], im: im[upper] };
    const y = { re: re[lower], im: -im[lower] };
    const product = times(a === 0 ? { re: 1, im: 0 } : { re: x.re / a, im: x.im / a }, y);
    const s = r === 0 ? { re: 0, im: 0 } : { re: product.re / r, im: product.im / r };
    rotations.push({ c, s });
    for (let j = k; j <= high; j++) rotate(re, im, k * n + j, (k + 1) * n + j, c, s);
  }
  for (const [i, { c, s }] of rotations.entries()) {
    const k = low + i;
    // From the right by the conjugate transpose.
    for (let row = low; row <= Math.min(k + 1, high); row++) {
      rotate(re, im, row * n + k, row * n + k + 1, c, { re: s.re, im: -s.im });
    }
  }
  for (let i = low; i <= high; i++) {
    re[i * n + i] += shift.re;
    im[i * n + i] += shift.im;
  }
}

/** x ← c x + s y, y ← c y - s̄ x */
function rotate(re: Float64Array, im: Float64Array, x: number, y: number, c: number, s: ComplexNumber): void {
  const [xr, xi, yr, yi] = [re[x], im[x], re[y], im[y]];
  re[x] = c * xr + s.re * yr - s.im * yi;
  im[x] = c * xi + s.re * yi + s.im * yr;
  re[y] = c * yr - s.re * xr - s.im * xi;
  im[y] = c * yi - s.re * xi + s.im * xr;
}

const times = (a: ComplexNumber, b: ComplexNumber): ComplexNumber => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});

function squareRoot({ re, im }: ComplexNumber): ComplexNumber {
  const size = Math.sqrt((Math.hypot(re, im) + Math.abs(re)) / 2);
  if (size === 0) return { re: 0, im: 0 };
  return re >= 0
    ? { re: size, im: im / (2 * size) }
    : { re: Math.abs(im) / (2 * size), im: im < 0 ? -size : size };
}
