/** The net of note 002's comparison, and its starts: four that it compares, one that it has and never calls, and none at all. */
import { ones_, zeros_ } from '../../initializers/constants.ts';
import type { Shape } from '../../initializers/fans.ts';
import { linear_default_ } from '../../initializers/linear-default.ts';
import { normal_ } from '../../initializers/uniform-normal.ts';
import { kaiming_uniform_, xavier_uniform_ } from '../../initializers/variance-scaling.ts';
import { denseLayout, layerViews } from '../../networks/layout.ts';
import type { Generator } from '../../random/torch.ts';

export const comparisonLayout = denseLayout({ widths: [100, 128, 64, 32, 2], activation: 'relu' });

type Overwrite = (weight: Float32Array, shape: Shape, rng: Generator) => void;

/** In the note's order, then the two that it leaves out. 'default' leaves what `torch.nn.Linear` has drawn. */
const overwrites = {
  zeros: zeros_,
  normal: (weight, shape, rng) => normal_(weight, shape, rng, { mean: 0, std: 0.01 }),
  xavier: xavier_uniform_,
  he: (weight, shape, rng) => kaiming_uniform_(weight, shape, rng, { nonlinearity: 'relu' }),
  ones: ones_,
  default: undefined,
} satisfies Record<string, Overwrite | undefined>;

export type ComparisonMethod = keyof typeof overwrites;

export const comparisonMethods = Object.keys(overwrites) as ComparisonMethod[];

/**
 * The flat parameters of a new net. Its layers first draw their defaults, all four of them, whatever is written over those
 * afterwards: so much of the stream is gone.
 */
export function drawComparison(method: ComparisonMethod, rng: Generator): Float32Array {
  const parameters = new Float32Array(comparisonLayout.size);
  const layers = layerViews(comparisonLayout, parameters);
  for (const { weight, shape, bias } of layers) linear_default_(weight, shape, rng, { bias });
  const overwrite: Overwrite | undefined = overwrites[method];
  if (overwrite) {
    for (const { weight, shape, bias } of layers) {
      overwrite(weight, shape, rng);
      bias?.fill(0);
    }
  }
  return parameters;
}
