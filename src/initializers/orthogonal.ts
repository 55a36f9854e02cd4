/** `torch.nn.init.orthogonal_`: a random matrix with orthonormal rows or columns. */
import { orthonormalize } from '../math/householder.ts';
import { ValueError } from '../random/errors.ts';
import { requireShape, type Shape, shapeText } from './fans.ts';
import { type Initializer, requireFloat32 } from './initializer.ts';

const { fround, sign } = Math;

/** rows · columns · min(rows, columns) of 2048 × 2048: about fifteen seconds. */
const MOST_WORK = 2 ** 33;

/**
 * The Q of a QR decomposition of normals, times `gain` (Saxe, McClelland & Ganguli 2014). Rows are the first dimension,
 * columns the product of the rest; whichever are fewer become orthonormal. Each column of Q takes the sign that R has on
 * its diagonal, which makes Q uniform over all such matrices (Mezzadri 2007).
 *
 * It is worked out in doubles, where PyTorch has LAPACK's float32 and itself differs by 1e-6 from one LAPACK to another.
 * Where the normals happen to be nearly singular PyTorch loses more: of square matrices with 32 rows and more, about one
 * in 700 has an entry that is off by more than 1e-5.
 *
 * @throws ValueError for fewer than two dimensions, for rows · columns · min(rows, columns) above 2^33, and for a gain that
 *   is no finite number.
 */
export const orthogonal_: Initializer<{ gain?: number }> = (tensor, shape, generator, { gain = 1 } = {}) => {
  requireShape(tensor, shape);
  const length = longSideOf(shape, tensor.length);
  requireFloat32('orthogonal_', { gain });
  if (tensor.length === 0) return tensor;
  const rows = shape[0];
  const columns = tensor.length / rows;
  if (tensor.length * Math.min(rows, columns) > MOST_WORK) {
    throw new ValueError(
      `orthogonal_: the shape ${shapeText(shape)} is an absurd size for a QR decomposition, allowed: rows · columns · min(rows, columns) up to 2^33, as 2048 × 2048 has.`,
    );
  }
  generator.normal_(tensor);
  // What becomes orthonormal has to lie in one piece: rows do.
  const vectors = rows < columns ? Float64Array.from(tensor) : transposed(tensor, rows, columns);
  const diagonal = orthonormalize(vectors, length);
  const gain32 = fround(gain);
  for (let at = 0; at < vectors.length; at++) {
    const j = Math.floor(at / length);
    const i = at - j * length;
    tensor[rows < columns ? at : i * columns + j] = fround(vectors[at] * sign(diagonal[j])) * gain32;
  }
  return tensor;
};

/**
 * How long the orthonormal vectors of a shape with `size` elements are: the larger of rows and columns.
 * @throws ValueError for fewer than two dimensions.
 */
export function longSideOf(shape: Shape, size: number): number {
  if (shape.length < 2) {
    throw new ValueError(
      `orthogonal_: Only tensors with 2 or more dimensions are supported, but the shape is ${shapeText(shape)}, allowed: [rows, columns, ...].`,
    );
  }
  return Math.max(shape[0], size / shape[0]);
}

/** Column after column of a matrix that lies row after row. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j];
  }
  return out;
}
