/** Convolutions and transposed convolutions. */
import { calculate_fans } from '../fans.ts';
import { either, flag, natural, perDimension, size, text, whole } from './kinds.ts';
import { withBias } from './linear.ts';
import { type Made, slot } from './made.ts';
import { type Definition, define, optional, refused, required } from './signature.ts';
import { quote } from './tokens.ts';

const PADDING_MODES = ['zeros', 'reflect', 'replicate', 'circular'];

interface Channels {
  in_channels: number;
  out_channels: number;
  groups: number;
}

function requireGroups({ in_channels, out_channels, groups }: Channels, name: string): void {
  const found = `found in_channels=${in_channels}, out_channels=${out_channels}, groups=${groups}`;
  const allowed = 'a divisor of both';
  if (groups <= 0) throw refused(name, `groups must be a positive integer, ${found}`, allowed);
  if (in_channels % groups !== 0) {
    throw refused(name, `in_channels must be divisible by groups, ${found}`, allowed);
  }
  if (out_channels % groups !== 0) {
    throw refused(name, `out_channels must be divisible by groups, ${found}`, allowed);
  }
}

/** The default is kaiming_uniform_(a = √5) and a bias on ±1/√fan_in, fan_in being the weight's as calculate_fans has it. */
function convolution(shape: number[], out_channels: number, bias: boolean): Made {
  const weight = slot(...shape);
  const { fan_in } = calculate_fans(shape);
  return withBias({ name: 'weight', slot: weight }, out_channels, bias, 1 / Math.sqrt(fan_in));
}

const forward = (dimensions: number) =>
  define(
    `Conv${dimensions}d`,
    {
      in_channels: required(size),
      out_channels: required(size),
      kernel_size: required(perDimension(dimensions, size)),
      stride: optional(perDimension(dimensions, size), Array(dimensions).fill(1)),
      padding: optional(either(perDimension(dimensions, natural), text), Array(dimensions).fill(0)),
      dilation: optional(perDimension(dimensions, size), Array(dimensions).fill(1)),
      groups: optional(whole, 1),
      bias: optional(flag, true),
      padding_mode: optional(text, 'zeros'),
    },
    (args, name) => {
      requireGroups(args, name);
      const { in_channels, out_channels, kernel_size, stride, padding, groups, bias, padding_mode } = args;
      if (typeof padding === 'string' && padding !== 'same' && padding !== 'valid') {
        throw refused(
          name,
          `Invalid padding string ${quote(padding)}, should be one of 'valid', 'same'`,
          'one of these, or ints',
        );
      }
      if (padding === 'same' && stride.some((step) => step !== 1)) {
        throw refused(name, "padding='same' is not supported for strided convolutions", 'stride=1 with it');
      }
      if (!PADDING_MODES.includes(padding_mode)) {
        throw refused(
          name,
          `padding_mode must be one of ${PADDING_MODES.map((mode) => `'${mode}'`).join(', ')}, but got padding_mode=${quote(padding_mode)}`,
          'one of these',
        );
      }
      return convolution([out_channels, in_channels / groups, ...kernel_size], out_channels, bias);
    },
  );

const transposed = (dimensions: number) =>
  define(
    `ConvTranspose${dimensions}d`,
    {
      in_channels: required(size),
      out_channels: required(size),
      kernel_size: required(perDimension(dimensions, size)),
      stride: optional(perDimension(dimensions, size), Array(dimensions).fill(1)),
      padding: optional(perDimension(dimensions, natural), Array(dimensions).fill(0)),
      output_padding: optional(perDimension(dimensions, natural), Array(dimensions).fill(0)),
      groups: optional(whole, 1),
      bias: optional(flag, true),
      dilation: optional(perDimension(dimensions, size), Array(dimensions).fill(1)),
      padding_mode: optional(text, 'zeros'),
    },
    (args, name) => {
      const { in_channels, out_channels, kernel_size, groups, bias, padding_mode } = args;
      if (padding_mode !== 'zeros') {
        const layer = name.replace('nn.', '');
        throw refused(
          name,
          `Only "zeros" padding mode is supported for ${layer}, found ${quote(padding_mode)}`,
          "'zeros'",
        );
      }
      requireGroups(args, name);
      // The weight lies the other way round, so that its fan_in counts the outputs.
      return convolution([in_channels, out_channels / groups, ...kernel_size], out_channels, bias);
    },
  );

export const convolutions: Definition[] = [1, 2, 3].flatMap((dimensions) => [
  forward(dimensions),
  transposed(dimensions),
]);
