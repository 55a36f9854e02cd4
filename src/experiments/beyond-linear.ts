/** Stacks of tanh and of sigmoids: where their signal settles, what becomes of a difference, and of the gradient. */
import { xavier_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, dots, type Figure, rule, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { mean } from '../math/statistics.ts';
import { bandColumns } from '../networks/band-columns.ts';
import { backward, forward } from '../networks/dense.ts';
import { denseLayout } from '../networks/layout.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import {
  aboutOneHalf,
  alikePercent,
  allInBand,
  atOnePlace,
  bitsAt,
  type CurvedLine,
  fixedPoint,
  gradientFactor,
} from './beyond-linear/claims.ts';
import {
  type CurvedColumn,
  type CurvedName,
  curvedLaws,
  curvedNet,
  CURVED_NETS as names,
} from './beyond-linear/nets.ts';
import { inBand } from './beyond-linear/row-bands.ts';

/** Layers after which the difference of sigmoids is claimed: it is still a hundred times what float32 rounds. */
const EARLY = 5;
/** log2 of the distance of float32 numbers near one half: differences of sigmoids end there, and theory a little below. */
const FLOAT32_END = -24;
const THEORY_END = -30;

export default defineExperiment({
  title: 'Where a curved stack settles',
  caption:
    'Root mean squares in powers of two; 0 is the size at the start. Names are activations and gains. Two inputs go through the same weights. Bands hold 95 of 100 runs, all layers at once; below 2⁻¹⁸ the difference of sigmoids is rounding.',
  law: 'xavier#beyond-fixed-point',
  controls: {
    gain: range(1, 8, 4, { step: 0.1, label: 'α, the gain of the last net' }),
    correlation: range(0, 0.99, 0.9, { step: 0.01, label: 'how alike the inputs are' }),
    depth: range(EARLY, 50, 30, { label: 'layers' }),
    width: choice([256, 512], 256),
  },
  columns: {
    net: 'net',
    layer: 'layer',
    middle: 'mean activation',
    ...bandColumns,
    difference: 'log₂ rms of the difference of two inputs',
    differencePredicted: 'predicted',
    differenceLow: 'band, low',
    differenceHigh: 'band, high',
  },
  key: ['net', 'layer'],
  // In float32 two inputs may end as exactly the same numbers.
  nonFinite: 'show',
  length: ({ depth }) => names.length * (depth + 1),
  work: ({ depth, width }) => depth * width ** 2,

  async *run(setting, { tf, rng, read }): AsyncGenerator<CurvedLine> {
    const { width, depth, correlation: c } = setting;
    // #region inputs
    const shape: [number, number] = [width, width];
    const [x, other] = [rng.randn(width), rng.randn(width)];
    const alike = x.map((value, i) => c * value + Math.sqrt(1 - c * c) * other[i]);
    const inputs = tf.tensor2d([...x, ...alike], [2, width]);
    const drawn = Array.from({ length: depth }, () =>
      tf.tensor2d(xavier_normal_(new Float32Array(width * width), shape, rng), shape),
    );
    const atOutput = tf.tensor2d(rng.randn(width), [1, width]);
    const gradient = tf.concat([atOutput, atOutput]);
    // #endregion
    for (const name of names) {
      const { activation, gain } = curvedNet(name, setting);
      const widths = Array<number>(depth + 1).fill(width);
      const layout = denseLayout({ widths, activation, output: activation, bias: false });
      // #region passes
      const [signals, slopes] = tf.tidy(() => {
        const weights = drawn.map((weight) => ({ weight: tf.mul<Tensor2D>(weight, gain) }));
        const trace = forward(tf, layout, weights, inputs);
        return [trace.h, backward(tf, layout, weights, trace, gradient).h];
      });
      // #endregion
      const [up, down] = [await read(signals), await read(slopes)];
      tf.dispose([signals, slopes]);
      const laws = curvedLaws(name, setting);
      for (let layer = 0; layer <= depth; layer++) {
        const [h, g] = [up[layer].subarray(0, width), down[layer].subarray(0, width)];
        const apart = h.map((value, unit) => value - up[layer][width + unit]);
        const size = (values: Float32Array) => Math.log2(rootMeanSquare(values));
        const law = (column: CurvedColumn) => laws[column][layer];
        yield {
          net: name,
          layer,
          middle: mean(h),
          ...inBand('forward', size(h), law('forward'), depth + 1),
          ...inBand('difference', size(apart) - 0.5, law('difference'), depth + 1),
          ...inBand('backward', size(g), law('backward'), depth + 1),
        };
      }
    }
  },

  plot: (rows, { depth }) => {
    const passed = rows.map((row) => ({ ...row, passed: depth - row.layer }));
    const figure = (title: string, column: CurvedColumn): Figure => {
      const back = column === 'backward';
      const x = back ? 'passed' : 'layer';
      // Where float32 cannot follow, theory is not drawn either.
      const laws = names.map((name) =>
        passed.filter(
          (row) =>
            row.net === name && row.seed === rows[0].seed && (back || row[`${column}Low`] > THEORY_END),
        ),
      );
      return {
        title,
        x: { label: back ? 'layers passed, from the output down' : 'layer' },
        y: { label: 'log₂ of the root mean square' },
        aspect: 0.5,
        marks: [
          ...laws.map((law) => band(law, { x, low: `${column}Low`, high: `${column}High` })),
          ...(column === 'difference' ? [rule('y', FLOAT32_END, 'rounding')] : []),
          ...laws.map((law, i) => theory(law, { x, y: `${column}Predicted`, label: names[i] })),
          dots(
            passed.filter((row) => Number.isFinite(row[column])),
            { x, y: column },
          ),
        ],
      };
    };
    return [
      figure('The signal', 'forward'),
      figure('What tells two inputs apart', 'difference'),
      figure('The gradient', 'backward'),
    ];
  },

  summary: (rows, { depth }) => {
    const bits = (name: CurvedName) => formatDecimals(bitsAt(rows, name, 0, 'backward'), 1);
    return `of a gradient that starts ${depth} layers up, 2 to the ${bits('tanh 1')} reaches the input with tanh 1, 2 to the ${bits('tanh 5/3')} with tanh 5/3, 2 to the ${bits('sigmoid 1')} with sigmoid 1 and 2 to the ${bits('sigmoid α')} with sigmoid α.`;
  },

  claims: {
    'signal-band': {
      says: 'In all four nets the signal keeps to its band, layer by layer.',
      ...allInBand('forward'),
    },
    'sigmoid-mean': {
      says: 'Under Xavier the activations of a sigmoid average one half, in every layer.',
      ...aboutOneHalf('sigmoid 1'),
    },
    'difference-band': {
      says: 'What tells two inputs apart keeps to its band, as far as float32 can say.',
      ...allInBand('difference'),
    },
    'sigmoid-difference': {
      says: 'Five layers of sigmoids leave next to nothing of it.',
      ...atOnePlace('sigmoid 1', 'difference', { layerOf: () => EARLY }),
    },
    'gradient-band': { says: 'The gradient keeps to its band.', ...allInBand('backward') },
    'sigmoid-gradient': {
      says: 'Under Xavier a layer of sigmoids passes less than a quarter of a gradient.',
      ...gradientFactor('sigmoid 1'),
    },
    'tanh-one': {
      says: 'With a gain of one a tanh stack loses its gradient ever more slowly.',
      ...atOnePlace('tanh 1', 'backward', { layerOf: () => 0 }),
    },
    'tanh-fixed': {
      says: 'With a gain of 5/3 the mean square of a tanh stack settles at a fixed point.',
      ...atOnePlace('tanh 5/3', 'forward', {
        layerOf: ({ depth }) => depth,
        read: (bits) => 4 ** bits,
        unit: 'mean square',
      }),
    },
    'tanh-gradient': {
      says: 'There a gradient grows by the same factor in each layer.',
      ...gradientFactor('tanh 5/3'),
    },
    'tanh-apart': {
      says: 'And two inputs that began alike are driven apart.',
      ...atOnePlace('tanh 5/3', 'difference', { layerOf: ({ depth }) => depth }),
    },
  },

  quantities: {
    'sigmoid-rms': (rows, { depth }) => 2 ** bitsAt(rows, 'sigmoid 1', depth, 'forward'),
    'sigmoid-fixed-expected': (_, setting) => fixedPoint('sigmoid 1', setting),
    'sigmoid-alike-percent': (rows) => alikePercent(rows, 'sigmoid 1', 1),
    'sigmoid-left-after-5': (rows) => 2 ** bitsAt(rows, 'sigmoid 1', EARLY, 'difference'),
    'sigmoid-decades': (rows) => Math.log10(2) * bitsAt(rows, 'sigmoid 1', 0, 'backward'),
    'dial-factor': (rows, { depth }) => 2 ** (bitsAt(rows, 'sigmoid α', 0, 'backward') / depth),
    'dial-decades': (rows) => Math.log10(2) * bitsAt(rows, 'sigmoid α', 0, 'backward'),
    'tanh-fixed-expected': (_, setting) => fixedPoint('tanh 5/3', setting),
    'tanh-gradient-times': (rows) => 2 ** bitsAt(rows, 'tanh 5/3', 0, 'backward'),
    'tanh-apart-percent': (rows, { depth }) => alikePercent(rows, 'tanh 5/3', depth),
    'tanh-one-rms': (rows, { depth }) => 2 ** bitsAt(rows, 'tanh 1', depth, 'forward'),
    'tanh-one-gradient': (rows) => 2 ** bitsAt(rows, 'tanh 1', 0, 'backward'),
    'alike-percent': (_, { correlation }) => 100 * correlation,
  },

  recording: { seeds: 10, keep: ({ layer }) => layer % 3 === 0 },
});
