/**
 * Standard normals for the simulations of these tests: Marsaglia's xorshift128 (2003) into the Box–Muller transform.
 *
 * A generator of the tests' own, so that a fault in the book's generators and a fault in the laws cannot hide each other.
 */

/** A function that returns the next standard normal; equal seeds give equal streams. */
export function normalStream(seed: number): () => number {
  // Seeds that differ by one must not start near each other: a multiply-xor hash fills the four words.
  const words = Uint32Array.from({ length: 4 }, (_, i) => hash(seed * 4 + i + 1));
  let [x, y, z, w] = words;
  const next = () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return w;
  };
  for (let i = 0; i < 20; i++) next();
  // In (0, 1), with 53 bits: the tails matter here.
  const uniform = () => ((next() >>> 5) * 0x4000000 + (next() >>> 6) + 0.5) / 0x20000000000000;
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function hash(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x45d9f3b);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A `size` × `size` matrix of N(0, sigma²) entries, row-major; into `entries`, if given. */
export function gaussianMatrix(
  normal: () => number,
  size: number,
  sigma = 1,
  entries = new Float64Array(size * size),
): Float64Array<ArrayBuffer> {
  for (let i = 0; i < entries.length; i++) entries[i] = sigma * normal();
  return entries;
}

/** A B for row-major square matrices of the same size; into `product`, if given. */
export function matrixProduct(
  a: Float64Array,
  b: Float64Array,
  size: number,
  product = new Float64Array(size * size),
): Float64Array {
  product.fill(0);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let k = 0; k < size; k++) {
      const weight = a[row + k];
      for (let j = 0; j < size; j++) product[row + j] += weight * b[k * size + j];
    }
  }
  return product;
}

/**
 * log10 max|entry| after each factor 0 … `factors` of one product of Gaussian matrices. Plain float64: 1e107 at most for
 * what is tested, so nothing overflows.
 */
export function largestEntryPath(
  normal: () => number,
  size: number,
  factors: number,
  sigma = 1,
): Float64Array {
  const path = new Float64Array(factors + 1);
  const matrix = new Float64Array(size * size);
  let product = gaussianMatrix(normal, size, sigma);
  let next = new Float64Array(size * size);
  for (let factor = 0; factor <= factors; factor++) {
    if (factor > 0) {
      matrixProduct(product, gaussianMatrix(normal, size, sigma, matrix), size, next);
      [product, next] = [next, product];
    }
    let largest = 0;
    for (let i = 0; i < product.length; i++) largest = Math.max(largest, Math.abs(product[i]));
    path[factor] = Math.log10(largest);
  }
  return path;
}
