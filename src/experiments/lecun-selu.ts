/** LeCun's variance and SELU, kept apart: what each does alone, and what only the two do together. */
import { lecun_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { formatNumber } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { chiSquareMeanBand } from '../math/chi-square.ts';
import { layerMoments } from '../math/layer-moments.ts';
import { fixedPoint, momentJacobian } from '../math/moment-map.ts';
import { mean as average } from '../math/statistics.ts';
import { forward } from '../networks/dense.ts';
import { bandsOf } from '../networks/layer-laws.ts';
import { layerStatistics } from '../networks/layer-statistics.ts';
import { denseLayout } from '../networks/layout.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import { deviationFigure, mapFigure, meanFigure } from './lecun-selu/figures.ts';
import {
  BATCH,
  drawnTogether,
  FOLLOWED,
  hasSettled,
  lastVariance,
  lawsOfNet,
  layerOf,
  type NetLayer,
  type NetName,
  type NetSizes,
  netNames,
  nets,
  rateInterval,
  scaleOf,
  strayOf,
} from './lecun-selu/self-normalizing.ts';

const FALSE_ALARM = 1e-3;
const SHOWN = 0.05;
const SELU: NetName = 'SELU, LeCun';

export default defineExperiment({
  title: 'LeCun’s variance, and SELU',
  caption:
    'Weights of variance gain²/fan_in; LeCun’s gain is 1. Dashed: what runs of this size average to; the band holds 95 of 100 runs.',
  law: 'he#selu-map',
  controls: {
    scale: range(0.1, 10, 3, { step: 0.1, label: 'standard deviation of the input' }),
    width: choice([128, 256, 512], 256),
    depth: range(10, 60, 30, { label: 'layers' }),
  },
  columns: {
    net: 'activation, variance',
    layer: 'layer',
    ratio: 'mean square of z, over what mean and variance below say',
    mean: 'mean',
    meanExpected: 'expected',
    meanLow: 'band, low',
    meanHigh: 'band, high',
    std: 'standard deviation',
    stdExpected: 'expected',
    stdLow: 'band, low',
    stdHigh: 'band, high',
  },
  key: ['net', 'layer'],
  length: ({ depth }) => netNames.length * (depth + 1),
  work: ({ width, depth }) => depth * width * (width + 50),

  async *run(setting, { tf, rng, read }): AsyncGenerator<NetLayer> {
    const { width, depth } = setting;
    // #region draw
    const x = tf.tensor2d(rng.randn(BATCH * width), [BATCH, width]);
    const drawn = Array.from({ length: depth }, () =>
      tf.tensor2d(lecun_normal_(new Float32Array(width * width), [width, width], rng), [width, width]),
    );
    // #endregion
    for (const net of netNames) {
      // #region passes
      const { activation, gain } = nets[net];
      const widths = Array<number>(depth + 1).fill(width);
      const layout = denseLayout({ widths, activation, output: activation, bias: false });
      const seen = tf.tidy(() => {
        const weights = drawn.map((weight) => ({ weight: tf.mul<Tensor2D>(weight, gain) }));
        const { h, z } = forward(tf, layout, weights, tf.mul<Tensor2D>(x, scaleOf(net, setting)));
        return [...h, ...z];
      });
      // #endregion
      const values = await read(seen);
      tf.dispose(seen);
      const bands = bandsOf(lawsOfNet(net, setting), SHOWN);
      const below = values.slice(0, depth + 1).map(rootMeanSquare);
      for (let layer = 0; layer <= depth; layer++) {
        const { mean, std } = layerStatistics(values[layer]);
        const z = layer === 0 ? below[0] : rootMeanSquare(values[depth + layer]) / gain;
        yield {
          net,
          layer,
          ratio: (z / below[Math.max(0, layer - 1)]) ** 2,
          mean,
          meanExpected: bands.mean.mean[layer],
          meanLow: bands.mean.low[layer],
          meanHigh: bands.mean.high[layer],
          std,
          stdExpected: bands.std.mean[layer],
          stdLow: bands.std.low[layer],
          stdHigh: bands.std.high[layer],
        };
      }
    }
  },

  plot: (rows, { scale }) => [deviationFigure(rows), meanFigure(rows), mapFigure(rows, scale)],

  summary: (rows, { depth }) => {
    const last = (net: NetName) => formatNumber(lastOf(rows, net, depth), 3);
    return (
      `after ${depth} layers the standard deviation is ${last(SELU)} with SELU and LeCun’s variance, ${last('SELU, He')} with ` +
      `SELU and He’s, ${last('tanh, LeCun')} with tanh and LeCun’s, and ${last('ReLU, LeCun')} with ReLU and LeCun’s.`
    );
  },

  claims: {
    preactivation: {
      says: 'The mean square of the pre-activations is the mean squared plus the variance of the layer below.',
      measure: (rows) => average(rows.filter(({ layer }) => layer > 0).map(({ ratio }) => ratio)),
      // A unit's mean over the inputs is a chi-square at its most spread; so is a mean over nets, which share their weights.
      within: ({ width, depth }, { seeds }) =>
        chiSquareMeanBand({ freedom: 1, terms: width * depth * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
    returns: inBands(SELU, 'With SELU and LeCun’s variance both go where the map takes them.'),
    settled: {
      says: 'There the variance comes to rest at 1.',
      applies: hasSettled,
      measure: (rows, { depth }) => lastOf(rows, SELU, depth) ** 2,
      within: (setting, { seeds }) => lastVariance(setting, { seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
    contraction: {
      says: 'Each layer leaves as much of a small deviation as the derivative of the map.',
      measure: (rows) => Math.exp(average(ratesOf(rows).map(Math.log))),
      within: (setting, { seeds }) => rateInterval(setting, { seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'a layer',
    },
    'he-grows': inBands('SELU, He', 'With He’s variance SELU has no such point: it grows.'),
    'own-gain': inBands('SELU, gain ¾', 'With PyTorch’s gain it comes to rest elsewhere.'),
    'tanh-fades': inBands('tanh, LeCun', 'With LeCun’s variance tanh fades, slower and slower.'),
    'relu-halves': inBands('ReLU, LeCun', 'And ReLU loses half of the mean square in each layer.'),
  },

  quantities: {
    'selu-std': (rows, { depth }) => lastOf(rows, SELU, depth),
    'selu-first-mean': (rows) => average(of(rows, SELU, 1).map(({ mean }) => mean)),
    'selu-last-mean': (rows, { depth }) => average(of(rows, SELU, depth).map(({ mean }) => mean)),
    'he-std': (rows, { depth }) => lastOf(rows, 'SELU, He', depth),
    'own-gain-std': (rows, { depth }) => lastOf(rows, 'SELU, gain ¾', depth),
    'tanh-std': (rows, { depth }) => lastOf(rows, 'tanh, LeCun', depth),
    'relu-std': (rows, { depth }) => lastOf(rows, 'ReLU, LeCun', depth),
    rate: () => momentJacobian(layerOf(SELU), { mean: 0, variance: 1 }).variance.byVariance,
    'own-gain-rest': () => Math.sqrt(fixedPoint(layerOf('SELU, gain ¾'))?.variance ?? Number.NaN),
    'gradient-factor': () => gradientFactor(SELU),
    'own-gain-gradient-factor': () => gradientFactor('SELU, gain ¾'),
    // LeCun's own sigmoid, 1.7159 tanh(2x/3): a tanh of gain 1.7159 · 2/3, times 1.7159.
    'lecun-sigmoid-rest': () => {
      const layer = { activation: 'tanh', weightVariance: (1.7159 * (2 / 3)) ** 2 } as const;
      return 1.7159 * Math.sqrt(fixedPoint(layer)?.variance ?? Number.NaN);
    },
  },

  recording: { seeds: 20, keep: ({ net, seed }) => seed < 3 && !net.includes('from') },
});

const of = (rows: Seeded<NetLayer>[], name: NetName, at: number) =>
  rows.filter(({ net, layer }) => net === name && layer === at);

/** The standard deviation in the last layer, the geometric mean over the seeds. */
const lastOf = (rows: Seeded<NetLayer>[], name: NetName, depth: number) =>
  Math.exp(average(of(rows, name, depth).map(({ std }) => Math.log(std))));

/** By what a layer multiplies the root mean square of the gradient, where the net has come to rest. */
function gradientFactor(name: NetName) {
  const { activation, weightVariance } = layerOf(name);
  const { mean, variance } = fixedPoint(layerOf(name)) ?? { mean: Number.NaN, variance: Number.NaN };
  const { logSlope } = layerMoments({ activation }, Math.log(weightVariance * (mean ** 2 + variance)));
  return Math.sqrt(weightVariance * Math.exp(logSlope));
}

/** By seed, the factor by which a layer draws two starts together. */
function ratesOf(rows: Seeded<NetLayer>[]): number[] {
  const variances = (name: NetName, seed: number) =>
    rows
      .filter((row) => row.net === name && row.seed === seed && row.layer <= FOLLOWED)
      .map(({ std }) => std ** 2);
  return [...new Set(rows.map(({ seed }) => seed))].map((seed) => {
    const below = variances('SELU, from 0.9', seed);
    return drawnTogether(variances('SELU, from 1.1', seed).map((variance, layer) => variance - below[layer]));
  });
}

/** The claim that mean and standard deviation of a net keep to their bands through all layers. */
function inBands(net: NetName, says: string) {
  return {
    says,
    measure: (rows: Seeded<NetLayer>[], setting: NetSizes) => strayOf(net, setting, rows, FALSE_ALARM),
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: FALSE_ALARM,
    unit: 'of the band',
  };
}
