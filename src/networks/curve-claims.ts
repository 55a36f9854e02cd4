/** What can be said of learning curves: whether a net left the constant answer, when it had learnt, and how far it may stray. */
import {
  type Descent,
  firstSpread,
  logit,
  logitSpread,
  mostExplained,
  type StartingNet,
  totalOf,
} from '../math/constant-answer.ts';
import { roundingSpread } from '../math/input-spread.ts';
import { mean } from '../math/statistics.ts';
import type { CurvePoint } from './learning-curve.ts';

/** A point of a run's curve. */
export type RunPoint = CurvePoint & { seed: number };

/** What summing the loss of a hundred points in float64 may add. */
const ROUNDING = 2 ** -44;

/** The rest of a claim about `gainShare`. */
export const noMoreThanSpread = {
  says: 'No loss is below the entropy by more than the differences between the logits allow.',
  within: () => ({ low: Number.NEGATIVE_INFINITY, high: 1 }),
  falseAlarm: 0,
  unit: 'of what they allow',
};

/** How far a loss is below the entropy, at most, as a share of `mostExplained`. A run may end in NaN; that is no loss. */
export const gainShare = (points: readonly CurvePoint[]): number =>
  Math.max(
    ...points
      .filter(({ loss }) => Number.isFinite(loss))
      .map(
        ({ loss, floor, positive, spread }) => (floor - loss) / (mostExplained(positive, spread) + ROUNDING),
      ),
  );

/** The rest of a claim about `leastGain`: that a net leaves the constant answer. Rounding alone would not. */
export const belowConstant = {
  within: () => ({ low: ROUNDING, high: Number.POSITIVE_INFINITY }),
  falseAlarm: 1e-3,
  unit: 'nats',
};

/** By how much the least successful of these curves was below the entropy at its best point, in nats. */
export const leastGain = (curves: readonly CurvePoint[][]): number =>
  Math.min(...curves.map((points) => Math.max(...points.map(({ floor, loss }) => floor - loss))));

/** A run's curve, and the net it is of. */
export interface NetCurve {
  points: readonly CurvePoint[];
  net: StartingNet;
}

/**
 * How far the logits spread, at most, as a share of what `logitSpread` allows a net that is to stay at the constant answer,
 * rounding included. At most 1, but for a share `falseAlarm` of runs.
 */
export function spreadShare(
  curves: readonly NetCurve[],
  descent: Omit<Descent, 'way'>,
  falseAlarm: number,
): number {
  return Math.max(
    ...curves.map(({ points, net }) => {
      const [{ middle, positive }] = points;
      const way = Math.abs(logit(positive) - middle);
      const allowed = totalOf(logitSpread(net, { ...descent, way }, falseAlarm / curves.length));
      return Math.max(...points.map(({ spread }) => spread)) / (allowed + rounding(points, net));
    }),
  );
}

/** The same before the first step, by `firstSpread`: it holds for every start. */
export const firstSpreadShare = (curves: readonly NetCurve[], falseAlarm: number): number =>
  Math.max(
    ...curves.map(({ points: [first], net }) => {
      const allowed = firstSpread(net, falseAlarm / curves.length);
      return first.spread / (allowed + rounding([first], net));
    }),
  );

/** The spread that equal logits may have in float32. */
function rounding(points: readonly CurvePoint[], { width }: StartingNet): number {
  const size = Math.max(2 ** -126, ...points.map(({ middle }) => Math.abs(middle)));
  return 2 ** roundingSpread({ size, terms: width });
}

/** The curves in these points, one for each seed. */
export const bySeed = <P extends RunPoint>(points: readonly P[]): P[][] =>
  seedsOf(points).map((seed) => points.filter((point) => point.seed === seed));

export const seedsOf = (points: readonly { seed: number }[]): number[] => [
  ...new Set(points.map(({ seed }) => seed)),
];

/** The share of the entropy explained at this step, run by run. */
export const explainedAt = (points: readonly CurvePoint[], step: number): number[] =>
  points.flatMap((point) => (point.step === step ? [point.explained] : []));

/** The same in per cent, the mean over the runs. */
export const percentAt = (points: readonly CurvePoint[], step: number): number =>
  100 * mean(explainedAt(points, step));

/** The first step at which this share of the entropy is explained; infinite where there is none. */
export const stepsToLearn = (points: readonly CurvePoint[], share = 0.5): number =>
  points.find(({ explained }) => explained >= share)?.step ?? Number.POSITIVE_INFINITY;
