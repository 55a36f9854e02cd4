/** What TensorFlow.js draws under He's name: the tails are cut off, and nothing makes up for what they held. */
import { findInitializer } from '../initializers/registry.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, type Figure, rule, run, theory } from '../lab/figure.ts';
import { formatDecimals, formatNumber } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { finiteWidthBand } from '../math/finite-width.ts';
import { meanSquareBand } from '../math/mean-square-band.ts';
import { normalCdf } from '../math/special.ts';
import { mean } from '../math/statistics.ts';
import { truncatedNormal } from '../math/truncated-normal.ts';
import { forward } from '../networks/dense.ts';
import { denseLayout } from '../networks/layout.ts';
import { rms, rootMeanSquare } from '../networks/statistics.ts';

const FALSE_ALARM = 1e-3;
/** TensorFlow.js takes 0 for no seed; below 2^28 every PyTorch draws an integer from one word. */
const SEEDS: [low: number, high: number] = [1, 2 ** 28];

const CUT = 2;
/** The share of normal draws that lie within the cut. */
const KEPT = 1 - 2 * normalCdf(-CUT);

/** The law of the weights over the deviation of the name, the largest that can come out, and the share that is larger than x. */
const cut = {
  ...truncatedNormal({ mean: 0, std: 1, low: -CUT, high: CUT }),
  edge: CUT,
  beyond: (x: number) => (2 / KEPT) * (normalCdf(-x) - normalCdf(-CUT)),
};
const uniform = {
  variance: 1,
  kurtosis: 9 / 5,
  edge: Math.sqrt(3),
  beyond: (x: number) => 1 - x / Math.sqrt(3),
};

/** `named`: the variance that the name promises, times fan_in; all layers are square. `book`: who keeps the promise. */
const initializers = {
  heNormal: { named: 2, law: cut, book: 'kaiming_normal_' },
  glorotNormal: { named: 1, law: cut, book: 'xavier_normal_' },
  leCunNormal: { named: 1, law: cut, book: 'lecun_normal_' },
  heUniform: { named: 2, law: uniform, book: 'kaiming_uniform_' },
  glorotUniform: { named: 1, law: uniform, book: 'xavier_uniform_' },
  leCunUniform: { named: 1, law: uniform, book: 'lecun_uniform_' },
} as const;

interface Setting {
  initializer: keyof typeof initializers;
  width: number;
  layers: number;
}
type Net = 'signal' | 'book';

/** The band of log2 rms: with the variance that is drawn, or with that of the name. */
function signalBand(
  { initializer, width, layers }: Setting,
  net: Net,
  { seeds = 1, falseAlarm = 0.05 } = {},
) {
  const { named, law } = initializers[initializer];
  const weightVariance = net === 'book' ? named : named * law.variance;
  const stack = { activation: 'relu', weightVariance, depth: layers } as const;
  return finiteWidthBand({ ...stack, width, direction: 'forward', seeds, falseAlarm });
}

type Signals = Record<Net, number> & { layer: number; seed: number };

/** How far the mean path of log2 rms strays, as a share of what its band allows on that side; 1 is the edge. */
function strayed(rows: Signals[], setting: Setting, net: Net): number {
  const {
    low,
    mean: middle,
    high,
  } = signalBand(setting, net, { seeds: seedsOf(rows), falseAlarm: FALSE_ALARM });
  const shares = layersOf(rows).map((layer) => {
    const away = mean(at(rows, layer).map((row) => Math.log2(row[net]))) - middle[layer];
    return away / (away > 0 ? high[layer] - middle[layer] : low[layer] - middle[layer]);
  });
  return Math.max(...shares);
}

