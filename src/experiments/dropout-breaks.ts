/** Which of the starts that stay one unit dropout breaks, and which it cannot. */
import { planeTasks } from '../data/plane-tasks.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells, run } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor } from '../lab/tf.ts';
import { bestLine } from '../math/best-line.ts';
import { logisticLoss } from '../math/constant-answer.ts';
import { mean } from '../math/statistics.ts';
import { forward } from '../networks/dense.ts';
import { dropoutMask, dropoutStep } from '../networks/dropout.ts';
import { denseLayout, layerTensors } from '../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../networks/losses.ts';
import { adam, sgd, startAt } from '../networks/optimizers.ts';
import * as starts from '../networks/symmetric-starts.ts';
import {
  type HiddenActivation,
  hiddenActivations,
  type SymmetricStart,
} from '../networks/symmetric-starts.ts';

const POINTS = 128;
const MARKS = 10;
const optimizers = { sgd: () => sgd({ lr: 1, momentum: 0.9 }), adam: () => adam({ lr: 0.05 }) } as const;

interface Setting {
  task: 'circle' | 'xor';
  rate: number;
  optimizer: keyof typeof optimizers;
  hidden: number;
  steps: number;
}
type Net = { start: SymmetricStart; activation: HiddenActivation; dropout: 'without' | 'with' };
type Line = Net &
  Record<
    | 'step'
    | 'distinct'
    | 'distinctOut'
    | 'differences'
    | 'unbalanced'
    | 'moved'
    | 'loss'
    | 'correct'
    | 'overLine',
    number
  >;

/** The three starts that some activation leaves as one unit for ever. */
const NETS: Net[] = hiddenActivations.flatMap((activation) =>
  (['zeros', 'constant', 'zero first'] as const)
    .filter((start) => starts.staysOneUnit(start, activation))
    .flatMap((start) => (['without', 'with'] as const).map((dropout) => ({ start, activation, dropout }))),
);

const stepsSeen = ({ steps }: Setting) => [
  ...[0, 1, 2],
  ...Array.from({ length: MARKS }, (_, i) => ((i + 1) * steps) / MARKS),
];

/** Steps after which a net that can learn has begun to, see `learns`. */
const ENOUGH = 300;

/** Kept points weigh 2, residuals are ±1/2: all sums are exact. With Adam's first step only their signs would count. */
const countable = ({ rate, optimizer }: Setting) => rate === 0.5 && optimizer === 'sgd';

