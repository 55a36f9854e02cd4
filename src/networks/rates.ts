/** An optimizer with a learning rate of its own for every parameter, as PyTorch's parameter groups give. */
import type { Optimizer } from './optimizers.ts';

/**
 * Multiplies each parameter's gradient before the optimizer sees it. For SGD, with momentum too, that is the same as
 * multiplying its learning rate: velocity and step are linear in the gradient. For Adam it would be next to nothing.
 * @param factors one a parameter, in the layout's order
 */
export function withRates(optimizer: Optimizer, factors: readonly number[] | Float32Array): Optimizer {
  return {
    update: (tf, state, gradient) =>
      tf.tidy(() => {
        if (factors.length !== gradient.size) {
          throw new RangeError(
            `withRates: ${factors.length} factors for ${gradient.size} parameters; allowed is one a parameter.`,
          );
        }
        return optimizer.update(tf, state, tf.mul(gradient, tf.tensor1d(factors as number[] | Float32Array)));
      }),
  };
}
