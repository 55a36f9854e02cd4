/** The net that pre-training leaves, held against the machines that it was taken from. */
import type { Tools } from '../../lab/experiment.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import { sigmoid } from '../../math/rbm.ts';
import { forward } from '../../networks/dense.ts';
import { type Layout, layerTensors } from '../../networks/layout.ts';
import type { Machine } from './stack.ts';

const U = unitRoundoff(floatFormats.float32);
/** Roundings granted to one sigmoid in float32, of a value below 1. */
const SIGMOID_ROUNDINGS = 20;

/**
 * How far the net's hidden units are from p(h = 1|v) of the machines, taken one upon the other in float64: the largest
 * distance, as a share of what float32 may have lost. A sum of n products is off by (n + 2) U times the sum of their sizes,
 * at most; the sigmoid passes on a quarter of it, at most.
 * @param x [rows, fan_in], row by row
 */
export async function activityShare(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  { layout, initial }: { layout: Layout; initial: Float32Array },
  machines: readonly Machine[],
  x: Float32Array,
): Promise<number> {
  const { fan_in } = layout.layers[0];
  const rows = x.length / fan_in;
  const hidden = tf.tidy(() => {
    const layers = layerTensors(tf, layout, tf.tensor1d(initial));
    return forward(tf, layout, layers, tf.tensor2d(x, [rows, fan_in])).h.slice(1, -1);
  });
  const measured = await read(hidden);
  tf.dispose(hidden);
  let share = 0;
  for (let row = 0; row < rows; row++) {
    let v = Float64Array.from(x.subarray(row * fan_in, (row + 1) * fan_in));
    let error = new Float64Array(fan_in);
    for (const [l, { visible, hidden: units, flat }] of machines.entries()) {
      const [h, allowed] = [new Float64Array(units), new Float64Array(units)];
      for (let j = 0; j < units; j++) {
        let z = flat[visible * units + visible + j];
        let sizes = Math.abs(z);
        let carried = 0;
        for (let i = 0; i < visible; i++) {
          const weight = flat[i * units + j];
          z += v[i] * weight;
          sizes += Math.abs(v[i] * weight);
          carried += error[i] * Math.abs(weight);
        }
        h[j] = sigmoid(z);
        allowed[j] = (carried + (visible + 2) * U * sizes) / 4 + SIGMOID_ROUNDINGS * U;
        share = Math.max(share, Math.abs(measured[l][row * units + j] - h[j]) / allowed[j]);
      }
      [v, error] = [h, allowed];
    }
  }
  return share;
}
