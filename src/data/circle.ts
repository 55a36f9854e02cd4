/** Points in the plane, inside a circle or out of it: no line tells them apart, and no sum of coordinates does. */
import type { Generator } from '../random/torch.ts';

/** The square of the radius inside of which half of the standard normal points of the plane lie: ln 4. */
const HALF = Math.fround(Math.log(4));

/** @returns x [points, 2] standard normals, row by row; y [points], 1 inside and 0 outside, as float32 sees it. */
export function circle(rng: Generator, points: number): { x: Float32Array; y: Float32Array } {
  const x = rng.randn(2 * points);
  const square = (value: number) => Math.fround(value * value);
  const y = Float32Array.from({ length: points }, (_, i) =>
    Math.fround(square(x[2 * i]) + square(x[2 * i + 1])) < HALF ? 1 : 0,
  );
  return { x, y };
}
