/** How a net with one logit learns to answer yes or no: its loss by step, beside what an answer that ignores the input costs. */
import type { Tools } from '../lab/experiment.ts';
import { entropy, logisticLoss } from '../math/constant-answer.ts';
import { mean, std } from '../math/statistics.ts';
import { forward } from './dense.ts';
import { descend } from './descent.ts';
import { type Layout, layerTensors } from './layout.ts';
import { binary_cross_entropy_with_logits } from './losses.ts';
import type { Optimizer } from './optimizers.ts';

/** What a curve's columns are called in every table that has them. */
export const curveColumns = {
  step: 'step',
  loss: 'loss',
  floor: 'entropy of the labels',
  explained: 'share of the entropy explained',
  spread: 'standard deviation of the logits over the points',
  middle: 'mean logit',
  positive: 'share of points inside',
} as const;

/** A net before a step. */
export type CurvePoint = Record<keyof typeof curveColumns, number>;

/** Steps between two points, and points in one transfer. */
const EVERY = 5;
const TOGETHER = 4;

/** Points of one curve; `steps` is a multiple of five. */
export const curveLength = (steps: number): number => steps / EVERY + 1;

export interface Training {
  /** Of a net with one output, the logit. */
  layout: Layout;
  optimizer: Optimizer;
  /** Clips the gradient to this norm. */
  max_norm?: number;
  /** Flat parameters [size]. */
  initial: Float32Array;
  /** x [points, fan_in] row by row, y [points], 0 or 1. */
  data: { x: Float32Array; y: Float32Array };
  /** A multiple of five. */
  steps: number;
}

/** Trains on all points at once; every fifth step is a point of the curve, its sums in float64. */
export async function* learningCurve(
  tools: Pick<Tools, 'tf' | 'read'>,
  { layout, optimizer, max_norm, initial, data, steps }: Training,
): AsyncGenerator<CurvePoint> {
  const { tf } = tools;
  const points = data.y.length;
  const x = tf.tensor2d(data.x, [points, layout.layers[0].fan_in]);
  const target = tf.tensor2d(data.y, [points, 1]);
  const positive = mean(data.y);
  const floor = entropy(positive);
  const recipe = { layout, loss: binary_cross_entropy_with_logits, optimizer, max_norm };
  const looks = descend(tools, recipe, {
    initial,
    x,
    target,
    steps,
    together: TOGETHER,
    look: ({ parameters }, step) => {
      if (step % EVERY !== 0) return [];
      const layers = () => layerTensors(tf, layout, parameters);
      return [tf.tidy(() => forward(tf, layout, layers(), x).h[layout.layers.length])];
    },
  });
  for await (const { step, values } of looks) {
    const [logits] = values;
    const loss = logisticLoss(logits, data.y);
    const [middle, spread] = [mean(logits), std(logits)];
    yield { step, loss, floor, explained: 1 - loss / floor, spread, middle, positive };
  }
  tf.dispose([x, target]);
}
