/** The same layer on the way back: what Wᵀg adds up, when g knows nothing of W, and when it is the layer's own output. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { dots, type Mark, rule, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { meanBand } from '../math/mean-square-band.ts';
import { mean } from '../math/statistics.ts';
import { relativeGainBand } from '../math/two-way-gains.ts';
import {
  crossingBand,
  expectedGains,
  type GradientKind,
  meanGains,
  ownGainBand,
  transposeError,
} from './backward-variance/both-ways.ts';

/** Widths of the layer's output, and how many layers of each, every one with an input and a gradient of its own. */
const OUTPUTS = [16, 32, 64, 128, 256, 512];
const LAYERS = 16;
const [NARROW, , , , SQUARE] = OUTPUTS;
const FALSE_ALARM = 1e-3;

const kindOf = { independent: 'drawn', 'g = h': 'own', 'g = another’s h': 'another' } as const;
const gradients = Object.keys(kindOf) as (keyof typeof kindOf)[];

type Gain = 'forward' | GradientKind;
type Line = { n_out: number; autodiff: number } & Record<
  Gain | `${'forward' | 'drawn' | 'own'}Predicted` | `${GradientKind}Along`,
  number
>;
type Rows = Seeded<Line>[];

export default defineExperiment({
  title: 'The way back',
  caption:
    'What layers of one variance make of mean squares, forward (h = Wx) and backward (Wᵀg), as their output grows wider. They are equal where n_out = n_in, dotted. A gradient that is the layer’s own output comes back larger; one lent by another layer does not.',
  law: 'xavier#backward-gain',
  controls: {
    n_in: range(16, 512, 256, { step: 16, label: 'inputs, n_in' }),
    sigma: range(0.01, 0.5, 0.0625, { step: 0.0005, label: 'σ' }),
    gradient: choice(gradients, 'independent', { label: 'the gradient g' }),
  },
  columns: {
    n_out: 'n_out',
    forward: 'gain forward',
    forwardPredicted: 'n_in σ²',
    drawn: 'gain backward',
    drawnPredicted: 'n_out σ²',
    own: 'gain backward, g = h',
    ownPredicted: 'predicted',
    another: 'gain backward, g = another’s h',
    drawnAlong: 'Wᵀg along x, over σ|g|',
    ownAlong: 'the same, g = h',
    anotherAlong: 'the same, g = another’s h',
    autodiff: 'autodiff less Wᵀg, of what rounding allows',
  },
  key: ['n_out'],
  length: () => OUTPUTS.length,
  work: ({ n_in }) => n_in,

  async *run({ n_in, sigma }, { tf, rng, read }): AsyncGenerator<Line> {
    for (const n_out of OUTPUTS) {
      // #region draw
      const layers = Array.from({ length: LAYERS }, () => ({
        weight: rng.normal_(new Float32Array(n_out * n_in), 0, sigma),
        x: rng.randn(n_in),
        g: rng.randn(n_out),
      }));
      // #endregion
      const passes = tf.tidy(() => {
        const W = layers.map(({ weight }) => tf.tensor2d(weight, [n_out, n_in]));
        const x = layers.map((layer) => tf.tensor2d(layer.x, [n_in, 1]));
        const g = layers.map((layer) => tf.tensor2d(layer.g, [1, n_out]));
        // #region passes
        const h = W.map((weight, k) => tf.matMul<Tensor2D>(weight, x[k]));
        const own = h.map((column) => tf.transpose(column));
        const back = W.map((weight, k) => {
          const another = own[(k + 1) % LAYERS];
          return tf.matMul(tf.concat([g[k], own[k], another], 0), weight);
        });
        // #endregion
        // #region autodiff
        const pullBack = tf.grad((input) => tf.matMul(W[0], input as Tensor2D));
        const witness = pullBack(x[0], tf.transpose(g[0]));
        // #endregion
        return [witness, ...h, ...back];
      });
      const [witness, ...both] = await read(passes);
      tf.dispose(passes);
      const [h, back] = [both.slice(0, LAYERS), both.slice(LAYERS)];
      yield {
        n_out,
        ...meanGains({ layers, h, back }, sigma),
        ...expectedGains({ n_in, n_out, sigma }),
        autodiff: transposeError(witness, { ...layers[0], unit: unitRoundoff(floatFormats.float32) }),
      };
    }
  },

  plot: (rows, { n_in }) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const at = { x: 'bits', y: 'y' } as const;
    const gain = (of: 'forward' | 'drawn' | 'own', label: string): Mark[] => [
      theory(against(law, `${of}Predicted`, Math.log2), { ...at, label }),
      dots(against(rows, of, Math.log2), at),
    ];
    const x = { label: 'log₂ n_out' };
    return [
      {
        title: `Two gains of layers with ${n_in} inputs, and a third`,
        x,
        y: { label: 'log₂ of the gain in mean square' },
        marks: [
          rule('x', Math.log2(n_in)),
          ...gain('forward', 'forward'),
          ...gain('drawn', 'backward'),
          ...gain('own', 'g = h'),
        ],
      },
      {
        title: 'Outputs for gradients: the layer’s own, and another’s (about 1)',
        x,
        y: { label: 'gain backward over n_out σ²' },
        aspect: 0.42,
        marks: [
          rule('y', 1),
          theory(against(law, 'ownPredicted', overUnit), { ...at, label: 'own' }),
          dots([...against(rows, 'own', overUnit), ...against(rows, 'another', overUnit)], at),
        ],
      },
    ];
  },

  summary: (rows, { n_in, gradient }) =>
    `the mean square of Wᵀg is ${formatNumber(share(rows, kindOf[gradient], 'drawnPredicted'), 3)} of n_out σ² times that of g, and with ${n_in} ` +
    `inputs the gains of both ways are equal at ${formatNumber(crossing(rows, n_in, kindOf[gradient]), 3)} outputs.`,

  claims: {
    transpose: {
      says: 'Autodiff finds Wᵀg, to within rounding.',
      measure: (rows) => Math.max(...rows.map(({ autodiff }) => autodiff)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'mean-zero': {
      says: 'E Wᵀg = 0, whatever the input was.',
      measure: (rows, { gradient }) => mean(rows.map((row) => row[`${kindOf[gradient]}Along`])),
      // A standard normal number a layer.
      within: (_, { seeds }) =>
        meanBand({ mean: 0, sd: 1, terms: seeds * OUTPUTS.length * LAYERS, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'σ|g|',
    },
    'second-moment': {
      says: 'E (Wᵀg)² = n_out σ² E g².',
      measure: (rows, { gradient }) => share(rows, kindOf[gradient], 'drawnPredicted'),
      within: ({ n_in, sigma }, { seeds }) =>
        relativeGainBand(
          OUTPUTS.map((n_out) => ({ n_in, n_out, variance: sigma ** 2 })),
          'backward',
          asked(seeds),
        ),
      falseAlarm: FALSE_ALARM,
      unit: 'n_out σ²',
    },
    crossing: {
      says: 'Both ways have the same gain where n_out = n_in.',
      measure: (rows, { n_in, gradient }) => crossing(rows, n_in, kindOf[gradient]),
      within: ({ n_in }, { seeds }) => crossingBand(n_in, OUTPUTS, asked(seeds)),
      falseAlarm: FALSE_ALARM,
      unit: 'outputs',
    },
    'knows-weights': {
      says: 'A gradient g = h comes back as if n_in + n_out − 1 terms had stood where n_in do.',
      measure: (rows) => share(rows, 'own', 'ownPredicted'),
      within: ({ n_in }, { seeds }) =>
        ownGainBand(
          OUTPUTS.map((n_out) => ({ n_in, n_out })),
          asked(seeds),
        ),
      falseAlarm: FALSE_ALARM,
      unit: 'of what it says',
    },
  },

  quantities: {
    crossing: (rows, { n_in }) => crossing(rows, n_in, 'drawn'),
    'forward-narrow': (rows) => at(rows, NARROW, 'forward'),
    'backward-narrow': (rows) => at(rows, NARROW, 'drawn'),
    // At the defaults these layers are square.
    'own-square': (rows) => at(rows, SQUARE, 'own'),
    'another-square': (rows) => at(rows, SQUARE, 'another'),
    'own-narrow': (rows) => at(rows, NARROW, 'own') / at(rows, NARROW, 'drawnPredicted'),
  },

  recording: { seeds: 10 },
});

const asked = (seeds: number) => ({ terms: seeds * LAYERS, falseAlarm: FALSE_ALARM });

const at = (rows: Rows, n_out: number, column: keyof Line) =>
  mean(rows.filter((row) => row.n_out === n_out).map((row) => row[column]));

/** A column as y, over widths in powers of two. */
const against = (rows: Rows, column: keyof Line, scale: (value: number, row: Line) => number) =>
  rows.map((row) => ({ ...row, bits: Math.log2(row.n_out), y: scale(row[column], row) }));
const overUnit = (value: number, { drawnPredicted }: Line) => value / drawnPredicted;

/** The mean over all widths of a gain in units of the one expected. */
const share = (rows: Rows, gain: Gain, unit: `${'forward' | 'drawn' | 'own'}Predicted`) =>
  mean(rows.map((row) => row[gain] / row[unit]));

/** Where the measured gains would be equal. */
const crossing = (rows: Rows, n_in: number, kind: GradientKind) =>
  (n_in * share(rows, 'forward', 'forwardPredicted')) / share(rows, kind, 'drawnPredicted');
