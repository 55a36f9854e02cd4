/** Which parameters of a net of zeros have a gradient, and where a hundred steps of descent take it. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { dots, expected, rule, run, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { biasDescent, classShares, entropyOf, LARGEST_RATE, lossCeiling } from '../math/softmax-bias.ts';
import { mean } from '../math/statistics.ts';
import { denseLayout, layerViews } from '../networks/layout.ts';
import { cross_entropy, oneHot } from '../networks/losses.ts';
import { sgd, startAt } from '../networks/optimizers.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import { type Step, trainingStep } from '../networks/training.ts';

const WIDTHS = [10, 20, 10] as const;
const CLASSES = 10;
/** Steps in one transfer. */
const TOGETHER = 20;
const U = unitRoundoff(floatFormats.float32);

interface Setting {
  activation: 'relu' | 'tanh' | 'sigmoid';
  points: number;
  lr: number;
  steps: number;
}

/** By the names that `nn.Sequential` gives them. */
const parameters = {
  '0.weight': 'hiddenWeight',
  '0.bias': 'hiddenBias',
  '2.weight': 'outputWeight',
  '2.bias': 'outputBias',
} as const;

type Line = Seeded<
  Record<(typeof parameters)[keyof typeof parameters] | 'step' | 'loss' | 'predicted' | 'entropy', number> &
    Record<'biasPredicted' | 'ceiling' | 'lossShare' | 'gradientShare', number>
>;

/** A unit that answers 0 to 0 passes nothing on; a sigmoid answers 1/2. */
const isSilent = ({ activation }: Setting) => activation !== 'sigmoid';

