/**
 * Matrix products whose gradient transposes first and multiplies then. The gradient of `tf.matMul` asks the kernel to
 * transpose on the fly, and on wasm that path is ten times slower than a plain product.
 */
import type { Tensor, Tensor2D, Tf } from '../lab/tf.ts';

/** A·B of A [n, k] and B [k, m]: [n, m]. The gradients are G·Bᵀ and Aᵀ·G. */
export function product(tf: Tf, a: Tensor2D, b: Tensor2D): Tensor2D {
  return withGradient(tf, a, b, tf.matMul, (gradient, left, right) => [
    tf.matMul(gradient, tf.transpose(right)),
    tf.matMul(tf.transpose(left), gradient),
  ]);
}

/** X·Wᵀ of X [n, fan_in] and W [fan_out, fan_in]: [n, fan_out], as `torch.nn.functional.linear`. The gradients are G·W and Gᵀ·X. */
export function linear(tf: Tf, x: Tensor2D, weight: Tensor2D): Tensor2D {
  return withGradient(
    tf,
    x,
    weight,
    (input, matrix) => {
      const [rows, fan_in] = input.shape;
      const fan_out = matrix.shape[0];
      // Either side may be transposed; the one with fewer numbers is cheaper.
      return rows * (fan_in + fan_out) < fan_in * fan_out
        ? tf.transpose(tf.matMul(matrix, tf.transpose(input)))
        : tf.matMul(input, tf.transpose(matrix));
    },
    (gradient, input, matrix) => [tf.matMul(gradient, matrix), tf.matMul(tf.transpose(gradient), input)],
  );
}

function withGradient(
  tf: Tf,
  a: Tensor2D,
  b: Tensor2D,
  value: (a: Tensor2D, b: Tensor2D) => Tensor2D,
  gradients: (gradient: Tensor2D, a: Tensor2D, b: Tensor2D) => [Tensor2D, Tensor2D],
): Tensor2D {
  // tfjs types the last argument as a tensor too; it is the function that saves tensors for the way back.
  const operation = tf.customGrad((...inputs: unknown[]) => {
    const [left, right, save] = inputs as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    save([left, right]);
    return {
      value: value(left, right),
      gradFunc: (gradient: Tensor, saved: Tensor[]) =>
        gradients(gradient as Tensor2D, saved[0] as Tensor2D, saved[1] as Tensor2D),
    };
  });
  return operation(a, b) as Tensor2D;
}
