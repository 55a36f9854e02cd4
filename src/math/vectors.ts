/** Inner products and lengths of vectors. */

/** The inner product of two vectors of the same length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k] * b[k];
  return total;
}

/** The Euclidean length, also where the squares of the entries would under- or overflow. */
export function norm(vector: Float64Array): number {
  const squares = dot(vector, vector);
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  let largest = 0;
  for (let k = 0; k < vector.length; k++) largest = Math.max(largest, Math.abs(vector[k]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  const scaled = vector.map((value) => value / largest);
  return largest * Math.sqrt(dot(scaled, scaled));
}

/** Scale the vector to length 1, in place, and return ln of the length it had; a zero vector stays: -Infinity. */
export function normalize(vector: Float64Array): number {
  const length = norm(vector);
  if (length === 0) return -Infinity;
  for (let k = 0; k < vector.length; k++) vector[k] /= length;
  return Math.log(length);
}

/** The angle between two vectors in degrees, also where it is tiny; 90 where one of them is nothing. */
export function angle(a: Float64Array, b: Float64Array): number {
  const [sizeA, sizeB] = [norm(a), norm(b)];
  if (sizeA === 0 || sizeB === 0) return 90;
  const difference = a.map((value, k) => value / sizeA - b[k] / sizeB);
  const sum = a.map((value, k) => value / sizeA + b[k] / sizeB);
  return (Math.atan2(norm(difference), norm(sum)) * 360) / Math.PI;
}
