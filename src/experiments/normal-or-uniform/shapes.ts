/** Weights of Xavier's variance in four shapes, and normal ones of twice that variance beside them. */
import { calculate_fans } from '../../initializers/fans.ts';
import { xavier_normal_, xavier_uniform_, xavierStd } from '../../initializers/variance-scaling.ts';
import { type EvenMoments, NORMAL_MOMENTS } from '../../math/weight-shape.ts';
import type { Generator } from '../../random/torch.ts';

type Matrix = readonly [fan_out: number, fan_in: number];

interface WeightShape {
  draw(shape: Matrix, rng: Generator): Float32Array;
  /** The variance of a weight over Xavier's. */
  excess: number;
  /** Of a weight over its deviation. */
  moments: EvenMoments;
}

const empty = ([fan_out, fan_in]: Matrix) => new Float32Array(fan_out * fan_in);

/** One in `faces` is c, one in `faces` is -c, the others are 0, with c such that the variance is Xavier's. */
const signsAmong = (faces: number): WeightShape => ({
  draw: (shape, rng) => {
    const size = xavierStd(shape) * Math.sqrt(faces / 2);
    const weight = empty(shape);
    const dice = rng.randint(0, faces, weight.length);
    for (let i = 0; i < weight.length; i++) weight[i] = dice[i] === 0 ? size : dice[i] === 1 ? -size : 0;
    return weight;
  },
  excess: 1,
  moments: { fourth: faces / 2, sixth: (faces / 2) ** 2, eighth: (faces / 2) ** 3 },
});

/** Each by its name. */
export const weightShapes = {
  normal: {
    draw: (shape, rng) => xavier_normal_(empty(shape), shape, rng),
    excess: 1,
    moments: NORMAL_MOMENTS,
  },
  uniform: {
    draw: (shape, rng) => xavier_uniform_(empty(shape), shape, rng),
    excess: 1,
    moments: { fourth: 9 / 5, sixth: 27 / 7, eighth: 9 },
  },
  signs: signsAmong(2),
  'one in ten': signsAmong(20),
  /** Normal, of twice the variance: to see whether anything here can tell. */
  'twice σ²': {
    draw: (shape, rng) => xavier_normal_(empty(shape), shape, rng, { gain: Math.SQRT2 }),
    excess: 2,
    moments: NORMAL_MOMENTS,
  },
} as const satisfies Record<string, WeightShape>;

export type WeightShapeName = keyof typeof weightShapes;

/** √(6/(n_in + n_out)), as papers and notes write the bound of the uniform weights. */
export function uniformBound(shape: Matrix): number {
  const { fan_in, fan_out } = calculate_fans(shape);
  return Math.sqrt(6 / (fan_in + fan_out));
}
