/** fan_in and fan_out of a weight: how many numbers an output adds up, and to how many an input is sent. */
import { ValueError } from '../random/errors.ts';

/** A weight's shape as PyTorch has it: [fan_out, fan_in], or [channels out, channels in, ...kernel]. */
export type Shape = readonly number[];

export type Mode = 'fan_in' | 'fan_out';

export const modes: readonly Mode[] = ['fan_in', 'fan_out'];

export interface Fans {
  fan_in: number;
  fan_out: number;
}

/** A shape as errors name it. */
export const shapeText = (shape: Shape): string => `[${shape.join(', ')}]`;

/**
 * `torch.nn.init._calculate_fan_in_and_fan_out`: the second and the first dimension, each times the size of the kernel.
 * @throws ValueError for fewer than two dimensions, as PyTorch does.
 */
export function calculate_fans(shape: Shape): Fans {
  if (shape.length < 2) {
    throw new ValueError(
      `Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, but the shape is ${shapeText(shape)}, allowed: [fan_out, fan_in, ...kernel].`,
    );
  }
  const [out, inner, ...kernel] = shape;
  const receptive = kernel.reduce((product, size) => product * size, 1);
  return { fan_in: inner * receptive, fan_out: out * receptive };
}

/**
 * The fan that `mode` names, in letters of either case.
 * @throws ValueError for another mode, and for fewer than two dimensions.
 */
export function calculate_fan(shape: Shape, mode: Mode): number {
  const name = mode.toLowerCase() as Mode;
  if (!modes.includes(name)) {
    throw new ValueError(`Mode ${name} not supported, please use one of ['fan_in', 'fan_out'].`);
  }
  return calculate_fans(shape)[name];
}

/**
 * The number of elements that a shape says has to be that of the array.
 * @throws ValueError when `tensor` has another number: its values would be read in a wrong shape.
 */
export function requireShape(tensor: Float32Array, shape: Shape): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== tensor.length) {
    throw new ValueError(`the shape ${shapeText(shape)} has ${size} elements, the array ${tensor.length}.`);
  }
}
