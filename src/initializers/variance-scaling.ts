/**
 * Initializers by the names of `torch.nn.init`, with its argument names and defaults. Each fills the array that it is
 * given and returns it; from the same seed the numbers are PyTorch's, bit for bit where the generator's are.
 *
 * All have one signature, (tensor, shape, generator, options), so that a table may hold them.
 */
import type { Generator } from '../random/torch.ts';
import { calculate_fans, type Mode, requireShape, type Shape } from './fans.ts';
import { calculate_gain, type Nonlinearity } from './gain.ts';

/** Fills `tensor`, the elements of a weight of `shape` row by row. */
export type Initializer<Options = Record<never, never>> = (
  tensor: Float32Array,
  shape: Shape,
  generator: Generator,
  options?: Options,
) => Float32Array;

/** Uniform on [a, b). */
export const uniform_: Initializer<{ a?: number; b?: number }> = (
  tensor,
  _,
  generator,
  { a = 0, b = 1 } = {},
) => generator.uniform_(tensor, a, b);

/** Normal. */
export const normal_: Initializer<{ mean?: number; std?: number }> = (
  tensor,
  _,
  generator,
  { mean = 0, std = 1 } = {},
) => generator.normal_(tensor, mean, std);

/** The same number everywhere; nothing is drawn. */
export function constant_(
  tensor: Float32Array,
  _: Shape,
  __: Generator,
  { val }: { val: number },
): Float32Array {
  return tensor.fill(val);
}

/** Zero everywhere; nothing is drawn. */
export const zeros_: Initializer = (tensor) => tensor.fill(0);

interface XavierOptions {
  gain?: number;
}

/** Uniform on ±sqrt 3 · std, std = gain · sqrt(2 / (fan_in + fan_out)) (Glorot & Bengio 2010, equation 16). */
export const xavier_uniform_: Initializer<XavierOptions> = (tensor, shape, generator, { gain = 1 } = {}) => {
  const bound = Math.sqrt(3) * xavierStd(tensor, shape, gain);
  return generator.uniform_(tensor, -bound, bound);
};

/** Normal with std = gain · sqrt(2 / (fan_in + fan_out)) (Glorot & Bengio 2010, equation 12). */
export const xavier_normal_: Initializer<XavierOptions> = (tensor, shape, generator, { gain = 1 } = {}) =>
  generator.normal_(tensor, 0, xavierStd(tensor, shape, gain));

interface KaimingOptions {
  /** The slope of leaky_relu; other nonlinearities ignore it. */
  a?: number;
  mode?: Mode;
  nonlinearity?: Nonlinearity;
}

/** Uniform on ±sqrt 3 · std, std = gain / sqrt(fan) (He et al. 2015, equations 10 and 14). */
export const kaiming_uniform_: Initializer<KaimingOptions> = (tensor, shape, generator, options) => {
  const bound = Math.sqrt(3) * kaimingStd(tensor, shape, options);
  return generator.uniform_(tensor, -bound, bound);
};

/** Normal with std = gain / sqrt(fan) (He et al. 2015, equations 10 and 14). */
export const kaiming_normal_: Initializer<KaimingOptions> = (tensor, shape, generator, options) =>
  generator.normal_(tensor, 0, kaimingStd(tensor, shape, options));

/**
 * What `torch.nn.Linear` does to itself: kaiming_uniform_ with a = sqrt 5, which is ±1/sqrt(fan_in), and then the bias,
 * if there is one, uniform on the same interval.
 */
export function linear_default_(
  weight: Float32Array,
  shape: Shape,
  generator: Generator,
  { bias }: { bias?: Float32Array } = {},
): Float32Array {
  kaiming_uniform_(weight, shape, generator, { a: Math.sqrt(5) });
  if (bias) {
    const { fan_in } = calculate_fans(shape);
    const bound = fan_in > 0 ? 1 / Math.sqrt(fan_in) : 0;
    generator.uniform_(bias, -bound, bound);
  }
  return weight;
}

function xavierStd(tensor: Float32Array, shape: Shape, gain: number): number {
  requireShape(tensor, shape);
  const { fan_in, fan_out } = calculate_fans(shape);
  return gain * Math.sqrt(2 / (fan_in + fan_out));
}

function kaimingStd(
  tensor: Float32Array,
  shape: Shape,
  { a = 0, mode = 'fan_in', nonlinearity = 'leaky_relu' }: KaimingOptions = {},
): number {
  requireShape(tensor, shape);
  return calculate_gain(nonlinearity, a) / Math.sqrt(calculate_fans(shape)[mode]);
}
