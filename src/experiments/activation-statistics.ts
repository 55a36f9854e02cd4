/** Mean, deviation and histogram of every layer, on the way up and on the way down, in the sizes of study note 001. */
import { printedTable } from '../data/printed-statistics.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, run, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { mean as average } from '../math/statistics.ts';
import { backward, forward } from '../networks/dense.ts';
import {
  drawnStart,
  expectedFlat,
  factorBand,
  gradientBand,
  gradientStray,
  held,
  meanPath,
  printedStray,
  runBands,
  type StatisticsSetting,
  stdInterval,
  strayed,
} from '../networks/layer-laws.ts';
import { flatShare, layerStatistics } from '../networks/layer-statistics.ts';
import { denseLayout } from '../networks/layout.ts';
import { drawsFrom, squareStartNames } from '../networks/square-starts.ts';
import { crosses, inDecades, inDeviations } from './activation-statistics/figures.ts';
import {
  type Histograms,
  histogramColumns,
  histogramsOf,
  smallMultiples,
} from './activation-statistics/histogram-rows.ts';
import { exactZeros, noteQuantities } from './activation-statistics/note-readings.ts';

const FALSE_ALARM = 1e-3;
/** Of the bands on the page. */
const SHOWN = 0.05;

const labels = {
  layer: 'layer',
  mean: 'mean',
  meanPredicted: 'predicted',
  meanLow: 'band, low',
  meanHigh: 'band, high',
  std: 'standard deviation',
  stdPredicted: 'predicted',
  stdLow: 'band, low',
  stdHigh: 'band, high',
  flat: 'share where the activation is flat',
  flatPredicted: 'predicted',
  zeros: 'share that is exactly 0',
  beyondOne: 'share beyond ±1',
  gradientStd: 'standard deviation of the gradient',
  gradientRms: 'rms of the gradient',
  gradientPredicted: 'predicted',
  gradientLow: 'band, low',
  gradientHigh: 'band, high',
  low: 'histogram from',
  high: 'histogram to',
  gradientFrom: 'gradient’s from',
  gradientTo: 'gradient’s to',
};
type Layer = Record<keyof typeof labels, number> & Histograms;
type Rows = Seeded<Layer>[];

