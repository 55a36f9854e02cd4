/** What the map's cells have to do, by theory where there is one, and by count where there is none. */
import type { Seeded } from '../../lab/experiment.ts';
import { firstSpread, staysConstant } from '../../math/constant-answer.ts';
import { lawScore } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import { firstSpreadShare, gainShare, type NetCurve, spreadShare } from '../../networks/curve-claims.ts';
import { firstGradientLaw, isHeld } from '../../networks/first-gradient.ts';
import { type Cell, cellsOf, type Setting, SGD_LR, startingNet, starts, WIDTH } from './cells.ts';
import { bestShares, type Line, runsOf } from './runs.ts';

type Rows = Seeded<Line>[];
export const FALSE_ALARM = 1e-3;

const curvesOf = (rows: Rows, setting: Setting, wanted: (cell: Cell) => boolean): NetCurve[] =>
  runsOf(rows, setting)
    .filter(({ cell }) => wanted(cell))
    .flatMap(({ cell, curves }) =>
      curves.map((points) => ({ points, net: startingNet(cell, setting.task) })),
    );

/** The optimizers share a start: each is judged once. */
const isStart = ({ optimizer }: Cell) => optimizer === 'sgd';

/** A net of linear units passes on at least as much as one whose slopes are nowhere above 1. */
const lawOf = ({ activation, depth, initializer }: Cell) =>
  firstGradientLaw(
    { depth, width: WIDTH, weight: starts[initializer].weight },
    activation === 'relu' ? 0 : 1,
  );

/** The normal scores of the mean logarithms, start by start; of the starts that float32 can show. */
const scoresOf = (rows: Rows, setting: Setting, wanted: (cell: Cell) => boolean): number[] =>
  runsOf(rows, setting)
    .filter(({ cell }) => isStart(cell) && wanted(cell) && isHeld(lawOf(cell)))
    .map(({ cell, curves }) =>
      lawScore(lawOf(cell), mean(curves.map(([first]) => Math.log2(first.gradient))), curves.length),
    );

const isRelu = ({ activation }: Cell) => activation === 'relu';
const isTanh = ({ activation }: Cell) => activation === 'tanh';
const startsOf = (setting: Setting, wanted: (cell: Cell) => boolean) =>
  cellsOf(setting).filter((cell) => isStart(cell) && wanted(cell) && isHeld(lawOf(cell))).length;

/** ReLU: both sides; Bonferroni over the starts. */
export const gradientClaim = {
  measure: (rows: Rows, setting: Setting) => Math.max(...scoresOf(rows, setting, isRelu).map(Math.abs)),
  within: (setting: Setting) => ({
    low: 0,
    high: -normalQuantile(FALSE_ALARM / (2 * startsOf(setting, isRelu))),
  }),
  falseAlarm: FALSE_ALARM,
  unit: 'standard deviations',
};

/** tanh: one side. The law is that of linear units. */
export const tanhGradientClaim = {
  measure: (rows: Rows, setting: Setting) => Math.max(...scoresOf(rows, setting, isTanh)),
  within: (setting: Setting) => ({
    low: Number.NEGATIVE_INFINITY,
    high: -normalQuantile(FALSE_ALARM / startsOf(setting, isTanh)),
  }),
  falseAlarm: FALSE_ALARM,
  unit: 'standard deviations',
};

/** A sigmoid's units are about a half, so what is far below 2^-24 of that is lost in rounding: no such cell is judged. */
const SMALLEST_SPREAD = 2 ** -21;
const isShown = (cell: Cell, task: Setting['task']) =>
  cell.activation !== 'sigmoid' || firstSpread(startingNet(cell, task), FALSE_ALARM) > SMALLEST_SPREAD;

/** Before the first step, all starts. */
export const firstSpreadOf = (rows: Rows, setting: Setting): number =>
  firstSpreadShare(
    curvesOf(rows, setting, (cell) => isStart(cell) && isShown(cell, setting.task)),
    FALSE_ALARM,
  );

/** At every step, all nets. What overflowed is no loss. */
export const gainOf = (rows: Rows): number => gainShare(rows.filter(({ spread }) => Number.isFinite(spread)));

const descentOf = ({ rate, steps }: Setting) => ({ lr: rate * SGD_LR, steps });

/** The ReLU nets that theory holds at the constant answer, under plain descent. */
const isConstant = (setting: Setting) => (cell: Cell) =>
  isRelu(cell) &&
  isStart(cell) &&
  staysConstant(startingNet(cell, setting.task), descentOf(setting), FALSE_ALARM);
export const constantApplies = (setting: Setting): boolean => cellsOf(setting).some(isConstant(setting));
export const constantOf = (rows: Rows, setting: Setting): number =>
  spreadShare(curvesOf(rows, setting, isConstant(setting)), descentOf(setting), FALSE_ALARM);

type Wanted = (cell: Cell) => boolean;

const bestOf = (rows: Rows, setting: Setting, wanted: Wanted): number[] =>
  runsOf(rows, setting)
    .filter(({ cell }) => wanted(cell))
    .flatMap(bestShares);

const counted = { falseAlarm: FALSE_ALARM, unit: 'of the entropy' };
/**
 * Where theory is silent nets were counted, at these rates and after this many steps: counts.py. Of 300 nets for each task and
 * cell, and of 2,000 of the circle, this is the least or the most that any had explained of its labels' entropy at its best:
 *
 *   relu he sgd 10           ≥ 0.61, and 0.64 of 2,000     relu default sgd 10    ≤ 0.0002
 *   relu default adam 10     ≥ 0.72, and 0.71              tanh xavier sgd 10     ≥ 0.44, and 0.32
 *   relu, adam 2: default    ≥ 0.93; xavier ≥ 0.86; he ≥ 0.73, and 0.59
 *   sigmoid, sgd 5: xavier   ≤ 0.0003 of 2,000; he ≤ 0.005; with more layers it is less
 *
 * A tenth is several deviations away from all of them.
 */
const COUNTED_STEPS = 120;

/** That every one of these nets has explained at least so much at its best. */
export const allReach = (share: number, wanted: Wanted) => ({
  ...counted,
  applies: ({ rate, steps }: Setting) => rate === 1 && steps >= COUNTED_STEPS,
  measure: (rows: Rows, setting: Setting) => Math.min(...bestOf(rows, setting, wanted)),
  within: () => ({ low: share, high: 1 }),
});

/** That none of them has. After fewer steps a net has explained less. */
export const noneReach = (share: number, wanted: Wanted) => ({
  ...counted,
  applies: (setting: Setting) =>
    setting.rate === 1 && setting.steps <= COUNTED_STEPS && cellsOf(setting).some(wanted),
  measure: (rows: Rows, setting: Setting) => Math.max(...bestOf(rows, setting, wanted)),
  within: () => ({ low: Number.NEGATIVE_INFINITY, high: share }),
});
