/** Four starts of one small net side by side, all zeros, too small, proper, too large; and a proper one that may fail. */
import { circle } from '../data/circle.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { dots } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { binomialInterval } from '../math/binomial.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { mean, median } from '../math/statistics.ts';
import {
  belowConstant,
  bySeed,
  explainedAt,
  gainShare,
  leastGain,
  noMoreThanSpread,
  seedsOf,
  spreadShare,
  stepsToLearn,
} from '../networks/curve-claims.ts';
import { lossFigure } from '../networks/curve-figures.ts';
import { denseLayout, layerViews } from '../networks/layout.ts';
import { type CurvePoint, curveColumns, curveLength, learningCurve } from '../networks/learning-curve.ts';
import { adam, sgd } from '../networks/optimizers.ts';
import {
  gainOf,
  isUsual,
  NARROW_FAILS,
  POINTS,
  PROPER,
  type StartOfTable,
  smallNet,
  smallStaysConstant,
  startNames,
  type TableSetting,
  WIDTH,
  widthOf,
} from './outcome-table/starts.ts';

const ADAM_LR = 0.01;
const FALSE_ALARM = 1e-3;
const U = unitRoundoff(floatFormats.float32);

type Line = Seeded<{ start: StartOfTable } & CurvePoint>;

