/** One size of weight for every layer: MXNet's default and the customary 0.01, as the layer gets wider. */
import { mxnet_default_, normal_ } from '../initializers/uniform-normal.ts';
import { kaiming_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, dots, point, rule, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { expectedGain, type GainActivation, gainBand, rightWidth } from '../math/layer-gain.ts';
import { mean } from '../math/statistics.ts';
import { rootMeanSquare } from '../networks/statistics.ts';

/** Doubled from 20 on: MXNet's crossings for linear and relu, 612 and 1224, and those of 0.01 lie within. */
const widths = Array.from({ length: 11 }, (_, k) => 20 * 2 ** k);
/** Outputs of the layer; the gain is an average over them. */
const OUTPUTS = 128;
const FALSE_ALARM = 1e-3;

interface Setting {
  bound: number;
  std: number;
  activation: GainActivation;
  layers: number;
}

type Scheme = 'uniform' | 'normal' | 'he';
const schemes: Scheme[] = ['uniform', 'normal', 'he'];

/** Variance of the weights, for a layer of `width` inputs. */
const variances: Record<Scheme, (setting: Setting, width: number) => number> = {
  uniform: ({ bound }) => bound ** 2 / 3,
  normal: ({ std }) => std ** 2,
  he: ({ activation }, width) => (activation === 'relu' ? 2 : 1) / width,
};

const names: Record<Scheme, (setting: Setting) => string> = {
  uniform: ({ bound }) => `U(±${formatNumber(bound, 2)})`,
  normal: ({ std }) => `σ = ${formatNumber(std, 2)}`,
  he: ({ activation }) => (activation === 'relu' ? 'He' : 'He, Xav.'),
};

/** What the three gains share: the largest share of the room in their band that is used. */
const inBand = { within: () => ({ low: 0, high: 1 }), falseAlarm: FALSE_ALARM, unit: 'of the band' };

/** The two whose variance knows nothing of the width. */
const fixed: ('uniform' | 'normal')[] = ['uniform', 'normal'];

const expected = (scheme: Scheme, setting: Setting, width: number) =>
  expectedGain({
    fan_in: width,
    variance: variances[scheme](setting, width),
    activation: setting.activation,
  });

/** What `layers` layers with this gain leave of the rms, in powers of ten. */
const throughLayers = (gain: number, { layers }: Setting) => (layers / 2) * Math.log10(gain);

const crossing = (scheme: 'uniform' | 'normal', setting: Setting) =>
  rightWidth({ variance: variances[scheme](setting, 1), activation: setting.activation });

/** Theory for one scheme over the widths, with a band that 95 of 100 runs stay in at all widths. */
function law(scheme: Scheme, setting: Setting) {
  const { activation } = setting;
  const { low, high } = gainBand({ activation, terms: OUTPUTS, falseAlarm: 0.05 / widths.length });
  return widths.map((width) => {
    const gain = expected(scheme, setting, width);
    return {
      width,
      log10Gain: Math.log10(gain),
      low: Math.log10(low * gain),
      high: Math.log10(high * gain),
      log10Rms: throughLayers(gain, setting),
    };
  });
}

export default defineExperiment({
  title: 'One size fits one width',
  caption:
    'What one layer makes of the mean square, for layers of 20 to 20,480 inputs. Dashed: nσ², halved by ReLU, with the band that 95 of 100 runs stay in. Where a line meets 0 the default happens to be right.',
  law: 'pytorch-defaults#width-gain',
  controls: {
    bound: range(0.01, 1, 0.07, { step: 0.01, label: 'uniform: bound b' }),
    std: range(0.001, 0.2, 0.01, { step: 0.001, label: 'normal: σ' }),
    activation: choice(['linear', 'relu'], 'linear'),
    layers: range(1, 50, 10),
  },
  columns: {
    scheme: 'weights',
    width: 'inputs n',
    gain: 'mean square out over in',
    predicted: 'predicted',
    log10Rms: 'log₁₀ of rms after all layers',
    log10RmsPredicted: 'predicted',
  },
  key: ['scheme', 'width'],
  length: () => schemes.length * widths.length,

  async *run(setting, { tf, rng, read }) {
    const { bound, std, activation } = setting;
    for (const width of widths) {
      // #region layer
      const shape: [number, number] = [OUTPUTS, width];
      const empty = () => new Float32Array(OUTPUTS * width);
      const input = rng.randn(width);
      const weights = [
        mxnet_default_(empty(), shape, rng, { scale: bound }),
        normal_(empty(), shape, rng, { std }),
        kaiming_normal_(empty(), shape, rng, { nonlinearity: activation }),
      ];
      const outputs = tf.tidy(() => {
        const x = tf.tensor2d(input, [width, 1]);
        const layers = weights.map((weight) => tf.matMul(tf.tensor2d(weight, shape), x));
        return activation === 'relu' ? layers.map((z) => tf.relu(z)) : layers;
      });
      // #endregion
      // #region gain
      const signals = await read(outputs);
      const gains = signals.map((h) => (rootMeanSquare(h) / rootMeanSquare(input)) ** 2);
      // #endregion
      tf.dispose(outputs);
      for (const [i, scheme] of schemes.entries()) {
        const predicted = expected(scheme, setting, width);
        yield {
          scheme,
          width,
          gain: gains[i],
          predicted,
          log10Rms: throughLayers(gains[i], setting),
          log10RmsPredicted: throughLayers(predicted, setting),
        };
      }
    }
  },

  plot: (rows, setting) => {
    const laws = schemes.map((scheme) => ({ label: names[scheme](setting), points: law(scheme, setting) }));
    const crossings = fixed
      .map((scheme) => crossing(scheme, setting))
      .filter((width) => width > widths[0] && width < widths[widths.length - 1]);
    const x = { label: 'inputs n of each unit', type: 'log' } as const;
    const lines = (y: 'log10Gain' | 'log10Rms') =>
      laws.map(({ points, label }) => theory(points, { x: 'width', y, label }));
    const measured = rows.map((row) => ({ ...row, log10Gain: Math.log10(row.gain) }));
    return [
      {
        title: 'Right at one width only',
        x,
        y: { label: 'log₁₀ of mean square out over in' },
        marks: [
          ...laws.map(({ points }) => band(points, { x: 'width', low: 'low', high: 'high' })),
          rule('y', 0),
          ...crossings.map((width) => rule('x', width)),
          ...lines('log10Gain'),
          dots(measured, { x: 'width', y: 'log10Gain' }),
          ...crossings.map((width) => point({ x: width, y: 0, label: `n = ${Math.round(width)}` })),
        ],
      },
      {
        title: `What ${setting.layers} such layers would leave`,
        x,
        y: { label: 'log₁₀ of the root mean square' },
        aspect: 0.42,
        marks: [
          rule('y', 0),
          ...crossings.map((width) => rule('x', width)),
          ...lines('log10Rms'),
          dots(measured, { x: 'width', y: 'log10Rms' }),
        ],
      },
    ];
  },

  summary: (rows, setting) => {
    const [uniform, normal] = fixed.map((scheme) => Math.round(measuredCrossing(rows, scheme)));
    return (
      `over all widths, the mean square is kept at ${formatNumber(uniform, 3)} inputs by U(±${formatNumber(setting.bound, 2)}) ` +
      `and at ${formatNumber(normal, 3)} by N(0, ${formatNumber(setting.std, 2)}²).`
    );
  },

  claims: {
    'uniform-gain': {
      says: 'The uniform layer multiplies the mean square by nb²/3, at every width.',
      measure: (rows, setting) => strayed(rows, setting, 'uniform'),
      ...inBand,
    },
    'normal-gain': {
      says: 'The normal layer multiplies it by nσ², at every width.',
      measure: (rows, setting) => strayed(rows, setting, 'normal'),
      ...inBand,
    },
    'he-gain': {
      says: 'A variance that falls like 1/n keeps it, at every width.',
      measure: (rows, setting) => strayed(rows, setting, 'he'),
      ...inBand,
    },
    'uniform-crossing': {
      says: 'The uniform default is right at a width of 3/b².',
      measure: (rows) => measuredCrossing(rows, 'uniform'),
      within: (setting, { seeds }) => crossingBand('uniform', setting, seeds),
      falseAlarm: FALSE_ALARM,
      unit: 'inputs',
    },
    'normal-crossing': {
      says: 'The normal one is right at a width of 1/σ².',
      measure: (rows) => measuredCrossing(rows, 'normal'),
      within: (setting, { seeds }) => crossingBand('normal', setting, seeds),
      falseAlarm: FALSE_ALARM,
      unit: 'inputs',
    },
  },

  quantities: {
    'uniform-right': (rows) => measuredCrossing(rows, 'uniform'),
    'normal-right': (rows) => measuredCrossing(rows, 'normal'),
    'uniform-right-expected': (_, setting) => crossing('uniform', setting),
    'normal-right-expected': (_, setting) => crossing('normal', setting),
    'uniform-right-relu': (_, setting) => crossing('uniform', { ...setting, activation: 'relu' }),
    'normal-right-relu': (_, setting) => crossing('normal', { ...setting, activation: 'relu' }),
    'customary-right': () => rightWidth({ variance: 0.1 ** 2 / 3, activation: 'linear' }),
    'uniform-std': (_, { bound }) => bound / Math.sqrt(3),
    'uniform-narrowest': (rows) => gainAt(rows, 'uniform', widths[0]),
    'uniform-widest': (rows) => gainAt(rows, 'uniform', widths[widths.length - 1]),
    'decades-uniform-narrowest': (_, setting) =>
      throughLayers(expected('uniform', setting, widths[0]), setting),
    'decades-uniform-512': (_, setting) => throughLayers(expected('uniform', setting, 512), setting),
    'decades-normal-512': (_, setting) => throughLayers(expected('normal', setting, 512), setting),
  },

  recording: { seeds: 10 },
});

interface Measured {
  scheme: string;
  width: number;
  gain: number;
  predicted: number;
}

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;

/** The gain over its prediction at each width, averaged over seeds, as a share of what is allowed; 1 is the edge. */
function strayed(rows: (Measured & { seed: number })[], { activation }: Setting, scheme: Scheme): number {
  const terms = OUTPUTS * seedsOf(rows);
  // Simultaneous: each width has its share of the false alarms.
  const { low, high } = gainBand({ activation, terms, falseAlarm: FALSE_ALARM / widths.length });
  const shares = widths.map((width) => {
    const here = rows.filter((row) => row.scheme === scheme && row.width === width);
    const off = mean(here.map(({ gain, predicted }) => gain / predicted)) - 1;
    return off > 0 ? off / (high - 1) : off / (low - 1);
  });
  return Math.max(...shares);
}

/** Where the line of slope 1 through all measured gains meets 1: its reciprocal is a mean over all outputs. */
function measuredCrossing(rows: Measured[], scheme: Scheme): number {
  const own = rows.filter((row) => row.scheme === scheme);
  return 1 / mean(own.map(({ gain, width }) => gain / width));
}

/** The measured width is the right one over the mean of all terms of all layers. */
function crossingBand(scheme: 'uniform' | 'normal', setting: Setting, seeds: number) {
  const terms = OUTPUTS * widths.length * seeds;
  const { low, high } = gainBand({ activation: setting.activation, terms, falseAlarm: FALSE_ALARM });
  return { low: crossing(scheme, setting) / high, high: crossing(scheme, setting) / low };
}

function gainAt(rows: Measured[], scheme: Scheme, width: number): number {
  return mean(rows.filter((row) => row.scheme === scheme && row.width === width).map(({ gain }) => gain));
}
