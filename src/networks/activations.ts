/** Activations on tensors, and the step back through one: PyTorch's formulas, its derivatives at 0 included. */
import type { Tensor2D, Tf } from '../lab/tf.ts';
import type { ActivationName } from '../math/activations.ts';

export type LayerActivation = ActivationName | 'linear';

/** What selu multiplies by: Klambauer et al. 2017, equation 14. Its alpha times this is its slope at 0 from the left. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

interface Slope {
  /** Of leaky_relu. */
  negativeSlope: number;
}

interface Backward extends Slope {
  /** Gradient with respect to f(z). */
  gradient: Tensor2D;
  z: Tensor2D;
  /** f(z) */
  value: Tensor2D;
}

interface TensorActivation {
  /** f(z), shaped like z. */
  value(tf: Tf, z: Tensor2D, slope: Slope): Tensor2D;
  /** gradient · f′(z), shaped like z. */
  backward(tf: Tf, given: Backward): Tensor2D;
}

/** Each by its name; alpha of elu is 1. */
export const tensorActivations: Record<LayerActivation, TensorActivation> = {
  linear: {
    value: (_, z) => z,
    backward: (_, { gradient }) => gradient,
  },
  sigmoid: {
    value: (tf, z) => tf.sigmoid(z),
    backward: (tf, { gradient, value }) => tf.mul(tf.mul(gradient, tf.sub(1, value)), value),
  },
  tanh: {
    value: (tf, z) => tf.tanh(z),
    backward: (tf, { gradient, value }) => tf.mul(gradient, tf.sub(1, tf.square(value))),
  },
  relu: {
    value: (tf, z) => tf.relu(z),
    backward: (tf, { gradient, z }) => tf.mul(gradient, tf.step(z)),
  },
  leaky_relu: {
    value: (tf, z, { negativeSlope }) => tf.leakyRelu(z, negativeSlope),
    backward: (tf, { gradient, z, negativeSlope }) => tf.mul(gradient, tf.step(z, negativeSlope)),
  },
  elu: {
    value: (tf, z) => tf.elu(z),
    // e^min(z, 0) is 1 on the right, and on the left more exact than f(z) + 1.
    backward: (tf, { gradient, z }) => tf.mul(gradient, tf.exp(tf.minimum(z, 0))),
  },
  selu: {
    value: (tf, z) => tf.selu(z),
    backward: (tf, { gradient, z }) => {
      const slope = tf.mul(tf.exp(tf.minimum(z, 0)), tf.step(z, SELU_ALPHA));
      return tf.mul(tf.mul(gradient, SELU_SCALE), slope);
    },
  },
};
