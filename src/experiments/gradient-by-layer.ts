/** How large the signal is in each layer on the way forward, and the gradient on the way back. */
import { linear_default_ } from '../initializers/linear-default.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { kaiming_normal_, xavier_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, rule, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { finiteWidthBand } from '../math/finite-width.ts';
import { floatFormats } from '../math/float-formats.ts';
import { meanField } from '../math/mean-field.ts';
import { mean } from '../math/statistics.ts';
import { bandColumns } from '../networks/band-columns.ts';
import { backward, forward } from '../networks/dense.ts';
import { denseLayout } from '../networks/layout.ts';
import { rms } from '../networks/statistics.ts';

/** One input: the law of the mean over a batch is known to leading order only. */
const BATCH = 1;
const FALSE_ALARM = 1e-3;

/** Each initializer with its weight variance times fan_in, which is all that theory needs to know of it. */
const initializers = {
  kaiming_normal_: { fill: kaiming_normal_, variance: () => 2 },
  xavier_normal_: { fill: xavier_normal_, variance: () => 1 },
  linear_default_: { fill: linear_default_, variance: () => 1 / 3 },
  'normal_ 0.01': {
    fill: (w: Float32Array, shape: readonly number[], rng: Parameters<typeof normal_>[2]) =>
      normal_(w, shape, rng, { std: 0.01 }),
    variance: (width: number) => 1e-4 * width,
  },
} as const;

interface Setting {
  activation: 'relu' | 'tanh' | 'linear' | 'sigmoid' | 'leaky_relu' | 'elu' | 'selu';
  initializer: keyof typeof initializers;
  width: number;
  depth: number;
  residual: boolean;
}

type Direction = 'forward' | 'backward';

/**
 * With residual connections the gradient of a net whose activation is not odd has no law here: what it has in common
 * with the signal, which the recursion takes for nothing, grows from layer to layer.
 */
const hasLaw = ({ activation, residual }: Setting, direction: Direction) =>
  direction === 'forward' || !residual || ['tanh', 'linear'].includes(activation);

/** The band in which one run's path lies, or the mean path of several seeds, from layer 0 to the last. */
function theoryOf(setting: Setting, direction: Direction, { seeds = 1, falseAlarm = 0.05 } = {}) {
  const { activation, initializer, width, depth, residual } = setting;
  const stack = { activation, weightVariance: initializers[initializer].variance(width), depth, residual };
  if (hasLaw(setting, direction)) {
    return finiteWidthBand({ ...stack, width, direction, batch: BATCH, seeds, falseAlarm });
  }
  const none = Array(depth + 1).fill(Number.NaN);
  return { low: none, mean: meanField(stack)[direction], high: none };
}

/** The smallest number above zero in float16 is 2^-24. */
const FLOAT16_END = -24;

/** Where float32 holds numbers with all their digits, in powers of two. */
const inFloat32 = (log2: number) => log2 > floatFormats.float32.minExponent && log2 < 127;

/** How far the mean path strays, as a share of what its band allows on that side; 1 is the edge. */
function strayed(
  rows: { layer: number; forward: number; backward: number }[],
  setting: Setting,
  direction: Direction,
  seeds: number,
): number {
  const { low, mean: middle, high } = theoryOf(setting, direction, { seeds, falseAlarm: FALSE_ALARM });
  const shares = middle.flatMap((expected, layer) => {
    if (!inFloat32(low[layer]) || !inFloat32(high[layer])) return [];
    const measured = mean(rows.filter((row) => row.layer === layer).map((row) => row[direction]));
    const room = measured > expected ? high[layer] - expected : expected - low[layer];
    return room > 0 ? [Math.abs(measured - expected) / room] : [];
  });
  return Math.max(...shares);
}