export default defineExperiment({
  title: 'Four starts, side by side',
  caption:
    'Is a point inside the circle? The loss of a ReLU net from five starts, all descending alike. Dotted: the entropy of the labels, what the best answer costs that does not look at the point.',
  law: 'why-initialize#table-floor',
  controls: {
    small: range(0.05, 1.4, 0.1, { step: 0.01, label: 'too small: gain' }),
    large: range(1.5, 8, 5, { step: 0.1, label: 'too large: gain' }),
    depth: range(1, 10, 5, { label: 'hidden layers' }),
    optimizer: choice(['sgd', 'adam'], 'sgd'),
    lr: range(0.01, 1, 0.1, { step: 0.01, label: 'learning rate of sgd' }),
    steps: range(50, 400, 200, { step: 50 }),
  },
  columns: { start: 'start', ...curveColumns },
  key: ['start', 'step'],
  // That a run ends in NaN is one of the outcomes.
  nonFinite: 'show',
  length: ({ steps }) => startNames.length * curveLength(steps),
  work: ({ steps, depth, optimizer }) =>
    startNames.length * steps * (depth + 1) * (optimizer === 'adam' ? 2 : 1),

  async *run(setting, { tf, rng, read }): AsyncGenerator<Omit<Line, 'seed'>> {
    const { depth, lr, steps } = setting;
    const data = circle(rng, POINTS);
    let drawn = new Float32Array();
    for (const start of startNames) {
      // #region net
      const widths = [2, ...Array(depth).fill(widthOf(start)), 1];
      const layout = denseLayout({ widths, activation: 'relu' });
      if (drawn.length !== layout.size) {
        drawn = new Float32Array(layout.size);
        for (const { weight, shape } of layerViews(layout, drawn)) {
          normal_(weight, shape, rng, { std: 1 / Math.sqrt(shape[1]) });
        }
      }
      const gain = gainOf(setting, start);
      const initial = drawn.map((weight) => gain * weight);
      // #endregion
      // #region descent
      const optimizer = setting.optimizer === 'sgd' ? sgd({ lr }) : adam({ lr: ADAM_LR });
      const curve = learningCurve({ tf, read }, { layout, optimizer, initial, data, steps });
      for await (const point of curve) yield { start, ...point };
      // #endregion
    }
  },

  plot: (rows, { steps }) => {
    const finite = rows.filter(({ loss }) => Number.isFinite(loss));
    const losses = finite.map(({ loss }) => loss);
    // One scale for all, so that a flat line looks flat.
    const domain: [number, number] =
      losses.length > 0 ? [Math.min(...losses), Math.max(...losses)] : [0.1, 10];
    return [
      ...startNames.map((name) =>
        lossFigure({
          title: `The loss from ${name}`,
          points: finite.filter(({ start }) => start === name),
          all: rows,
          x: { domain: [0, steps] },
          y: { type: 'log', domain },
        }),
      ),
      {
        title: `How much of the labels’ entropy is explained after ${steps} steps, in per cent`,
        x: { label: 'per cent explained' },
        y: { label: 'start', type: 'names' as const },
        marks: [
          dots(
            finite
              .filter(({ step }) => step === steps)
              .map((row) => ({ ...row, percent: Math.max(-100, 100 * row.explained) })),
            { x: 'percent', y: 'start' },
          ),
        ],
      },
    ];
  },

  summary: (rows, setting) => {
    const parts = startNames.map((name) => {
      const ended = endsOf(rows, name, setting);
      const broken = ended.filter((explained) => !Number.isFinite(explained)).length;
      if (broken === ended.length) return `${name} NaN`;
      const rest = `${formatDecimals(100 * mean(ended.filter(Number.isFinite)), 1)} %`;
      return broken === 0 ? `${name} ${rest}` : `${name} ${rest} or NaN`;
    });
    return `after ${setting.steps} steps the net has explained of the labels’ entropy, by start: ${parts.join(', ')}.`;
  },

  claims: {
    'zeros-constant': {
      says: 'From zeros all points get the same answer, at every step.',
      measure: (rows) => Math.max(...rows.map(({ start, spread }) => (start === 'all zeros' ? spread : 0))),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
    },
    floor: { ...noMoreThanSpread, measure: (rows) => gainShare(rows) },
    'small-constant': {
      says: 'Where the weights are too small, the answers stay as alike as theory says.',
      applies: (setting) => smallStaysConstant(setting, FALSE_ALARM),
      measure: (rows, setting) => {
        const net = smallNet(setting);
        const curves = bySeed(of(rows, 'too small')).map((points) => ({ points, net }));
        return spreadShare(curves, setting, FALSE_ALARM);
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what theory allows',
    },
    'factor-a-layer': {
      says: 'The first answers of the start that is too large are those of the proper one, times the ratio once a layer.',
      measure: (rows, setting) => {
        const first = (name: StartOfTable, at: number) =>
          firstOf(rows, name).find(({ seed }) => seed === at)?.spread ?? Number.NaN;
        const layers = (seed: number) =>
          Math.log(first('too large', seed) / first('proper', seed)) / Math.log(setting.large / PROPER);
        return furthest(seedsOf(rows).map(layers), setting.depth + 1);
      },
      within: ({ depth, large }) => {
        // Products of up to 16 terms, each rounded weight by weight, layer by layer; the spread is a difference of sums.
        const slack = (64 * (depth + 1) * WIDTH ** 1.5 * U) / Math.log(large / PROPER);
        return { low: depth + 1 - slack, high: depth + 1 + slack };
      },
      falseAlarm: 0,
      unit: 'layers',
    },
    'proper-uses-input': {
      says: 'From the proper start the loss falls below what any constant answer can reach.',
      applies: (setting) => isUsual(setting),
      measure: (rows) => leastGain(bySeed(of(rows, 'proper'))),
      ...belowConstant,
    },
    'no-guarantee': {
      says: 'In a narrow net the proper start fails about as often as in five thousand runs counted before.',
      applies: (setting) => isUsual(setting),
      measure: (rows, setting) => failed(endsOf(rows, 'proper, narrow', setting)),
      within: (_, { seeds }) =>
        binomialInterval({ shares: NARROW_FAILS, trials: seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the runs',
    },
  },

  quantities: {
    'zeros-percent': (rows, setting) => 100 * mean(endsOf(rows, 'all zeros', setting)),
    'small-percent': (rows, setting) => 100 * mean(endsOf(rows, 'too small', setting)),
    'proper-percent': (rows, setting) => 100 * mean(endsOf(rows, 'proper', setting)),
    'proper-worst': (rows, setting) => 100 * Math.min(...endsOf(rows, 'proper', setting)),
    'proper-best': (rows, setting) => 100 * Math.max(...endsOf(rows, 'proper', setting)),
    'proper-steps': (rows) => median(stepsOf(rows, 'proper')),
    'proper-slowest': (rows) => Math.max(...stepsOf(rows, 'proper')),
    'large-first-loss': (rows) => median(firstOf(rows, 'too large').map(({ loss }) => loss)),
    'large-broken-percent': (rows, setting) =>
      100 * mean(endsOf(rows, 'too large', setting).map((explained) => (Number.isFinite(explained) ? 0 : 1))),
    'large-failed-percent': (rows, setting) => 100 * failed(endsOf(rows, 'too large', setting)),
    'narrow-failed-percent': (rows, setting) => 100 * failed(endsOf(rows, 'proper, narrow', setting)),
    'small-spread': (rows) => median(firstOf(rows, 'too small').map(({ spread }) => spread)),
  },

  // Twenty seeds for the numbers, the rows of twelve for the figures.
  recording: { seeds: 20, keep: ({ step, seed }) => step % 20 === 0 && seed < 12 },
});

const of = (rows: Line[], name: StartOfTable) => rows.filter(({ start }) => start === name);

const firstOf = (rows: Line[], name: StartOfTable) => of(rows, name).filter(({ step }) => step === 0);

/** The share explained in the end, run by run. */
const endsOf = (rows: Line[], name: StartOfTable, { steps }: TableSetting) =>
  explainedAt(of(rows, name), steps);

/** The share of runs that explain less than half, or nothing that is a number. */
const failed = (ends: number[]) => mean(ends.map((explained) => (explained >= 0.5 ? 0 : 1)));

const stepsOf = (rows: Line[], name: StartOfTable) =>
  bySeed(of(rows, name)).map((curve) => stepsToLearn(curve));

const furthest = (values: number[], from: number) =>
  values.reduce((worst, value) => (Math.abs(value - from) > Math.abs(worst - from) ? value : worst));
