/** Points in several dimensions with the answers of a random net: a teacher that no single cut can imitate. */
import type { Generator } from '../random/torch.ts';
import type { LabelledPoints } from './plane-tasks.ts';

export const TEACHER_INPUTS = 6;
/** Hidden units, of which one half speaks for yes and the other for no. */
const UNITS = 4;

/**
 * Yes where Σ ±|w_k · x| > 0, the w_k in random directions. A point and its opposite have the same answer, so a cut through
 * the middle gets half of them right, whichever it is.
 * @returns x [points, 6] standard normals, row by row; y [points], 1 for yes and 0 for no
 */
export function randomTeacher(rng: Generator, points: number): LabelledPoints {
  const x = rng.randn(points * TEACHER_INPUTS);
  const weights = rng.randn(UNITS * TEACHER_INPUTS);
  const rows = Array.from({ length: UNITS }, (_, k) =>
    weights.subarray(k * TEACHER_INPUTS, (k + 1) * TEACHER_INPUTS),
  );
  const y = Float32Array.from({ length: points }, (_, i) => {
    const point = x.subarray(i * TEACHER_INPUTS, (i + 1) * TEACHER_INPUTS);
    const says = rows.reduce((sum, row, k) => sum + (k % 2 === 0 ? 1 : -1) * distance(row, point), 0);
    return says > 0 ? 1 : 0;
  });
  return { x, y };
}

/** |w · x| / |w| in float64: how far the point is from the plane. */
function distance(row: Float32Array, point: Float32Array): number {
  let [product, square] = [0, 0];
  for (let j = 0; j < row.length; j++) {
    product += row[j] * point[j];
    square += row[j] ** 2;
  }
  return Math.abs(product) / Math.sqrt(square);
}
