/**
 * Losses with PyTorch's reduction, the mean. Each gives the gradient with respect to the net's output, and one term a
 * row whose mean is the loss: read back many steps' terms at once (`means` of statistics.ts), for a mean in float32
 * would be off by 1e-5 at 1,000 rows.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';

export interface LossAndGradient {
  /** [n]; their mean is the loss. */
  terms: Tensor1D;
  /** Of the loss with respect to the output, shaped like it. */
  gradient: Tensor2D;
}

/** @param output [n, k] @param target [n, k] */
export type Loss = (tf: Tf, output: Tensor2D, target: Tensor2D) => LossAndGradient;

/** `torch.nn.functional.mse_loss`: the mean of (output - target)² over all entries. */
export const mse_loss: Loss = (tf, output, target) =>
  tf.tidy(() => {
    const [rows, columns] = output.shape;
    const difference = tf.sub(output, target);
    return {
      terms: tf.div<Tensor1D>(tf.sum(tf.square(difference), 1), columns),
      gradient: tf.mul<Tensor2D>(difference, 2 / (rows * columns)),
    };
  });

/**
 * `torch.nn.functional.cross_entropy`: the mean of -log softmax(output)[class].
 * @param target one row a class index, with a 1 in its column: `oneHot`
 */
export const cross_entropy: Loss = (tf, output, target) =>
  tf.tidy(() => {
    const rows = output.shape[0];
    const shifted = tf.sub<Tensor2D>(output, tf.max(output, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const chosen = tf.sum(tf.mul(shifted, target), 1);
    return {
      terms: tf.sub<Tensor1D>(tf.log(tf.reshape(sums, [rows])), chosen),
      gradient: tf.mul<Tensor2D>(tf.sub(tf.div(exponentials, sums), target), 1 / rows),
    };
  });

/**
 * `torch.nn.functional.binary_cross_entropy_with_logits`: the mean of ln(1 + e^output) - target · output, written so
 * that no exponential leaves float32.
 * @param target 0 or 1, or between
 */
export const binary_cross_entropy_with_logits: Loss = (tf, output, target) =>
  tf.tidy(() => {
    const [rows, columns] = output.shape;
    const size = tf.add(tf.relu(output), tf.relu(tf.sub(0, output)));
    const soft = tf.log(tf.add(tf.exp(tf.sub(0, size)), 1));
    const terms = tf.add(tf.sub(tf.relu(output), tf.mul(output, target)), soft);
    return {
      terms: tf.div<Tensor1D>(tf.sum(terms, 1), columns),
      gradient: tf.mul<Tensor2D>(tf.sub(tf.sigmoid(output), target), 1 / (rows * columns)),
    };
  });

/**
 * The targets of `cross_entropy`: [n, count], row by row.
 * @throws RangeError for a class that is no whole number from 0 to count - 1.
 */
export function oneHot(classes: ArrayLike<number>, count: number): Float32Array {
  const rows = new Float32Array(classes.length * count);
  for (let i = 0; i < classes.length; i++) {
    if (!Number.isInteger(classes[i]) || classes[i] < 0 || classes[i] >= count) {
      throw new RangeError(
        `oneHot: class ${classes[i]} in row ${i}; allowed are whole numbers from 0 to ${count - 1}.`,
      );
    }
    rows[i * count + classes[i]] = 1;
  }
  return rows;
}
