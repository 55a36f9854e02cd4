/** Initializers of one number: constant_, ones_ and zeros_ of `torch.nn.init`. Nothing is drawn. */
import { requireShape } from './fans.ts';
import { type Initializer, type InitializerWith, requireFloat32 } from './initializer.ts';

/**
 * `val` everywhere.
 * @throws ValueError for infinities and NaN, RuntimeError for a number beyond float32.
 */
export const constant_: InitializerWith<{ val: number }> = (tensor, shape, _, { val }) => {
  requireShape(tensor, shape);
  requireFloat32('constant_', { val });
  return tensor.fill(val);
};

/** One everywhere. */
export const ones_: Initializer = (tensor, shape, generator) =>
  constant_(tensor, shape, generator, { val: 1 });

/** Zero everywhere. */
export const zeros_: Initializer = (tensor, shape, generator) =>
  constant_(tensor, shape, generator, { val: 0 });
