/**
 * A dense stack forward and backward, layer by layer: every pre-activation z^l and output h^l, and the gradient of a
 * scalar with respect to each. The way back is written out; it needs no tape, and what each layer receives stays at
 * hand.
 *
 *   z^l = h^(l-1) W^lᵀ + b^l,   h^l = f(z^l), plus h^(l-1) in a residual layer,   l = 1 … L,   h^0 the input.
 *
 * A batch of n rows is [n, width]. No tensor that is given is disposed of, and all that come back are the caller's: where
 * nothing else frees them, `tf.dispose(trace)` does. Within a trace one tensor may stand in two places.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import { tensorActivations } from './activations.ts';
import { flatten, type LayerTensors, type Layout } from './layout.ts';
import { linear } from './product.ts';

export type Trace = {
  /** h[l] is h^l, [n, width of layer l]; h[0] is the input. */
  h: Tensor2D[];
  /** z[l - 1] is z^l, shaped like h^l. */
  z: Tensor2D[];
  /** f[l - 1] is f(z^l): h^l without what a residual connection adds. */
  f: Tensor2D[];
};

export type Gradients = {
  /** h[l]: with respect to h^l. */
  h: Tensor2D[];
  /** z[l - 1]: with respect to z^l. */
  z: Tensor2D[];
};

/**
 * @param parameters one entry a layer, from `layerTensors` or drawn one by one
 * @param x [n, fan_in of the first layer]
 * @throws RangeError when the parameters or the input do not fit the layout.
 */
export function forward(tf: Tf, layout: Layout, parameters: readonly LayerTensors[], x: Tensor2D): Trace {
  const { layers } = layout;
  if (parameters.length !== layers.length) {
    throw new RangeError(
      `forward: parameters of ${parameters.length} layers; the layout has ${layers.length}.`,
    );
  }
  if (x.shape[1] !== layers[0].fan_in) {
    throw new RangeError(
      `forward: rows of ${x.shape[1]} numbers; the first layer takes ${layers[0].fan_in}.`,
    );
  }
  return tf.tidy(() => {
    const trace: Trace = { h: [tf.clone(x)], z: [], f: [] };
    for (const [i, { activation, negativeSlope, residual }] of layers.entries()) {
      const { weight, bias } = parameters[i];
      const before = trace.h[i];
      const weighted = linear(tf, before, weight);
      const z = bias ? tf.add<Tensor2D>(weighted, bias) : weighted;
      const f = tensorActivations[activation].value(tf, z, { negativeSlope });
      trace.z.push(z);
      trace.f.push(f);
      trace.h.push(residual ? tf.add<Tensor2D>(before, f) : f);
    }
    return trace;
  });
}

/**
 * The gradient of a scalar with respect to every h^l and z^l.
 * @param gradient with respect to the last h, shaped like it
 * @param input false leaves h[0] out: a product that training does not need
 */
export function backward(
  tf: Tf,
  { layers }: Layout,
  parameters: readonly LayerTensors[],
  trace: Trace,
  gradient: Tensor2D,
  { input = true }: { input?: boolean } = {},
): Gradients {
  return tf.tidy(() => {
    const gradients: Gradients = { h: [], z: [] };
    gradients.h[layers.length] = tf.clone(gradient);
    for (let i = layers.length - 1; i >= 0; i--) {
      const { activation, negativeSlope, residual } = layers[i];
      const after = gradients.h[i + 1];
      const z = tensorActivations[activation].backward(tf, {
        gradient: after,
        z: trace.z[i],
        value: trace.f[i],
        negativeSlope,
      });
      gradients.z[i] = z;
      if (i === 0 && !input) break;
      const through: Tensor2D = tf.matMul(z, parameters[i].weight);
      gradients.h[i] = residual ? tf.add<Tensor2D>(after, through) : through;
    }
    return gradients;
  });
}

/**
 * The gradient with respect to all parameters, in their order: [size].
 * @param z the gradients with respect to z^1 … z^L, from `backward`
 */
export function parameterGradient(
  tf: Tf,
  { layers }: Layout,
  trace: Trace,
  z: readonly Tensor2D[],
): Tensor1D {
  return tf.tidy(() =>
    flatten(
      tf,
      layers.map(({ biasAt }, i) => ({
        weight: tf.matMul(tf.transpose(z[i]), trace.h[i]),
        ...(biasAt === undefined ? {} : { bias: tf.sum(z[i], 0) as Tensor1D }),
      })),
    ),
  );
}
