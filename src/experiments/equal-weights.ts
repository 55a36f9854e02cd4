/** Linear and softmax regression from zeros, from equal weights and from random ones: where they end, and what they keep. */
import { range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { dots, expected, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { leastSquares } from '../math/least-squares.ts';
import { softmaxRegression } from '../math/softmax-regression.ts';
import { mean } from '../math/statistics.ts';
import { cross_entropy, mse_loss, oneHot } from '../networks/losses.ts';
import { type Look, linearLook, lookColumns, regressionPaths, softmaxLook } from './equal-weights/paths.ts';
import {
  CLASSES,
  designOf,
  drawRegression,
  drawStarts,
  FEATURES,
  FEW,
  type RegressionStart,
  regressionStarts,
} from './equal-weights/regressions.ts';

const models = ['linear', 'three points', 'softmax'] as const;
type Model = (typeof models)[number];

type Line = Seeded<{ model: Model; start: RegressionStart; step: number } & Look>;

/** What the claims have in common: a share of what rounding, and the law's own room, allow. */
const withinAllowed = {
  within: () => ({ low: 0, high: 1 }),
  falseAlarm: 0,
  unit: 'of what theory allows',
};

export default defineExperiment({
  title: 'Equal weights where nothing is hidden',
  caption:
    'Regressions from three starts: all weights zero, all equal, random. How far each is above the least loss, with theory for the first run dashed; and what the start has left in the weights for good.',
  law: 'exercises#quadratic',
  controls: {
    equal: range(-2, 2, 0.5, { step: 0.1, label: 'the equal weights' }),
    points: range(64, 256, 128, { step: 16 }),
    rate: range(0.1, 1, 1, { step: 0.05, label: 'learning rate, in 1/L' }),
    steps: range(20, 400, 200, { step: 20 }),
  },
  columns: { model: 'model', start: 'start', step: 'step', ...lookColumns },
  key: ['model', 'start', 'step'],
  length: ({ steps }) => models.length * regressionStarts.length * (steps + 1),
  work: ({ steps }) => steps,

  async *run({ equal, points, rate, steps }, tools): AsyncGenerator<Omit<Line, 'seed'>> {
    const { rng } = tools;
    const data = drawRegression(rng, points);
    const few = { x: data.x.subarray(0, FEW * FEATURES), targets: data.targets.subarray(0, FEW) };
    for (const model of ['linear', 'three points'] as const) {
      const { x, targets } = model === 'linear' ? data : few;
      const problem = leastSquares(designOf(x), targets);
      // #region linear
      const lr = rate / problem.values[0];
      const initial = drawStarts(rng, { outputs: 1, equal });
      const descent = { x, rows: targets, outputs: 1, loss: mse_loss, initial, lr, steps };
      // #endregion
      const look = linearLook(problem, descent);
      for await (const { step, all } of regressionPaths(tools, descent)) {
        for (const [net, start] of regressionStarts.entries()) {
          yield { model, start, step, ...look(all, { net, step }) };
        }
      }
    }
    const { x, classes } = data;
    const problem = softmaxRegression(designOf(x), classes, CLASSES);
    // #region softmax
    const lr = rate / problem.smoothness;
    const initial = drawStarts(rng, { outputs: CLASSES, equal });
    const rows = oneHot(classes, CLASSES);
    const descent = { x, rows, outputs: CLASSES, loss: cross_entropy, initial, lr, steps };
    // #endregion
    const look = softmaxLook(problem, descent);
    for await (const { step, all } of regressionPaths(tools, descent)) {
      for (const [net, start] of regressionStarts.entries()) {
        yield { model: 'softmax', start, step, ...look(all, { net, step }) };
      }
    }
  },

  plot: (rows, { steps }) => {
    const first = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const lines = (model: Model) =>
      regressionStarts.flatMap((start) => {
        const here = (line: Line) => line.model === model && line.start === start && line.predicted > -13;
        return [
          dots(
            // Hundreds of dots would merge into a line.
            rows.filter((line) => here(line) && (model === 'linear' || line.step % 5 === 0)),
            { x: 'step', y: 'excess' },
          ),
          theory(first.filter(here), { x: 'step', y: 'predicted', label: start }),
        ];
      });
    const kept = atEnd(rows, steps).flatMap((row) =>
      row.model === 'linear' ? [] : [{ ...row, place: `${row.model}, ${row.start}` }],
    );
    const axes = { x: { label: 'step' }, y: { label: 'log₁₀ of the loss above the least' }, aspect: 0.4 };
    return [
      { title: 'Linear regression', ...axes, marks: lines('linear') },
      { title: 'Softmax regression; dashed: the most that theory allows', ...axes, marks: lines('softmax') },
      {
        title: `What the start has left in the weights after ${steps} steps`,
        x: { label: 'sum over classes, or length unseen' },
        y: { label: 'model, start', type: 'names' as const },
        aspect: 0.4,
        marks: [
          expected(kept, { x: 'keptExpected', y: 'place', label: 'as it began' }),
          dots(kept, { x: 'kept', y: 'place' }),
        ],
      },
    ];
  },

  summary: (rows, { steps }) => {
    const apart = (model: Model) => formatNumber(end(rows, steps, { model, start: 'random' }, 'apart'), 2);
    return (
      `after ${steps} steps the weights that began at random are ${apart('linear')} away from those that began as zeros, ` +
      `${apart('three points')} with three points and ${apart('softmax')} in softmax regression.`
    );
  },

  claims: {
    'eigen-law': {
      says: 'From every start linear regression descends as the eigenvalues say, at every step.',
      measure: (rows) => worst(rows, ['linear', 'three points'], 'lawShare'),
      ...withinAllowed,
    },
    'same-loss': {
      says: 'All starts end at the least loss, as near as theory promises.',
      measure: (rows, { steps }) => worst(atEnd(rows, steps), models, 'lossShare'),
      ...withinAllowed,
    },
    'unseen-kept': {
      says: 'With fewer points than weights, what no point sees stays as it began.',
      measure: (rows) => worst(rows, ['three points'], 'keptShare'),
      ...withinAllowed,
    },
    'sum-kept': {
      says: 'In softmax regression the sum of the weights over the classes stays as it began.',
      measure: (rows) => worst(rows, ['softmax'], 'keptShare'),
      ...withinAllowed,
    },
    'same-function': {
      says: 'All starts of softmax regression end at the same function, as near as theory promises.',
      measure: (rows, { steps }) => worst(atEnd(rows, steps), ['softmax'], 'lawShare'),
      ...withinAllowed,
    },
  },

  quantities: {
    'kept-sum': (rows, { steps }) => end(rows, steps, { model: 'softmax', start: 'all equal' }, 'kept'),
    'softmax-apart': (rows, { steps }) => end(rows, steps, { model: 'softmax', start: 'random' }, 'apart'),
    'few-apart': (rows, { steps }) => end(rows, steps, { model: 'three points', start: 'random' }, 'apart'),
    'linear-apart': (rows, { steps }) => end(rows, steps, { model: 'linear', start: 'random' }, 'apart'),
    'few-loss': (rows, { steps }) => end(rows, steps, { model: 'three points', start: 'random' }, 'loss'),
    'softmax-loss': (rows, { steps }) => end(rows, steps, { model: 'softmax', start: 'all equal' }, 'loss'),
    'linear-losses-apart': (rows, { steps }) => lossesApart(rows, steps, 'linear'),
    'softmax-losses-apart': (rows, { steps }) => lossesApart(rows, steps, 'softmax'),
  },

  recording: {
    seeds: 10,
    // Linear regression is there after thirty steps, but for rounding.
    keep: ({ model, step, seed }, { steps }) =>
      seed < 3 && (step === steps || (model === 'linear' ? step < 30 && step % 2 === 0 : step % 10 === 0)),
  },
});

const atEnd = (rows: Line[], steps: number) => rows.filter(({ step }) => step === steps);

const worst = (rows: Line[], of: readonly Model[], column: keyof Look) =>
  Math.max(...rows.flatMap((row) => (of.includes(row.model) ? [row[column]] : [])));

const end = (
  rows: Line[],
  steps: number,
  { model, start }: Pick<Line, 'model' | 'start'>,
  column: keyof Look,
) =>
  mean(
    atEnd(rows, steps).flatMap((row) => (row.model === model && row.start === start ? [row[column]] : [])),
  );

/** The most by which the last losses of two starts differ in one run. */
function lossesApart(rows: Line[], steps: number, model: Model): number {
  const last = atEnd(rows, steps).filter((row) => row.model === model);
  const zeros = last.filter(({ start }) => start === 'zeros');
  const off = (row: Line) => row.loss - (zeros.find(({ seed }) => seed === row.seed)?.loss ?? Number.NaN);
  return Math.max(...last.map((row) => Math.abs(off(row))));
}
