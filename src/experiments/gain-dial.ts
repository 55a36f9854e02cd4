/** One dial for the size of all weights of a ten-layer net: what comes out on top, and what comes back to the input. */
import { xavier_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, type Mark, rule, run, theory } from '../lab/figure.ts';
import { formatDecimals, formatNumber } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { endLaws } from '../math/end-laws.ts';
import { finiteWidthBand } from '../math/finite-width.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { lawInterval, lawScore } from '../math/skewed-law.ts';
import { normalQuantile } from '../math/special.ts';
import { mean } from '../math/statistics.ts';
import { bandColumns } from '../networks/band-columns.ts';
import { backward, forward } from '../networks/dense.ts';
import { denseLayout } from '../networks/layout.ts';
import { rms } from '../networks/statistics.ts';

/** The marks of the dial. */
const GAINS = Array.from({ length: 15 }, (_, i) => (i + 1) / 5);
const FALSE_ALARM = 1e-3;
/** The tails of single laws are approximate, so intervals are drawn for a third of what is said: see activation-guide.ts. */
const DRAWN_FOR = FALSE_ALARM / 3;
const U = unitRoundoff(floatFormats.float32);

interface Setting {
  gain: number;
  activation: 'tanh' | 'relu' | 'linear';
  width: number;
  depth: number;
}
type Direction = 'forward' | 'backward';
type Line = Seeded<
  Record<'gain' | 'layers' | Direction | `${Direction}${'Predicted' | 'Low' | 'High'}`, number>
>;

const gainsOf = ({ gain }: Setting) => [...new Set([...GAINS, gain])].sort((a, b) => a - b);

/** log2 rms by layers passed in nets of this width: the band around the whole path. */
function bandOf({ gain, activation, width, depth }: Setting, direction: Direction, asked: object) {
  const { low, mean, high } = finiteWidthBand({ gain, activation, width, depth, direction, ...asked });
  return direction === 'forward'
    ? { low, mean, high }
    : { low: low.toReversed(), mean: mean.toReversed(), high: high.toReversed() };
}

/** The law of log2 rms after all layers. */
const lawOf = ({ activation, width, depth }: Setting, gain: number, direction: Direction) =>
  endLaws({ activation, gain, width }, [depth - 1, depth])[direction][1];

/** Of these the dial can be taken out of every layer: f(γ z) = γ f(z). */
const isHomogeneous = ({ activation }: Setting) => activation !== 'tanh';

