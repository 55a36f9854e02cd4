/** Regressions on their way down, and what is measured of them at each step beside what theory says. */
import type { Tools } from '../../lab/experiment.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import {
  descended,
  descentRounding,
  excessLoss,
  type LeastSquares,
  unseen,
} from '../../math/least-squares.ts';
import {
  answersApart,
  centred,
  classMeans,
  flattening,
  type SoftmaxRegression,
  softmaxLoss,
  stepRounding,
} from '../../math/softmax-regression.ts';
import { norm } from '../../math/vectors.ts';
import { descend } from '../../networks/descent.ts';
import { denseLayout } from '../../networks/layout.ts';
import type { Loss } from '../../networks/losses.ts';
import { sgd } from '../../networks/optimizers.ts';
import { FEATURES, ownLosses, regressionStarts, repeated, startsIn } from './regressions.ts';

/** What a look's columns are called. */
export const lookColumns = {
  loss: 'loss',
  excess: 'log₁₀ of the loss above the least',
  predicted: 'predicted, or the most allowed',
  lossShare: 'loss above the least, share of what is allowed',
  lawShare: 'error of the weights, share of what is allowed',
  kept: 'what the start has left',
  keptExpected: 'as it began',
  keptShare: 'difference, share of rounding',
  apart: 'distance from the weights that began as zeros',
};
export type Look = Record<keyof typeof lookColumns, number>;

/** One net's look at one step, given the weights of all nets. */
export type Looking = (all: readonly Float64Array[], at: { net: number; step: number }) => Look;

interface Descent {
  /** [points, FEATURES] */
  x: Float32Array;
  /** Targets of `loss`, `outputs` columns. */
  rows: Float32Array;
  outputs: number;
  loss: Loss;
  /** From `drawStarts`. */
  initial: Float32Array;
  lr: number;
  steps: number;
}

const U = unitRoundoff(floatFormats.float32);
/** What sums in float64 may add to a distance, or to a loss. */
const SLACK = 2 ** -40;
/** Below this a loss is nothing but rounding. */
const FLOOR = 1e-16;
/** Steps in one transfer. */
const TOGETHER = 20;
const WEIGHTS = FEATURES + 1;

/** Each start's weights before every step and after the last. */
export async function* regressionPaths(
  tools: Pick<Tools, 'tf' | 'read'>,
  { x, rows, outputs, loss, initial, lr, steps }: Descent,
): AsyncGenerator<{ step: number; all: Float64Array[] }> {
  const { tf } = tools;
  const nets = regressionStarts.length;
  const points = x.length / FEATURES;
  const input = tf.tensor2d(x, [points, FEATURES]);
  const target = tf.tensor2d(repeated(rows, outputs, nets), [points * nets, outputs]);
  const layout = denseLayout({ widths: [FEATURES, nets * outputs], activation: 'linear' });
  const recipe = { layout, loss: ownLosses(loss, nets), optimizer: sgd({ lr }) };
  const looks = descend(tools, recipe, {
    initial,
    x: input,
    target,
    steps,
    together: TOGETHER,
    look: ({ parameters }) => [tf.clone(parameters)],
  });
  for await (const { step, values } of looks) yield { step, all: startsIn(values[0]) };
  tf.dispose([input, target]);
}

/** Linear regression against its exact path; kept is the length of what no point sees. */
export function linearLook(
  problem: LeastSquares,
  { initial, lr, steps }: Pick<Descent, 'initial' | 'lr' | 'steps'>,
): Looking {
  const begun = startsIn(initial);
  const allowed = begun.map((start) => descentRounding(problem, start, { lr, steps, unit: U }));
  const began = begun.map((start) => unseen(problem, start));
  return (all, { net, step }) => {
    const theta = all[net];
    const law = descended(problem, begun[net], { lr, step });
    const room = allowed[net][step] + SLACK;
    const kept = unseen(problem, theta);
    const [excess, predicted] = [excessLoss(problem, theta), excessLoss(problem, law)];
    const most = (Math.sqrt(predicted) + room * Math.sqrt(problem.values[0] / 2)) ** 2;
    return {
      loss: problem.loss + excess,
      excess: Math.log10(excess + FLOOR),
      predicted: Math.log10(predicted + FLOOR),
      lossShare: excess / most,
      lawShare: away(theta, law) / room,
      kept: norm(kept),
      keptExpected: norm(began[net]),
      keptShare: away(kept, began[net]) / room,
      apart: away(theta, all[0]),
    };
  };
}

/**
 * Softmax regression against its minimum and the most that it may be away from it; kept is the sum over the classes of the first
 * weight. To be asked at every step in turn, for the bound goes from step to step.
 */
export function softmaxLook(
  problem: SoftmaxRegression,
  { initial, lr }: Pick<Descent, 'initial' | 'lr'>,
): Looking {
  const { count, optimum, slowest, smoothness } = problem;
  const began = startsIn(initial).map((start) => classMeans(start, WEIGHTS));
  const most = startsIn(initial).map((start) => away(centred(start, WEIGHTS), optimum));
  const drift = began.map(() => 0);
  return (all, { net }) => {
    const w = all[net];
    const own = centred(w, WEIGHTS);
    const kept = classMeans(w, WEIGHTS);
    const loss = softmaxLoss(problem, w);
    const excess = Math.max(0, loss - problem.loss);
    const room = most[net] + SLACK;
    const allowed = (smoothness * room ** 2) / 2 + SLACK;
    const look = {
      loss,
      excess: Math.log10(excess + FLOOR),
      predicted: Math.log10(allowed),
      lossShare: excess / allowed,
      lawShare: away(own, optimum) / room,
      kept: count * kept[0],
      keptExpected: count * began[net][0],
      keptShare: (count * away(kept, began[net])) / (drift[net] + SLACK),
      apart: away(w, all[0]),
    };
    const rounding = stepRounding(problem, w, { lr, unit: U });
    const shrinks = lr * slowest * flattening(answersApart(problem, own, optimum));
    most[net] = (1 - shrinks) * most[net] + rounding.step;
    drift[net] += rounding.sum;
    return look;
  };
}

const away = (a: Float64Array, b: Float64Array) => norm(a.map((value, k) => value - b[k]));
