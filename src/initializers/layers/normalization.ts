/** Layers that hold ones and zeros, and PReLU's slope: their parameters are set, not drawn. */
import { FLOAT_MAX } from '../initializer.ts';
import { constant } from './draws.ts';
import { either, flag, none, nullable, real, several, size } from './kinds.ts';
import { type Made, slot } from './made.ts';
import { type Definition, define, optional, refused, required } from './signature.ts';

/** A weight of ones and a bias of zeros, or nothing. */
export function onesAndZeros(shape: number[], affine = true): Made {
  if (!affine) return { parameters: [], draws: [] };
  const weight = slot(...shape);
  const bias = slot(...shape);
  return {
    parameters: [
      { name: 'weight', slot: weight },
      { name: 'bias', slot: bias },
    ],
    draws: [constant(weight, 1), constant(bias, 0)],
  };
}

/** Running means and variances are buffers, no parameters. */
const overBatch = (byDefault: boolean) => ({
  num_features: required(size),
  eps: optional(real, 1e-5, '1e-05'),
  momentum: optional(nullable(real), 0.1),
  affine: optional(flag, byDefault),
  track_running_stats: optional(flag, byDefault),
});

const dimensions = [1, 2, 3];

export const normalizations: Definition[] = [
  ...dimensions.map((d) =>
    define(`BatchNorm${d}d`, overBatch(true), (args) => onesAndZeros([args.num_features], args.affine)),
  ),
  ...dimensions.map((d) =>
    define(`InstanceNorm${d}d`, overBatch(false), (args) => onesAndZeros([args.num_features], args.affine)),
  ),
  define('SyncBatchNorm', { ...overBatch(true), process_group: optional(none, null) }, (args) =>
    onesAndZeros([args.num_features], args.affine),
  ),
  define(
    'LayerNorm',
    {
      normalized_shape: required(either(size, several(size))),
      eps: optional(real, 1e-5, '1e-05'),
      elementwise_affine: optional(flag, true),
    },
    ({ normalized_shape, elementwise_affine }) => onesAndZeros([normalized_shape].flat(), elementwise_affine),
  ),
  define(
    'GroupNorm',
    {
      num_groups: required(size),
      num_channels: required(size),
      eps: optional(real, 1e-5, '1e-05'),
      affine: optional(flag, true),
    },
    ({ num_groups, num_channels, affine }, name) => {
      if (num_channels % num_groups !== 0) {
        throw refused(
          name,
          `num_channels must be divisible by num_groups, found num_channels=${num_channels} and num_groups=${num_groups}`,
          'a divisor',
        );
      }
      return onesAndZeros([num_channels], affine);
    },
  ),
  define(
    'PReLU',
    { num_parameters: optional(size, 1), init: optional(real, 0.25) },
    ({ num_parameters, init }, name) => {
      if (Math.abs(init) > FLOAT_MAX) {
        throw refused(
          name,
          `init=${init} cannot be converted to type float without overflow`,
          `at most ±${FLOAT_MAX}`,
        );
      }
      const weight = slot(num_parameters);
      return { parameters: [{ name: 'weight', slot: weight }], draws: [constant(weight, init)] };
    },
  ),
];
