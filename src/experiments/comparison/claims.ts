/** What the comparison claims and what its prose may quote, over the rows of `comparison`. */
import { PRINTED_TOLERANCE, type PrintedMethod, printedComparison } from '../../data/printed-comparison.ts';
import type { Claim, Interval } from '../../lab/claims.ts';
import { lgamma } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import {
  biasRounding,
  counted,
  countedInterval,
  FALSE_ALARM,
  FIRST_WEIGHTS,
  firstLayerReach,
  firstLoss,
  firstLossInterval,
  INPUTS,
  onesInterval,
  POINTS,
  REACH_ROUNDING,
  type Setting,
  weightVariances,
} from './laws.ts';
import { type ComparisonMethod, comparisonMethods } from './starts.ts';

/** A row: the loss before the step of one epoch, the first layer after it, and what the net gets right in the end. */
export type Epoch = {
  method: ComparisonMethod;
  epoch: number;
  loss: number;
  /** What the loss would be if only the two output biases learned. */
  biases: number;
  /** How far the first layer is from its start: the root of the sum of squares. */
  travelled: number;
  /** The share of its squared weights that lies along the target. */
  aligned: number;
  /** The share of class 1 among the training points. */
  positive: number;
  accuracy: number;
  /** The accuracy on points that it has not seen. */
  fresh: number;
};

export type Rows = (Epoch & { seed: number })[];

/** This column of one method, run by run. */
export const columnAt = (
  rows: Rows,
  method: ComparisonMethod,
  epoch: number,
  column: Exclude<keyof Epoch, 'method'>,
): number[] => rows.flatMap((row) => (row.method === method && row.epoch === epoch ? [row[column]] : []));

/** ln(He's / Xavier's), run by run: of the loss, or of the share of fresh points that are wrong. */
function logRatios(rows: Rows, epoch: number, column: 'loss' | 'fresh'): number[] {
  const of = (method: ComparisonMethod) =>
    columnAt(rows, method, epoch, column).map((value) => (column === 'loss' ? value : 1 - value));
  const xavier = of('xavier');
  return of('he').map((value, i) => Math.log(value / xavier[i]));
}

const exponential = ({ low, high }: Interval): Interval => ({ low: Math.exp(low), high: Math.exp(high) });

/** outcomes.py counted after so many epochs. Either target will do: turning the signs of inputs changes no law. */
const isCounted = ({ epochs }: Setting) => epochs === printedComparison.epochs;

/** The note's program, seed and all. */
const isNote = ({ target, epochs }: Setting, seeds: readonly number[] = []) =>
  target === 'sum' && epochs === printedComparison.epochs && seeds.includes(printedComparison.seed);

const noteRun = (rows: Rows) => rows.filter(({ seed }) => seed === printedComparison.seed);

/** One of the four lines that the program prints. */
function lineClaim(method: PrintedMethod): Claim<Rows[number], Setting> {
  const { loss } = printedComparison.lines[method].pytorch;
  return {
    says: `With the note’s seed ${method} ends at the loss that PyTorch prints.`,
    applies: isNote,
    measure: (rows, { epochs }) => columnAt(noteRun(rows), method, epochs, 'loss')[0],
    within: () => ({ low: loss - PRINTED_TOLERANCE, high: loss + PRINTED_TOLERANCE }),
    falseAlarm: 0,
  };
}

