/**
 * Initializers that scale the variance by the fans: Xavier's and Kaiming's of `torch.nn.init`, with its argument names and
 * defaults, and LeCun's. From the same seed the numbers are PyTorch's, bit for bit where the generator's are.
 */
import { calculate_fan, calculate_fans, type Mode, requireShape, type Shape } from './fans.ts';
import { calculate_gain, type Nonlinearity } from './gain.ts';
import type { Initializer } from './initializer.ts';
import { drawNormal } from './uniform-normal.ts';

export interface XavierOptions {
  gain?: number;
}

/** The deviation of Xavier's: gain · sqrt(2 / (fan_in + fan_out)) (Glorot & Bengio 2010, equation 12). */
export function xavierStd(shape: Shape, { gain = 1 }: XavierOptions = {}): number {
  const { fan_in, fan_out } = calculate_fans(shape);
  return gain * Math.sqrt(2 / (fan_in + fan_out));
}

/**
 * Uniform on ±sqrt 3 · xavierStd (Glorot & Bengio 2010, equation 16).
 * @throws ValueError for fewer than two dimensions, RuntimeError for a negative gain.
 */
export const xavier_uniform_: Initializer<XavierOptions> = (tensor, shape, generator, options) => {
  requireShape(tensor, shape);
  const bound = Math.sqrt(3) * xavierStd(shape, options);
  return generator.uniform_(tensor, -bound, bound);
};

/**
 * Normal with xavierStd.
 * @throws ValueError for fewer than two dimensions, RuntimeError for a negative gain.
 */
export const xavier_normal_: Initializer<XavierOptions> = (tensor, shape, generator, options) => {
  requireShape(tensor, shape);
  return drawNormal('xavier_normal_', tensor, generator, 0, xavierStd(shape, options));
};

export interface KaimingOptions {
  /** The slope of leaky_relu; other nonlinearities ignore it. */
  a?: number;
  mode?: Mode;
  nonlinearity?: Nonlinearity;
}

/** The deviation of Kaiming's: gain / sqrt(fan) (He et al. 2015, equations 10 and 14). */
export function kaimingStd(
  shape: Shape,
  { a = 0, mode = 'fan_in', nonlinearity = 'leaky_relu' }: KaimingOptions = {},
): number {
  const fan = calculate_fan(shape, mode);
  return calculate_gain(nonlinearity, a) / Math.sqrt(fan);
}

/**
 * Uniform on ±sqrt 3 · kaimingStd. A tensor without elements stays as it is, as in PyTorch.
 * @throws ValueError for fewer than two dimensions, another mode or nonlinearity.
 */
export const kaiming_uniform_: Initializer<KaimingOptions> = (tensor, shape, generator, options) => {
  requireShape(tensor, shape);
  if (tensor.length === 0) return tensor;
  const bound = Math.sqrt(3) * kaimingStd(shape, options);
  return generator.uniform_(tensor, -bound, bound);
};

/**
 * Normal with kaimingStd. A tensor without elements stays as it is, as in PyTorch.
 * @throws ValueError for fewer than two dimensions, another mode or nonlinearity.
 */
export const kaiming_normal_: Initializer<KaimingOptions> = (tensor, shape, generator, options) => {
  requireShape(tensor, shape);
  if (tensor.length === 0) return tensor;
  return drawNormal('kaiming_normal_', tensor, generator, 0, kaimingStd(shape, options));
};

const LECUN = { mode: 'fan_in', nonlinearity: 'linear' } as const;

/**
 * Uniform with variance 1/fan_in, on ±sqrt(3 / fan_in) (LeCun, Bottou, Orr & Müller 1998, section 4.6). PyTorch has it
 * as kaiming_uniform_ with nonlinearity = 'linear'.
 */
export const lecun_uniform_: Initializer = (tensor, shape, generator) =>
  kaiming_uniform_(tensor, shape, generator, LECUN);

/**
 * Normal with variance 1/fan_in (LeCun et al. 1998). Not cut off at two deviations, as Keras and JAX have it: PyTorch has
 * it as kaiming_normal_ with nonlinearity = 'linear'.
 */
export const lecun_normal_: Initializer = (tensor, shape, generator) =>
  kaiming_normal_(tensor, shape, generator, LECUN);
