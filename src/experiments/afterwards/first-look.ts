/** A deep ReLU net before its first step, layer by layer: what the laws of clipping, LARS and LSUV say, and how nearly it is so. */
import type { Tools } from '../../lab/experiment.ts';
import type { Tensor2D } from '../../lab/tf.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import { mean } from '../../math/statistics.ts';
import { backward, forward, parameterGradient } from '../../networks/dense.ts';
import { type Layout, layerTensors, layerViews } from '../../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../../networks/losses.ts';
import { clip_grad_norm_, type Optimizer, startAt } from '../../networks/optimizers.ts';

export const firstColumns = {
  signal: 'log₂ rms of z',
  gradient: 'log₂ rms of the gradient of z',
  update: 'log₁₀ of |Δw|/|w| in the first step',
  gain: 'gain of the weights',
  centre: 'mean of z over its rms',
  pullShare: 'w · ∂L/∂w here against the next layer, share of rounding',
  clipShare: 'what clipping leaves here against layer 1, share of rounding',
  larsShare: '|Δw|/|w| against the trust coefficient, share of rounding',
  varianceShare: 'variance of z against 1, share of rounding',
};
export type FirstLook = Record<keyof typeof firstColumns, number>;

interface Given {
  layout: Layout;
  /** [size], biases at zero */
  initial: Float32Array;
  /** [points, fan_in], [points, 1] */
  x: Tensor2D;
  target: Tensor2D;
  optimizer: Optimizer;
  max_norm?: number;
  /** What clipping is tried with, in any net. */
  clip: number;
  /** What LARS should make of every |Δw|/|w|. */
  trust: number;
}

const U = unitRoundoff(floatFormats.float32);

/** One entry a layer, 1 … L. */
export async function firstLook(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  { layout, initial, x, target, optimizer, max_norm, clip, trust }: Given,
): Promise<FirstLook[]> {
  const { layers } = layout;
  const count = layers.length;
  const tensors = tf.tidy(() => {
    const start = startAt(tf.tensor1d(initial));
    const parameters = layerTensors(tf, layout, start.parameters);
    const trace = forward(tf, layout, parameters, x);
    const { gradient } = binary_cross_entropy_with_logits(tf, trace.h[count], target);
    const back = backward(tf, layout, parameters, trace, gradient, { input: false });
    const whole = parameterGradient(tf, layout, trace, back.z);
    const clipped = clip_grad_norm_(tf, whole, clip).gradient;
    const used = max_norm === undefined ? whole : clip_grad_norm_(tf, whole, max_norm).gradient;
    const after = optimizer.update(tf, start, used).parameters;
    return [whole, clipped, after, ...trace.z, ...trace.h.slice(0, count), ...back.z];
  });
  const [whole, clipped, after, ...rest] = await read(tensors);
  tf.dispose(tensors);
  const [z, h, g] = [0, 1, 2].map((part) => rest.slice(part * count, (part + 1) * count));
  const step = after.map((value, k) => value - initial[k]);
  const [weights, gradients, shorter, steps] = [initial, whole, clipped, step].map((flat) =>
    layerViews(layout, flat),
  );
  const points = x.shape[0];
  const pulls = weights.map(({ weight }, i) => dot(weight, gradients[i].weight));
  // Rounding of w · ∂L/∂w and of what it is equal to on either side of the layer: sums over the points and over the inputs.
  const pullRooms = weights.map(
    ({ weight, shape }, i) =>
      U * (points + shape[1] + shape[0] + 16) * size(weight) * size(h[i]) * size(g[i]),
  );
  const left = shorter.map(({ weight }, i) => size(weight) / size(gradients[i].weight));
  return layers.map(({ fan_in, fan_out }, i) => {
    const { weight, bias = new Float32Array(0) } = weights[i];
    const whole = Math.hypot(size(weight), size(bias));
    const moved = Math.hypot(size(steps[i].weight), size(steps[i].bias ?? []));
    const [rms, centre] = [size(z[i]) / Math.sqrt(z[i].length), mean(z[i])];
    const next = Math.min(i + 1, count - 1);
    return {
      signal: Math.log2(rms),
      gradient: Math.log2(size(g[i]) / Math.sqrt(g[i].length)),
      update: Math.log10(moved / whole),
      gain: size(weight) / Math.sqrt(Math.min(fan_in, fan_out)),
      centre: centre / rms,
      pullShare: share(pulls[i] - pulls[next], pullRooms[i] + pullRooms[next]),
      // Each entry is rounded once.
      clipShare: share(left[i] / left[0] - 1, 4 * U),
      // Two lengths, added up in stages of the root of their number; quotient and products; the sum, beside which Δw is small.
      larsShare: share(
        moved / whole / trust - 1,
        U * (4 * Math.sqrt(weight.length + bias.length) + 24 + 2 / trust),
      ),
      varianceShare: share(rms ** 2 - centre ** 2 - 1, varianceRoom({ fan_in, fan_out, points })),
    };
  });
}

/**
 * How far rounding may take the variance of z = Wh from 1 once W was divided by its root: twice what a product errs by, n units
 * of |W| |h|, so n^(3/2) units of |z| for orthonormal rows times a gain; and the sums of the variance, first over a row.
 */
function varianceRoom({
  fan_in,
  fan_out,
  points,
}: {
  fan_in: number;
  fan_out: number;
  points: number;
}): number {
  // A single row of weights may be nearly at right angles to h; then less is left of |W| |h|.
  const spread = Math.sqrt(fan_out === 1 ? fan_in * fan_in : Math.min(fan_in, fan_out));
  return U * (4 * (fan_in + 8) * spread + 2 * (fan_out + points) + 32);
}

const size = (values: ArrayLike<number>) => {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k] * values[k];
  return Math.sqrt(total);
};

function dot(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k] * b[k];
  return total;
}

const share = (error: number, allowed: number) => Math.abs(error) / allowed;