export default defineExperiment({
  title: 'One dial for all weights',
  caption:
    'Root mean squares in powers of two; 0 is the size at the start. All nets have the same random weights, times the gain on the dial. Dashed: theory, with the band that 95 of 100 runs stay in.',
  law: 'why-initialize#dial-signal',
  controls: {
    gain: range(0.2, 3, 1.41, { step: 0.01, label: 'gain: σ√N' }),
    activation: choice(['tanh', 'relu', 'linear'], 'relu'),
    width: choice([64, 128, 256, 512], 256),
    depth: range(2, 30, 10, { label: 'layers' }),
  },
  columns: {
    gain: 'gain',
    layers: 'layers passed',
    ...bandColumns,
  },
  key: ['gain', 'layers'],
  length: (setting) => setting.depth + gainsOf(setting).length,
  work: ({ depth, width }) => depth * (256 ** 2 + width ** 2),

  async *run(setting, { tf, rng, read }): AsyncGenerator<Omit<Line, 'seed'>> {
    const { activation, width, depth } = setting;
    // #region draw
    const shape: [number, number] = [width, width];
    const x = tf.tensor2d(rng.randn(width), [1, width]);
    const drawn = Array.from({ length: depth }, () =>
      tf.tensor2d(xavier_normal_(new Float32Array(width * width), shape, rng), shape),
    );
    const gradient = tf.tensor2d(rng.randn(width), [1, width]);
    // #endregion
    const widths = Array<number>(depth + 1).fill(width);
    const layout = denseLayout({ widths, activation, output: activation, bias: false });
    for (const gain of gainsOf(setting)) {
      // #region passes
      const [up, down] = tf.tidy(() => {
        const weights = drawn.map((weight) => ({ weight: tf.mul<Tensor2D>(weight, gain) }));
        const trace = forward(tf, layout, weights, x);
        return [trace.h, backward(tf, layout, weights, trace, gradient).h.toReversed()];
      });
      const signals = await rms(read, up);
      const slopes = await rms(read, down);
      // #endregion
      tf.dispose([up, down]);
      const onDial = gain === setting.gain;
      const theories = (['forward', 'backward'] as const).map((direction) => {
        if (onDial) return bandOf(setting, direction, { falseAlarm: 0.05 });
        const law = lawOf(setting, gain, direction);
        const { low, high } = lawInterval(law, { falseAlarm: 0.05 });
        const atEnd = (value: number) => Array<number>(depth + 1).fill(value);
        return { low: atEnd(low), mean: atEnd(law.mean), high: atEnd(high) };
      });
      for (let layers = onDial ? 0 : depth; layers <= depth; layers++) {
        yield {
          gain,
          layers,
          forward: Math.log2(signals[layers]),
          forwardPredicted: theories[0].mean[layers],
          forwardLow: theories[0].low[layers],
          forwardHigh: theories[0].high[layers],
          backward: Math.log2(slopes[layers]),
          backwardPredicted: theories[1].mean[layers],
          backwardLow: theories[1].low[layers],
          backwardHigh: theories[1].high[layers],
        };
      }
    }
  },

  plot: (rows, { gain, depth }) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const marks = (data: Line[], lines: Line[], x: 'gain' | 'layers', y: Direction): Mark[] => [
      band(lines, { x, low: `${y}Low`, high: `${y}High` }),
      rule('y', 0, 'as at the start'),
      theory(lines, { x, y: `${y}Predicted` }),
      x === 'gain' ? dots(data, { x, y }) : run(data, { x, y }),
    ];
    const atEnd = ({ layers, gain: at }: Line) => layers === depth && GAINS.includes(at);
    const onDial = (row: Line) => row.gain === gain;
    const y = { label: 'log₂ of the root mean square' };
    const figure = (title: string, label: string, list: Mark[]) => ({
      title,
      x: { label },
      y,
      aspect: 0.42,
      marks: list,
    });
    const [ends, endLaw] = [rows.filter(atEnd), law.filter(atEnd)];
    const [path, pathLaw] = [rows.filter(onDial), law.filter(onDial)];
    return [
      figure(`The signal after ${depth} layers`, 'gain', marks(ends, endLaw, 'gain', 'forward')),
      figure(`The gradient, ${depth} layers down`, 'gain', marks(ends, endLaw, 'gain', 'backward')),
      figure(`The signal at a gain of ${gain}`, 'layers passed', marks(path, pathLaw, 'layers', 'forward')),
      figure(
        `The gradient at a gain of ${gain}`,
        'layers passed, from the output down',
        marks(path, pathLaw, 'layers', 'backward'),
      ),
    ];
  },

  summary: (rows, { gain, depth }) => {
    const bits = (direction: Direction) => formatDecimals(at(rows, gain, depth, direction), 1);
    return (
      `at a gain of ${formatNumber(gain)}, ${depth} layers make 2 to the ${bits('forward')} of the signal, and 2 to the ${bits('backward')} ` +
      'of the gradient on its way back.'
    );
  },

  claims: {
    signal: inBand('forward', 'At the gain on the dial the signal stays in its band through all layers.'),
    gradient: inBand('backward', 'So does the gradient on its way back.'),
    'whole-dial': {
      says: 'At every mark of the dial signal and gradient end where theory says.',
      measure: (rows, setting) =>
        Math.max(
          ...GAINS.flatMap((gain) =>
            (['forward', 'backward'] as const).map((direction) => {
              const measured = at(rows, gain, setting.depth, direction);
              return Math.abs(lawScore(lawOf(setting, gain, direction), measured, seedsOf(rows)));
            }),
          ),
        ),
      // Bonferroni. The nets share their weights, so it is too wide rather than too narrow.
      within: () => ({ low: 0, high: -normalQuantile(DRAWN_FOR / (4 * GAINS.length)) }),
      falseAlarm: FALSE_ALARM,
      unit: 'standard deviations',
    },
    power: {
      says: 'Doubling the dial doubles the signal once a layer.',
      applies: isHomogeneous,
      measure: (rows, { depth }) => {
        const [low, high] = [GAINS[0], GAINS[GAINS.length - 1]];
        const change = at(rows, high, depth, 'forward') - at(rows, low, depth, 'forward');
        return change / Math.log2(high / low);
      },
      within: ({ depth, width }) => ({ low: depth - slack(depth, width), high: depth + slack(depth, width) }),
      falseAlarm: 0,
      unit: 'doublings',
    },
  },

  quantities: {
    'bits-small': (rows, { depth }) => at(rows, GAINS[0], depth, 'forward'),
    'bits-large': (rows, { depth }) => at(rows, GAINS[GAINS.length - 1], depth, 'forward'),
    'gradient-bits-small': (rows, { depth }) => at(rows, GAINS[0], depth, 'backward'),
    'gradient-bits-large': (rows, { depth }) => at(rows, GAINS[GAINS.length - 1], depth, 'backward'),
    'bits-on-dial': (rows, { gain, depth }) => at(rows, gain, depth, 'forward'),
    'gradient-bits-on-dial': (rows, { gain, depth }) => at(rows, gain, depth, 'backward'),
    'times-large': (rows, { depth }) => 2 ** at(rows, GAINS[GAINS.length - 1], depth, 'forward'),
    'bits-at-one': (rows, { depth }) => at(rows, 1, depth, 'forward'),
    'right-gain': (rows, { depth }) => 2 ** (-at(rows, 1, depth, 'forward') / depth),
  },

  recording: { seeds: 10 },
});

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;

/** The mean over the seeds. */
const at = (rows: Line[], gain: number, layers: number, direction: Direction) =>
  mean(rows.flatMap((row) => (row.gain === gain && row.layers === layers ? [row[direction]] : [])));

/**
 * How far rounding can take the slope from the number of layers. A product of n terms errs by n U |w| |x| at most, so the
 * length of z by n U ‖W‖ |h|, with ‖W‖ the Frobenius norm; z is about |h| ‖W‖ / sqrt(n) long, and f keeps half of its square
 * or more. The two ends of the dial err one way each, at worst; the factor 4 covers that and what is drawn by chance.
 */
const slack = (depth: number, width: number) =>
  (4 * depth * (width + 4) * Math.sqrt(2 * width) * U) /
  Math.LN2 /
  Math.log2(GAINS[GAINS.length - 1] / GAINS[0]);

/** The claim that the mean path of the seeds stays in its band, at all layers. */
function inBand(direction: Direction, says: string) {
  return {
    says,
    measure: (rows: Line[], setting: Setting) => {
      const { low, mean, high } = bandOf(setting, direction, {
        seeds: seedsOf(rows),
        falseAlarm: FALSE_ALARM,
      });
      const shares = mean.map((expected, layers) => {
        const off = at(rows, setting.gain, layers, direction) - expected;
        return Math.abs(off) / (off > 0 ? high[layers] - expected : expected - low[layers]);
      });
      return Math.max(...shares);
    },
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: FALSE_ALARM,
    unit: 'of the band',
  };
}
