/** What a histogram of one layer shows: mean, standard deviation, counts, and the share that sits where f is flat. */
import type { LayerActivation } from './activations.ts';

export const HISTOGRAM_BINS = 30;

export interface LayerStatistics {
  mean: number;
  std: number;
  rms: number;
  /** Share of numbers that are exactly 0. */
  zeros: number;
  /** Share beyond ±1. */
  beyondOne: number;
  /** The ends of the histogram, and the share of all numbers in each of its bins. */
  low: number;
  high: number;
  bins: number[];
}

/**
 * In float64, in two passes; the standard deviation divides by n, as NumPy's does.
 * @param range the ends of the histogram; numbers beyond them are left out, as `plt.hist(range=…)` does. From the smallest
 * number to the largest if absent.
 */
export function layerStatistics(
  values: Float32Array,
  range?: readonly [low: number, high: number],
): LayerStatistics {
  const { length } = values;
  if (length === 0) throw new RangeError('layerStatistics of no values: at least one number is needed.');
  let [total, squares, zeros, beyond] = [0, 0, 0, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    const x = values[i];
    total += x;
    squares += x * x;
    if (x === 0) zeros++;
    if (x > 1 || x < -1) beyond++;
    if (x < least) least = x;
    if (x > most) most = x;
  }
  const mean = total / length;
  const [low, high] = range ?? [least, most];
  // A layer of equal numbers has no width: they all fall into the first bin.
  const scale = high > low ? HISTOGRAM_BINS / (high - low) : 0;
  const counts = new Float64Array(HISTOGRAM_BINS);
  let spread = 0;
  for (let i = 0; i < length; i++) {
    const x = values[i];
    spread += (x - mean) * (x - mean);
    // The last bin holds its right end, as in NumPy.
    if (x >= low && x <= high) counts[Math.min(HISTOGRAM_BINS - 1, Math.floor((x - low) * scale))]++;
  }
  return {
    mean,
    std: Math.sqrt(spread / length),
    rms: Math.sqrt(squares / length),
    zeros: zeros / length,
    beyondOne: beyond / length,
    low,
    high,
    bins: Array.from(counts, (count) => count / length),
  };
}

/**
 * Where an activation counts as flat: its values there, and the pre-activations. For tanh and the sigmoid the last
 * hundredth of the way to an end, for ELU and SELU that on the left, for ReLU the whole left side.
 */
interface Flat {
  is(h: number): boolean;
  /** Flat for z < left, and for z > right. */
  left: number;
  right: number;
}

const TANH_EDGE = Math.atanh(0.99);
const SELU_FLOOR = 1.0507009873554805 * 1.6732632423543772;
const never: Flat = { is: () => false, left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY };

export const flatParts: Record<LayerActivation, Flat> = {
  linear: never,
  leaky_relu: never,
  relu: { ...never, is: (h) => h === 0, left: 0 },
  tanh: { is: (h) => h > 0.99 || h < -0.99, left: -TANH_EDGE, right: TANH_EDGE },
  sigmoid: { is: (h) => h > 0.995 || h < 0.005, left: -2 * TANH_EDGE, right: 2 * TANH_EDGE },
  elu: { ...never, is: (h) => h < -0.99, left: Math.log(0.01) },
  selu: { ...never, is: (h) => h < -0.99 * SELU_FLOOR, left: Math.log(0.01) },
};

/** The share of h where its activation is flat. */
export function flatShare(h: Float32Array, activation: LayerActivation): number {
  const { is } = flatParts[activation];
  let count = 0;
  for (let i = 0; i < h.length; i++) if (is(h[i])) count++;
  return count / h.length;
}
