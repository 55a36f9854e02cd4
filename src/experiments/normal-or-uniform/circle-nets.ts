/** Small tanh nets that learn which points lie in a circle, seen by many sensors: as many nets as asked for, trained as one. */
import { circle } from '../../data/circle.ts';
import { throughSensors } from '../../data/sensors.ts';
import type { Tools } from '../../lab/experiment.ts';
import type { Tensor2D, Tf } from '../../lab/tf.ts';
import { logisticLoss } from '../../math/constant-answer.ts';
import { forward } from '../../networks/dense.ts';
import { descend } from '../../networks/descent.ts';
import { layerTensors } from '../../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../../networks/losses.ts';
import { sgd } from '../../networks/optimizers.ts';
import { withRates } from '../../networks/rates.ts';
import { joinNets } from '../../networks/side-by-side.ts';
import type { Generator } from '../../random/torch.ts';

const POINTS = 64;
const SENSORS = 32;
const HIDDEN = 32;
const LR = 1;
export const CIRCLE_STEPS = 60;

export interface CircleTask {
  /** [points, sensors] */
  x: Tensor2D;
  /** [points] */
  labels: Float32Array;
}

/** Draws the points, then the sensors. */
export function circleTask(tf: Tf, rng: Generator): CircleTask {
  const { x, y } = circle(rng, POINTS);
  return {
    x: tf.tensor2d(throughSensors(x, rng.randn(3 * SENSORS)), [POINTS, SENSORS]),
    labels: y,
  };
}

/**
 * The loss of each net after plain descent on all points.
 * @param draw weights [fan_out, fan_in]: of each net the hidden layer's, then the output's; biases begin at 0
 */
export async function trainCircleNets(
  tools: Pick<Tools, 'tf' | 'read'>,
  { x, labels }: CircleTask,
  { nets, draw }: { nets: number; draw(shape: readonly [number, number]): Float32Array },
): Promise<number[]> {
  const { tf } = tools;
  const { layout, initial, rates } = joinNets(
    { nets, inputs: SENSORS, hidden: HIDDEN, activation: 'tanh' },
    draw,
  );
  const targets = Float32Array.from({ length: POINTS * nets }, (_, i) => labels[Math.floor(i / nets)]);
  const target = tf.tensor2d(targets, [POINTS, nets]);
  const recipe = {
    layout,
    loss: binary_cross_entropy_with_logits,
    optimizer: withRates(sgd({ lr: LR }), rates),
  };
  const answers = descend(tools, recipe, {
    initial,
    x,
    target,
    steps: CIRCLE_STEPS,
    look: ({ parameters }, step) =>
      step < CIRCLE_STEPS
        ? []
        : [
            tf.tidy(
              () => forward(tf, layout, layerTensors(tf, layout, parameters), x).h[layout.layers.length],
            ),
          ],
  });
  const logits: number[] = [];
  for await (const { values } of answers) logits.push(...values[0]);
  tf.dispose(target);
  return Array.from({ length: nets }, (_, net) =>
    logisticLoss(
      logits.filter((_, i) => i % nets === net),
      labels,
    ),
  );
}
