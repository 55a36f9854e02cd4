/** What is known of note 002's comparison before it runs: from theory where there is one, else counted in other runs. */
import type { DirectionName } from '../../data/half-space.ts';
import type { Interval } from '../../lab/claims.ts';
import { adamReach, biasesUnderAdam } from '../../math/adam.ts';
import { binomialInterval } from '../../math/binomial.ts';
import { firstLossLaw } from '../../math/first-loss.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import type { Cumulants3 } from '../../math/log-law.ts';
import { meanInterval } from '../../math/skewed-law.ts';
import outcomes from './outcomes.json' with { type: 'json' };
import { comparisonLayout } from './starts.ts';

/** The note's learning rate. */
export const LR = 1e-3;
export const POINTS = 1000;
export const FRESH_POINTS = 2000;
export const FALSE_ALARM = 1e-3;

const U = unitRoundoff(floatFormats.float32);
const [first, ...later] = comparisonLayout.layers;
export const INPUTS = first.fan_in;
/** Weights of the first layer. */
export const FIRST_WEIGHTS = first.fan_in * first.fan_out;

/** The variance of a weight. */
export const weightVariances = {
  xavier: (fan_in: number, fan_out: number) => 2 / (fan_in + fan_out),
  he: (fan_in: number) => 2 / fan_in,
};

/** The law of ln of the first loss. */
export const firstLoss = (method: keyof typeof weightVariances): Cumulants3 =>
  firstLossLaw({
    inputs: INPUTS,
    hidden: later.map(({ fan_in }) => fan_in),
    weight: weightVariances[method],
    examples: POINTS,
  });

/** Where the mean over Xavier, He and all runs of (ln loss - its expectation) lies. */
export function firstLossInterval(seeds: number): Interval {
  const [xavier, he] = [firstLoss('xavier'), firstLoss('he')];
  const both = {
    mean: 0,
    variance: (xavier.variance + he.variance) / 4,
    third: (xavier.third + he.third) / 8,
  };
  return meanInterval(both, { terms: seeds, falseAlarm: FALSE_ALARM });
}

/**
 * How far the losses of two biases may be from `biasesUnderAdam` in float32, by epoch. A gradient is off by a few roundings of
 * softmax, and by those of a thousand additions, which chance adds up like the root of their number: 8 U in all. That is as if
 * the classes had slightly other shares. And each step rounds the biases, which are within Adam's reach. The loss is flat near
 * its minimum: its slope starts at twice the distance of the shares from one half, and its curvature is 2 at most. The terms that
 * it is the mean of are below 1, and rounded sixteen times at most.
 */
export function biasRounding(positive: number, epochs: number): number[] {
  const [exact, more, less] = [0, 8 * U, -8 * U].map(
    (error) => biasesUnderAdam(positive + error, { lr: LR, steps: epochs }).losses,
  );
  let wrongShare = 0;
  return exact.map((loss, t) => {
    wrongShare = Math.max(wrongShare, Math.abs(more[t] - loss), Math.abs(less[t] - loss));
    const drift = t * U * LR * adamReach(t);
    return wrongShare + 2 * Math.abs(positive - 0.5) * drift + drift ** 2 + 16 * U;
  });
}

/** How far the whole first layer can be from its start after these epochs: the root of the sum of squares. */
export const firstLayerReach = (epochs: number): number => LR * Math.sqrt(FIRST_WEIGHTS) * adamReach(epochs);

/** What rounding may add to the way, relatively: a step rounds a weight below 2 by U at most, and may be as short as LR. */
export const REACH_ROUNDING = U / LR;

/**
 * Where the share of fresh points lies that a net of ones gets right. All units of a layer stay alike, so that all it sees of an
 * input is w · x, with every entry of w within B, the reach of Adam, of 1. Two planes through 0 disagree on a share of
 * points that is their angle over π, and w is within asin B of (1, 1 … 1): of numbers between 1 - B and 1 + B the mean is
 * at least sqrt(1 - B²) of the root mean square (Pólya & Szegő). The biases shift the plane, by less than 2B, while w · x
 * spreads over sqrt(inputs) (1 - B) or more.
 *
 * The alternating sum is at right angles to the direction of ones, and so to w, but for asin(B / (1 - B)). An answer made
 * of w · x alone is then right on half of the points, give or take that angle over π.
 */
export function onesInterval({ target, epochs }: Setting, seeds: number): Interval {
  const reach = LR * adamReach(epochs);
  const shift = (4 * reach) / (Math.sqrt(2 * Math.PI * INPUTS) * (1 - reach));
  const turned = Math.asin(reach / (1 - reach)) / Math.PI;
  const shares: Record<DirectionName, [number, number]> = {
    sum: [1 - Math.asin(reach) / Math.PI - shift, 1],
    alternating: [0.5 - turned, 0.5 + turned],
  };
  return binomialInterval({ shares: shares[target], trials: FRESH_POINTS * seeds, falseAlarm: FALSE_ALARM });
}

export type Setting = { target: DirectionName; epochs: number };

/** Where the mean over runs of a counted outcome lies. Its own mean is known from as many runs as were counted. */
export function countedInterval(outcome: keyof Omit<typeof outcomes, 'runs'>, seeds: number): Interval {
  const { mean, sd, skewness } = outcomes[outcome];
  const law = { mean, variance: sd ** 2 * (1 + seeds / outcomes.runs), third: skewness * sd ** 3 };
  return meanInterval(law, { terms: seeds, falseAlarm: FALSE_ALARM });
}

/** How many runs were counted, and the share of them in which He ends with the lower loss. */
export const counted = { runs: outcomes.runs, heAhead: outcomes.heOverXavier.below };
