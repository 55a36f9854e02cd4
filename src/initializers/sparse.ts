/** `torch.nn.init.sparse_`: normals, of which the same number is set to zero in each column. */
import { ValueError } from '../random/errors.ts';
import { requireShape, type Shape, shapeText } from './fans.ts';
import type { InitializerWith } from './initializer.ts';
import { drawNormal } from './uniform-normal.ts';

export interface SparseOptions {
  /** The share of zeros in each column, from 0 to 1: not of what is left. */
  sparsity: number;
  /** Of the normals that are left. */
  std?: number;
}

/**
 * How many zeros each column of the shape [rows, columns] gets.
 * @throws ValueError for other than two dimensions, and for a sparsity outside [0, 1].
 */
export function zerosPerColumn(shape: Shape, sparsity: number): number {
  if (shape.length !== 2) {
    throw new ValueError(
      `sparse_: Only tensors with 2 dimensions are supported, but the shape is ${shapeText(shape)}, allowed: [rows, columns].`,
    );
  }
  if (!(sparsity >= 0 && sparsity <= 1)) {
    throw new ValueError(`sparse_: sparsity = ${sparsity}, allowed: a share of zeros from 0 to 1.`);
  }
  return Math.ceil(sparsity * shape[0]);
}

/**
 * Normals with `std`, 0.01 if absent; then in each column ceil(sparsity · rows) of them, chosen at random, become zero. An
 * output is a row, an input a column: PyTorch thins what each input sends, where Martens (2010) limits what each unit
 * receives.
 * @throws ValueError as zerosPerColumn, RuntimeError for a negative std.
 */
export const sparse_: InitializerWith<SparseOptions> = (
  tensor,
  shape,
  generator,
  { sparsity, std = 0.01 },
) => {
  requireShape(tensor, shape);
  const zeros = zerosPerColumn(shape, sparsity);
  const [rows, columns] = shape;
  drawNormal('sparse_', tensor, generator, 0, std);
  for (let column = 0; column < columns; column++) {
    const order = generator.randperm(rows);
    for (let i = 0; i < zeros; i++) tensor[order[i] * columns + column] = 0;
  }
  return tensor;
};
