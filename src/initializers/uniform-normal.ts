/** The plain draws: uniform_ and normal_ of `torch.nn.init`, and the uniform one with which MXNet begins. */
import type { Generator } from '../random/torch.ts';
import { requireShape } from './fans.ts';
import { type Initializer, requireFloat32 } from './initializer.ts';

/**
 * Uniform on [a, b).
 * @throws RuntimeError for a > b, and for bounds or a width beyond float32.
 */
export const uniform_: Initializer<{ a?: number; b?: number }> = (
  tensor,
  shape,
  generator,
  { a = 0, b = 1 } = {},
) => {
  requireShape(tensor, shape);
  return generator.uniform_(tensor, a, b);
};

/**
 * Normal.
 * @throws RuntimeError for a negative std and for numbers beyond float32, ValueError for infinities and NaN.
 */
export const normal_: Initializer<{ mean?: number; std?: number }> = (
  tensor,
  shape,
  generator,
  { mean = 0, std = 1 } = {},
) => {
  requireShape(tensor, shape);
  return drawNormal('normal_', tensor, generator, mean, std);
};

/**
 * Uniform on ±scale, 0.07 if absent: what MXNet's `mx.init.Uniform` does, its default for weights, whatever their shape.
 * The numbers are of PyTorch's stream, not of MXNet's.
 */
export const mxnet_default_: Initializer<{ scale?: number }> = (
  tensor,
  shape,
  generator,
  { scale = 0.07 } = {},
) => uniform_(tensor, shape, generator, { a: -scale, b: scale });

/** normal_ in the name of `where`: it refuses an std that PyTorch refuses, and one that gives no finite numbers. */
export function drawNormal(
  where: string,
  tensor: Float32Array,
  generator: Generator,
  mean: number,
  std: number,
): Float32Array {
  // What is not >= 0 is left to the generator: it has PyTorch's words for it.
  if (std >= 0) requireFloat32(where, { mean, std });
  return generator.normal_(tensor, mean, std);
}
