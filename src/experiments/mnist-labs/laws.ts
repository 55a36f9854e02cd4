/** What is known of the labs before they run: from theory where there is one, else counted in other runs of real PyTorch. */
import type { Interval } from '../../lab/claims.ts';
import { adamReach } from '../../math/adam.ts';
import { binomialInterval } from '../../math/binomial.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import type { Cumulants3 } from '../../math/log-law.ts';
import { meanInterval } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { LR } from './learning.ts';
import { CLASSES } from './nets.ts';
import outcomes from './outcomes.json' with { type: 'json' };

export const FALSE_ALARM = 1e-3;
/** The share that a start has to get right. */
export const GOAL = 0.9;
/** Batches after which outcomes.py counted. */
export const COUNTED_STEPS = 160;
/** The loss of a net that finds all classes alike. */
export const LOG_TEN = Math.log(CLASSES);
/** Of a start with digits to learn from: batches after which it should be better than a guess. */
export const FIRST_STEPS = 40;

/** No parameter is larger than 16 in any run here: a step stores it with an error of half its last digit. */
export const MOVE_ROUNDING = (16 * unitRoundoff(floatFormats.float32)) / LR;

const reaches = new Map<number, number>();

/** `adamReach`, in learning rates; kept, for it is a sum over all steps. */
export function reachAt(step: number): number {
  const reach = reaches.get(step) ?? adamReach(step);
  reaches.set(step, reach);
  return reach;
}

/** Where the mean of these independent losses lies, each of a law of its own. */
export function firstLossInterval(
  laws: readonly Cumulants3[],
  falseAlarm: number,
): Interval & { mean: number } {
  const total = (power: number, of: (law: Cumulants3) => number) =>
    laws.reduce((sum, law) => sum + of(law), 0) / laws.length ** power;
  const cumulants = {
    mean: total(1, (law) => law.mean),
    variance: total(2, (law) => law.variance),
    third: total(3, (law) => law.third),
  };
  return { ...meanInterval(cumulants, { terms: 1, falseAlarm }), mean: cumulants.mean };
}

/** The digits right on which a guess may be taken for knowledge: the largest class is a tenth of the drawn ones, 12 % of MNIST's. */
export const betterThanGuess = (seeds: number): Interval => ({
  low: binomialInterval({ shares: [1 / CLASSES, 0.12], trials: 2000 * seeds, falseAlarm: FALSE_ALARM }).high,
  high: 1,
});

export type Outcome = keyof Omit<typeof outcomes, 'runs'>;

/**
 * Where the mean over `seeds` runs of a counted outcome lies. Its own mean is known from as many runs as were counted, and so is
 * its deviation: Student's t has tails that are longer than the normal's by 1 + (z² + 1) / 4(N - 1), to first order.
 */
export function countedInterval(outcome: Outcome, seeds: number): Interval {
  const { mean, sd, skewness } = outcomes[outcome];
  const z = normalQuantile(FALSE_ALARM / 2);
  const longer = 1 + (z ** 2 + 1) / (4 * (outcomes.runs - 1));
  const variance = (sd * longer) ** 2 * (1 + seeds / outcomes.runs);
  return meanInterval(
    { mean, variance, third: skewness * variance ** 1.5 },
    { terms: seeds, falseAlarm: FALSE_ALARM },
  );
}

export const countedRuns = outcomes.runs;
