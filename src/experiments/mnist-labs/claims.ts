/** What the labs claim, over the rows of either. */
import type { Claim, Interval } from '../../lab/claims.ts';
import { together, worstShare } from '../../lab/together.ts';
import { mean } from '../../math/statistics.ts';
import {
  betterThanGuess,
  COUNTED_STEPS,
  countedInterval,
  FALSE_ALARM,
  FIRST_STEPS,
  firstLossInterval,
  LOG_TEN,
  MOVE_ROUNDING,
  type Outcome,
  reachAt,
} from './laws.ts';
import { behind, columnAt, depthAdds, evenStep, lookAt, placesOf, type Rows, slowness } from './measures.ts';
import { type LabStartName, REFERENCE } from './nets.ts';

export type Setting = { digits: 'drawn' | 'MNIST'; start: LabStartName | 'all five'; steps: number };
type LabClaim = Claim<Rows[number], Setting>;

const LOUD: LabStartName = 'normal_ 1';

/** outcomes.py counted drawn digits, after so many batches. */
const isCounted = ({ digits, steps }: Setting) => digits === 'drawn' && steps === COUNTED_STEPS;
const areAllCounted = (setting: Setting) => isCounted(setting) && setting.start === 'all five';
const isDepthCounted = (setting: Setting) =>
  isCounted(setting) && (setting.start === 'all five' || setting.start === REFERENCE);

const exponential = ({ low, high }: Interval): Interval => ({ low: Math.exp(low), high: Math.exp(high) });

/** A claim about what was counted, in shares of the digits. */
const countedClaim = (outcome: Outcome, claim: Pick<LabClaim, 'says' | 'applies' | 'measure'>): LabClaim => ({
  ...claim,
  within: (_, { seeds }) => countedInterval(outcome, seeds),
  falseAlarm: FALSE_ALARM,
  unit: 'of the digits',
});

const slowerClaim = (start: 'default' | 'normal_ 0.01', says: string): LabClaim => ({
  says,
  applies: areAllCounted,
  measure: (rows) => slowness(rows, start),
  within: (_, { seeds }) => exponential(countedInterval(`slower ${start}`, seeds)),
  falseAlarm: FALSE_ALARM,
  unit: 'times Xavier’s batches',
});

const common = {
  'first-loss': {
    says: 'Before the first step the loss is as large as the size of the logits makes it.',
    measure: (rows) =>
      worstShare(
        placesOf(rows),
        (place) => mean(columnAt(rows, place, 1, 'loss')),
        (place, falseAlarm) => {
          const laws = lookAt(rows, place, 1).map(({ expected, variance, third }) => ({
            mean: expected,
            variance,
            third,
          }));
          return firstLossInterval(laws, falseAlarm);
        },
        0.5,
      ),
    ...together,
  },
  'first-step': {
    says: 'The first step of Adam moves weights by the learning rate, whatever their gradient.',
    measure: (rows) => {
      const moves = placesOf(rows).flatMap((place) => columnAt(rows, place, 1, 'largest'));
      return moves.reduce((worst, move) => (Math.abs(move - 1) > Math.abs(worst - 1) ? move : worst), 1);
    },
    within: () => ({ low: 1 - MOVE_ROUNDING, high: 1 + MOVE_ROUNDING }),
    falseAlarm: 0,
    unit: 'learning rates',
  },
  reach: {
    says: 'No weight gets farther from its start than Adam can go.',
    measure: (rows) =>
      Math.max(
        ...rows
          .filter(({ shown, step }) => shown === '' && step > 1)
          .map(({ step, largest }) => largest / reachAt(step)),
      ),
    within: () => ({ low: 0, high: 1 + MOVE_ROUNDING }),
    falseAlarm: 0,
    unit: 'of the way',
  },
  learned: {
    says: 'From every start the net gets more of the held-out digits right than a guess.',
    applies: ({ steps }) => steps >= FIRST_STEPS,
    measure: (rows, { steps }) =>
      Math.min(...placesOf(rows).map((place) => mean(columnAt(rows, place, steps, 'right')))),
    within: (_, { seeds }) => betterThanGuess(seeds),
    falseAlarm: FALSE_ALARM,
    unit: 'of the digits',
  },
  'below-log-ten': {
    says: 'From every start but N(0, 1) the loss ends below ln 10.',
    applies: ({ steps, start }) => steps >= FIRST_STEPS && start !== LOUD,
    measure: (rows, { steps }) => {
      const others = placesOf(rows).filter(({ start }) => start !== LOUD);
      return Math.max(...others.flatMap((place) => columnAt(rows, place, steps, 'loss')));
    },
    within: () => ({ low: 0, high: LOG_TEN }),
    falseAlarm: FALSE_ALARM,
    unit: 'nats',
  },
} satisfies Record<string, LabClaim>;

export const xavierClaims = {
  ...common,
  'slower-default': slowerClaim('default', 'PyTorch’s default comes to nine in ten a little after Xavier.'),
  'slower-small': slowerClaim('normal_ 0.01', 'N(0, 0.01²) comes to nine in ten long after Xavier.'),
  'large-behind': countedClaim('behind normal_ 1', {
    says: 'N(0, 1) is far from nine in ten when Xavier is long past it.',
    applies: areAllCounted,
    measure: (rows, { steps }) => behind(rows, LOUD, steps),
  }),
} satisfies Record<string, LabClaim>;

export const deepClaims = {
  'first-loss': common['first-loss'],
  reach: common.reach,
  learned: common.learned,
  'at-steps': countedClaim('atSteps', {
    says: 'After as many batches the deep net gets as many digits right as the shallow one.',
    applies: isDepthCounted,
    measure: (rows, { steps }) => depthAdds(rows, steps),
  }),
  'at-work': countedClaim('atWork', {
    says: 'After as many multiplications the deep net gets fewer digits right.',
    applies: isDepthCounted,
    measure: (rows, { steps }) => depthAdds(rows, steps, evenStep(steps)),
  }),
} satisfies Record<string, LabClaim>;
