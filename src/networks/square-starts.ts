/**
 * Weights of square layers without biases, from PyTorch's stream or from NumPy's: four scales that a study note writes out
 * for NumPy, and initializers by PyTorch's names.
 */
import { linear_default_ } from '../initializers/linear-default.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import {
  kaiming_normal_,
  kaiming_uniform_,
  xavier_normal_,
  xavier_uniform_,
} from '../initializers/variance-scaling.ts';
import { RandomState } from '../random/numpy.ts';
import type { Generator } from '../random/torch.ts';

export type Stream = 'torch' | 'numpy';

interface SquareStart {
  /** The standard deviation of a weight in a layer of this width. */
  std(width: number): number;
  uniform?: boolean;
  /** From PyTorch's stream. */
  fill(weight: Float32Array, shape: readonly [number, number], rng: Generator): unknown;
}

const scaled = (std: (width: number) => number): SquareStart => ({
  std,
  fill: (weight, shape, rng) => normal_(weight, shape, rng, { std: std(shape[1]) }),
});

/** The note's four, by the names it gives them ('xavier' there is 1/√fan_in), then PyTorch's. */
export const squareStarts = {
  small: scaled(() => 0.01),
  large: scaled(() => 1),
  xavier: scaled((width) => 1 / Math.sqrt(width)),
  he: scaled((width) => Math.sqrt(2 / width)),
  xavier_normal_: { std: (width) => 1 / Math.sqrt(width), fill: xavier_normal_ },
  xavier_uniform_: { std: (width) => 1 / Math.sqrt(width), uniform: true, fill: xavier_uniform_ },
  'xavier_normal_ 5/3': {
    std: (width) => 5 / 3 / Math.sqrt(width),
    fill: (weight, shape, rng) => xavier_normal_(weight, shape, rng, { gain: 5 / 3 }),
  },
  kaiming_normal_: { std: (width) => Math.sqrt(2 / width), fill: kaiming_normal_ },
  kaiming_uniform_: { std: (width) => Math.sqrt(2 / width), uniform: true, fill: kaiming_uniform_ },
  linear_default_: {
    std: (width) => 1 / Math.sqrt(3 * width),
    uniform: true,
    fill: (weight, shape, rng) => linear_default_(weight, shape, rng),
  },
} satisfies Record<string, SquareStart>;

export type SquareStartName = keyof typeof squareStarts;
export const squareStartNames = Object.keys(squareStarts) as SquareStartName[];

/** Where a run's numbers come from, in the order in which they are asked for. */
export interface Draws {
  /** [rows, columns] standard normals. */
  normals(rows: number, columns: number): Float32Array;
  /** A weight [fan_out, fan_in] of a square layer. */
  weight(start: SquareStartName, width: number): Float32Array;
}

export function drawsFrom(stream: Stream, { seed, rng }: { seed: number; rng: Generator }): Draws {
  return stream === 'torch' ? torchDraws(rng) : numpyDraws(new RandomState(seed));
}

const torchDraws = (rng: Generator): Draws => ({
  normals: (rows, columns) => rng.randn(rows * columns),
  weight: (start, width) => {
    const weight = new Float32Array(width * width);
    squareStarts[start].fill(weight, [width, width], rng);
    return weight;
  },
});

/** NumPy draws doubles, and the note multiplies from the left, H @ W: its W is [fan_in, fan_out]. */
const numpyDraws = (state: RandomState): Draws => ({
  normals: (rows, columns) => Float32Array.from(state.randn(rows * columns)),
  weight: (start, width) => {
    const { std, uniform = false }: SquareStart = squareStarts[start];
    const scale = std(width);
    const bound = Math.sqrt(3) * scale;
    const drawn = uniform ? state.uniform(-bound, bound, width * width) : state.randn(width * width);
    const factor = uniform ? 1 : scale;
    const weight = new Float32Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) weight[j * width + i] = drawn[i * width + j] * factor;
    }
    return weight;
  },
});
