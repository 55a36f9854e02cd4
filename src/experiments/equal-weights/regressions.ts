/**
 * Linear and softmax regression as nets without a hidden layer: their data, and their starts, which descend side by side.
 */
import type { Tensor2D } from '../../lab/tf.ts';
import type { Loss } from '../../networks/losses.ts';
import type { Generator } from '../../random/torch.ts';

/** Inputs of a point, without the one for the bias. */
export const FEATURES = 4;
export const CLASSES = 3;
/** So few points leave directions of the five weights that no point sees. */
export const FEW = 3;

export const regressionStarts = ['zeros', 'all equal', 'random'] as const;
export type RegressionStart = (typeof regressionStarts)[number];

export interface RegressionData {
  /** [points, FEATURES] */
  x: Float32Array;
  /** Of linear regression: [points]. */
  targets: Float32Array;
  /** Of softmax regression: [points]. */
  classes: Int32Array;
}

/** The spread of the numbers that a line cannot explain, and how much a point's features say of its class. */
const NOISE = 0.5;
const SIGNAL = 0.4;

/** Inputs; then a line and noise for the targets; then a line and noise for each class, the largest of which is a point's own. */
export function drawRegression(rng: Generator, points: number): RegressionData {
  const x = rng.randn(points * FEATURES);
  const [line, noise] = [rng.randn(FEATURES + 1), rng.randn(points)];
  const [lines, scatter] = [rng.randn(CLASSES * FEATURES), rng.randn(points * CLASSES)];
  const along = (i: number, w: Float32Array, from: number) => {
    let total = 0;
    for (let j = 0; j < FEATURES; j++) total += x[i * FEATURES + j] * w[from + j];
    return total;
  };
  return {
    x,
    targets: Float32Array.from(
      { length: points },
      (_, i) => along(i, line, 0) + line[FEATURES] + NOISE * noise[i],
    ),
    classes: Int32Array.from({ length: points }, (_, i) => {
      const scores = Array.from(
        { length: CLASSES },
        (_, k) => SIGNAL * along(i, lines, k * FEATURES) + scatter[i * CLASSES + k],
      );
      return scores.indexOf(Math.max(...scores));
    }),
  };
}

/** Points with a one for the bias: [points, FEATURES + 1]. */
export function designOf(x: Float32Array): Float64Array {
  const points = x.length / FEATURES;
  return Float64Array.from({ length: points * (FEATURES + 1) }, (_, at) => {
    const j = at % (FEATURES + 1);
    return j === FEATURES ? 1 : x[Math.floor(at / (FEATURES + 1)) * FEATURES + j];
  });
}

/**
 * The flat parameters of all starts side by side, `outputs` outputs each: weights as drawn, biases among them.
 * @param equal what all weights of the second start are
 */
export function drawStarts(
  rng: Generator,
  { outputs, equal }: { outputs: number; equal: number },
): Float32Array {
  const rows = outputs * (FEATURES + 1);
  const each = [new Float32Array(rows), new Float32Array(rows).fill(equal), rng.randn(rows)];
  const nets = each.length;
  const flat = new Float32Array(nets * rows);
  for (const [net, values] of each.entries()) {
    flat.set(values.subarray(0, outputs * FEATURES), net * outputs * FEATURES);
    flat.set(values.subarray(outputs * FEATURES), nets * outputs * FEATURES + net * outputs);
  }
  return flat;
}

/** Each start's own weights, its bias last in each row: [outputs, FEATURES + 1]. */
export function startsIn(flat: Float32Array): Float64Array[] {
  const nets = regressionStarts.length;
  const outputs = flat.length / nets / (FEATURES + 1);
  return Array.from({ length: nets }, (_, net) =>
    Float64Array.from({ length: outputs * (FEATURES + 1) }, (_, at) => {
      const row = net * outputs + Math.floor(at / (FEATURES + 1));
      const j = at % (FEATURES + 1);
      return flat[j < FEATURES ? row * FEATURES + j : nets * outputs * FEATURES + row];
    }),
  );
}

/**
 * A loss over the outputs of `nets` nets side by side, each of which descends its own.
 * @param loss of one net; its target has the rows of the data, each as often as there are nets
 */
export const ownLosses =
  (loss: Loss, nets: number): Loss =>
  (tf, output, target) =>
    tf.tidy(() => {
      const [rows, columns] = output.shape;
      const joined = loss(tf, tf.reshape(output, [rows * nets, columns / nets]) as Tensor2D, target);
      const gradient = tf.mul<Tensor2D>(tf.reshape(joined.gradient, [rows, columns]), nets);
      return { terms: joined.terms, gradient };
    });

/** Rows of targets for `ownLosses`: each as often as there are nets. */
export function repeated(rows: Float32Array, columns: number, nets: number): Float32Array {
  const out = new Float32Array(rows.length * nets);
  for (let i = 0; i < rows.length / columns; i++) {
    const row = rows.subarray(i * columns, (i + 1) * columns);
    for (let net = 0; net < nets; net++) out.set(row, (i * nets + net) * columns);
  }
  return out;
}