export default defineExperiment({
  title: 'Signal and gradient, layer by layer',
  caption:
    'Root mean square in powers of two. Dashed: what runs of this width average to, with the band that 95 of 100 paths stay in.',
  law: 'vanishing-and-exploding#mean-field',
  controls: {
    activation: choice(['relu', 'tanh', 'linear', 'sigmoid', 'leaky_relu', 'elu', 'selu'], 'relu'),
    initializer: choice(Object.keys(initializers) as (keyof typeof initializers)[], 'xavier_normal_'),
    width: choice([64, 128, 256, 512, 1024], 256),
    depth: range(2, 100, 50, { label: 'layers' }),
    residual: toggle(false, { label: 'residual connections' }),
  },
  columns: {
    layer: 'layer',
    ...bandColumns,
  },
  key: ['layer'],
  // Leaving float32 is part of the subject.
  nonFinite: 'show',
  length: ({ depth }) => depth + 1,
  work: ({ depth, width }) => depth * width ** 2,

  async *run(setting, { tf, rng, read }) {
    const { activation, initializer, width, depth, residual } = setting;
    const up = theoryOf(setting, 'forward');
    const down = theoryOf(setting, 'backward');
    // #region net
    const layout = denseLayout({
      widths: Array(depth + 1).fill(width),
      activation,
      output: activation,
      bias: false,
      residual,
    });
    const x = tf.tensor2d(rng.randn(BATCH * width), [BATCH, width]);
    const shape: [number, number] = [width, width];
    const parameters = layout.layers.map(() => {
      const weight = initializers[initializer].fill(new Float32Array(width * width), shape, rng);
      return { weight: tf.tensor2d(weight, shape) };
    });
    const gradient = tf.tensor2d(rng.randn(BATCH * width), [BATCH, width]);
    // #endregion
    // #region passes
    const trace = forward(tf, layout, parameters, x);
    const gradients = backward(tf, layout, parameters, trace, gradient);
    const signals = await rms(read, trace.h);
    const slopes = await rms(read, gradients.h);
    // #endregion
    for (let layer = 0; layer <= depth; layer++) {
      yield {
        layer,
        forward: Math.log2(signals[layer]),
        forwardPredicted: up.mean[layer],
        forwardLow: up.low[layer],
        forwardHigh: up.high[layer],
        backward: Math.log2(slopes[layer]),
        backwardPredicted: down.mean[layer],
        backwardLow: down.low[layer],
        backwardHigh: down.high[layer],
      };
    }
  },

  // The band takes a tenth of a second to find: the worker has found it, and it stands in the rows.
  plot: (rows) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const leavesFloat16 = law.some((row) => Math.min(row.forward, row.backward) < FLOAT16_END);
    const end = leavesFloat16 ? [rule('y', FLOAT16_END, 'float16 ends')] : [];
    return [
      {
        title: 'The signal, forward',
        x: { label: 'layer' },
        y: { label: 'log₂ of the root mean square' },
        aspect: 0.42,
        marks: [
          band(law, { x: 'layer', low: 'forwardLow', high: 'forwardHigh' }),
          ...end,
          theory(law, { x: 'layer', y: 'forwardPredicted' }),
          run(rows, { x: 'layer', y: 'forward' }),
        ],
      },
      {
        title: 'The gradient, backward from the output',
        x: { label: 'layer' },
        y: { label: 'log₂ of the root mean square' },
        aspect: 0.42,
        marks: [
          band(law, { x: 'layer', low: 'backwardLow', high: 'backwardHigh' }),
          ...end,
          theory(law, { x: 'layer', y: 'backwardPredicted' }),
          run(rows, { x: 'layer', y: 'backward' }),
        ],
      },
    ];
  },

  summary: (rows, { depth }) => {
    const at = (layer: number, direction: Direction) =>
      formatDecimals(mean(rows.filter((row) => row.layer === layer).map((row) => row[direction])), 1);
    return (
      `after ${depth} layers the signal is 2 to the ${at(depth, 'forward')}, and the gradient that began at ` +
      `2 to the ${at(depth, 'backward')} reaches the input as 2 to the ${at(0, 'backward')}.`
    );
  },

  claims: {
    'forward-band': {
      says: 'The signal stays in the band of theory through all layers.',
      measure: (rows, setting) => strayed(rows, setting, 'forward', seedsOf(rows)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    'backward-band': {
      says: 'So does the gradient, on its way back.',
      applies: (setting) => hasLaw(setting, 'backward'),
      measure: (rows, setting) => strayed(rows, setting, 'backward', seedsOf(rows)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
  },

  quantities: {
    'bits-forward': (rows, { depth }) =>
      mean(rows.filter(({ layer }) => layer === depth).map((row) => row.forward)),
    'bits-backward': (rows) => mean(rows.filter(({ layer }) => layer === 0).map((row) => row.backward)),
    'bits-predicted': (rows, { depth }) =>
      rows.find(({ layer }) => layer === depth)?.forwardPredicted ?? Number.NaN,
  },

  recording: { seeds: 20, keep: ({ layer }) => layer % 2 === 0 },
});

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;