export default defineExperiment({
  title: 'Activation statistics',
  caption:
    'Standard deviation and mean by layer. Dashed: what runs of this size average to, with the band that 95 of 100 runs stay in. Crosses: what the note prints. Then the numbers of each layer as a histogram.',
  law: 'activation-statistics#second-moment',
  controls: {
    stream: choice(['numpy', 'torch'], 'numpy', { label: 'random stream' }),
    initializer: choice(squareStartNames, 'small'),
    activation: choice(['tanh', 'relu', 'sigmoid', 'linear', 'leaky_relu', 'elu', 'selu'], 'tanh'),
    width: range(32, 1024, 500),
    batch: range(1, 2000, 1000, { label: 'inputs' }),
    depth: range(1, 50, 10, { label: 'layers' }),
    asPrinted: toggle(false, { label: 'as printed' }),
  },
  columns: { ...labels, ...histogramColumns },
  key: ['layer'],
  length: ({ depth }) => depth + 1,
  work: ({ depth, width, batch }) => depth * width * (width * batch + 100 * width + 100 * batch),

  async *run(setting, { tf, rng, seed, read }): AsyncGenerator<Layer> {
    const { stream, activation, width, batch, depth, asPrinted } = setting;
    const expected = runBands(setting, SHOWN);
    const flat = expectedFlat(setting);
    const down = gradientBand(setting, { falseAlarm: SHOWN });
    // #region net
    const draws = drawsFrom(stream, { seed, rng });
    const widths = Array<number>(depth + 1).fill(width);
    const layout = denseLayout({ widths, activation, output: activation, bias: false });
    const x = tf.tensor2d(draws.normals(batch, width), [batch, width]);
    const parameters = layout.layers.map(() => ({
      weight: tf.tensor2d(draws.weight(drawnStart(setting), width), [width, width]),
    }));
    const gradient = tf.tensor2d(draws.normals(batch, width), [batch, width]);
    // #endregion
    // #region passes
    const trace = forward(tf, layout, parameters, x);
    const signals = await read(trace.h);
    const gradients = await read(backward(tf, layout, parameters, trace, gradient).h);
    // #endregion
    const noteRange = asPrinted ? ([-1, 1] as const) : undefined;
    for (let layer = 0; layer <= depth; layer++) {
      // #region statistics
      const signal = layerStatistics(signals[layer], noteRange);
      const slope = layerStatistics(gradients[layer], noteRange);
      // #endregion
      yield {
        layer,
        mean: signal.mean,
        meanPredicted: expected.mean.mean[layer],
        meanLow: expected.mean.low[layer],
        meanHigh: expected.mean.high[layer],
        std: signal.std,
        stdPredicted: expected.std.mean[layer],
        stdLow: expected.std.low[layer],
        stdHigh: expected.std.high[layer],
        flat: layer === 0 ? 0 : flatShare(signals[layer], activation),
        flatPredicted: flat[layer],
        zeros: signal.zeros,
        beyondOne: signal.beyondOne,
        gradientStd: slope.std,
        gradientRms: slope.rms,
        gradientPredicted: 2 ** down.mean[layer],
        gradientLow: 2 ** down.low[layer],
        gradientHigh: 2 ** down.high[layer],
        low: signal.low,
        high: signal.high,
        gradientFrom: slope.low,
        gradientTo: slope.high,
        ...histogramsOf(signal, slope),
      };
    }
  },

  plot: (rows, setting) => {
    const { asPrinted } = setting;
    const ends = asPrinted ? 'cut off at −1 and 1' : 'each from its smallest to its largest';
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    // As the note shows them: five decimals, and an axis on which what is small is nothing.
    const inFive = asPrinted
      ? rows.map((row) => ({ ...row, std: Number(row.std.toFixed(5)), mean: Number(row.mean.toFixed(5)) }))
      : rows;
    const inUnits = inFive.map(inDeviations);
    const unitLaw = inUnits.filter(({ seed }) => seed === rows[0]?.seed);
    const shown = asPrinted ? inFive : rows.map(inDecades);
    const shownLaw = asPrinted ? law : law.map(inDecades);
    const slopes = rows.map(inDecades);
    const slopeLaw = law.map(inDecades);
    return [
      {
        title: asPrinted ? 'Standard deviation, to five decimals' : 'Standard deviation',
        x: { label: 'layer' },
        y: { label: asPrinted ? 'standard deviation' : 'log₁₀ of the standard deviation' },
        aspect: 0.42,
        marks: [
          band(shownLaw, { x: 'layer', low: 'stdLow', high: 'stdHigh' }),
          theory(shownLaw, { x: 'layer', y: 'stdPredicted' }),
          run(shown, { x: 'layer', y: 'std' }),
          ...crosses(setting, 'std'),
        ],
      },
      {
        title: 'Mean, beside the standard deviation that theory expects',
        x: { label: 'layer' },
        y: { label: 'mean over standard deviation' },
        aspect: 0.34,
        marks: [
          band(unitLaw, { x: 'layer', low: 'meanLow', high: 'meanHigh' }),
          theory(unitLaw, { x: 'layer', y: 'meanPredicted' }),
          run(inUnits, { x: 'layer', y: 'mean' }),
          ...crosses(setting, 'mean', law),
        ],
      },
      {
        title: 'The gradient, backward from the output',
        x: { label: 'layer' },
        y: { label: 'log₁₀ of the root mean square' },
        aspect: 0.42,
        marks: [
          band(slopeLaw, { x: 'layer', low: 'gradientLow', high: 'gradientHigh' }),
          theory(slopeLaw, { x: 'layer', y: 'gradientPredicted' }),
          run(slopes, { x: 'layer', y: 'gradientRms' }),
        ],
      },
      smallMultiples(rows, 'bin', `The numbers of each layer, ${ends}`),
      smallMultiples(rows, 'gradientBin', `The gradient of each layer, ${ends}`),
    ];
  },

  summary: (rows, { depth }) => {
    const last = (column: keyof Layer, layer = depth) => formatNumber(at(rows, column, layer), 3);
    return (
      `layer ${depth} has standard deviation ${last('std')} and mean ${last('mean')}; a gradient of size ` +
      `${last('gradientRms')} at the output reaches the input with ${last('gradientRms', 0)}.`
    );
  },

  claims: {
    'std-band': {
      says: 'The standard deviation stays in the band of theory through all layers.',
      measure: (rows, setting) => strayed(setting, pathOf(rows, setting), FALSE_ALARM).std,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    factor: {
      says: 'From layer 1 on each layer multiplies the standard deviation by the same factor, on average.',
      // Over fewer layers chance in the first and the last is most of it.
      applies: (setting) => setting.depth >= 3 && held(setting, setting.depth),
      measure: (rows, setting) => factorOf(pathOf(rows, setting).logStd),
      within: (setting, { seeds }) => factorBand(setting, { seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'a layer',
    },
    'first-std': stdClaim('Layer 1 has the standard deviation that theory expects.', () => 1),
    'last-std': stdClaim(
      'The last layer has the standard deviation that theory expects.',
      ({ depth }) => depth,
    ),
    'mean-band': {
      says: 'The mean stays in its band.',
      measure: (rows, setting) => strayed(setting, pathOf(rows, setting), FALSE_ALARM).mean,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    'gradient-band': {
      says: 'And the size of the gradient, on its way back.',
      measure: (rows, setting) => {
        const layers = Array.from({ length: setting.depth + 1 }, (_, layer) =>
          average(rows.filter((row) => row.layer === layer).map((row) => Math.log2(row.gradientRms))),
        );
        return gradientStray(setting, layers, { seeds: seedsOf(rows), falseAlarm: FALSE_ALARM });
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    'not-zero': {
      says: 'Hardly one of these numbers is exactly zero.',
      applies: (setting) => exactZeros(setting, { numbers: 1, falseAlarm: FALSE_ALARM }) !== undefined,
      measure: (rows) => average(rows.filter(({ layer }) => layer > 0).map(({ zeros }) => zeros)),
      within: (setting, { seeds }) => ({
        low: 0,
        high:
          exactZeros(setting, {
            numbers: seeds * setting.depth * setting.width * setting.batch,
            falseAlarm: FALSE_ALARM,
          }) ?? 0,
      }),
      falseAlarm: FALSE_ALARM,
    },
    'printed-table': {
      says: 'The note’s table could be one more of these runs.',
      applies: (setting) => !setting.asPrinted && printedTable(setting) !== undefined,
      measure: (rows, setting) => {
        const printed = printedTable(setting);
        return printed ? printedStray(setting, printed, pathOf(rows, setting), FALSE_ALARM) : Number.NaN;
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
  },

  quantities: {
    factor: (rows, setting) => factorOf(pathOf(rows, setting).logStd),
    'gradient-at-input': (rows) => at(rows, 'gradientRms', 0),
    'zeros-in-all': (rows, { width, batch }) =>
      rows.filter(({ layer }) => layer > 0).reduce((sum, { zeros }) => sum + zeros * width * batch, 0),
    ...noteQuantities,
  },

  recording: { seeds: 5 },
});

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;

/** The mean over the seeds. */
const at = (rows: Rows, column: keyof Layer, layer: number) =>
  average(rows.filter((row) => row.layer === layer).map((row) => row[column]));

const pathOf = (rows: Rows, { depth }: StatisticsSetting) => meanPath(rows, depth);

/** The claim that one layer's deviation is where theory has it. */
function stdClaim(says: string, layerOf: (setting: StatisticsSetting) => number) {
  return {
    says,
    applies: (setting: StatisticsSetting) => held(setting, layerOf(setting)),
    measure: (rows: Rows, setting: StatisticsSetting) =>
      Math.exp(pathOf(rows, setting).logStd[layerOf(setting)]),
    within: (setting: StatisticsSetting, { seeds }: { seeds: number }) =>
      stdInterval(setting, layerOf(setting), { seeds, falseAlarm: FALSE_ALARM }),
    falseAlarm: FALSE_ALARM,
  };
}

/** The factor a layer from layer 1 to the last. */
const factorOf = (logStd: number[]) =>
  Math.exp((logStd[logStd.length - 1] - logStd[1]) / (logStd.length - 2));
