/**
 * What an initializer is: it fills the array that it is given, the elements of a tensor row by row, and returns it. From
 * the same seed the numbers are PyTorch's. All have one signature, so that a table may hold them.
 */
import { RuntimeError, ValueError } from '../random/errors.ts';
import type { Generator } from '../random/torch.ts';
import type { Shape } from './fans.ts';

/** One that works without options. */
export type Initializer<Options = Record<never, never>> = (
  tensor: Float32Array,
  shape: Shape,
  generator: Generator,
  options?: Options,
) => Float32Array;

/** One that needs some. */
export type InitializerWith<Options> = (
  tensor: Float32Array,
  shape: Shape,
  generator: Generator,
  options: Options,
) => Float32Array;

/** The largest finite float32. */
export const FLOAT_MAX = (2 - 2 ** -23) * 2 ** 127;

/**
 * Infinities, NaN and what float32 makes infinite would spread over the tensor; PyTorch lets some of them pass.
 * @throws ValueError for infinities and NaN, RuntimeError for numbers beyond float32, TypeError for what is no number.
 */
export function requireFloat32(where: string, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') {
      throw new TypeError(
        `${where}: ${name} must be a number, not ${value === null ? 'null' : typeof value}.`,
      );
    }
    if (!Number.isFinite(value)) {
      throw new ValueError(`${where}: ${name} = ${value}, allowed: finite numbers.`);
    }
    if (Math.abs(value) > FLOAT_MAX) {
      throw new RuntimeError(
        `${where}: ${name} = ${value}: value cannot be converted to type float without overflow, allowed: up to ±${FLOAT_MAX}.`,
      );
    }
  }
}
