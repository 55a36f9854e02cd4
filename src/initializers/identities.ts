/** Layers that hand on what they get: eye_ for matrices and dirac_ for convolutions. Nothing is drawn. */
import { ValueError } from '../random/errors.ts';
import { requireShape, type Shape, shapeText } from './fans.ts';
import type { Initializer } from './initializer.ts';

/**
 * The identity: ones where row and column have the same number.
 * @throws ValueError for other than two dimensions.
 */
export const eye_: Initializer = (tensor, shape) => {
  requireShape(tensor, shape);
  const ones = onesOfEye(shape);
  tensor.fill(0);
  for (let i = 0; i < ones; i++) tensor[i * shape[1] + i] = 1;
  return tensor;
};

/** How many ones eye_ sets in a shape; it throws what eye_ does. */
export function onesOfEye(shape: Shape): number {
  if (shape.length !== 2) {
    throw new ValueError(
      `eye_: Only tensors with 2 dimensions are supported, but the shape is ${shapeText(shape)}, allowed: [rows, columns].`,
    );
  }
  return Math.min(...shape);
}

/**
 * The identity of convolutions, of each of `groups` alike: channel d out is channel d in, by a one in the middle of the
 * kernel, as far as there are both.
 * @throws ValueError for other than three to five dimensions, and for groups that do not divide the channels out.
 */
export const dirac_: Initializer<{ groups?: number }> = (tensor, shape, _, { groups = 1 } = {}) => {
  requireShape(tensor, shape);
  const ones = onesOfDirac(shape, groups);
  const [out, inner, ...kernel] = shape;
  const size = kernel.reduce((product, length) => product * length, 1);
  const middle = kernel.reduce((at, length) => at * length + Math.floor(length / 2), 0);
  tensor.fill(0);
  for (let i = 0; i < ones; i++) {
    const d = i % (ones / groups);
    const channel = Math.floor(i / (ones / groups)) * (out / groups) + d;
    tensor[(channel * inner + d) * size + middle] = 1;
  }
  return tensor;
};

/** How many ones dirac_ sets in a shape; it throws what dirac_ does. */
export function onesOfDirac(shape: Shape, groups: number): number {
  if (shape.length < 3 || shape.length > 5) {
    throw new ValueError(
      `dirac_: Only tensors with 3, 4, or 5 dimensions are supported, but the shape is ${shapeText(shape)}, allowed: [channels out, channels in, ...kernel].`,
    );
  }
  const [out, inner] = shape;
  if (!(Number.isInteger(groups) && groups >= 1 && out % groups === 0)) {
    throw new ValueError(
      `dirac_: dim 0 must be divisible by groups, but dim 0 = ${out} and groups = ${groups}, allowed: whole numbers from 1 that divide ${out}.`,
    );
  }
  return groups * Math.min(out / groups, inner);
}