export const comparisonClaims = {
  'biases-alone': {
    says: 'From zeros the loss is that of two biases, epoch by epoch.',
    measure: (rows, { epochs }) =>
      Math.max(
        ...rows
          .filter(({ method, epoch }) => method === 'zeros' && epoch === epochs)
          .flatMap(({ seed, positive }) => {
            const rounding = biasRounding(positive, epochs);
            return rows
              .filter((row) => row.method === 'zeros' && row.seed === seed)
              .map(({ loss, biases, epoch }) => Math.abs(loss - biases) / rounding[epoch - 1]);
          }),
      ),
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: 0,
    unit: 'of what rounding allows',
  },
  'one-answer': {
    says: 'From zeros all points get one answer: the accuracy is the share of one class.',
    measure: (rows, { epochs }) =>
      Math.max(
        ...rows
          .filter(({ method, epoch }) => method === 'zeros' && epoch === epochs)
          .map(({ accuracy, positive }) =>
            Math.min(Math.abs(accuracy - positive), Math.abs(accuracy - (1 - positive))),
          ),
      ),
    // Two shares of a thousand points, in float64.
    within: () => ({ low: 0, high: 2 ** -52 }),
    falseAlarm: 0,
  },
  'first-loss': {
    says: 'Xavier and He start from losses as large as the size of their logits makes them.',
    measure: (rows) =>
      Math.exp(
        mean(
          (['xavier', 'he'] as const).flatMap((method) => {
            const expected = firstLoss(method).mean;
            return columnAt(rows, method, 1, 'loss').map((loss) => Math.log(loss) - expected);
          }),
        ),
      ),
    within: (_, { seeds }) => exponential(firstLossInterval(seeds)),
    falseAlarm: FALSE_ALARM,
    unit: 'times what is expected',
  },
  'zeros-line': lineClaim('zeros'),
  'normal-line': lineClaim('normal'),
  'xavier-line': lineClaim('xavier'),
  'he-line': lineClaim('he'),
  'all-right': {
    says: 'With the note’s seed normal, xavier and he end with all training points right.',
    applies: isNote,
    measure: (rows, { epochs }) =>
      Math.min(
        ...(['normal', 'xavier', 'he'] as const).flatMap((method) =>
          columnAt(noteRun(rows), method, epochs, 'accuracy'),
        ),
      ),
    within: () => ({ low: 1, high: 1 }),
    falseAlarm: 0,
    unit: 'of the points',
  },
  'he-above-xavier': {
    says: 'He ends with a higher loss than Xavier, by what was counted over other seeds.',
    applies: isCounted,
    measure: (rows, { epochs }) => Math.exp(mean(logRatios(rows, epochs, 'loss'))),
    within: (_, { seeds }) => exponential(countedInterval('heOverXavier', seeds)),
    falseAlarm: FALSE_ALARM,
    unit: 'times Xavier’s',
  },
  'he-last': {
    says: 'He gets more fresh points wrong than Xavier, by what was counted over other seeds.',
    applies: isCounted,
    measure: (rows, { epochs }) => Math.exp(mean(logRatios(rows, epochs, 'fresh'))),
    within: (_, { seeds }) => exponential(countedInterval('heErrors', seeds)),
    falseAlarm: FALSE_ALARM,
    unit: 'times as many as Xavier',
  },
  'adam-reach': {
    says: 'No first layer goes further than Adam can, however large its gradients are.',
    measure: (rows) => Math.max(...rows.map(({ epoch, travelled }) => travelled / firstLayerReach(epoch))),
    within: () => ({ low: 0, high: 1 + REACH_ROUNDING }),
    falseAlarm: 0,
    unit: 'of the way',
  },
  'ones-cut': {
    says: 'From ones the net can only ask for the sum of the inputs, but for what Adam can have changed.',
    measure: (rows, { epochs }) => mean(columnAt(rows, 'ones', epochs, 'fresh')),
    within: (setting, { seeds }) => onesInterval(setting, seeds),
    falseAlarm: FALSE_ALARM,
    unit: 'of the fresh points',
  },
} satisfies Record<string, Claim<Rows[number], Setting>>;

type Quantity = (rows: Rows, setting: Setting) => number;

/** Averages over the runs, for each method: `he-loss`, `ones-fresh-percent` and so on. */
const averages = Object.fromEntries(
  comparisonMethods.flatMap((method): [string, Quantity][] => {
    const average = (rows: Rows, epoch: number, column: 'loss' | 'fresh' | 'aligned' | 'travelled') =>
      mean(columnAt(rows, method, epoch, column));
    return [
      [`${method}-first`, (rows) => average(rows, 1, 'loss')],
      [`${method}-loss`, (rows, { epochs }) => average(rows, epochs, 'loss')],
      [`${method}-fresh-percent`, (rows, { epochs }) => 100 * average(rows, epochs, 'fresh')],
      [`${method}-aligned-percent`, (rows, { epochs }) => 100 * average(rows, epochs, 'aligned')],
      [`${method}-travelled`, (rows, { epochs }) => average(rows, epochs, 'travelled')],
    ];
  }),
);

export const comparisonQuantities: Record<string, Quantity> = {
  ...averages,
  'note-share': (rows) => noteRun(rows)[0].positive,
  'note-positives': (rows) => POINTS * noteRun(rows)[0].positive,
  'normal-at-twenty': (rows) => mean(columnAt(rows, 'normal', 20, 'loss')),
  // The binomial coefficient over 2^n.
  'balanced-percent': () =>
    100 * Math.exp(lgamma(POINTS + 1) - 2 * lgamma(POINTS / 2 + 1) - POINTS * Math.LN2),
  'he-lowest': (rows, { epochs }) => Math.min(...columnAt(rows, 'he', epochs, 'loss')),
  'he-highest': (rows, { epochs }) => Math.max(...columnAt(rows, 'he', epochs, 'loss')),
  'counted-runs': () => counted.runs,
  'he-ahead-percent': () => 100 * counted.heAhead,
  'note-ratio': (rows, { epochs }) => Math.exp(logRatios(noteRun(rows), epochs, 'loss')[0]),
  'ratio-lowest': (rows, { epochs }) => Math.exp(Math.min(...logRatios(rows, epochs, 'loss'))),
  'ratio-highest': (rows, { epochs }) => Math.exp(Math.max(...logRatios(rows, epochs, 'loss'))),
  'he-start-length': () => Math.sqrt(FIRST_WEIGHTS * weightVariances.he(INPUTS)),
  'xavier-start-length': () =>
    Math.sqrt(FIRST_WEIGHTS * weightVariances.xavier(INPUTS, FIRST_WEIGHTS / INPUTS)),
  'normal-start-length': () => 0.01 * Math.sqrt(FIRST_WEIGHTS),
  'he-degrees': (rows, { epochs }) => 180 * (1 - mean(columnAt(rows, 'he', epochs, 'fresh'))),
};
