/** Points on one side of a plane through 0, or on the other. */

/** A plane at right angles to this direction. */
export const directions = {
  /** All inputs count alike: the sum decides. */
  sum: (size: number) => new Float64Array(size).fill(1),
  /** Every other input counts the other way. */
  alternating: (size: number) => Float64Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 1 : -1)),
} as const;

export type DirectionName = keyof typeof directions;

/**
 * 1 where direction · x > 0, else 0, for each row of x. In float64: among a million sums of a hundred standard normals none had
 * another sign than PyTorch's float32 sum, which is off by 7e-6 at most.
 * @param x [rows, direction.length], row by row
 */
export function sideOf(x: Float32Array, direction: Float64Array): Float32Array {
  const size = direction.length;
  return Float32Array.from({ length: x.length / size }, (_, row) => {
    let total = 0;
    for (let i = 0; i < size; i++) total += direction[i] * x[row * size + i];
    return total > 0 ? 1 : 0;
  });
}