export default defineExperiment({
  title: 'What dropout breaks',
  caption:
    'Three starts that leave a layer acting as one unit, trained with and without dropout. How many different units there are in the end, and by how many percent of the points the net beats the best straight line.',
  law: 'symmetry#masked-zero',
  controls: {
    task: choice(['circle', 'xor'], 'circle'),
    rate: range(0.1, 0.9, 0.5, { step: 0.1, label: 'dropout rate' }),
    optimizer: choice(['sgd', 'adam'], 'sgd'),
    hidden: range(2, 15, 8, { label: 'hidden units' }),
    steps: range(50, 600, 300, { step: 50 }),
  },
  columns: {
    start: 'start',
    activation: 'activation',
    dropout: 'dropout',
    step: 'step',
    distinct: 'different units',
    distinctOut: 'different outgoing weights',
    differences: 'different counts of kept yes less kept no, in the first mask',
    unbalanced: 'units for which that count is not 0',
    moved: 'largest change of a parameter, the output’s bias aside',
    loss: 'loss without dropout',
    correct: 'points answered right, percent',
    overLine: 'points more than the best line',
  },
  key: ['start', 'activation', 'dropout', 'step'],
  length: (setting) => NETS.length * stepsSeen(setting).length,
  work: ({ steps }) => NETS.length * steps,

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    const { task, rate, optimizer, hidden, steps } = setting;
    const data = planeTasks[task](rng, POINTS);
    const drawn = starts.drawWeights(rng, { inputs: 2, hidden });
    const line = bestLine(data.x, data.y);
    const x = tf.tensor2d(data.x, [POINTS, 2]);
    const target = tf.tensor2d(data.y, [POINTS, 1]);
    const nets = NETS.map((net) => {
      const layout = denseLayout({ widths: [2, hidden, 1], activation: net.activation });
      const recipe = { layout, loss: binary_cross_entropy_with_logits, optimizer: optimizers[optimizer]() };
      const initial = starts.startingPoint(net.start, layout, drawn);
      return { ...net, recipe, initial, state: startAt(tf.tensor1d(initial)) };
    });
    const whole = tf.tensor2d(new Float32Array(POINTS * hidden).fill(1), [POINTS, hidden]);
    let first = { differences: 0, unbalanced: 0 };
    for (let step = 0; ; step++) {
      if (stepsSeen(setting).includes(step)) {
        const seen: Tensor[] = nets.map(({ recipe: { layout }, state }) =>
          tf.tidy(() => forward(tf, layout, layerTensors(tf, layout, state.parameters), x).h[2]),
        );
        const values = await read([...seen, ...nets.map(({ state }) => state.parameters)]);
        tf.dispose(seen);
        for (const [i, { recipe, initial, start, activation, dropout }] of nets.entries()) {
          const [logits, parameters] = [values[i], values[nets.length + i]];
          const units = starts.unitsOf(recipe.layout, parameters);
          const right = logits.filter((f, k) => f > 0 === data.y[k] > 0).length;
          yield {
            ...{ start, activation, dropout, step, ...first },
            distinct: starts.differentUnits(recipe.layout, parameters),
            distinctOut: new Set(units.map(({ outgoing }) => outgoing)).size,
            moved: Math.max(...parameters.subarray(0, -1).map((p, k) => Math.abs(p - initial[k]))),
            loss: logisticLoss(logits, data.y),
            correct: (100 * right) / POINTS,
            overLine: right - line,
          };
        }
      }
      if (step === steps) break;
      // #region mask
      const kept = dropoutMask(rng, POINTS * hidden, rate);
      const mask = tf.tensor2d(kept, [POINTS, hidden]);
      for (const net of nets) {
        const with_ = { x, target, mask: net.dropout === 'with' ? mask : whole };
        const next = dropoutStep(tf, net.recipe, net.state, with_);
        // #endregion
        tf.dispose([net.state.parameters, ...net.state.slots, next.gradient, next.terms]);
        net.state = next.state;
      }
      mask.dispose();
      if (step === 0) first = countKept(kept, data.y, hidden);
    }
    for (const { state } of nets) tf.dispose([state.parameters, ...state.slots]);
  },

  plot: (rows, setting) => {
    const ends = atStep(rows, setting.steps).map((row) => ({
      ...row,
      over: (100 * row.overLine) / POINTS,
      name: row.dropout === 'with' ? `${row.start}, dropout` : row.start,
    }));
    const map = {
      x: { label: 'activation', type: 'names' as const },
      y: { label: 'start', type: 'names' as const },
    };
    return [
      {
        title: `Different units after ${setting.steps} steps, of ${setting.hidden}`,
        ...map,
        marks: [cells(ends, { x: 'activation', y: 'name', value: 'distinct' })],
      },
      {
        title: 'Percent of the points that it answers and the best straight line does not',
        ...map,
        marks: [cells(ends, { x: 'activation', y: 'name', value: 'over' })],
      },
      {
        title: 'The loss from the constant start, tanh, with dropout',
        x: { label: 'step' },
        y: { label: 'loss without dropout' },
        aspect: 0.4,
        marks: [run(of(rows, { start: 'constant', activation: 'tanh' }), { x: 'step', y: 'loss' })],
      },
    ];
  },

  summary: (rows, { steps }) => {
    const part = (start: SymmetricStart, activation: HiddenActivation) =>
      formatDecimals(mean(atStep(of(rows, { start, activation }), steps).map(({ distinct }) => distinct)), 1);
    return (
      `under dropout zeros end with ${part('zeros', 'tanh')} different units with tanh, ${part('zeros', 'relu')} with ReLU and ` +
      `${part('zeros', 'sigmoid')} with the sigmoid; constant weights with ${part('constant', 'tanh')} with tanh and ${part('constant', 'relu')} with ReLU.`
    );
  },

  claims: {
    'zeros-still': {
      says: 'Zeros with tanh or ReLU stay what they are under every mask, and so does a zero first layer with ReLU.',
      measure: (rows) =>
        Math.max(
          ...rows
            .filter(({ start, activation }) => starts.staysStill(start, activation))
            .map(({ moved }) => moved),
        ),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
    },
    'constant-apart': {
      says: 'From the constant start one step with dropout sets all units apart, whatever the activation.',
      applies: ({ optimizer }) => optimizer === 'sgd',
      measure: (rows) =>
        Math.min(...atStep(of(rows, { start: 'constant' }), 1).map(({ distinct }) => distinct)),
      within: ({ hidden }) => ({ low: hidden, high: hidden }),
      // Sums over different subsets of points, of which float32 tells 2^20 apart at least, three of them a unit.
      falseAlarm: 1e-3,
      unit: 'different units',
    },
    'sigmoid-counts': {
      says: 'From zeros, a sigmoid net’s first outgoing weights differ exactly as the counts of kept points do.',
      applies: countable,
      measure: (rows) =>
        Math.max(
          ...atStep(of(rows, { start: 'zeros', activation: 'sigmoid' }), 1).map(
            ({ distinctOut, differences }) => Math.abs(distinctOut - differences),
          ),
        ),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
      unit: 'values',
    },
    'sigmoid-second-step': {
      says: 'Its incoming weights part in the second step: each unit whose count was not 0 goes a way of its own.',
      applies: countable,
      measure: (rows, { hidden }) => {
        const path = of(rows, { start: 'zeros', activation: 'sigmoid' });
        const before = atStep(path, 1).map(({ distinct }) => distinct - 1);
        const after = atStep(path, 2).map(
          ({ distinct, unbalanced }) => distinct - unbalanced - (unbalanced < hidden ? 1 : 0),
        );
        return Math.max(...[...before, ...after].map(Math.abs));
      },
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 1e-3,
      unit: 'units',
    },
    'without-one': {
      says: 'Without dropout, all of them stay one unit.',
      measure: (rows) =>
        Math.max(...rows.filter(({ dropout }) => dropout === 'without').map(({ distinct }) => distinct)),
      within: () => ({ low: 1, high: 1 }),
      falseAlarm: 0,
      unit: 'different units',
    },
    learns: {
      says: 'Constant weights with tanh, and zeros with the sigmoid, are then better than any straight line, at some step.',
      applies: ({ task, optimizer, rate, hidden, steps }) =>
        task === 'circle' && optimizer === 'sgd' && rate === 0.5 && hidden >= 8 && steps >= ENOUGH,
      measure: (rows) => {
        const seeds = [...new Set(rows.map(({ seed }) => seed))];
        const nets = [
          of(rows, { start: 'constant', activation: 'tanh' }),
          of(rows, { start: 'zeros', activation: 'sigmoid' }),
        ];
        const best = (net: R[], seed: number) =>
          Math.max(...net.flatMap((row) => (row.seed === seed ? [row.overLine] : [])));
        return Math.min(...nets.flatMap((net) => seeds.map((seed) => best(net, seed))));
      },
      within: () => ({ low: 1, high: Number.POSITIVE_INFINITY }),
      falseAlarm: 1e-3,
      unit: 'points',
    },
  },

  quantities: {
    'tanh-constant-percent': (rows, { steps }) => percent(rows, steps, 'constant', 'tanh'),
    'tanh-constant-without': (rows, { steps }) => percent(rows, steps, 'constant', 'tanh', 'without'),
    'relu-constant-percent': (rows, { steps }) => percent(rows, steps, 'constant', 'relu'),
    'relu-constant-without': (rows, { steps }) => percent(rows, steps, 'constant', 'relu', 'without'),
    'tanh-zeros-percent': (rows, { steps }) => percent(rows, steps, 'zeros', 'tanh'),
    'sigmoid-zeros-percent': (rows, { steps }) => percent(rows, steps, 'zeros', 'sigmoid'),
    'sigmoid-zeros-without': (rows, { steps }) => percent(rows, steps, 'zeros', 'sigmoid', 'without'),
    'sigmoid-first-values': (rows) =>
      mean(
        atStep(of(rows, { start: 'zeros', activation: 'sigmoid' }), 1).map(({ distinctOut }) => distinctOut),
      ),
    'tanh-zeros-units': (rows, { steps }) =>
      mean(atStep(of(rows, { start: 'zeros', activation: 'tanh' }), steps).map(({ distinct }) => distinct)),
    'sigmoid-zeros-units': (rows, { steps }) =>
      mean(
        atStep(of(rows, { start: 'zeros', activation: 'sigmoid' }), steps).map(({ distinct }) => distinct),
      ),
    'line-percent': (rows, { steps }) =>
      mean(atStep(rows, steps).map(({ correct, overLine }) => correct - (100 * overLine) / POINTS)),
  },

  recording: {
    seeds: 5,
    keep: ({ step, start, activation, dropout }, { steps }) =>
      step === steps || (start === 'constant' && activation === 'tanh' && dropout === 'with'),
  },
});

type R = Seeded<Line>;

const of = (rows: R[], { start, activation, dropout = 'with' }: Partial<Net>) =>
  rows.filter(
    (row) => row.dropout === dropout && row.start === start && (!activation || row.activation === activation),
  );

const atStep = (rows: R[], at: number) => rows.filter(({ step }) => step === at);

const percent = (
  rows: R[],
  steps: number,
  start: SymmetricStart,
  activation: HiddenActivation,
  dropout: Net['dropout'] = 'with',
) => mean(atStep(of(rows, { start, activation, dropout }), steps).map(({ correct }) => correct));

/** Of each unit's kept points, those labelled yes less those labelled no: how many values, and how many are not 0. */
function countKept(mask: Float32Array, labels: Float32Array, hidden: number) {
  const counts = Array.from({ length: hidden }, (_, unit) =>
    labels.reduce((sum, y, i) => sum + (mask[i * hidden + unit] > 0 ? (y > 0 ? 1 : -1) : 0), 0),
  );
  return { differences: new Set(counts).size, unbalanced: counts.filter((count) => count !== 0).length };
}
