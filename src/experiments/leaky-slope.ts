/** The slope of a leaky ReLU: what it passes, and what becomes of a net whose initializer is not told of it. */
import { calculate_gain } from '../initializers/gain.ts';
import { kaiming_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, type Mark, rule, theory } from '../lab/figure.ts';
import { formatDecimals, formatNumber } from '../lab/numbers.ts';
import { together, worstShare } from '../lab/together.ts';
import type { Interval } from '../math/chernoff.ts';
import { fanLaws } from '../math/fan-products.ts';
import { reluSquareBand } from '../math/relu-layer-law.ts';
import { type Asked, meanInterval } from '../math/skewed-law.ts';
import { mean } from '../math/statistics.ts';
import { tensorActivations } from '../networks/activations.ts';
import { backward, forward } from '../networks/dense.ts';
import { ratioRounding } from '../networks/fan-paths.ts';
import { denseLayout } from '../networks/layout.ts';
import { rootMeanSquare } from '../networks/statistics.ts';

/** No leak is 0, PyTorch's default 0.01, no bend 1, |z| -1; √5 is what PyTorch's layers call the function with. */
const SLOPES = [-1, -0.5, 0, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.5, Math.sqrt(5)];
/** Of z, for the share that is passed. */
const DRAWS = 2 ** 16;
const FALSE_ALARM = 1e-3;

interface Setting {
  slope: number;
  depth: number;
  width: number;
}
type Measured = 'passed' | 'told' | 'untold' | 'toldBackward';
type Line = Seeded<Record<'slope' | Measured, number>>;

const slopesOf = ({ slope }: Setting) => [...new Set([...SLOPES, slope])].sort((a, b) => a - b);
const passedBy = (slope: number) => (1 + slope ** 2) / 2;

