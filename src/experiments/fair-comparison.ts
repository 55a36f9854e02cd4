/** One map of starts, activations, depths and optimizers, all else equal: where the start decides, and where the optimizer hides it. */
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { noMoreThanSpread } from '../networks/curve-claims.ts';
import { firstGradient } from '../networks/first-gradient.ts';
import { denseLayout } from '../networks/layout.ts';
import { curveLength, learningCurve } from '../networks/learning-curve.ts';
import { drawStart } from '../networks/starts.ts';
import {
  activations,
  type Cell,
  cellsOf,
  DEPTHS,
  is,
  optimizerNames,
  optimizers,
  POINTS,
  startNames,
  starts,
  type TaskName,
  tasks,
  WIDTH,
  workOf,
} from './fair-comparison/cells.ts';
import {
  allReach,
  constantApplies,
  constantOf,
  FALSE_ALARM,
  firstSpreadOf,
  gainOf,
  gradientClaim,
  noneReach,
  tanhGradientClaim,
} from './fair-comparison/claims.ts';
import { figuresOf, measures, shortNames } from './fair-comparison/figures.ts';
import { quantities } from './fair-comparison/quantities.ts';
import { columns, halves, type Line, type Runs, runsOf } from './fair-comparison/runs.ts';

/** The share of the labels' entropy that a net has to explain to have learned. */
const HALF = 0.5;
/** And to have started to. */
const STARTED = 0.1;
/** What PyTorch does, and the starts of the two papers. */
const USUAL = ['default', 'xavier_normal_', 'kaiming_normal_'] as const;
const taskNames = Object.keys(tasks) as TaskName[];

export default defineExperiment({
  title: 'A fair comparison',
  caption:
    'Steps until a net has explained half of the labels’ entropy; ∞: not in these steps. Over several seeds: the median, and below it an interval that holds the median of all seeds nine times in ten. Pick a cell, on the map or with the last controls, and see its runs.',
  law: 'comparing#map-gradient',
  controls: {
    task: choice(taskNames, 'circle'),
    steps: range(60, 300, 120, { step: 20 }),
    rate: choice([0.2, 0.5, 1, 2, 5], 1, { label: 'learning rates, times' }),
    all: toggle(false, { label: 'the whole map: all depths, all sigmoids' }),
    shows: choice(measures, measures[0], { label: 'map shows', view: true }),
    activation: choice(activations, 'relu', { label: 'cell: activation', view: true }),
    initializer: choice(startNames, 'xavier_normal_', { label: 'cell: start', view: true }),
    depth: choice(DEPTHS, 10, { label: 'cell: hidden layers', view: true }),
    optimizer: choice(optimizerNames, 'sgd', { label: 'cell: optimizer', view: true }),
  },
  columns,
  key: ['activation', 'initializer', 'optimizer', 'depth', 'step'],
  // From N(0, 1) deep nets leave float32, and the map is to say so.
  nonFinite: 'show',
  length: (setting) => cellsOf(setting).length * curveLength(setting.steps),
  parts: (setting) => cellsOf(setting).length,
  work: workOf,

  async *run(setting, { tf, rng, read, part }): AsyncGenerator<Line> {
    // #region cell
    const cell = cellsOf(setting)[part];
    const { inputs, draw } = tasks[setting.task];
    const data = draw(rng, POINTS);
    const widths = [inputs, ...Array(cell.depth).fill(WIDTH), 1];
    const layout = denseLayout({ widths, activation: cell.activation });
    const initial = drawStart(layout, starts[cell.initializer], rng);
    // #endregion
    const gradient = await firstGradient({ tf, read }, { layout, initial, data });
    // #region descent
    const optimizer = optimizers[cell.optimizer](setting.rate);
    const { steps } = setting;
    let half = Number.POSITIVE_INFINITY;
    for await (const point of learningCurve({ tf, read }, { layout, optimizer, initial, data, steps })) {
      if (point.explained >= HALF) half = Math.min(half, point.step);
      yield { ...cell, ...point, half, gradient };
    }
    // #endregion
  },

  plot: figuresOf,

  summary: (rows, setting) => {
    const parts = optimizerNames.map((optimizer) => {
      const own = runsOf(rows, setting).filter(({ cell }) => is('relu', USUAL, optimizer, 10)(cell));
      return `${optimizer} ${own.map((runs) => `${shortNames[runs.cell.initializer]} ${learned(runs)}`).join(', ')}`;
    });
    return `with ten ReLU layers, runs that explained half of the entropy within ${setting.steps} steps: ${parts.join('; ')}.`;
  },

  claims: {
    'first-gradient': {
      says: 'Before the first step the gradient at layer 1 of the ReLU nets is as large as their variances say.',
      ...gradientClaim,
    },
    'tanh-gradient': {
      says: 'Through tanh no more comes down than through linear units of the same weights.',
      ...tanhGradientClaim,
    },
    'first-spread': {
      says: 'Before the first step the logits of the points differ by no more than the variances allow.',
      measure: firstSpreadOf,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what theory allows',
    },
    'no-more-than-spread': { ...noMoreThanSpread, measure: gainOf },
    constant: {
      says: 'Where theory holds a ReLU net at the constant answer under plain descent, it stays there.',
      applies: constantApplies,
      measure: constantOf,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what theory allows',
    },
    'he-starts': {
      says: 'Ten ReLU layers, plain descent: every net starts to learn from He’s start.',
      ...allReach(STARTED, is('relu', ['kaiming_normal_'], 'sgd', 10)),
    },
    'default-stays': {
      says: 'From PyTorch’s default none does.',
      ...noneReach(STARTED, is('relu', ['default'], 'sgd', 10)),
    },
    'adam-starts': {
      says: 'Under Adam every ReLU net of ten layers starts to learn from the default, too.',
      ...allReach(STARTED, is('relu', ['default'], 'adam', 10)),
    },
    'shallow-starts': {
      says: 'Two ReLU layers, Adam: every net starts to learn from the default, from Xavier’s start and from He’s.',
      ...allReach(STARTED, is('relu', USUAL, 'adam', 2)),
    },
    'tanh-xavier': {
      says: 'Ten tanh layers, plain descent: every net starts to learn from Xavier’s start.',
      ...allReach(STARTED, is('tanh', ['xavier_normal_'], 'sgd', 10)),
    },
    'sigmoid-stays': {
      says: 'With sigmoids and five layers or more, plain descent starts from neither Xavier’s nor He’s start.',
      ...noneReach(STARTED, (cell) =>
        DEPTHS.some((depth) => depth >= 5 && is('sigmoid', USUAL.slice(1), 'sgd', depth)(cell)),
      ),
    },
  },

  quantities,

  recording: {
    seeds: 8,
    keep: (row, { steps }) =>
      row.step === steps || (row.step % 20 === 0 && isTold(row)) || (row.step % 40 === 0 && row.seed === 0),
  },
});

/** The cell that the page shows first. */
const isTold: (cell: Cell) => boolean = is('relu', ['xavier_normal_'], 'sgd', 10);

const learned = (runs: Runs): string =>
  `${halves(runs).filter(Number.isFinite).length} of ${runs.curves.length}`;