export default defineExperiment({
  title: 'A net of zeros',
  caption:
    'The note’s 10-20-10 net, all parameters zero. Left over: the gradient of each parameter at the first step, and the loss. Dashed: what biases alone can do.',
  law: 'why-initialize#zero-gradients',
  controls: {
    activation: choice(['relu', 'tanh', 'sigmoid'], 'relu'),
    points: range(16, 256, 32, { step: 16 }),
    lr: range(0.1, LARGEST_RATE, 1, { step: 0.1, label: 'learning rate' }),
    steps: range(10, 400, 100, { step: 10 }),
  },
  columns: {
    step: 'step',
    loss: 'loss',
    predicted: 'predicted',
    entropy: 'entropy of the classes',
    ceiling: 'the most that theory allows',
    hiddenWeight: '|gradient| of 0.weight',
    hiddenBias: 'of 0.bias',
    outputWeight: 'of 2.weight',
    outputBias: 'of 2.bias',
    biasPredicted: 'predicted',
    lossShare: 'error of the loss, share of rounding',
    gradientShare: 'error of the gradient of 2.bias, share of rounding',
  },
  key: ['step'],
  length: ({ steps }) => steps + 1,

  async *run(setting, { tf, rng, read }) {
    const { activation, points, lr, steps } = setting;
    // #region net
    const x = tf.tensor2d(rng.randn(points * WIDTHS[0]), [points, WIDTHS[0]]);
    const classes = rng.randint(0, CLASSES, points);
    const target = tf.tensor2d(oneHot(classes, CLASSES), [points, CLASSES]);
    const layout = denseLayout({ widths: WIDTHS, activation });
    let state = startAt(tf.tensor1d(new Float32Array(layout.size)));
    // #endregion
    const shares = classShares(classes, CLASSES);
    const entropy = entropyOf(shares);
    const path = biasDescent(shares, { lr, steps });
    const recipe = { layout, loss: cross_entropy, optimizer: sgd({ lr }) };
    const pending: Step[] = [];
    let drift = 0;
    for (let step = 0; step <= steps; step++) {
      // #region descent
      const next = trainingStep(tf, recipe, state, x, target);
      tf.dispose(state.parameters);
      state = next.state;
      // #endregion
      pending.push(next);
      if (pending.length < TOGETHER && step < steps) continue;
      const values = await read(pending.flatMap(({ gradient, terms }) => [gradient, terms]));
      tf.dispose(pending.map(({ gradient, terms }) => [gradient, terms]));
      const first = step + 1 - pending.splice(0).length;
      for (let at = first; at <= step; at++) {
        // #region norms
        const [hidden, output] = layerViews(layout, values[2 * (at - first)]);
        const outputBias = norm(output.bias);
        // #endregion
        const loss = mean(values[2 * (at - first) + 1]);
        const rounding = roundingOf(path[at].range, points);
        const { loss: predicted, gradient: biasPredicted } = path[at];
        yield {
          step: at,
          loss,
          predicted,
          entropy,
          ceiling: lossCeiling(shares, { lr, steps: at }),
          hiddenWeight: norm(hidden.weight),
          hiddenBias: norm(hidden.bias),
          outputWeight: norm(output.weight),
          outputBias,
          biasPredicted,
          lossShare: Math.abs(loss - predicted) / (rounding.loss + biasPredicted * drift),
          gradientShare: Math.abs(outputBias - biasPredicted) / (rounding.gradient + drift / 2),
        };
        drift += lr * rounding.gradient + U * (path[at].size + 2 * lr);
      }
    }
    tf.dispose(state.parameters);
  },

  plot: (rows) => {
    const start = rows.filter(({ step }) => step === 0);
    const named = start.flatMap((row) =>
      Object.entries(parameters).map(([parameter, column]) => ({
        parameter,
        norm: row[column],
        predicted: parameter === '2.bias' ? row.biasPredicted : 0,
      })),
    );
    const line = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const entropy = start.length > 0 ? mean(start.map((row) => row.entropy)) : Math.log(CLASSES);
    return [
      {
        title: 'The size of each parameter’s gradient before the first step',
        x: { label: 'norm of the gradient' },
        y: { label: 'parameter', type: 'names' },
        aspect: 0.34,
        marks: [
          expected(named, { x: 'predicted', y: 'parameter', label: 'predicted' }),
          dots(named, { x: 'norm', y: 'parameter' }),
        ],
      },
      {
        title: 'The loss',
        x: { label: 'step' },
        y: { label: 'loss' },
        marks: [
          rule('y', entropy, 'entropy of the classes'),
          run(rows, { x: 'step', y: 'loss' }),
          theory(line, { x: 'step', y: 'predicted', label: 'biases alone' }),
        ],
      },
    ];
  },

  summary: (rows, { steps }) => {
    const at = (step: number) => rows.filter((row) => row.step === step);
    const average = (step: number, column: keyof Line) =>
      formatNumber(mean(at(step).map((row) => row[column])), 4);
    return (
      `before the first step the gradient of the output’s bias is ${average(0, 'outputBias')}; ${steps} steps take the loss from ` +
      `${average(0, 'loss')} to ${average(steps, 'loss')}, where the entropy of the classes is ${average(steps, 'entropy')}.`
    );
  },

  claims: {
    'nothing-else': {
      says: 'At no step has any other parameter a gradient.',
      applies: isSilent,
      measure: (rows) =>
        Math.max(...rows.flatMap((row) => [row.hiddenWeight, row.hiddenBias, row.outputWeight])),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
    },
    'first-gradient': {
      says: 'The gradient of the output’s bias is the distance of the classes’ shares from equal ones.',
      measure: (rows) => Math.max(...rows.map((row) => (row.step === 0 ? row.gradientShare : 0))),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'biases-alone': {
      says: 'At every step the loss is that of ten numbers that know nothing of the input.',
      applies: isSilent,
      measure: (rows) => Math.max(...rows.map(({ lossShare }) => lossShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'no-further': {
      says: 'It never falls below the entropy of the classes.',
      applies: isSilent,
      measure: (rows) => Math.min(...rows.map(({ loss, entropy }) => loss - entropy)),
      // No bias moves further than the rate a step, since no entry of the gradient is above 1.
      within: ({ lr, steps, points }) => ({
        low: -roundingOf(2 * lr * steps, points).loss,
        high: Number.POSITIVE_INFINITY,
      }),
      falseAlarm: 0,
      unit: 'nats',
    },
    'comes-close': {
      says: 'It comes as close to it as a bound for convex losses promises.',
      applies: isSilent,
      measure: (rows, { steps }) =>
        Math.max(
          ...rows
            .filter(({ step }) => step === steps)
            .map(({ loss, entropy, ceiling }) => (loss - entropy) / (ceiling - entropy)),
        ),
      // Rounding may take it a little below 0; that is the business of no-further.
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 1 }),
      falseAlarm: 0,
      unit: 'of the bound',
    },
  },

  quantities: {
    'bias-gradient': (rows) => firsts(rows, 'outputBias'),
    'bias-gradient-seed-zero': (rows) => rows[0].outputBias,
    'hidden-gradient': (rows) => firsts(rows, 'hiddenWeight'),
    'first-loss': (rows) => firsts(rows, 'loss'),
    'last-loss': (rows, { steps }) => mean(rows.flatMap((row) => (row.step === steps ? [row.loss] : []))),
    entropy: (rows) => firsts(rows, 'entropy'),
    'excess-percent': (rows, { steps }) =>
      100 * mean(rows.flatMap((row) => (row.step === steps ? [row.loss / row.entropy - 1] : []))),
  },

  recording: { seeds: 20, keep: ({ step }) => step % 10 === 0 },
});

const firsts = (rows: Line[], column: keyof Line) =>
  mean(rows.flatMap((row) => (row.step === 0 ? [row[column]] : [])));

const norm = (values: Float32Array = new Float32Array(1)) =>
  Math.sqrt(values.length) * rootMeanSquare(values);

/**
 * What rounding may do in one step, if the biases lie within `span` of one another. The shift by the largest errs by
 * U · span, which exp turns into a relative error; sums of so many terms err by U a term at most; and 16 U is for the
 * backend's exp and log, and the last few operations. Shares and probabilities have norms of 1 at most.
 */
function roundingOf(span: number, points: number): { loss: number; gradient: number } {
  const softmax = U * (2 * span + CLASSES + 16);
  return { loss: softmax + U * (span + 16), gradient: softmax + 2 * U * points };
}
