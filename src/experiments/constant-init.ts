/** Units that begin alike: how many different ones there are while a net of eight learns, from eight starts. */
import { type PlaneTask, planeTasks, sumLabels } from '../data/plane-tasks.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells, dots, run } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { bestLine } from '../math/best-line.ts';
import { logisticLoss } from '../math/constant-answer.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { mean } from '../math/statistics.ts';
import { denseLayout } from '../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../networks/losses.ts';
import { adam, sgd } from '../networks/optimizers.ts';
import { trainAndLook } from '../networks/snapshots.ts';
import * as starts from '../networks/symmetric-starts.ts';
import {
  type HiddenActivation,
  hiddenActivations,
  type SymmetricStart,
} from '../networks/symmetric-starts.ts';

const POINTS = 128;
const LR = 1;
const MARKS = 10;
const optimizers = { sgd: () => sgd({ lr: LR, momentum: 0.9 }), adam: () => adam({ lr: 0.05 }) } as const;

interface Setting {
  task: Exclude<PlaneTask, 'sum'>;
  watch: SymmetricStart;
  activation: HiddenActivation;
  optimizer: keyof typeof optimizers;
  hidden: number;
  steps: number;
}
type Net = {
  task: PlaneTask;
  start: SymmetricStart;
  activation: HiddenActivation;
};
type Line = Net &
  Record<
    | 'step'
    | 'unit'
    | 'weight'
    | 'outgoing'
    | 'distinct'
    | 'apart'
    | 'moved'
    | 'loss'
    | 'correct'
    | 'overLine'
    | 'positive',
    number
  >;

/** Every start with every activation; and the constant one once more, asked what note 002 asks. */
const netsOf = ({ task }: Setting): Net[] => [
  ...hiddenActivations.flatMap((activation) =>
    starts.symmetricStarts.map((start) => ({ task, start, activation })),
  ),
  { task: 'sum', start: 'constant', activation: 'tanh' },
];

/** The steps looked at: the first two, and then ten more. */
const stepsSeen = ({ steps }: Setting) => [
  0,
  1,
  ...Array.from({ length: MARKS }, (_, i) => ((i + 1) * steps) / MARKS),
];

/** Of the watched net all units are shown, of the others the first one stands for the net. */
const unitsShown = ({ start, activation, task }: Net, setting: Setting) =>
  task === setting.task && start === setting.watch && activation === setting.activation ? setting.hidden : 1;