export default defineExperiment({
  title: 'What tf.initializers.heNormal draws',
  caption:
    'TensorFlow.js’s own initializer, measured as it runs. Above: the mean square of its weights, over what its name promises. Below: the signal of a ReLU net with these weights, and with the book’s.',
  law: 'pytorch-defaults#truncated',
  controls: {
    initializer: choice(Object.keys(initializers) as (keyof typeof initializers)[], 'heNormal'),
    width: choice([64, 128, 256, 512], 256),
    layers: range(2, 30, 10),
  },
  columns: {
    layer: 'layer',
    variance: 'variance, over what the name says',
    variancePredicted: 'predicted',
    largest: 'largest weight, in deviations of the name',
    signal: 'rms of the signal',
    signalPredicted: 'predicted',
    signalLow: 'band, low',
    signalHigh: 'band, high',
    book: 'rms, the book’s weights',
    bookPredicted: 'predicted',
    bookLow: 'band, low',
    bookHigh: 'band, high',
  },
  key: ['layer'],
  length: ({ layers }) => layers,
  work: ({ layers, width }) => layers * width ** 2,

  async *run({ initializer, width, layers }, { tf, rng, read, tfInitializers }) {
    const { named, law, book } = initializers[initializer];
    const shape: [number, number] = [width, width];
    const layout = denseLayout({
      widths: Array(layers + 1).fill(width),
      activation: 'relu',
      output: 'relu',
      bias: false,
    });
    const x = tf.tensor2d(rng.randn(width), [1, width]);
    // #region draw
    const library = (await tfInitializers())[initializer];
    // One seed for two layers would give them the same weights.
    const kernels = [...rng.randint(...SEEDS, layers)].map(
      (seed) => library({ seed }).apply(shape) as Tensor2D,
    );
    // #endregion
    const weights = kernels.map((kernel) => ({ weight: tf.transpose(kernel) as Tensor2D }));
    const { fill } = findInitializer(book);
    const others = layout.layers.map(() => ({
      weight: tf.tensor2d(fill(new Float32Array(width * width), shape, rng, {}), shape),
    }));
    // #region measure
    const deviation = Math.sqrt(named / width);
    const drawn = (await read(kernels)).map((values) => ({
      variance: (rootMeanSquare(values) / deviation) ** 2,
      largest: values.reduce((largest, w) => Math.max(largest, Math.abs(w)), 0) / deviation,
    }));
    const signal = await rms(read, forward(tf, layout, weights, x).h);
    const bookSignal = await rms(read, forward(tf, layout, others, x).h);
    // #endregion
    const ours = signalBand({ initializer, width, layers }, 'signal');
    const theirs = signalBand({ initializer, width, layers }, 'book');
    for (let layer = 1; layer <= layers; layer++) {
      yield {
        layer,
        variance: drawn[layer - 1].variance,
        variancePredicted: law.variance,
        largest: drawn[layer - 1].largest,
        signal: signal[layer],
        signalPredicted: 2 ** ours.mean[layer],
        signalLow: 2 ** ours.low[layer],
        signalHigh: 2 ** ours.high[layer],
        book: bookSignal[layer],
        bookPredicted: 2 ** theirs.mean[layer],
        bookLow: 2 ** theirs.low[layer],
        bookHigh: 2 ** theirs.high[layer],
      };
    }
  },

  plot: (rows, { initializer, width, layers }) => {
    const { law: entries, book } = initializers[initializer];
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const { low, high } = meanSquareBand({
      meanSquare: entries.variance,
      kurtosis: entries.kurtosis,
      terms: width ** 2,
      // All layers at once: they are independent.
      falseAlarm: 1 - 0.95 ** (1 / layers),
    });
    const variances = law.map(({ layer, variancePredicted }) => ({ layer, variancePredicted, low, high }));
    // Both nets on one scale.
    const top = Math.max(1, ...rows.flatMap((row) => [row.signal, row.book, row.signalHigh, row.bookHigh]));
    const net = (kind: Net, by: string): Figure => ({
      title: `The signal of a ReLU net, weights by ${by}`,
      x: { label: 'layer' },
      y: { label: 'root mean square', domain: [0, top] },
      aspect: 0.42,
      marks: [
        band(law, { x: 'layer', low: `${kind}Low`, high: `${kind}High` }),
        theory(law, { x: 'layer', y: `${kind}Predicted` }),
        run(rows, { x: 'layer', y: kind }),
      ],
    });
    return [
      {
        title: `The variance of ${initializer}, over what its name says`,
        x: { label: 'layer' },
        y: { label: 'variance, in units of the name’s' },
        aspect: 0.34,
        marks: [
          band(variances, { x: 'layer', low: 'low', high: 'high' }),
          rule('y', 1, 'as the name says'),
          theory(variances, { x: 'layer', y: 'variancePredicted' }),
          run(rows, { x: 'layer', y: 'variance' }),
        ],
      },
      net('signal', `tf.initializers.${initializer}`),
      net('book', book),
    ];
  },

  summary: (rows, { initializer, layers }) =>
    `the variance of ${initializer} is ${formatNumber(mean(rows.map(({ variance }) => variance)), 3)} of what its name ` +
    `says; after ${layers} layers the signal is ${formatDecimals(left(rows, 'signal'), 2)}, and with ` +
    `${initializers[initializer].book} it is ${formatDecimals(left(rows, 'book'), 2)}.`,

  claims: {
    variance: {
      says: 'The weights have the variance of their law, cut off or not.',
      measure: (rows) => mean(rows.map(({ variance }) => variance)),
      within: (setting, { seeds }) => {
        const { variance, kurtosis } = initializers[setting.initializer].law;
        const terms = termsOf(setting, seeds);
        return meanSquareBand({ meanSquare: variance, kurtosis, terms, falseAlarm: FALSE_ALARM });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'of the name’s',
    },
    edge: {
      says: 'No weight lies beyond the edge, and the largest is as close to it as so many draws come.',
      // Below 0 beyond the edge. Else exceeded by so many weights on average, were all drawn again: exponential, with mean 1.
      measure: (rows, setting) => {
        const { law } = initializers[setting.initializer];
        return termsOf(setting, seedsOf(rows)) * law.beyond(Math.max(...rows.map(({ largest }) => largest)));
      },
      within: (setting, { seeds }) => {
        const { edge, beyond } = initializers[setting.initializer].law;
        // The weight is stored in float32: half a unit in its last place may be added.
        return {
          low: termsOf(setting, seeds) * beyond(edge * (1 + 2 ** -24)),
          high: -Math.log(FALSE_ALARM),
        };
      },
      falseAlarm: FALSE_ALARM,
      unit: 'weights expected between it and the edge',
    },
    decay: {
      says: 'The signal follows the variance that is drawn, through all layers.',
      measure: (rows, setting) => strayed(rows, setting, 'signal'),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    'as-named': {
      says: 'With the variance of the name it follows the name.',
      measure: (rows, setting) => strayed(rows, setting, 'book'),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
  },

  quantities: {
    'percent-of-variance': (rows) => 100 * mean(rows.map(({ variance }) => variance)),
    'signal-left': (rows) => left(rows, 'signal'),
    'book-left': (rows) => left(rows, 'book'),
    correction: () => Math.sqrt(cut.variance),
    'percent-redrawn': () => 100 * (1 - KEPT),
    'left-after-fifty': () => cut.variance ** (50 / 2),
  },
});

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;
/** How many weights are drawn. */
const termsOf = ({ width, layers }: Setting, seeds: number) => width ** 2 * layers * seeds;
const layersOf = (rows: { layer: number }[]) => [...new Set(rows.map(({ layer }) => layer))];
const at = <R extends { layer: number }>(rows: R[], layer: number) =>
  rows.filter((row) => row.layer === layer);

/** The geometric mean over the seeds of the signal in the last layer. */
function left(rows: Signals[], net: Net): number {
  const last = at(rows, Math.max(...layersOf(rows)));
  return 2 ** mean(last.map((row) => Math.log2(row[net])));
}
