/** Questions about points in the plane, each with yes or no: three that no line answers, and one that a line does. */
import { quantile } from '../math/statistics.ts';
import type { Generator } from '../random/torch.ts';
import { circle } from './circle.ts';

export interface LabelledPoints {
  /** [points, 2] standard normals, row by row. */
  x: Float32Array;
  /** [points], 1 for yes and 0 for no. */
  y: Float32Array;
}

const TEACHER_UNITS = 3;

/**
 * `circle`: inside or not. `xor`: do both coordinates have the same sign? `teacher`: is a net of three tanh units with
 * standard normal parameters above its own median? `sum`: study note 002's question, is the sum of the coordinates above 0?
 */
export const planeTasks = {
  circle,
  xor: (rng, points) => label(rng.randn(2 * points), (a, b) => a > 0 === b > 0),
  teacher: (rng, points) => {
    const x = rng.randn(2 * points);
    const [w, v, b, out] = [0, 1, 2, 3].map(() => rng.randn(TEACHER_UNITS));
    const answer = (one: number, two: number) =>
      out.reduce((total, o, i) => total + o * Math.tanh(3 * (w[i] * one + v[i] * two + b[i])), 0);
    const answers = Float64Array.from({ length: points }, (_, i) => answer(x[2 * i], x[2 * i + 1]));
    const middle = quantile([...answers], 0.5);
    return { x, y: Float32Array.from(answers, (value) => (value > middle ? 1 : 0)) };
  },
  sum: (rng, points) => sumLabels(rng.randn(2 * points)),
} as const satisfies Record<string, (rng: Generator, points: number) => LabelledPoints>;

export type PlaneTask = keyof typeof planeTasks;

/** Points that are there already, asked whether the sum of their coordinates is above 0. */
export const sumLabels = (x: Float32Array): LabelledPoints => label(x, (a, b) => a + b > 0);

function label(x: Float32Array, yes: (a: number, b: number) => boolean): LabelledPoints {
  const y = Float32Array.from({ length: x.length / 2 }, (_, i) => (yes(x[2 * i], x[2 * i + 1]) ? 1 : 0));
  return { x, y };
}
