/** The starts of note 002's table: the same random weights of a small ReLU net under one gain each, biases at zero. */
import { logit, logitSpread, staysConstant, totalOf } from '../math/constant-answer.ts';
import { roundingSpread } from '../math/input-spread.ts';

export const POINTS = 128;
/** Units of a hidden layer, and of one of the narrow net. */
export const WIDTH = 16;
const NARROW = 4;
/** He's gain for ReLU. */
export const PROPER = Math.SQRT2;

export const startNames = ['all zeros', 'too small', 'proper', 'too large', 'proper, narrow'] as const;
export type StartOfTable = (typeof startNames)[number];

/** What a reader may set. */
export interface TableSetting {
  /** The gain of the start that is too small, and of the one that is too large. */
  small: number;
  large: number;
  /** Hidden layers. */
  depth: number;
  optimizer: 'sgd' | 'adam';
  /** Of sgd. */
  lr: number;
  steps: number;
}

export const gainOf = ({ small, large }: TableSetting, start: StartOfTable): number =>
  ({ 'all zeros': 0, 'too small': small, proper: PROPER, 'too large': large, 'proper, narrow': PROPER })[
    start
  ];

export const widthOf = (start: StartOfTable): number => (start === 'proper, narrow' ? NARROW : WIDTH);

const smallNet = ({ small, depth }: TableSetting) => ({
  inputs: 2,
  width: WIDTH,
  depth,
  points: POINTS,
  weight: (fan_in: number) => small ** 2 / fan_in,
  bias: () => 0,
});

/** Whether the bound below speaks of the start that is too small: plain descent, and the weights small enough. */
export const smallStaysConstant = (setting: TableSetting, falseAlarm: number): boolean =>
  setting.optimizer === 'sgd' && staysConstant(smallNet(setting), setting, falseAlarm);

/**
 * The most that the logits of the start that is too small may differ in one run, rounding included.
 * @param middles the mean logit by step @param positive the share of points inside
 */
export function smallSpread(
  { middles, positive }: { middles: number[]; positive: number },
  setting: TableSetting,
  falseAlarm: number,
): number {
  const way = Math.abs(logit(positive) - middles[0]);
  const size = Math.max(2 ** -126, ...middles.map(Math.abs));
  const rounding = 2 ** roundingSpread({ size, terms: WIDTH });
  return totalOf(logitSpread(smallNet(setting), { ...setting, way }, falseAlarm)) + rounding;
}
