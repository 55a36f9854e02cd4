/** The comparison that a note prints, as its program runs: zeros, small normals, Xavier, He, and two starts that it leaves out. */
import { directions, sideOf } from '../data/half-space.ts';
import { printedComparison } from '../data/printed-comparison.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { dots, expected, point, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { biasesUnderAdam } from '../math/adam.ts';
import { mean } from '../math/statistics.ts';
import { forward } from '../networks/dense.ts';
import { descend } from '../networks/descent.ts';
import { layerTensors } from '../networks/layout.ts';
import { cross_entropy, oneHot } from '../networks/losses.ts';
import { adam } from '../networks/optimizers.ts';
import { columnAt, comparisonClaims, comparisonQuantities, type Epoch } from './comparison/claims.ts';
import { layerChange } from './comparison/first-layer.ts';
import { FIRST_WEIGHTS, FRESH_POINTS, INPUTS, LR, POINTS } from './comparison/laws.ts';
import {
  drawComparison,
  comparisonLayout as layout,
  comparisonMethods as methods,
} from './comparison/starts.ts';

export default defineExperiment({
  title: 'The note’s comparison, as it runs',
  caption:
    'The loss of a small ReLU net under Adam, from six starts; the note compares the first four. Dashed: two biases that know nothing of the input. Crosses and strokes: what the note prints.',
  law: 'comparing#biases-alone',
  controls: {
    target: choice(['sum', 'alternating'], 'sum'),
    epochs: range(10, 200, printedComparison.epochs, { step: 10 }),
  },
  columns: {
    method: 'method',
    epoch: 'epoch',
    loss: 'loss before its step',
    biases: 'loss of two biases alone',
    travelled: 'distance of the first layer from its start, after it',
    aligned: 'share of the first layer along the target, after it',
    positive: 'share of class 1',
    accuracy: 'accuracy, in the end',
    fresh: 'accuracy on fresh points, in the end',
  },
  key: ['method', 'epoch'],
  length: ({ epochs }) => methods.length * epochs,

  async *run({ target, epochs }, tools): AsyncGenerator<Epoch> {
    const { tf, rng } = tools;
    // #region draw
    const points = rng.randn(POINTS * INPUTS);
    const starts = methods.map((method) => drawComparison(method, rng));
    // Last, so that all that comes before is as it would be without.
    const freshPoints = rng.randn(FRESH_POINTS * INPUTS);
    // #endregion
    // #region labels
    const direction = directions[target](INPUTS);
    const labels = sideOf(points, direction);
    const freshLabels = sideOf(freshPoints, direction);
    // #endregion
    const x = tf.tensor2d(points, [POINTS, INPUTS]);
    const fresh = tf.tensor2d(freshPoints, [FRESH_POINTS, INPUTS]);
    const classes = tf.tensor2d(oneHot(labels, 2), [POINTS, 2]);
    const positive = mean(labels);
    const { losses } = biasesUnderAdam(positive, { lr: LR, steps: epochs });
    const recipe = { layout, loss: cross_entropy, optimizer: adam({ lr: LR }) };
    for (const [i, method] of methods.entries()) {
      // #region descent
      const looks = descend(tools, recipe, {
        initial: starts[i],
        x,
        target: classes,
        steps: epochs,
        look: ({ parameters }, step, before) =>
          tf.tidy(() => {
            const layers = layerTensors(tf, layout, parameters);
            const answers = (inputs: Tensor2D) => forward(tf, layout, layers, inputs).h[layers.length];
            const first = tf.slice(parameters, [0], [FIRST_WEIGHTS]);
            return [
              ...(before ? [tf.clone(before.terms), first] : []),
              ...(step === epochs ? [answers(x), answers(fresh)] : []),
            ];
          }),
      });
      // #endregion
      const seen: Float32Array[][] = [];
      for await (const { values } of looks) seen.push(values);
      const [, , answers, freshAnswers] = seen[epochs - 1];
      const accuracy = accuracyOf(answers, labels);
      const freshAccuracy = accuracyOf(freshAnswers, freshLabels);
      const start = starts[i].subarray(0, FIRST_WEIGHTS);
      for (const [step, [terms, weights]] of seen.entries()) {
        yield {
          method,
          epoch: step + 1,
          loss: mean(terms),
          biases: losses[step],
          ...layerChange(weights, start, direction),
          positive,
          accuracy,
          fresh: freshAccuracy,
        };
      }
    }
  },

  plot: (rows, { epochs }) => {
    const printed = Object.entries(printedComparison.lines).map(([method, { note }]) => ({
      method,
      ...note,
    }));
    // One scale for all, so that they compare.
    const all = [...rows, ...printed].map(({ loss }) => loss);
    const domain: [number, number] = [Math.min(...all), Math.max(...all)];
    const alone = rows.filter(({ seed, method }) => seed === rows[0]?.seed && method === 'zeros');
    const last = rows.filter(({ epoch }) => epoch === epochs);
    const method = { label: 'method', type: 'names' as const };
    return [
      ...methods.map((name) => ({
        title: `The loss from ${name}`,
        x: { label: 'epoch', domain: [1, epochs] as [number, number] },
        y: { label: 'loss', type: 'log' as const, domain },
        aspect: 0.3,
        marks: [
          run(
            rows.filter((row) => row.method === name),
            { x: 'epoch', y: 'loss' },
          ),
          theory(alone, { x: 'epoch', y: 'biases', label: 'biases' }),
          ...printed
            .filter((line) => line.method === name && epochs === printedComparison.epochs)
            .map(({ loss }) => point({ x: epochs, y: loss, label: 'printed' })),
        ],
      })),
      {
        title: 'How many of the training points are right in the end',
        x: { label: 'share of the points' },
        y: method,
        marks: [
          dots(last, { x: 'accuracy', y: 'method' }),
          expected(printed, { x: 'accuracy', y: 'method', label: 'printed' }),
        ],
      },
      {
        title: 'How many of two thousand fresh points are right in the end',
        x: { label: 'share of the points' },
        y: method,
        marks: [dots(last, { x: 'fresh', y: 'method' })],
      },
      {
        title: 'How much of the first layer looks along the target in the end',
        x: { label: 'share of its squared weights' },
        y: method,
        marks: [dots(last, { x: 'aligned', y: 'method' })],
      },
    ];
  },

  summary: (rows, { epochs }) => {
    const parts = methods.map((method) => {
      const loss = formatDecimals(mean(columnAt(rows, method, epochs, 'loss')), 4);
      const fresh = formatDecimals(100 * mean(columnAt(rows, method, epochs, 'fresh')), 1);
      return `${method} ${loss} and ${fresh} %`;
    });
    return `loss in epoch ${epochs}, and fresh points that are right in the end: ${parts.join(', ')}.`;
  },

  claims: comparisonClaims,
  quantities: comparisonQuantities,

  recording: {
    seeds: 8,
    first: printedComparison.seed,
    keep: ({ epoch }, { epochs }) => epoch === epochs || epoch === 1 || epoch % 5 === 0,
  },
});

/** The share of points whose larger logit is that of their class; of two equal ones it is the first, as in PyTorch. */
const accuracyOf = (logits: Float32Array, labels: Float32Array) =>
  mean(labels.map((label, i) => (logits[2 * i + 1] > logits[2 * i] === label > 0 ? 1 : 0)));
