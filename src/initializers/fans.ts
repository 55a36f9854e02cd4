/** fan_in and fan_out of a weight: how many numbers an output adds up, and to how many an input is sent. */

/** A weight's shape as PyTorch has it: [fan_out, fan_in], or [channels out, channels in, ...kernel]. */
export type Shape = readonly number[];

export type Mode = 'fan_in' | 'fan_out';

export interface Fans {
  fan_in: number;
  fan_out: number;
}

/**
 * `torch.nn.init._calculate_fan_in_and_fan_out`: the second and the first dimension, each times the size of the kernel.
 * @throws RangeError for fewer than two dimensions, as PyTorch does.
 */
export function calculate_fans(shape: Shape): Fans {
  if (shape.length < 2) {
    throw new RangeError(
      `fan_in and fan_out of the shape [${shape.join(', ')}]: they need two dimensions or more, [fan_out, fan_in, ...].`,
    );
  }
  const [out, inner, ...kernel] = shape;
  const receptive = kernel.reduce((product, size) => product * size, 1);
  return { fan_in: inner * receptive, fan_out: out * receptive };
}

/**
 * The number of elements that a shape says.
 * @throws RangeError when `tensor` has another number: its values would be read in a wrong shape.
 */
export function requireShape(tensor: Float32Array, shape: Shape): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== tensor.length) {
    throw new RangeError(`the shape [${shape.join(', ')}] has ${size} elements, the array ${tensor.length}.`);
  }
}
