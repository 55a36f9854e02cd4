/** Dropout on the hidden layer of a net with one (Srivastava et al. 2014), with masks that the caller draws. */
import type { Tensor2D, Tf } from '../lab/tf.ts';
import type { Generator } from '../random/torch.ts';
import { backward, forward, parameterGradient } from './dense.ts';
import { type Layout, layerTensors } from './layout.ts';
import type { OptimizerState } from './optimizers.ts';
import type { Recipe, Step } from './training.ts';

/**
 * A mask from PyTorch's stream: 1 / (1 - rate) where `torch.rand` is below 1 - rate, and 0 elsewhere. A unit that is kept
 * counts for more, so that the expected signal stays what it was. (`nn.Dropout` draws its masks in another way on each
 * kind of processor; those of `torch.rand` are the same everywhere.)
 * @param size number of examples times number of units @param rate the share that is dropped, from 0 to less than 1
 */
export function dropoutMask(rng: Generator, size: number, rate: number): Float32Array {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`dropoutMask: rate = ${rate}; allowed is from 0 to less than 1.`);
  }
  const keep = Math.fround(1 - rate);
  return rng.rand(size).map((u) => (u < keep ? 1 / keep : 0));
}

/**
 * A training step as `trainingStep` takes it, with h¹ · mask in place of h¹ on the way forward, and the gradient times the
 * mask on the way back.
 * @param x [n, fan_in] @param target [n, fan_out] @param mask [n, hidden]
 * @throws RangeError for a net of more or fewer than two layers.
 */
export function dropoutStep(
  tf: Tf,
  { layout, loss, optimizer }: Recipe,
  state: OptimizerState,
  { x, target, mask }: { x: Tensor2D; target: Tensor2D; mask: Tensor2D },
): Step {
  if (layout.layers.length !== 2) {
    throw new RangeError(`dropoutStep: ${layout.layers.length} layers; allowed are two.`);
  }
  const [below, above] = layout.layers.map((layer): Layout => ({ layers: [layer], size: layout.size }));
  return tf.tidy(() => {
    const [first, last] = layerTensors(tf, layout, state.parameters);
    const hidden = forward(tf, below, [first], x);
    // #region masked
    const output = forward(tf, above, [last], tf.mul<Tensor2D>(hidden.h[1], mask));
    const { terms, gradient } = loss(tf, output.h[1], target);
    const up = backward(tf, above, [last], output, gradient);
    const down = backward(tf, below, [first], hidden, tf.mul<Tensor2D>(up.h[0], mask), { input: false });
    // #endregion
    const whole = tf.concat([
      parameterGradient(tf, below, hidden, down.z),
      parameterGradient(tf, above, output, up.z),
    ]);
    return { state: optimizer.update(tf, state, whole), terms, gradient: whole };
  });
}