export default defineExperiment({
  title: 'Units that begin alike',
  caption:
    'A net with one hidden layer learns which points lie inside a circle. How many different units it has after the last step, and by how many percent of the points it beats the best straight line.',
  law: 'symmetry#alike-for-ever',
  controls: {
    task: choice(['circle', 'xor', 'teacher'], 'circle'),
    watch: choice(starts.symmetricStarts, 'constant first', { label: 'start shown' }),
    activation: choice(hiddenActivations, 'tanh', { label: 'their activation' }),
    optimizer: choice(['sgd', 'adam'], 'sgd'),
    hidden: range(2, 15, 8, { label: 'hidden units' }),
    steps: range(50, 600, 300, { step: 50 }),
  },
  columns: {
    task: 'task',
    start: 'start',
    activation: 'activation',
    step: 'step',
    unit: 'unit',
    weight: 'first incoming weight of the unit',
    outgoing: 'outgoing weight of the unit',
    distinct: 'different units',
    apart: 'largest difference between incoming weights of two units',
    moved: 'largest change of a parameter, the output’s bias aside',
    loss: 'loss',
    correct: 'points answered right, percent',
    overLine: 'points more than the best line',
    positive: 'points labelled yes',
  },
  key: ['task', 'start', 'activation', 'step', 'unit'],
  length: (setting) =>
    stepsSeen(setting).length * netsOf(setting).reduce((sum, net) => sum + unitsShown(net, setting), 0),
  work: (setting) => netsOf(setting).length * setting.steps,

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    const { hidden, optimizer } = setting;
    const data = planeTasks[setting.task](rng, POINTS);
    const drawn = starts.drawWeights(rng, { inputs: 2, hidden });
    const x = tf.tensor2d(data.x, [POINTS, 2]);
    const labels = { [setting.task]: data.y, sum: sumLabels(data.x).y };
    const lines = { [setting.task]: bestLine(data.x, data.y), sum: POINTS };
    for (const net of netsOf(setting)) {
      // #region descent
      const layout = denseLayout({ widths: [2, hidden, 1], activation: net.activation });
      const recipe = { layout, loss: binary_cross_entropy_with_logits, optimizer: optimizers[optimizer]() };
      const initial = starts.startingPoint(net.start, layout, drawn);
      const target = tf.tensor2d(labels[net.task], [POINTS, 1]);
      const at = stepsSeen(setting);
      const looks = await trainAndLook({ tf, read }, recipe, { initial, at, x, target });
      // #endregion
      for (const { step, parameters, outputs } of looks) {
        // #region count
        const units = starts.unitsOf(layout, parameters);
        const distinct = starts.differentUnits(layout, parameters);
        // #endregion
        const first = units.map(({ incoming }) => incoming[0]);
        const apart = Math.max(...first) - Math.min(...first);
        const right = outputs.filter((f, k) => f > 0 === labels[net.task][k] > 0).length;
        const moved = Math.max(...parameters.subarray(0, -1).map((p, k) => Math.abs(p - initial[k])));
        for (let unit = 0; unit < unitsShown(net, setting); unit++) {
          yield {
            ...net,
            step,
            unit: unit + 1,
            weight: units[unit].incoming[0],
            outgoing: units[unit].outgoing,
            distinct,
            apart,
            moved,
            loss: logisticLoss(outputs, labels[net.task]),
            correct: (100 * right) / POINTS,
            overLine: right - lines[net.task],
            positive: mean(labels[net.task]) * POINTS,
          };
        }
      }
    }
  },

  plot: (rows, setting) => {
    const ends = netRows(rows, setting).filter(({ step }) => step === setting.steps);
    const watched = rows.filter((row) => unitsShown(row, setting) > 1);
    const percent = ends.map((row) => ({ ...row, over: (100 * row.overLine) / POINTS }));
    const map = {
      x: { label: 'activation', type: 'names' as const },
      y: { label: 'start', type: 'names' as const },
    };
    return [
      {
        title: `Different units after ${setting.steps} steps, of ${setting.hidden}`,
        ...map,
        marks: [cells(ends, { x: 'activation', y: 'start', value: 'distinct' })],
      },
      {
        title: 'Percent of the points that it answers and the best straight line does not',
        ...map,
        marks: [cells(percent, { x: 'activation', y: 'start', value: 'over' })],
      },
      {
        title: `The units of “${setting.watch}”, ${setting.activation}: one incoming weight of each`,
        x: { label: 'step' },
        y: { label: 'first incoming weight' },
        aspect: 0.4,
        marks: [
          dots(
            watched.filter(({ seed }) => seed === rows[0]?.seed),
            { x: 'step', y: 'weight' },
          ),
        ],
      },
      {
        title: 'How far the units are apart when one weight began one bit off, tanh',
        x: { label: 'step' },
        y: { label: 'log₁₀ of the difference' },
        aspect: 0.4,
        marks: [run(bitOff(rows, setting), { x: 'step', y: 'log10' })],
      },
    ];
  },

  summary: (rows, setting) => {
    const part = (start: SymmetricStart) =>
      `${formatDecimals(mean(last(rows, setting, { start }).map(({ distinct }) => distinct)), 1)} different units and ` +
      `${formatDecimals(mean(last(rows, setting, { start }).map(({ correct }) => correct)), 1)} % of the points right`;
    return `with ${setting.activation}, all weights constant end with ${part('constant')}; constant in the first layer only, with ${part('constant first')}.`;
  },

  claims: {
    'one-unit': {
      says: 'Units that are alike in both layers are one unit at every step, to the last bit.',
      measure: (rows) => Math.max(...rows.filter(stayOne).map(({ distinct }) => distinct)),
      // Equal numbers in equal order give equal results: the argument holds in float32 as it does on paper.
      within: () => ({ low: 1, high: 1 }),
      falseAlarm: 0,
      unit: 'different units',
    },
    'a-bit-off': {
      says: 'One bit in one weight makes two units at most: those that were left alike stay alike.',
      measure: (rows) =>
        Math.max(...rows.filter(({ start }) => start === starts.BIT_OFF).map(({ distinct }) => distinct)),
      // The difference may be rounded away again, and then there is one.
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 2 }),
      falseAlarm: 0,
      unit: 'different units',
    },
    still: {
      says: 'From zeros, tanh and ReLU move nothing but the output’s bias.',
      measure: (rows) =>
        Math.max(
          ...rows.filter((row) => starts.staysStill(row.start, row.activation)).map(({ moved }) => moved),
        ),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
    },
    'sigmoid-step': {
      says: 'From zeros, the first step of a sigmoid net gives all outgoing weights one value, half the mean residual.',
      applies: ({ optimizer }) => optimizer === 'sgd',
      measure: (rows) => {
        const firsts = rows.filter(
          ({ start, activation, step }) => start === 'zeros' && activation === 'sigmoid' && step === 1,
        );
        return Math.max(
          ...firsts.map(({ outgoing, positive }) => Math.abs(outgoing - firstOutgoing(positive))),
        );
      },
      // Residuals of ±1/2 over 128 points, times 1/2, are multiples of 2^-9: the sum is exact wherever sigmoid(0) is 1/2.
      within: () => ({ low: 0, high: 4 * unitRoundoff(floatFormats.float32) }),
      falseAlarm: 0,
    },
    apart: {
      says: 'Where the outgoing weights differ, one step sets all units apart.',
      applies: ({ optimizer }) => optimizer === 'sgd',
      measure: (rows) =>
        Math.min(
          ...rows
            .filter(({ start, activation, step }) => step === 1 && starts.partsAtOnce(start, activation))
            .map(({ distinct }) => distinct),
        ),
      within: ({ hidden }) => ({ low: hidden, high: hidden }),
      // Two biases agree where two of 24-bit outgoing weights do, to some units in the last place: 2^-21 a pair.
      falseAlarm: 1e-3,
      unit: 'different units',
    },
    'no-better-than-line': {
      says: 'As one unit, the net never beats the best straight line.',
      measure: (rows, setting) =>
        Math.max(
          ...netRows(rows, setting)
            .filter(stayOne)
            .map(({ overLine }) => overLine),
        ),
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 0 }),
      // A point nearer than rounding to the best line could be answered either way.
      falseAlarm: 1e-3,
      unit: 'points',
    },
    'beats-line': {
      says: 'With constant weights in the first layer alone, it does.',
      applies: ({ task, hidden, steps, optimizer }) =>
        task !== 'teacher' && hidden >= 8 && steps >= 200 && optimizer === 'sgd',
      measure: (rows, setting) =>
        Math.min(
          ...last(rows, setting, { start: 'constant first', activation: 'tanh' }).map(
            ({ overLine }) => overLine,
          ),
        ),
      within: () => ({ low: 1, high: Number.POSITIVE_INFINITY }),
      falseAlarm: 1e-3,
      unit: 'points',
    },
    'sum-solved': {
      says: 'Asked for the sign of x₁ + x₂, the constant net is right at every point before it has learned anything.',
      measure: (rows) =>
        Math.min(
          ...rows.filter(({ task, step }) => task === 'sum' && step === 0).map(({ overLine }) => overLine),
        ),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
      unit: 'points',
    },
  },

  quantities: {
    'line-percent': (rows, setting) =>
      mean(last(rows, setting, {}).map((row) => row.correct - (100 * row.overLine) / POINTS)),
    'constant-percent': (rows, setting) => percent(rows, setting, 'constant'),
    'constant-first-percent': (rows, setting) => percent(rows, setting, 'constant first'),
    'zero-last-percent': (rows, setting) => percent(rows, setting, 'zero last'),
    'biases-percent': (rows, setting) => percent(rows, setting, 'zeros, random biases'),
    'biases-relu-percent': (rows, setting) => percent(rows, setting, 'zeros, random biases', 'relu'),
    'sigmoid-zeros-percent': (rows, setting) => percent(rows, setting, 'zeros', 'sigmoid'),
    'constant-units': (rows, setting) =>
      mean(last(rows, setting, { start: 'constant', activation: 'tanh' }).map(({ distinct }) => distinct)),
    'constant-first-units': (rows, setting) =>
      mean(
        last(rows, setting, { start: 'constant first', activation: 'tanh' }).map(({ distinct }) => distinct),
      ),
    'bit-percent': (rows, setting) => percent(rows, setting, starts.BIT_OFF),
    'bit-apart': (rows, setting) =>
      10 ** mean(bitOff(rows, setting).flatMap(({ step, log10 }) => (step === setting.steps ? [log10] : []))),
    'bit-begins': () => 2 ** -24,
    'sum-percent-after': (rows, { steps }) =>
      mean(rows.filter(({ task, step }) => task === 'sum' && step === steps).map(({ correct }) => correct)),
  },

  recording: {
    seeds: 5,
    keep: (row, setting) =>
      row.step === setting.steps ||
      (unitsShown(row, setting) > 1 && row.seed === 0) ||
      (row.start === starts.BIT_OFF && row.activation === 'tanh'),
  },
});

