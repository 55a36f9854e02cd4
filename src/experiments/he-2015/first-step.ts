/** What the first step of a net's training does to its first layer. */
import type { Tools } from '../../lab/experiment.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import { layerViews } from '../../networks/layout.ts';
import type { Training } from '../../networks/learning-curve.ts';
import { binary_cross_entropy_with_logits } from '../../networks/losses.ts';
import { startAt } from '../../networks/optimizers.ts';
import { rootMeanSquare } from '../../networks/statistics.ts';
import { trainingStep } from '../../networks/training.ts';

const U = unitRoundoff(floatFormats.float32);
/** Adam's step is made of a dozen operations. */
const STEP_ROUNDINGS = 16;

/** How far the first step moves the weights of layer 1, and how far their gradient says. */
export const firstStepColumns = {
  moved: '|Δw|/|w| of layer 1 in the first step',
  movedPredicted: 'predicted',
  movedShare: 'their difference, share of rounding',
} as const;

/** Root mean squares; rounding: each weight is rounded once, its step a few times. */
export type FirstStep = Record<keyof typeof firstStepColumns, number>;

/** @param move how far a weight goes that has this gradient */
export async function firstStep(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  { layout, optimizer, initial, data }: Omit<Training, 'steps'>,
  move: (gradient: number) => number,
): Promise<FirstStep> {
  const points = data.y.length;
  const [after, gradient] = tf.tidy(() => {
    const x = tf.tensor2d(data.x, [points, layout.layers[0].fan_in]);
    const y = tf.tensor2d(data.y, [points, 1]);
    const recipe = { layout, loss: binary_cross_entropy_with_logits, optimizer };
    const step = trainingStep(tf, recipe, startAt(tf.tensor1d(initial)), x, y);
    return [step.state.parameters, step.gradient];
  });
  const values = await read([after, gradient]);
  tf.dispose([after, gradient]);
  const [w, next, g] = [initial, ...values].map((flat) => layerViews(layout, flat)[0].weight);
  const size = rootMeanSquare(w);
  const moved = rootMeanSquare(Float64Array.from(w, (weight, i) => next[i] - weight)) / size;
  const movedPredicted = rootMeanSquare(Float64Array.from(g, move)) / size;
  const rounding = U * (1 + moved) + STEP_ROUNDINGS * U * movedPredicted;
  return { moved, movedPredicted, movedShare: Math.abs(moved - movedPredicted) / rounding };
}
