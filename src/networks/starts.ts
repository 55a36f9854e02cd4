/** Four starts of a dense layer, weights and biases, with the variances that theory needs to know of them. */
import { linear_default_ } from '../initializers/linear-default.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { kaiming_normal_, xavier_normal_ } from '../initializers/variance-scaling.ts';
import type { Generator } from '../random/torch.ts';
import { type Layout, layerViews } from './layout.ts';

/** A layer's parameters to fill; a bias of zeros stays as it is where the start has none. */
export interface Fresh {
  weight: Float32Array;
  /** [fan_out, fan_in] */
  shape: readonly [fan_out: number, fan_in: number];
  bias?: Float32Array;
}

export interface Start {
  draw(layer: Fresh, rng: Generator): void;
  /** The variance of a weight. */
  weight(fan_in: number, fan_out: number): number;
  /** The variance of a bias. */
  bias(fan_in: number): number;
}

const noBias = () => 0;

/** 'default' is what `torch.nn.Linear` does to itself; the others leave the biases at zero. */
export const starts = {
  default: {
    draw: ({ weight, shape, bias }, rng) => linear_default_(weight, shape, rng, bias && { bias }),
    weight: (fan_in) => 1 / (3 * fan_in),
    bias: (fan_in) => 1 / (3 * fan_in),
  },
  xavier_normal_: {
    draw: ({ weight, shape }, rng) => xavier_normal_(weight, shape, rng),
    weight: (fan_in, fan_out) => 2 / (fan_in + fan_out),
    bias: noBias,
  },
  kaiming_normal_: {
    draw: ({ weight, shape }, rng) => kaiming_normal_(weight, shape, rng),
    weight: (fan_in) => 2 / fan_in,
    bias: noBias,
  },
  'normal_ 0.01': {
    draw: ({ weight, shape }, rng) => normal_(weight, shape, rng, { std: 0.01 }),
    weight: () => 1e-4,
    bias: noBias,
  },
} satisfies Record<string, Start>;

export type StartName = keyof typeof starts;

/** Draws a net's flat parameters [size], layer by layer. @param start one of the four by its name, or another */
export function drawStart(layout: Layout, start: StartName | Start, rng: Generator): Float32Array {
  const parameters = new Float32Array(layout.size);
  const { draw } = typeof start === 'string' ? starts[start] : start;
  for (const layer of layerViews(layout, parameters)) draw(layer, rng);
  return parameters;
}
