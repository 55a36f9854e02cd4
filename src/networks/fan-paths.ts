/**
 * Mean squares by layer in ReLU nets whose widths and variances are known: the rows of the experiments about them, as
 * logarithms to some base beside the recursion and its band, and how far they stray from it.
 */
import { shareOfBand } from '../math/chain-band.ts';
import { type FanLaws, fanBand } from '../math/fan-products.ts';
import { mean, sum } from '../math/statistics.ts';
import { rootMeanSquare } from './statistics.ts';

export type Direction = 'forward' | 'backward';
/** One layer; low and high hold 95 of 100 paths. */
export type FanLine = { layer: number; width: number } & Record<
  Direction | `${Direction}${'Line' | 'Low' | 'Middle' | 'High'}`,
  number
>;

const SHOWN = 0.05;
const FALSE_ALARM = 1e-3;
/**
 * The law's tails are approximate: of 1500 nets with layers of 16 units the worst of the six paths left its band four times as
 * often as it was drawn for. Drawn for a third, and with 24 units at least, none of 9000 paths did.
 */
const DRAWN_FOR = FALSE_ALARM / 3;

/** Labels for the columns of a `FanLine`. */
export const fanColumns = (base: 2 | 10) => {
  const log = base === 2 ? 'log₂' : 'log₁₀';
  return {
    layer: 'layer',
    width: 'width',
    forward: `${log} of the signal’s mean square`,
    forwardLine: 'recursion',
    forwardLow: 'band, low',
    forwardMiddle: 'mean of the logarithm',
    forwardHigh: 'band, high',
    backward: `${log} of the gradient’s mean square`,
    backwardLine: 'recursion',
    backwardLow: 'band, low',
    backwardMiddle: 'mean of the logarithm',
    backwardHigh: 'band, high',
  };
};

/**
 * One row a layer, 0 … L.
 * @param values signals h^0 … h^L and the gradients with respect to them
 */
export function fanLines(
  values: Record<Direction, readonly ArrayLike<number>[]>,
  laws: FanLaws,
  base: 2 | 10,
): FanLine[] {
  const unit = Math.log(base);
  const columns = (direction: Direction) => {
    const { low, mean, high } = fanBand(laws, direction, { falseAlarm: SHOWN });
    return values[direction].map((entries, layer) => ({
      [direction]: (2 * Math.log(rootMeanSquare(entries))) / unit,
      [`${direction}Line`]: laws.lines[direction][layer] / unit,
      [`${direction}Low`]: low[layer] / unit,
      [`${direction}Middle`]: mean[layer] / unit,
      [`${direction}High`]: high[layer] / unit,
    }));
  };
  const [up, down] = [columns('forward'), columns('backward')];
  return up.map((column, layer) => ({
    layer,
    width: values.forward[layer].length,
    ...(column as Pick<FanLine, Direction>),
    ...down[layer],
  })) as FanLine[];
}

/** The mean over the seeds, by layer. */
export function fanPath(rows: readonly FanLine[], direction: Direction): number[] {
  const depth = Math.max(...rows.map(({ layer }) => layer));
  return Array.from({ length: depth + 1 }, (_, at) =>
    mean(rows.flatMap((row) => (row.layer === at ? [row[direction]] : []))),
  );
}

/** Of the mean square that its weights would give a layer, what ReLU has passed: the mean over all units and seeds. */
export function passedShare(
  rows: readonly (FanLine & { seed: number })[],
  { widths, variances, base }: { widths: readonly number[]; variances: readonly number[]; base: 2 | 10 },
): number {
  const logs = new Map(rows.map(({ seed, layer, forward }) => [`${seed} ${layer}`, forward]));
  // Weighted by units, each in units of its own variance.
  const shares = rows.flatMap(({ seed, layer, width, forward }) => {
    const below = logs.get(`${seed} ${layer - 1}`);
    if (below === undefined) return [];
    return [{ width, share: base ** (forward - below) / (variances[layer - 1] * widths[layer - 1]) }];
  });
  return sum(shares.map(({ width, share }) => width * share)) / sum(shares.map(({ width }) => width));
}

/** What every claim shares that the mean path of the seeds stays in its band, at all layers. */
export const inFanBand = {
  within: () => ({ low: 0, high: 1 }),
  falseAlarm: FALSE_ALARM,
  unit: 'of the band',
};

/** How far that path strays at most, as a share of what its band allows. */
export function strayed(
  rows: readonly (FanLine & { seed: number })[],
  laws: FanLaws,
  { direction, base }: { direction: Direction; base: 2 | 10 },
): number {
  const seeds = new Set(rows.map(({ seed }) => seed)).size;
  const path = fanPath(rows, direction).map((log) => log * Math.log(base));
  return shareOfBand(path, fanBand(laws, direction, { seeds, falseAlarm: DRAWN_FOR }));
}

/**
 * How far rounding may take the ratio of two nets' signals, a layer, relative and ten times over: a layer of width n errs by
 * about sqrt(n) 2^-24 of its size, a stack of L by sqrt(L) times that, and here it is shared out among the layers.
 */
export const ratioRounding = ({ depth, width }: { depth: number; width: number }) =>
  10 * 2 * Math.sqrt(width / depth) * 2 ** -24;
