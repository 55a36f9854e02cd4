/** A net of n equal units, and a net of one unit that is told to learn at other rates: step for step the same. */
import { planeTasks } from '../data/plane-tasks.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Row, type Seeded } from '../lab/experiment.ts';
import { dots, run, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { logisticLoss } from '../math/constant-answer.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { oneUnitPath } from '../math/one-unit.ts';
import { mean } from '../math/statistics.ts';
import { denseLayout } from '../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../networks/losses.ts';
import { sgd } from '../networks/optimizers.ts';
import { withRates } from '../networks/rates.ts';
import { trainAndLook } from '../networks/snapshots.ts';
import { CONSTANT, hiddenActivations, startingPoint, unitsOf } from '../networks/symmetric-starts.ts';

const POINTS = 128;
const MOMENTUM = 0.9;
const MARKS = 40;
const UNIT = unitRoundoff(floatFormats.float32);

const stepsSeen = (steps: number) => Array.from({ length: MARKS + 1 }, (_, i) => (i * steps) / MARKS);

export default defineExperiment({
  title: 'Eight equal units, and one',
  caption:
    'The loss of a net of equal units (line), of a net of one unit with rescaled learning rates (dots), and of one with the same rate for all (dashed). Below, how far the first two are apart, beside what float32 can add.',
  law: 'symmetry#one-unit-rates',
  controls: {
    task: choice(['circle', 'xor', 'teacher'], 'circle'),
    activation: choice(hiddenActivations, 'tanh'),
    hidden: range(2, 32, 8, { label: 'equal units' }),
    lr: range(0.05, 1, 0.3, { step: 0.05, label: 'learning rate' }),
    steps: range(40, 400, 200, { step: 40 }),
  },
  columns: {
    step: 'step',
    loss: 'loss, equal units',
    lossOne: 'loss, one unit',
    lossSame: 'loss, one unit, same rate for all',
    lossExact: 'loss in float64',
    allowed: 'what float32 can add',
    share: 'difference, share of that, both nets',
    shareExact: 'difference from float64, share',
    parameterShare: 'difference of the parameters, share',
    weight: 'incoming weight, equal units',
    outgoing: 'outgoing weights added up',
    distinct: 'different units',
  },
  key: ['step'],
  length: () => MARKS + 1,
  work: ({ steps }) => steps,

  async *run({ task, activation, hidden, lr, steps }, { tf, rng, read }) {
    const data = planeTasks[task](rng, POINTS);
    const x = tf.tensor2d(data.x, [POINTS, 2]);
    const target = tf.tensor2d(data.y, [POINTS, 1]);
    const at = stepsSeen(steps);
    const descent = sgd({ lr, momentum: MOMENTUM });
    const loss = binary_cross_entropy_with_logits;
    // #region many
    const layout = denseLayout({ widths: [2, hidden, 1], activation });
    const nothing = { first: new Float32Array(), last: new Float32Array(), biases: new Float32Array() };
    const initial = startingPoint('constant', layout, nothing);
    const many = await trainAndLook(
      { tf, read },
      { layout, loss, optimizer: descent },
      { initial, at, x, target },
    );
    // #endregion
    // #region one
    const single = denseLayout({ widths: [2, 1, 1], activation });
    const start = [CONSTANT, CONSTANT, 0, hidden * CONSTANT, 0] as const;
    const optimizer = withRates(descent, [1 / hidden, 1 / hidden, 1 / hidden, hidden, 1]);
    const given = { initial: Float32Array.from(start), at, x, target };
    const one = await trainAndLook({ tf, read }, { layout: single, loss, optimizer }, given);
    // #endregion
    const same = await trainAndLook({ tf, read }, { layout: single, loss, optimizer: descent }, given);
    const exact = oneUnitPath(
      { ...data, activation, units: hidden, lr, momentum: MOMENTUM, steps, start, unit: UNIT },
      at,
    );
    for (const [i, step] of at.entries()) {
      const [lossMany, lossOne, lossSame] = [many, one, same].map((looks) =>
        logisticLoss(looks[i].outputs, data.y),
      );
      const bound = exact.allowed.get(step) ?? { loss: 0, parameters: [] };
      const units = unitsOf(layout, many[i].parameters);
      const [first] = units;
      const sum = units.reduce((total, { outgoing }) => total + outgoing, 0);
      const asOne = [...first.incoming, sum, many[i].parameters[layout.size - 1]];
      const off = asOne.map(
        (p, k) => Math.abs(p - one[i].parameters[k]) / (2 * bound.parameters[k] + UNIT * Math.abs(p)),
      );
      yield {
        step,
        loss: lossMany,
        lossOne,
        lossSame,
        lossExact: exact.loss[step],
        allowed: bound.loss,
        share: Math.abs(lossMany - lossOne) / (2 * bound.loss),
        shareExact: Math.max(...[lossMany, lossOne].map((l) => Math.abs(l - exact.loss[step]) / bound.loss)),
        parameterShare: Math.max(...off.map((share) => (Number.isNaN(share) ? 0 : share))),
        weight: first.incoming[0],
        outgoing: sum,
        distinct: new Set(units.map(({ incoming, outgoing }) => [...incoming, outgoing].join())).size,
      };
    }
  },

  plot: (rows) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const apart = rows
      .filter(({ loss, lossOne }) => loss !== lossOne)
      .map((row) => ({ ...row, log10: Math.log10(Math.abs(row.loss - row.lossOne)) }));
    const limit = law.map(({ step, allowed }) => ({ step, log10: Math.log10(2 * allowed) }));
    return [
      {
        title: 'The loss of equal units (line) and of one unit (dots)',
        x: { label: 'step' },
        y: { label: 'loss' },
        marks: [
          theory(law, { x: 'step', y: 'lossSame', label: 'same rate' }),
          run(rows, { x: 'step', y: 'loss' }),
          dots(rows, { x: 'step', y: 'lossOne' }),
        ],
      },
      {
        title: 'How far the two losses are apart',
        x: { label: 'step' },
        y: { label: 'log₁₀ of the difference' },
        aspect: 0.4,
        marks: [
          theory(limit, { x: 'step', y: 'log10', label: 'rounding' }),
          dots(apart, { x: 'step', y: 'log10' }),
        ],
      },
    ];
  },

  summary: (rows, { hidden, steps }) =>
    `after ${steps} steps ${hidden} equal units have a loss of ${formatNumber(ending(rows, steps, 'loss'), 6)}, one unit with rescaled rates ` +
    `${formatNumber(ending(rows, steps, 'lossOne'), 6)}, and one unit with the same rate for all ${formatNumber(ending(rows, steps, 'lossSame'), 6)}.`,

  claims: {
    'stay-equal': {
      says: 'The equal units stay equal to the last bit, outgoing weights included.',
      measure: (rows) => Math.max(...rows.map(({ distinct }) => distinct)),
      within: () => ({ low: 1, high: 1 }),
      falseAlarm: 0,
      unit: 'different units',
    },
    'same-loss': {
      says: 'One unit with the rescaled rates has their loss, at every step.',
      measure: (rows) => Math.max(...rows.map(({ share }) => share)),
      // What roundings can add to either net, each carried along by the derivative of the steps after it.
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding can add',
    },
    'same-parameters': {
      says: 'It has their incoming weights, and the sum of their outgoing ones.',
      measure: (rows) => Math.max(...rows.map(({ parameterShare }) => parameterShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding can add',
    },
    'as-derived': {
      says: 'Both follow the recursion of one unit, computed in float64.',
      measure: (rows) => Math.max(...rows.map(({ shareExact }) => shareExact)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding can add',
    },
    'other-rates': {
      says: 'With the same rate for all its parameters, one unit goes another way.',
      // With ReLU both may end where nothing moves.
      applies: ({ activation }) => activation === 'tanh',
      measure: (rows) => {
        const seeds = [...new Set(rows.map(({ seed }) => seed))];
        const farthest = (seed: number) =>
          Math.max(
            ...rows.flatMap((row) =>
              row.seed === seed && row.allowed > 0
                ? [Math.abs(row.lossSame - row.loss) / (2 * row.allowed)]
                : [],
            ),
          );
        return Math.min(...seeds.map(farthest));
      },
      within: () => ({ low: 1, high: Number.POSITIVE_INFINITY }),
      falseAlarm: 1e-3,
      unit: 'times what rounding can add',
    },
  },

  quantities: {
    'largest-difference': (rows) => Math.max(...rows.map(({ loss, lossOne }) => Math.abs(loss - lossOne))),
    'allowed-at-most': (rows) => Math.max(...rows.map(({ allowed }) => 2 * allowed)),
    'loss-many': (rows, { steps }) => ending(rows, steps, 'loss'),
    'loss-one': (rows, { steps }) => ending(rows, steps, 'lossOne'),
    'loss-same-rate': (rows, { steps }) => ending(rows, steps, 'lossSame'),
    'same-rate-apart': (rows) => Math.max(...rows.map(({ loss, lossSame }) => Math.abs(loss - lossSame))),
  },

  recording: { seeds: 5 },
});

const ending = (rows: Seeded<Row>[], steps: number, column: 'loss' | 'lossOne' | 'lossSame') =>
  mean(rows.flatMap((row) => (row.step === steps ? [Number(row[column])] : [])));
