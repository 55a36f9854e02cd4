/** Layers without parameters: their arguments are checked, and nothing is drawn. */
import {
  anything,
  either,
  flag,
  natural,
  nullable,
  oneOf,
  perDimension,
  probability,
  real,
  several,
  size,
  text,
  whole,
} from './kinds.ts';
import {
  type Arguments,
  type Definition,
  define,
  optional,
  refused,
  required,
  type Signature,
} from './signature.ts';

/** @param check throws for what PyTorch refuses beyond types. */
const bare = <S extends Signature>(
  name: string,
  signature: S,
  check?: (args: Arguments<S>, name: string) => void,
): Definition =>
  define(name, signature, (args, fullName) => {
    check?.(args, fullName);
    return { parameters: [], draws: [] };
  });

const inplace = optional(flag, false);
const dim = optional(nullable(whole), null);
const number = (value: number, written?: string) => optional(real, value, written);
const no = optional(flag, false);

const activations: Definition[] = [
  ...['ReLU', 'ReLU6', 'SELU', 'SiLU', 'Mish', 'Hardsigmoid', 'Hardswish'].map((name) =>
    bare(name, { inplace }),
  ),
  ...['Sigmoid', 'Tanh', 'LogSigmoid', 'Softsign', 'Tanhshrink', 'Softmax2d'].map((name) => bare(name, {})),
  ...['Softmax', 'LogSoftmax', 'Softmin'].map((name) => bare(name, { dim })),
  ...['ELU', 'CELU'].map((name) => bare(name, { alpha: number(1, '1.0'), inplace })),
  ...['Hardshrink', 'Softshrink'].map((name) => bare(name, { lambd: number(0.5) })),
  bare('LeakyReLU', { negative_slope: number(0.01), inplace }),
  bare('GELU', { approximate: optional(oneOf('none', 'tanh'), 'none') }),
  bare('GLU', { dim: optional(whole, -1) }),
  bare('Softplus', { beta: number(1), threshold: number(20) }),
  bare('RReLU', { lower: number(1 / 8), upper: number(1 / 3), inplace }),
  bare('Threshold', { threshold: required(real), value: required(real), inplace }),
  bare(
    'Hardtanh',
    {
      min_val: number(-1, '-1.0'),
      max_val: number(1, '1.0'),
      inplace,
      min_value: optional(nullable(real), null),
      max_value: optional(nullable(real), null),
    },
    ({ min_val, max_val, min_value, max_value }, name) => {
      const low = min_value ?? min_val;
      const high = max_value ?? max_val;
      if (!(high > low)) {
        throw refused(name, `min_val=${low} and max_val=${high}`, 'a max_val larger than min_val');
      }
    },
  ),
];

const dropouts = [
  'Dropout',
  'Dropout1d',
  'Dropout2d',
  'Dropout3d',
  'AlphaDropout',
  'FeatureAlphaDropout',
].map((name) => bare(name, { p: optional(probability, 0.5), inplace }));

const pools: Definition[] = [1, 2, 3].flatMap((d) => {
  const window = { kernel_size: required(perDimension(d, size)) };
  const stride = optional(nullable(perDimension(d, size)), null);
  const padding = optional(perDimension(d, natural), Array<number>(d).fill(0));
  const dilation = optional(perDimension(d, size), Array<number>(d).fill(1));
  const output_size = required(either(perDimension(d, nullable(size)), nullable(size)));
  const average = { ...window, stride, padding, ceil_mode: no, count_include_pad: optional(flag, true) };
  return [
    bare(`MaxPool${d}d`, { ...window, stride, padding, dilation, return_indices: no, ceil_mode: no }),
    bare(`MaxUnpool${d}d`, { ...window, stride, padding }),
    bare(
      `AvgPool${d}d`,
      d === 1 ? average : { ...average, divisor_override: optional(nullable(size), null) },
    ),
    bare(`AdaptiveAvgPool${d}d`, { output_size }),
    bare(`AdaptiveMaxPool${d}d`, { output_size, return_indices: no }),
  ];
});

const paddings: Definition[] = [1, 2, 3].flatMap((d) => {
  const padding = required(perDimension(2 * d, whole));
  return [
    bare(`ReflectionPad${d}d`, { padding }),
    bare(`ReplicationPad${d}d`, { padding }),
    bare(`ConstantPad${d}d`, { padding, value: required(real) }),
    ...(d === 2 ? [bare('ZeroPad2d', { padding })] : []),
  ];
});

const either12 = either(size, several(size));
const blocks = {
  dilation: optional(either12, 1),
  padding: optional(either(natural, several(natural)), 0),
  stride: optional(either12, 1),
};

const shapes: Definition[] = [
  bare('Flatten', { start_dim: optional(whole, 1), end_dim: optional(whole, -1) }),
  bare('Unflatten', {
    dim: required(either(whole, text)),
    unflattened_size: required(either(several(whole), several(several(anything, 2)))),
  }),
  bare('Fold', { output_size: required(either12), kernel_size: required(either12), ...blocks }),
  bare('Unfold', { kernel_size: required(either12), ...blocks }),
  bare('PixelShuffle', { upscale_factor: required(size) }),
  bare('PixelUnshuffle', { downscale_factor: required(size) }),
  bare('ChannelShuffle', { groups: required(size) }),
  bare('Upsample', {
    size: optional(nullable(either12), null),
    scale_factor: optional(nullable(either(real, several(real))), null),
    mode: optional(
      oneOf('nearest', 'linear', 'bilinear', 'bicubic', 'trilinear', 'nearest-exact'),
      'nearest',
    ),
    align_corners: optional(nullable(flag), null),
    recompute_scale_factor: optional(nullable(flag), null),
  }),
];

const others: Definition[] = [
  bare('LocalResponseNorm', {
    size: required(size),
    alpha: number(1e-4),
    beta: number(0.75),
    k: number(1, '1.0'),
  }),
  bare('CosineSimilarity', { dim: optional(whole, 1), eps: number(1e-8, '1e-08') }),
  bare('PairwiseDistance', { p: number(2, '2.0'), eps: number(1e-6, '1e-06'), keepdim: no }),
];

export const parameterless: Definition[] = [
  ...activations,
  ...dropouts,
  ...pools,
  ...paddings,
  ...shapes,
  ...others,
];
