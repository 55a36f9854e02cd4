/** What one step of gradient descent does to each layer: nothing, a little, or its ruin. */
import { zeros_ } from '../initializers/constants.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { rule, run, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { mean } from '../math/statistics.ts';
import { denseLayout, layerViews } from '../networks/layout.ts';
import { mse_loss } from '../networks/losses.ts';
import { sgd, startAt } from '../networks/optimizers.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import { trainingStep } from '../networks/training.ts';

const WIDTH = 64;
const BATCH = 64;
const U = unitRoundoff(floatFormats.float32);

export default defineExperiment({
  title: 'One step of descent, and then more',
  caption:
    'The size of the first step beside the size of the weights, layer by layer. Below the dotted line float32 cannot move a weight at all.',
  law: 'vanishing-and-exploding#sgd-step',
  controls: {
    activation: choice(['sigmoid', 'tanh', 'relu'], 'sigmoid'),
    gain: range(0.2, 4, 1, { step: 0.01, label: 'gain: σ√N' }),
    depth: range(2, 30, 12, { label: 'hidden layers' }),
    lr: range(0.001, 10, 0.01, { step: 0.001, label: 'learning rate' }),
    steps: range(1, 40, 10),
    residual: toggle(false, { label: 'residual connections' }),
    clip: range(0, 10, 0, { step: 0.1, label: 'clip the gradient at (0: off)' }),
  },
  columns: {
    step: 'step',
    layer: 'layer',
    log10Update: 'log₁₀ of |Δw|/|w|',
    predicted: 'log₁₀ of η|g|/|w|',
    frozen: 'share of weights that did not move',
    loss: 'loss before the step',
    roundingShare: 'Δw against −ηg, share of rounding',
    movedBelow: 'weights that moved though the step was too small',
    stepShare: 'length of the step against what clipping leaves, share of rounding',
  },
  key: ['step', 'layer'],
  length: ({ steps, depth }) => steps * (depth + 1),
  work: ({ steps, depth }) => steps * (depth + 1),

  async *run({ activation, gain, depth, lr, steps, residual, clip }, { tf, rng, read }) {
    // #region net
    const layout = denseLayout({
      widths: [...Array(depth + 1).fill(WIDTH), 1],
      activation,
      residual,
    });
    const initial = new Float32Array(layout.size);
    for (const { weight, shape, bias } of layerViews(layout, initial)) {
      normal_(weight, shape, rng, { std: gain / Math.sqrt(WIDTH) });
      if (bias) zeros_(bias, [bias.length], rng);
    }
    const x = tf.tensor2d(rng.randn(BATCH * WIDTH), [BATCH, WIDTH]);
    const target = tf.tensor2d(rng.randn(BATCH), [BATCH, 1]);
    // #endregion
    // #region descent
    const recipe = {
      layout,
      loss: mse_loss,
      optimizer: sgd({ lr }),
      ...(clip > 0 ? { max_norm: clip } : {}),
    };
    let state = startAt(tf.tensor1d(initial));
    for (let step = 1; step <= steps; step++) {
      const next = trainingStep(tf, recipe, state, x, target);
      const [before, after, gradient, terms] = await read([
        state.parameters,
        next.state.parameters,
        next.gradient,
        next.terms,
      ]);
      // #endregion
      const norm = Math.sqrt(gradient.length) * rootMeanSquare(gradient);
      const factor = clip > 0 ? Math.min(1, clip / (norm + 1e-6)) : 1;
      const stepShare = lengthShare(before, after, lr * factor * norm);
      const views = [before, after, gradient].map((flat) => layerViews(layout, flat));
      for (let layer = 1; layer <= depth + 1; layer++) {
        const [w, moved, g] = views.map((layers) => layers[layer - 1].weight);
        yield {
          step,
          layer,
          ...compare(w, moved, g, factor * lr),
          loss: mean(terms),
          stepShare,
        };
      }
      tf.dispose([state.parameters, next.gradient, next.terms]);
      if (next.norm) tf.dispose(next.norm);
      state = next.state;
    }
  },

  plot: (rows) => {
    const first = rows.filter(({ step }) => step === 1);
    return [
      {
        title: 'The first step beside the weights it changes',
        x: { label: 'layer, from the input up' },
        y: { label: 'log₁₀ of |Δw|/|w|' },
        marks: [
          rule('y', Math.log10(U), 'too small to move a weight'),
          theory(averages(first), { x: 'layer', y: 'predicted', label: 'η|g|/|w|' }),
          run(first, { x: 'layer', y: 'log10Update' }),
        ],
      },
      {
        title: 'The loss',
        x: { label: 'step' },
        y: { label: 'loss' },
        aspect: 0.34,
        marks: [
          run(
            rows.filter(({ layer }) => layer === 1),
            { x: 'step', y: 'loss' },
          ),
        ],
      },
    ];
  },

  summary: (rows) => {
    const first = rows.filter(({ step, layer }) => step === 1 && layer === 1);
    const top = rows.filter(
      ({ step, layer }) => step === 1 && layer === Math.max(...rows.map((row) => row.layer)),
    );
    const percent = formatNumber(100 * mean(first.map(({ frozen }) => frozen)), 3);
    return (
      `the first step changes the weights of the last layer by ${ratio(top)} of their size and those of layer 1 by ` +
      `${ratio(first)}; ${percent} % of the weights of layer 1 do not move at all.`
    );
  },

  claims: {
    'step-is-gradient': {
      says: 'Every weight moves by the learning rate times its gradient.',
      measure: (rows) => Math.max(...rows.map(({ roundingShare }) => roundingShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'too-small': {
      says: 'A step below half a unit in the last place moves nothing.',
      measure: (rows) => Math.max(...rows.map(({ movedBelow }) => movedBelow)),
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
      unit: 'weights',
    },
    clipped: {
      says: 'Clipped or not, the step is as long as it should be.',
      measure: (rows) => Math.max(...rows.map(({ stepShare }) => stepShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
    },
  },

  quantities: {
    'first-layer': (rows) => mean(firstStep(rows, 1).map(({ log10Update }) => log10Update)),
    'first-layer-gradient': (rows) => mean(firstStep(rows, 1).map(({ predicted }) => predicted)),
    'last-layer': (rows, { depth }) => mean(firstStep(rows, depth + 1).map(({ log10Update }) => log10Update)),
    'frozen-percent': (rows) => 100 * mean(firstStep(rows, 1).map(({ frozen }) => frozen)),
    'smallest-relative-step': () => U,
  },

  recording: { seeds: 10, keep: ({ step, layer }) => step === 1 || layer === 1 },
});

/** What a step did to one layer's weights, against what it should have done. */
function compare(before: Float32Array, after: Float32Array, gradient: Float32Array, rate: number) {
  let still = 0;
  let movedBelow = 0;
  let roundingShare = 0;
  const change = before.map((w, i) => after[i] - w);
  for (let i = 0; i < before.length; i++) {
    const step = -rate * gradient[i];
    // The rate, the product and the sum are rounded once each; the sum's rounding is that of the new weight.
    const allowed = U * (Math.abs(after[i]) + 4 * Math.abs(step)) + 2 ** -149;
    roundingShare = Math.max(roundingShare, Math.abs(after[i] - before[i] - step) / allowed);
    if (after[i] === before[i]) still += 1;
    // Half of U times the weight is less than half a unit in its last place, wherever it lies between powers of two.
    else if (Math.abs(step) * (1 + 4 * U) < (U / 2) * Math.abs(before[i])) movedBelow += 1;
  }
  const weights = rootMeanSquare(before);
  return {
    log10Update: Math.log10(Math.max(rootMeanSquare(change), Number.MIN_VALUE) / weights),
    predicted: Math.log10(Math.max(rate * rootMeanSquare(gradient), Number.MIN_VALUE) / weights),
    frozen: still / before.length,
    roundingShare,
    movedBelow,
  };
}

/** The length of the step that was taken against the one that was meant, over what the roundings can add. */
function lengthShare(before: Float32Array, after: Float32Array, meant: number): number {
  const root = Math.sqrt(before.length);
  const taken = root * rootMeanSquare(Float64Array.from(before, (w, i) => after[i] - w));
  // The sum's rounding weight by weight; those of rate and product; and of the norm, which is added up in stages.
  const allowed = U * (root * rootMeanSquare(after) + (8 + 4 * Math.sqrt(root)) * meant);
  return Math.abs(taken - meant) / allowed;
}

const firstStep = <R extends { step: number; layer: number }>(rows: R[], at: number) =>
  rows.filter(({ step, layer }) => step === 1 && layer === at);

const ratio = (rows: { log10Update: number }[]) =>
  formatNumber(10 ** mean(rows.map(({ log10Update }) => log10Update)), 2);

function averages(rows: { layer: number; predicted: number }[]) {
  const layers = [...new Set(rows.map(({ layer }) => layer))];
  return layers.map((layer) => ({
    layer,
    predicted: mean(rows.filter((row) => row.layer === layer).map(({ predicted }) => predicted)),
  }));
}
