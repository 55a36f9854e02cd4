/** Which initializers a deep ReLU net starts to learn from, with SGD and with Adam. */
import { circle } from '../data/circle.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { mean } from '../math/statistics.ts';
import { belowConstant, gainShare, noMoreThanSpread, percentAt } from '../networks/curve-claims.ts';
import { lossFigures, netMap } from '../networks/curve-figures.ts';
import {
  constantShare,
  FIRST_STEPS,
  initializers,
  isConstant,
  leastGainOf,
  type NetPoint,
  type NetSetting,
  netColumns,
  netsFrom,
  optimizers,
  POINTS,
  planOf,
  rowsOf,
  type Way,
  WIDTH,
  workOf,
} from '../networks/deep-relu-nets.ts';
import { denseLayout } from '../networks/layout.ts';
import { curveLength, learningCurve } from '../networks/learning-curve.ts';
import { drawStart, type StartName } from '../networks/starts.ts';

const DEPTHS = [5, 10, 20, 30] as const;

interface Setting extends NetSetting {
  tiny: boolean;
}

const shown = ({ tiny, grid }: Setting) =>
  initializers.filter((name) => tiny || grid || name !== 'normal_ 0.01');

const plan = (setting: Setting) => planOf(setting, { depths: DEPTHS, names: shown(setting) });

export default defineExperiment({
  title: 'Which of them start to learn',
  caption:
    'Is a point inside the circle? The loss of a deep ReLU net (line: SGD, dots: Adam), and the entropy of the labels: what the best answer costs that does not look at the point.',
  law: 'pytorch-defaults#constant-loss',
  controls: {
    depth: choice(DEPTHS, 20, { label: 'hidden layers' }),
    optimizer: choice(['both', 'sgd', 'adam'], 'both'),
    steps: range(20, 300, 80, { step: 20 }),
    tiny: toggle(false, { label: 'N(0, 0.01²) too' }),
    grid: toggle(false, { label: 'all depths, both optimizers' }),
  },
  columns: netColumns,
  key: ['initializer', 'optimizer', 'depth', 'step'],
  length: (setting) => plan(setting).nets.length * curveLength(setting.steps),
  work: (setting) => workOf(plan(setting).nets, setting.steps),

  async *run(setting, { tf, rng, read }): AsyncGenerator<NetPoint> {
    // #region data
    const data = circle(rng, POINTS);
    // #endregion
    const { starts, ways } = plan(setting);
    for (const start of starts) {
      // #region net
      const widths = [2, ...Array(start.depth).fill(WIDTH), 1];
      const layout = denseLayout({ widths, activation: 'relu' });
      const initial = drawStart(layout, start.initializer, rng);
      // #endregion
      // #region descent
      for (const way of ways) {
        const optimizer = optimizers[way]();
        const { steps } = setting;
        const curve = learningCurve({ tf, read }, { layout, optimizer, initial, data, steps });
        for await (const point of curve) yield { ...start, optimizer: way, ...point };
      }
      // #endregion
    }
  },

  plot: (rows, setting) => [
    ...lossFigures(rows, { depth: setting.depth, names: shown(setting) }),
    netMap(
      `How much of the labels’ entropy is explained after ${setting.steps} steps, in per cent`,
      rows
        .filter(({ step }) => step === setting.steps)
        .map((row) => ({ ...row, value: 100 * row.explained })),
    ),
  ],

  summary: (rows, setting) => {
    const ways = plan(setting).ways.map((optimizer) => {
      const parts = shown(setting).map(
        (name) => `${name} ${formatDecimals(percentOf(rows, setting, name, optimizer), 1)} %`,
      );
      return `${optimizer}: ${parts.join(', ')}`;
    });
    return `after ${setting.steps} steps, ${setting.depth} hidden layers have explained of the labels’ entropy, ${ways.join('; ')}.`;
  },

  claims: {
    'no-more-than-spread': { ...noMoreThanSpread, measure: (rows) => gainShare(rows) },
    constant: {
      says: 'Where the start has forgotten the input, the logits stay as alike as theory says, at every step.',
      applies: (setting) => plan(setting).nets.some((net) => isConstant(net, setting.steps)),
      measure: (rows, setting) => constantShare(rows, plan(setting).nets, setting.steps),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 1e-3,
      unit: 'of what theory allows',
    },
    'he-uses-input': {
      says: 'From He’s start the loss falls below what any constant answer can reach.',
      applies: ({ steps }) => steps >= FIRST_STEPS,
      measure: (rows, setting) => leastGainOf(rows, netsFrom(plan(setting), 'kaiming_normal_')),
      ...belowConstant,
    },
  },

  quantities: {
    'default-percent': (rows, setting) => percentOf(rows, setting, 'default', 'sgd'),
    'xavier-percent': (rows, setting) => percentOf(rows, setting, 'xavier_normal_', 'sgd'),
    'he-percent': (rows, setting) => percentOf(rows, setting, 'kaiming_normal_', 'sgd'),
    'default-percent-adam': (rows, setting) => percentOf(rows, setting, 'default', 'adam'),
    'xavier-percent-adam': (rows, setting) => percentOf(rows, setting, 'xavier_normal_', 'adam'),
    'he-percent-adam': (rows, setting) => percentOf(rows, setting, 'kaiming_normal_', 'adam'),
    'default-spread': (rows, { depth }) =>
      mean(rowsOf(rows, { depth, initializer: 'default', optimizer: 'sgd' }).map(({ spread }) => spread)),
    'he-spread-at-start': (rows, { depth }) => {
      const path = rowsOf(rows, { depth, initializer: 'kaiming_normal_', optimizer: 'sgd' });
      return mean(path.filter(({ step }) => step === 0).map(({ spread }) => spread));
    },
  },

  recording: { seeds: 10, keep: ({ step }) => step % 10 === 0 },
});

const percentOf = (
  rows: Seeded<NetPoint>[],
  { depth, steps }: Setting,
  initializer: StartName,
  optimizer: Way,
) => percentAt(rowsOf(rows, { depth, initializer, optimizer }), steps);
