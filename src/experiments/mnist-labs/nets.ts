/** The two nets of the labs, and five starts: their weights, while the biases stay as `torch.nn.Linear` draws them. */
import type { Shape } from '../../initializers/fans.ts';
import { linear_default_ } from '../../initializers/linear-default.ts';
import { normal_ } from '../../initializers/uniform-normal.ts';
import { kaiming_uniform_, xavier_uniform_ } from '../../initializers/variance-scaling.ts';
import type { KernelLayer } from '../../math/relu-kernel.ts';
import { denseLayout, type Layout, layerViews } from '../../networks/layout.ts';
import type { Generator } from '../../random/torch.ts';

export const INPUTS = 784;
export const CLASSES = 10;

export const labNets = {
  shallow: denseLayout({ widths: [INPUTS, 256, 256, CLASSES], activation: 'relu' }),
  deep: denseLayout({ widths: [INPUTS, 512, 512, 512, 512, CLASSES], activation: 'relu' }),
};

export type LabNet = keyof typeof labNets;

interface LabStart {
  /** Writes over the weights; absent where they stay as they were drawn. */
  fill?(weight: Float32Array, shape: Shape, rng: Generator): void;
  /** The variance of a weight. */
  weight(fan_in: number, fan_out: number): number;
}

const inverse = (fan_in: number) => 1 / (3 * fan_in);

/** The lab's own comes first: the others are compared with it. */
const starts = {
  xavier_uniform_: { fill: xavier_uniform_, weight: (fan_in, fan_out) => 2 / (fan_in + fan_out) },
  kaiming_uniform_: {
    fill: (weight, shape, rng) => kaiming_uniform_(weight, shape, rng, { nonlinearity: 'relu' }),
    weight: (fan_in) => 2 / fan_in,
  },
  default: { weight: inverse },
  'normal_ 0.01': {
    fill: (weight, shape, rng) => normal_(weight, shape, rng, { std: 0.01 }),
    weight: () => 1e-4,
  },
  'normal_ 1': { fill: normal_, weight: () => 1 },
} satisfies Record<string, LabStart>;

export type LabStartName = keyof typeof starts;
export const labStarts = Object.keys(starts) as LabStartName[];
export const REFERENCE: LabStartName = 'xavier_uniform_';

/** The flat parameters after `torch.manual_seed(seed)`: all layers draw their defaults, then the start writes over the weights. */
export function drawLab(
  { layers, size }: Layout,
  name: LabStartName,
  rng: Generator,
  seed: number,
): Float32Array {
  rng.manual_seed(seed);
  const parameters = new Float32Array(size);
  const views = layerViews({ layers, size }, parameters);
  for (const { weight, shape, bias } of views) linear_default_(weight, shape, rng, { bias });
  const { fill }: LabStart = starts[name];
  if (fill) for (const { weight, shape } of views) fill(weight, shape, rng);
  return parameters;
}

/** What theory needs to know of each layer. */
export const kernelLayers = ({ layers }: Layout, name: LabStartName): KernelLayer[] =>
  layers.map(({ fan_in, fan_out }) => ({
    fan_in,
    weight: starts[name].weight(fan_in, fan_out),
    bias: inverse(fan_in),
  }));

/** Multiplications that a training step takes for an image: forward, to the weights, and to the inputs of all layers but the first. */
export const multiplications = ({ layers }: Layout): number =>
  layers.reduce((sum, { fan_in, fan_out }, i) => sum + (i === 0 ? 2 : 3) * fan_in * fan_out, 0);
