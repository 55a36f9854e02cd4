/**
 * LSUV, layer-sequential unit variance (Mishkin & Matas, "All you need is a good init", 2016, algorithm 1): from the first
 * layer to the last, divide a layer's weights by the standard deviation of what it puts out for a batch, before its activation.
 * The authors start from orthonormal matrices; any start will do that leaves no layer at zero.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import { tensorActivations } from './activations.ts';
import { flatten, type Layout, layerTensors } from './layout.ts';
import { linear } from './product.ts';

/**
 * The parameters of a dense stack after it: [size]. Those given stay as they are.
 *
 * A layer without a bias is linear in its weights, so that one division makes the variance exactly one; the loop of the paper,
 * up to a tolerance, is for layers that are not: there `rounds` divisions follow one another.
 * @param parameters [size] @param x the batch, [n, fan_in]; the variance is that of all its rows and all units of a layer
 */
export function lsuv(
  tf: Tf,
  layout: Layout,
  parameters: Tensor1D,
  x: Tensor2D,
  { rounds = 1 }: { rounds?: number } = {},
): Tensor1D {
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new RangeError(`lsuv: rounds = ${rounds}; allowed are whole numbers from 1 on.`);
  }
  return tf.tidy(() => {
    let h = x;
    const scaled = layerTensors(tf, layout, parameters).map(({ weight, bias }, i) => {
      const { activation, negativeSlope, residual } = layout.layers[i];
      const output = (w: Tensor2D) => {
        const weighted = linear(tf, h, w);
        return bias ? tf.add<Tensor2D>(weighted, bias) : weighted;
      };
      let w = weight;
      for (let round = 0; round < rounds; round++) w = tf.div<Tensor2D>(w, deviation(tf, output(w)));
      const f = tensorActivations[activation].value(tf, output(w), { negativeSlope });
      h = residual ? tf.add<Tensor2D>(h, f) : f;
      return { weight: w, bias };
    });
    return flatten(tf, scaled);
  });
}

/** The standard deviation of all entries [n, m], the sums in stages: rows first. */
function deviation(tf: Tf, values: Tensor2D) {
  const size = values.shape[0] * values.shape[1];
  const average = (of: Tensor2D) => tf.div(tf.sum(tf.sum(of, 1)), size);
  const apart = tf.sub<Tensor2D>(values, average(values));
  return tf.sqrt(average(tf.square(apart)));
}