type R = Seeded<Line>;

const stayOne = ({ task, start, activation }: Net) =>
  task !== 'sum' && starts.staysOneUnit(start, activation);

/** One row a net and step, of those that learn the chosen task. */
const netRows = (rows: R[], { task }: Setting) => rows.filter((row) => row.unit === 1 && row.task === task);

const last = (rows: R[], setting: Setting, { start, activation = setting.activation }: Partial<Net>) =>
  netRows(rows, setting).filter(
    (row) => row.step === setting.steps && row.activation === activation && (!start || row.start === start),
  );

/** The start with one bit changed, tanh: the difference in powers of ten. */
const bitOff = (rows: R[], setting: Setting) =>
  netRows(rows, setting)
    .filter(({ start, activation, apart }) => start === starts.BIT_OFF && activation === 'tanh' && apart > 0)
    .map((row) => ({ ...row, log10: Math.log10(row.apart) }));

const percent = (rows: R[], setting: Setting, start: SymmetricStart, activation: HiddenActivation = 'tanh') =>
  mean(last(rows, setting, { start, activation }).map(({ correct }) => correct));

/** lr · mean (y - 1/2) / 2. @param positive how many labels are 1 */
const firstOutgoing = (positive: number) => (LR * (positive / POINTS - 0.5)) / 2;
