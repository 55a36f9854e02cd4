/** The gradient that reaches the first layer of a deep net before it is trained, and its law. */
import type { Tools } from '../lab/experiment.ts';
import { fanLaws } from '../math/fan-products.ts';
import { rmsLaw } from '../math/rms-laws.ts';
import type { SkewedLaw } from '../math/skewed-law.ts';
import { mean } from '../math/statistics.ts';
import { backward, forward } from './dense.ts';
import { layerTensors } from './layout.ts';
import type { Training } from './learning-curve.ts';
import { rootMeanSquare } from './statistics.ts';

/**
 * The root mean square over units of the first logit's gradient with respect to h^1, its geometric mean over the points; 0 where
 * float32 holds it no more.
 */
export async function firstGradient(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  { layout, initial, data }: Pick<Training, 'layout' | 'initial' | 'data'>,
): Promise<number> {
  const points = data.y.length;
  const [{ fan_in, fan_out }] = layout.layers;
  const gradient = tf.tidy(() => {
    const layers = layerTensors(tf, layout, tf.tensor1d(initial));
    const trace = forward(tf, layout, layers, tf.tensor2d(data.x, [points, fan_in]));
    const { fan_out: outputs } = layout.layers[layout.layers.length - 1];
    const first = Float32Array.from({ length: points * outputs }, (_, i) => (i % outputs === 0 ? 1 : 0));
    const up = tf.tensor2d(first, [points, outputs]);
    return backward(tf, layout, layers, trace, up, { input: false }).h[1];
  });
  const [values] = await read([gradient]);
  tf.dispose(gradient);
  const logs = Array.from(data.y, (_, i) =>
    Math.log(rootMeanSquare(values.subarray(i * fan_out, (i + 1) * fan_out))),
  );
  return Math.exp(mean(logs));
}

export interface SquareNet {
  /** Hidden layers, and units in each. */
  depth: number;
  width: number;
  /** The variance of a weight. */
  weight(fan_in: number, fan_out: number): number;
}

/**
 * The law of its log2: what the weights of the output send down through `depth` - 1 square layers. It is one input's, and a
 * mean over points can only be steadier.
 * @param slope of the units left of 0: 0 for ReLU, 1 for linear ones, which no others let more through than if their slope is
 *   nowhere above 1
 */
export function firstGradientLaw({ depth, width, weight }: SquareNet, slope = 0): SkewedLaw {
  const [first] = fanLaws({
    widths: Array(depth).fill(width),
    variances: Array(depth - 1).fill(weight(width, width)),
    output: 'relu',
    slope,
  }).backward;
  return rmsLaw({ ...first, mean: first.mean + Math.log(weight(width, 1)) });
}

/** The smallest normal number of float32, and room for entries and products that are smaller than most. */
const SMALLEST_BITS = -126 + 16;

/** Whether float32 holds a gradient of this law with all its digits all the way down. */
export const isHeld = ({ mean: bits, sd }: SkewedLaw): boolean => bits - 5 * sd > SMALLEST_BITS;
