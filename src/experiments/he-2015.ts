/** He against Xavier where the paper compared them, in ReLU nets of many layers: who starts to learn. */
import { circle } from '../data/circle.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { mostExplained } from '../math/constant-answer.ts';
import { mean, median } from '../math/statistics.ts';
import {
  belowConstant,
  bySeed,
  firstSpreadShare,
  gainShare,
  noMoreThanSpread,
  percentAt,
  stepsToLearn,
} from '../networks/curve-claims.ts';
import { lossFigures, netMap } from '../networks/curve-figures.ts';
import {
  curvesOf,
  FIRST_STEPS,
  firstMove,
  initializers,
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
import {
  type FirstGradient,
  gradientClaim,
  gradientColumns,
  gradientFigure,
  gradientOf,
} from './he-2015/first-gradient.ts';
import { type FirstStep, firstStep, firstStepColumns } from './he-2015/first-step.ts';

const FALSE_ALARM = 1e-3;
const DEPTHS = [5, 20, 30] as const;
const XAVIER = 'xavier_normal_';
const HE = 'kaiming_normal_';
/** A net that has explained this share of the labels' entropy has started to learn. */
const STARTED = 0.1;

interface Setting extends NetSetting {
  all: boolean;
}
type Line = NetPoint & FirstGradient & FirstStep;

const shown = ({ all, grid }: Setting): StartName[] => (all || grid ? initializers : [XAVIER, HE]);

const plan = (setting: Setting) => planOf(setting, { depths: DEPTHS, names: shown(setting) });

export default defineExperiment({
  title: 'Who starts to learn',
  caption:
    'Is a point inside the circle? The loss of a deep ReLU net (line: SGD, dots: Adam), and the entropy of the labels: what the best answer costs that does not look at the point. On the map, ∞: not in these steps.',
  law: 'he#train-gradient',
  controls: {
    depth: choice(DEPTHS, 30, { label: 'hidden layers' }),
    optimizer: choice(['both', 'sgd', 'adam'], 'both'),
    steps: range(20, 300, 60, { step: 20 }),
    all: toggle(false, { label: 'PyTorch’s default and N(0, 0.01²) too' }),
    grid: toggle(false, { label: 'all initializers, depths, optimizers' }),
  },
  columns: { ...netColumns, ...gradientColumns, ...firstStepColumns },
  key: ['initializer', 'optimizer', 'depth', 'step'],
  length: (setting) => plan(setting).nets.length * curveLength(setting.steps),
  work: (setting) => workOf(plan(setting).nets, setting.steps),

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    const data = circle(rng, POINTS);
    const { starts, ways } = plan(setting);
    for (const start of starts) {
      // #region net
      const widths = [2, ...Array(start.depth).fill(WIDTH), 1];
      const layout = denseLayout({ widths, activation: 'relu' });
      const initial = drawStart(layout, start.initializer, rng);
      const gradient = await gradientOf({ tf, read }, { layout, initial, data }, start);
      // #endregion
      for (const way of ways) {
        // #region descent
        const training = { layout, optimizer: optimizers[way](), initial, data, steps: setting.steps };
        const first = await firstStep({ tf, read }, training, firstMove[way]);
        const curve = learningCurve({ tf, read }, training);
        // #endregion
        for await (const point of curve) yield { ...start, optimizer: way, ...point, ...gradient, ...first };
      }
    }
  },

  plot: (rows, setting) => [
    ...lossFigures(rows, { depth: setting.depth, names: shown(setting) }),
    gradientFigure(rows.filter((row) => isFirst(row) && row.depth === setting.depth)),
    netMap(
      'Steps until a tenth of the entropy is explained, the median of the seeds',
      plan(setting)
        .nets.filter((net) => rowsOf(rows, net).length > 0)
        .map((net) => ({ ...net, value: median(startedAt(rowsOf(rows, net))) })),
    ),
  ],

  summary: (rows, setting) => {
    const parts = plan(setting)
      .nets.filter(({ depth }) => depth === setting.depth)
      .map((net) => {
        const steps = startedAt(rowsOf(rows, net));
        return `${net.initializer} with ${net.optimizer} ${steps.filter(Number.isFinite).length} of ${steps.length}`;
      });
    return `with ${setting.depth} hidden layers, runs that explained a tenth of the labels’ entropy within ${setting.steps} steps: ${parts.join(', ')}.`;
  },

  claims: {
    'first-gradient': {
      says: 'Before the first step the gradient at layer 1 is as large as the variance of the weights says.',
      measure: (rows, setting) => {
        const { starts, ways } = plan(setting);
        const first = rows.filter((row) => isFirst(row) && row.optimizer === ways[0]);
        return gradientClaim.measure(first, starts);
      },
      within: (setting) => gradientClaim.within(plan(setting).starts, FALSE_ALARM),
      falseAlarm: FALSE_ALARM,
      unit: 'standard deviations',
    },
    'first-spread': {
      says: 'And the logits of the points differ by no more than it says.',
      measure: (rows, setting) => firstSpreadShare(curvesOf(rows, plan(setting).nets), FALSE_ALARM),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what theory allows',
    },
    'no-more-than-spread': { ...noMoreThanSpread, measure: (rows) => gainShare(rows) },
    'xavier-stays': {
      says: 'Through thirty layers, plain descent from Xavier’s start explains less than a tenth.',
      applies: (setting) => lost(setting).length > 0 && setting.steps <= LOST_STEPS,
      measure: (rows, setting) =>
        Math.max(...lost(setting).flatMap((net) => rowsOf(rows, net).map(({ explained }) => explained))),
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: STARTED }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the entropy',
    },
    'he-starts': {
      says: 'From He’s start every net comes below what any constant answer can reach.',
      applies: ({ steps }) => steps >= FIRST_STEPS,
      measure: (rows, setting) => leastGainOf(rows, netsFrom(plan(setting), HE)),
      ...belowConstant,
    },
    'first-step': {
      says: 'The first step moves layer 1 by as much as its gradient says, under SGD and under Adam.',
      measure: (rows) => Math.max(...rows.map(({ movedShare }) => movedShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'adam-rescues': {
      says: 'Under Adam every net comes below it from Xavier’s start, too.',
      applies: (setting) => plan(setting).ways.includes('adam') && setting.steps >= RESCUE_STEPS,
      measure: (rows, setting) => leastGainOf(rows, netsFrom(plan(setting), XAVIER, 'adam')),
      ...belowConstant,
    },
  },

  quantities: {
    ...quantitiesOf('he', HE, 'sgd'),
    ...quantitiesOf('he-adam', HE, 'adam'),
    ...quantitiesOf('xavier', XAVIER, 'sgd'),
    ...quantitiesOf('xavier-adam', XAVIER, 'adam'),
  },

  recording: { seeds: 20, keep: ({ step, seed }) => step % 10 === 0 && seed < 10 },
});

/**
 * No law but counts, for the two claims about Xavier's nets: src/experiments/he-2015/deep-starts.py. Under plain descent none of 1,540
 * explained more than 0.005 in 100 steps, and the logarithm of the spread that a tenth needs lies four deviations above its
 * mean after 80. Under Adam two of 1,700 had explained less than a tenth after 40 steps; of 600 the slowest 0.39 after 60.
 */
const LOST_STEPS = 80;
const RESCUE_STEPS = 60;

const isFirst = ({ step }: Line) => step === 0;

/** Xavier's nets of thirty layers under plain descent. */
const lost = (setting: Setting) => netsFrom(plan(setting), XAVIER, 'sgd').filter(({ depth }) => depth === 30);

/** Run by run, the step at which a net had started; infinite where it had not. */
const startedAt = (rows: Seeded<Line>[]) => bySeed(rows).map((curve) => stepsToLearn(curve, STARTED));

/** Of one net: `he-percent` and so on. What spans powers of ten is averaged as they are. */
function quantitiesOf(id: string, initializer: StartName, optimizer: Way) {
  const atStart = (of: (row: Line) => number) => (rows: Seeded<Line>[]) =>
    Math.exp(mean(rows.filter(isFirst).map((row) => Math.log(of(row)))));
  const numbers: Record<string, (rows: Seeded<Line>[], steps: number) => number> = {
    percent: percentAt,
    'best-percent': (rows) => 100 * Math.max(...rows.map(({ explained }) => explained)),
    steps: (rows) => median(startedAt(rows)),
    gradient: atStart(({ gradient }) => gradient),
    spread: atStart(({ spread }) => spread),
    'allowed-percent': atStart(
      ({ positive, spread, floor }) => (100 * mostExplained(positive, spread)) / floor,
    ),
    moved: atStart(({ moved }) => moved),
  };
  return Object.fromEntries(
    Object.entries(numbers).map(([name, of]) => [
      `${id}-${name}`,
      (rows: Seeded<Line>[], { depth, steps }: Setting) =>
        of(rowsOf(rows, { depth, initializer, optimizer }), steps),
    ]),
  );
}