export default defineExperiment({
  title: 'A slope for the other half',
  caption:
    'Leaky ReLU of slope a: what it passes of 65,536 normal numbers, and the signal above ten layers whose He weights are told the slope, or are drawn as for a ReLU. Dashed: theory; the band is for nets that are told, 95 of 100.',
  law: 'he#leaky-square',
  controls: {
    slope: range(-2, 3, 0.25, { step: 0.05, label: 'slope a' }),
    depth: range(2, 30, 10, { label: 'layers' }),
    width: choice([64, 128, 256], 256),
  },
  columns: {
    slope: 'slope a',
    gain: 'PyTorch’s gain for it',
    passed: 'share of the mean square that is passed',
    passedExpected: 'expected',
    told: 'log₂ of the signal’s mean square, a told',
    low: 'band, low',
    high: 'band, high',
    untold: 'the same, a ignored',
    untoldExpected: 'expected',
    toldBackward: 'log₂ of the gradient’s, a told',
  },
  key: ['slope'],
  length: (setting) => slopesOf(setting).length,
  work: ({ depth, width }) => depth * width ** 2,

  async *run(setting, { tf, rng, read, seed }) {
    const { depth, width } = setting;
    const widths = Array<number>(depth + 1).fill(width);
    const z = tf.tensor2d(rng.randn(DRAWS), [DRAWS, 1]);
    for (const slope of slopesOf(setting)) {
      // #region passed
      const bent = tensorActivations.leaky_relu.value(tf, z, { negativeSlope: slope });
      const [h] = await read([bent]);
      // #endregion
      const [activation, output] = ['leaky_relu', 'leaky_relu'] as const;
      const layout = denseLayout({ widths, activation, output, bias: false, negativeSlope: slope });
      const through = async (a: number) => {
        // #region net
        // From the seed anew: the same input and the same normals, for every slope.
        rng.manual_seed(seed);
        const [x, gradient] = [1, 2].map(() => tf.tensor2d(rng.randn(width), [1, width]));
        const parameters = layout.layers.map(() => {
          const weight = kaiming_normal_(new Float32Array(width ** 2), [width, width], rng, { a });
          return { weight: tf.tensor2d(weight, [width, width]) };
        });
        const trace = forward(tf, layout, parameters, x);
        const gradients = backward(tf, layout, parameters, trace, gradient);
        const values = await read([trace.h[depth], gradients.h[0]]);
        // #endregion
        tf.dispose([x, gradient, parameters, trace, gradients]);
        return values.map((value) => 2 * Math.log2(rootMeanSquare(value)));
      };
      const [told, toldBackward] = await through(slope);
      const [untold] = await through(0);
      const { low, high } = endBand(setting, 'forward')(slope, { terms: 1, falseAlarm: 0.05 });
      yield {
        slope,
        gain: calculate_gain('leaky_relu', slope),
        passed: rootMeanSquare(h) ** 2,
        passedExpected: passedBy(slope),
        told,
        low,
        high,
        untold,
        untoldExpected: depth * Math.log2(1 + slope ** 2),
        toldBackward,
      };
    }
  },

  plot: (rows, setting) => {
    const line = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const [from, to] = [Math.min(...slopesOf(setting)), Math.max(...slopesOf(setting))];
    const curve = Array.from({ length: 61 }, (_, i) => {
      const slope = from + ((to - from) * i) / 60;
      return {
        slope,
        passed: passedBy(slope),
        told: 0,
        ignored: setting.depth * Math.log2(2 * passedBy(slope)),
      };
    });
    const [x, aspect] = [{ label: 'slope a' }, 0.5];
    const figure = (title: string, label: string, marks: Mark[]) => ({
      title,
      x,
      y: { label },
      aspect,
      marks,
    });
    return [
      figure('What is passed of the mean square', 'share passed', [
        rule('y', 0.5, 'ReLU'),
        rule('y', 1, 'no bend'),
        theory(curve, { x: 'slope', y: 'passed', label: '(1 + a²)/2' }),
        dots(rows, { x: 'slope', y: 'passed' }),
      ]),
      figure(`The signal after ${setting.depth} layers`, 'log₂ of the mean square', [
        band(line, { x: 'slope', low: 'low', high: 'high' }),
        theory(curve, { x: 'slope', y: 'told', label: 'a told' }),
        theory(curve, { x: 'slope', y: 'ignored', label: 'a ignored' }),
        dots(rows, { x: 'slope', y: 'told' }),
        dots(rows, { x: 'slope', y: 'untold' }),
      ]),
    ];
  },

  summary: (rows, { slope, depth }) => {
    const bits = (['told', 'untold'] as const).map((way) => formatDecimals(at(rows, slope, way), 2));
    return `${depth} layers of slope ${formatNumber(slope)} make 2 to the ${bits[0]} of the mean square if their initializer knows the slope, and 2 to the ${bits[1]} if it does not.`;
  },

  claims: {
    passed: {
      says: 'Of the mean square (1 + a²)/2 is passed.',
      measure: (rows, { slope }) => at(rows, slope, 'passed'),
      within: ({ slope }, { seeds }) => passedBand(slope, { terms: seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
    'every-slope': {
      says: 'So it is at every slope, below zero and above one too.',
      measure: (rows, setting) => worst(rows, setting, 'passed', passedBand),
      ...together,
    },
    'told-forward': {
      says: 'A gain of √(2/(1 + a²)) keeps the signal, at every slope.',
      measure: (rows, setting) => worst(rows, setting, 'told', endBand(setting, 'forward')),
      ...together,
    },
    'told-backward': {
      says: 'And the gradient.',
      measure: (rows, setting) => worst(rows, setting, 'toldBackward', endBand(setting, 'backward')),
      ...together,
    },
    ignored: {
      says: 'With the gain of ReLU instead, each layer is √(1 + a²) too large.',
      measure: (rows, { slope, depth }) => (excess(rows, slope, depth) / Math.sqrt(1 + slope ** 2) - 1) * 1e6,
      within: (setting) => ({ low: -1e6 * ratioRounding(setting), high: 1e6 * ratioRounding(setting) }),
      falseAlarm: 0,
      unit: 'millionths off',
    },
  },

  quantities: {
    passed: (rows, { slope }) => at(rows, slope, 'passed'),
    gain: (_, { slope }) => calculate_gain('leaky_relu', slope),
    'layer-percent': (rows, { slope, depth }) => 100 * (excess(rows, slope, depth) - 1),
    'layer-percent-default': (rows, { depth }) => 100 * (excess(rows, 0.01, depth) - 1),
    'times-at-end': (rows, { slope, depth }) => excess(rows, slope, depth) ** depth,
    'times-at-one': (rows, { depth }) => excess(rows, 1, depth) ** depth,
    'times-after-fifty': (_, { slope }) => (1 + slope ** 2) ** 25,
    'root-five-gain-squared': () => calculate_gain('leaky_relu', Math.sqrt(5)) ** 2,
  },

  recording: { seeds: 10 },
});

/** The mean over the seeds. */
const at = (rows: Line[], slope: number, column: keyof Line) =>
  mean(rows.flatMap((row) => (row.slope === slope ? [row[column]] : [])));

/** By what a layer is too large whose weights have the gain of a ReLU: from the root mean squares of both nets at the end. */
const excess = (rows: Line[], slope: number, depth: number) =>
  2 ** ((at(rows, slope, 'untold') - at(rows, slope, 'told')) / (2 * depth));

/** For the mean over so many seeds. */
type Band = (slope: number, asked: Asked) => Interval;

const passedBand: Band = (slope, { terms, falseAlarm }) =>
  reluSquareBand({ terms: terms * DRAWS, falseAlarm, slope });

/** log2 of the mean square at the far end of the net that is told its slope. */
const endBand =
  ({ depth, width }: Setting, direction: 'forward' | 'backward'): Band =>
  (slope, asked) => {
    const widths = Array<number>(depth + 1).fill(width);
    const variances = Array<number>(depth).fill(1 / passedBy(slope) / width);
    const laws = fanLaws({ widths, variances, output: 'relu', slope });
    const nats = meanInterval(direction === 'forward' ? laws.forward[depth] : laws.backward[0], asked);
    return { low: nats.low / Math.LN2, mean: nats.mean / Math.LN2, high: nats.high / Math.LN2 };
  };

/** The slope that strays furthest; the law's tails are approximate, see fan-paths.ts. */
function worst(rows: Line[], setting: Setting, column: Measured, band: Band): number {
  const terms = new Set(rows.map(({ seed }) => seed)).size;
  return worstShare(
    slopesOf(setting),
    (slope) => at(rows, slope, column),
    (slope, falseAlarm) => band(slope, { terms, falseAlarm }),
    1 / 3,
  );
}
