/** Activation functions and their derivatives, by autodiff against the closed form, and where the derivative dies. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { type Figure, run, stretch, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import type { Tensor, Tensor1D, Tf } from '../lab/tf.ts';
import { type ActivationName, activations, flatRegions } from '../math/activations.ts';

/** As in note 001, which plots [-8, 8) in steps of 0.1. */
const POINTS = 160;
/** Layers in the product that the text bounds. */
const LAYERS = 10;

const apply: Record<ActivationName, (tf: Tf, x: Tensor1D, slope: number) => Tensor1D> = {
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  relu: (tf, x) => tf.relu(x),
  leaky_relu: (tf, x, slope) => tf.leakyRelu(x, slope),
  elu: (tf, x) => tf.elu(x),
  selu: (tf, x) => tf.selu(x),
};

/**
 * The error that float32 may make. The least exact step is exp, to which WGSL (section 15.7.4) grants 3 + 2|x| units
 * in the last place; five more cover the sums, products and quotients around it.
 */
function rounding(largest: number, limit: number): number {
  return (8 + 2 * limit) * 2 ** -23 * Math.max(1, largest);
}

export default defineExperiment({
  title: 'An activation and its derivative',
  caption:
    'Dots: computed in float32, the derivative by autodiff. Dashed: the closed form. Shaded: where it is nearly flat.',
  law: 'vanishing-and-exploding#sigmoid-derivative',
  seeded: false,
  controls: {
    activation: choice(Object.keys(apply) as ActivationName[], 'sigmoid'),
    limit: range(1, 20, 8, { label: 'x from −limit to limit' }),
    flat: range(0.001, 0.5, 0.01, { step: 0.001, label: 'flat means a slope below' }),
    slope: range(0.001, 1, 0.01, { step: 0.001, label: 'leaky ReLU’s slope' }),
  },
  columns: {
    x: 'x',
    value: 'f(x)',
    predictedValue: 'f(x), closed form',
    gradient: 'f′(x) by autodiff',
    predicted: 'f′(x), closed form',
  },
  key: ['x'],
  length: () => POINTS,

  async *run({ activation, limit, slope }, { tf, read }) {
    const xs = arange(-limit, (2 * limit) / POINTS);
    // #region autodiff
    const f = (x: Tensor1D) => apply[activation](tf, x, slope);
    const [values, gradients] = tf.tidy(() => {
      const x = tf.tensor1d(xs);
      return [f(x), tf.grad(f as (x: Tensor) => Tensor)(x)];
    });
    // #endregion
    const [value, gradient] = await read([values, gradients]);
    const closed = activations[activation];
    for (let i = 0; i < POINTS; i++) {
      yield {
        x: xs[i],
        value: value[i],
        predictedValue: closed.value(xs[i], { negativeSlope: slope }),
        gradient: gradient[i],
        predicted: closed.derivative(xs[i], { negativeSlope: slope }),
      };
    }
  },

  plot: (rows, { activation, limit, flat, slope }): Figure[] => {
    const flats = flatRegions(activation, flat, { negativeSlope: slope })
      .map(([from, to]) => ({ from: Math.max(from, -limit), to: Math.min(to, limit) }))
      .filter(({ from, to }) => from < to);
    return [
      {
        title: `${activation}(x)`,
        x: { label: 'x' },
        y: { label: 'f(x)' },
        aspect: 0.34,
        marks: [
          theory(rows, { x: 'x', y: 'predictedValue', label: 'formula' }),
          run(rows, { x: 'x', y: 'value' }),
        ],
      },
      {
        title: `The derivative of ${activation}`,
        x: { label: 'x' },
        y: { label: 'f′(x)' },
        marks: [
          ...flats.map((range) => stretch({ ...range, label: 'flat' })),
          theory(rows, { x: 'x', y: 'predicted', label: 'formula' }),
          run(rows, { x: 'x', y: 'gradient' }),
        ],
      },
    ];
  },

  summary: (rows, { activation, limit, flat }) => {
    const gradients = rows.map(({ gradient }) => gradient);
    const share = gradients.filter((gradient) => Math.abs(gradient) < flat).length / rows.length;
    return (
      `the derivative of ${activation} reaches ${formatNumber(Math.max(...gradients), 3)} and is below ${flat} ` +
      `on ${Math.round(100 * share)} % of the stretch from −${limit} to ${limit}.`
    );
  },

  claims: {
    'value-agrees': {
      says: 'The function agrees with its closed form.',
      measure: (rows) =>
        Math.max(...rows.map(({ value, predictedValue }) => Math.abs(value - predictedValue))),
      within: ({ limit, activation }) => ({
        low: 0,
        high: rounding(activations[activation].value(limit), limit),
      }),
      falseAlarm: 0,
    },
    'gradient-agrees': {
      says: 'Autodiff gives the derivative of the closed form.',
      measure: (rows) => Math.max(...rows.map(({ gradient, predicted }) => Math.abs(gradient - predicted))),
      within: ({ limit, activation }) => ({
        low: 0,
        high: rounding(activations[activation].derivative(limit), limit),
      }),
      falseAlarm: 0,
    },
    'flat-share': {
      says: 'The derivative is flat where the closed form says.',
      measure: (rows, { flat }) =>
        rows.filter(({ gradient }) => Math.abs(gradient) < flat).length / rows.length,
      // Each end of a flat stretch falls between two points of the grid.
      within: ({ activation, limit, flat, slope }) => {
        const regions = flatRegions(activation, flat, { negativeSlope: slope });
        const length = regions.reduce((sum, [from, to]) => sum + overlap(from, to, limit), 0);
        const grid = (2 * regions.length) / POINTS;
        const share = length / (2 * limit);
        return { low: share - grid, high: share + grid };
      },
      falseAlarm: 0,
      unit: 'of the stretch',
    },
    'ten-layers': {
      says: 'Ten layers keep at most the tenth power of the steepest slope.',
      measure: (rows) => tenLayers(rows),
      within: ({ activation, limit, slope }) => {
        const { derivative } = activations[activation];
        const steepest = Math.max(...[0, limit].map((x) => derivative(x, { negativeSlope: slope })));
        return { low: 0, high: (steepest + rounding(steepest, limit)) ** LAYERS };
      },
      falseAlarm: 0,
    },
  },

  quantities: {
    peak: (rows) => Math.max(...rows.map(({ gradient }) => gradient)),
    edge: (rows) => rows[0].gradient,
    'at-four': (rows) => rows.find(({ x }) => Math.abs(x - 4) < 1e-3)?.gradient ?? Number.NaN,
    'ten-layers': (rows) => tenLayers(rows),
  },
});

/** `torch.arange` in float32, which rounds the first of every eight numbers and counts on from there. */
function arange(start: number, step: number): Float32Array {
  return Float32Array.from(
    { length: POINTS },
    (_, i) => Math.fround(start + step * (i - (i % 8))) + step * (i % 8),
  );
}

/** The largest product of slopes that a gradient can meet in ten layers. */
function tenLayers(rows: { gradient: number }[]): number {
  return Math.max(...rows.map(({ gradient }) => Math.abs(gradient))) ** LAYERS;
}

function overlap(from: number, to: number, limit: number): number {
  return Math.max(0, Math.min(to, limit) - Math.max(from, -limit));
}
