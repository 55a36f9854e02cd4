/** The product of many Gaussian matrices: notes 001 and 003 print one, and here is its law. */
import { printedProduct } from '../data/printed-product.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, dots, point, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { chiSquareMeanBand } from '../math/chi-square.ts';
import { criticalSigma, growthBand, lyapunov, rankGap, rankGapBand } from '../math/gaussian-products.ts';
import { GradedProduct } from '../math/graded-product.ts';
import { largestEntry, largestEntryCdf, largestEntryScore } from '../math/largest-entry.ts';
import { pathBand } from '../math/path-band.ts';
import { lawInterval } from '../math/skewed-law.ts';
import { mean, plottingPositions, std } from '../math/statistics.ts';

/** Decades that float32 holds at full precision. Beyond them the float32 product proves nothing. */
const inFloat32 = (decades: number) => decades > Math.log10(2 ** -126) && decades < Math.log10(2 ** 127);
/** Products read back together. */
const BATCH = 16;
const FALSE_ALARM = 1e-3;

interface Law {
  size: number;
  sigma: number;
  factors: number;
}

/** What theory says at every factor: the largest entry, the band that 95 of 100 whole paths stay in, the ranks. */
function law({ size, sigma, factors }: Law) {
  const { low, mean: predicted, high } = pathBand({ size, sigma, factors, level: 0.95 });
  const gap = rankGap({ size }) / Math.LN10;
  return predicted.map((log10, factor) => ({
    factor,
    predicted: log10,
    low: low[factor],
    high: high[factor],
    predictedBehind: -gap * (factor + 1),
  }));
}

export default defineExperiment({
  title: 'A hundred Gaussian matrices',
  caption:
    'The largest entry of the product, factor by factor. Dashed: its law, with the band that 95 of 100 paths stay in from end to end.',
  law: 'vanishing-and-exploding#growth-rate',
  controls: {
    size: choice([2, 4, 8, 16, 32, 64], 4, { label: 'size N' }),
    sigma: range(0.05, 2, 1, { step: 0.001, label: 'σ' }),
    factors: range(1, 200, 100, { label: 'factors' }),
  },
  columns: {
    factor: 'factor',
    log10MaxAbs: 'log₁₀ of the largest entry',
    predicted: 'predicted',
    low: 'band, low',
    high: 'band, high',
    log10RowNorm: 'log₁₀ of the first row’s length',
    stretch: 'squared stretch of that row, over σ²',
    log10Behind: 'log₁₀ of R₂₂/R₁₁',
    predictedBehind: 'predicted',
    log10Ratio: 'log₁₀ of s₂/s₁',
  },
  key: ['factor'],
  // Leaving float32's range is part of the subject.
  nonFinite: 'show',
  length: ({ factors }) => factors + 1,
  work: ({ factors, size }) => (factors + 1) * (1 + (size / 8) ** 3),

  async *run({ size, sigma, factors }, { tf, rng, read }) {
    const predictions = law({ size, sigma, factors });
    const exact = new GradedProduct(size);
    let product: Tensor2D | undefined;
    for (let start = 0; start <= factors; start += BATCH) {
      const products: Tensor2D[] = [];
      const inFloat64: ReturnType<typeof measure>[] = [];
      for (let factor = start; factor < Math.min(start + BATCH, factors + 1); factor++) {
        // #region step
        const entries = rng.normal_(new Float32Array(size * size), 0, sigma);
        const next = tf.tensor2d(entries, [size, size]);
        product = product ? tf.matMul(product, next) : next;
        // #endregion
        products.push(product);
        const before = exact.logRowNorm;
        inFloat64.push(measure(exact.multiply(entries), before, sigma));
      }
      // #region largest-entry
      for (const [i, entries] of (await read(products)).entries()) {
        const largest = entries.reduce((max, entry) => Math.max(max, Math.abs(entry)), 0);
        yield { ...predictions[start + i], log10MaxAbs: Math.log10(largest), ...inFloat64[i] };
      }
      // #endregion
    }
  },

  plot: (rows, { size, sigma, factors }) => {
    const laws = law({ size, sigma, factors });
    const printed =
      size === printedProduct.size && sigma === printedProduct.sigma && factors === printedProduct.factor;
    return [
      {
        title: 'The largest entry grows at a fixed rate',
        x: { label: 'factors multiplied' },
        y: { label: 'log₁₀ of the largest entry' },
        marks: [
          band(laws, { x: 'factor', low: 'low', high: 'high' }),
          theory(laws, { x: 'factor', y: 'predicted' }),
          run(rows, { x: 'factor', y: 'log10MaxAbs' }),
          ...(printed
            ? [
                point({
                  x: printedProduct.factor,
                  y: printedProduct.log10MaxAbs,
                  label: 'printed in the note',
                }),
              ]
            : []),
        ],
      },
      {
        title: `Its distribution after ${factors} factors`,
        x: { label: 'log₁₀ of the largest entry' },
        y: { label: 'share of runs below', domain: [0, 1] },
        aspect: 0.34,
        marks: [
          theory(distribution({ size, sigma, factors }), { x: 'log10MaxAbs', y: 'below', label: 'law' }),
          dots(ranked(lastRows(rows, factors)), { x: 'log10MaxAbs', y: 'below' }),
          ...(printed
            ? [point({ x: printedProduct.log10MaxAbs, y: printedShare(), label: 'printed in the note' })]
            : []),
        ],
      },
      {
        title: 'The second direction falls behind: the product tends to rank one',
        x: { label: 'factors multiplied' },
        y: { label: 'log₁₀ of R₂₂/R₁₁' },
        aspect: 0.34,
        marks: [
          theory(laws, { x: 'factor', y: 'predictedBehind' }),
          run(rows, { x: 'factor', y: 'log10Behind' }),
        ],
      },
    ];
  },

  summary: (rows, { size, sigma, factors }) => {
    const last = lastRows(rows, factors);
    const law = largestEntry({ size, sigma, factor: factors });
    const average = (column: 'log10MaxAbs' | 'log10Ratio') => decades(mean(last.map((row) => row[column])));
    return (
      `after ${factors} factors the largest entry is ${last.length > 1 ? 'on average ' : ''}${average('log10MaxAbs')}; ` +
      `theory expects ${decades(law.mean)}, give or take ${formatDecimals(law.sd, 1)} powers of ten. ` +
      `The second singular value is ${average('log10Ratio')} times the first.`
    );
  },

  claims: {
    'chi-square': {
      says: 'A row’s squared stretch averages N, in units of σ².',
      measure: (rows) => mean(rows.map(({ stretch }) => stretch)),
      within: ({ size, factors }, { seeds }) =>
        chiSquareMeanBand({ freedom: size, terms: (factors + 1) * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
    'growth-rate': {
      says: 'The product grows at the rate λ₁.',
      measure: (rows, { factors }) =>
        (mean(lastRows(rows, factors).map(({ log10RowNorm }) => log10RowNorm)) * Math.LN10) / (factors + 1),
      within: ({ size, sigma, factors }, { seeds }) =>
        growthBand({ size, sigma, factors: factors + 1, seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'nats per factor',
    },
    'largest-entry': {
      says: 'The largest entry stays in its band all the way.',
      measure: (rows, { size, sigma }) =>
        Math.max(
          ...rows
            .filter(({ log10MaxAbs }) => inFloat32(log10MaxAbs))
            .map(({ factor, log10MaxAbs }) =>
              Math.abs(largestEntryScore({ size, sigma, factor, log10: log10MaxAbs })),
            ),
        ),
      within: ({ size, sigma, factors }, { seeds }) => ({
        low: 0,
        high: pathBand({ size, sigma, factors, level: 1 - FALSE_ALARM / seeds }).critical,
      }),
      falseAlarm: FALSE_ALARM,
      unit: 'standard deviations',
    },
    'last-entry': {
      says: 'After the last factor it is as large as the law says.',
      applies: ({ size, sigma, factors }) => {
        const { mean, sd } = largestEntry({ size, sigma, factor: factors });
        return inFloat32(mean - 5 * sd) && inFloat32(mean + 5 * sd);
      },
      measure: (rows, { factors }) => mean(lastRows(rows, factors).map(({ log10MaxAbs }) => log10MaxAbs)),
      within: ({ size, sigma, factors }, { seeds }) => {
        return lawInterval(largestEntry({ size, sigma, factor: factors }), {
          seeds,
          falseAlarm: FALSE_ALARM,
        });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'powers of ten',
    },
    'rank-one': {
      says: 'The second direction falls behind at the rate λ₁ − λ₂.',
      measure: (rows, { factors }) =>
        (-mean(lastRows(rows, factors).map(({ log10Behind }) => log10Behind)) * Math.LN10) / (factors + 1),
      within: ({ size, factors }, { seeds }) =>
        rankGapBand({ size, factors: factors + 1, seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'nats per factor',
    },
  },

  quantities: {
    'decades-spread': (rows, { factors }) =>
      std(lastRows(rows, factors).map(({ log10MaxAbs }) => log10MaxAbs)),
    'decades-expected': (_, { size, sigma, factors }) => largestEntry({ size, sigma, factor: factors }).mean,
    'decades-sd': (_, { size, sigma, factors }) => largestEntry({ size, sigma, factor: factors }).sd,
    'log-ratio': (rows, { factors }) => mean(lastRows(rows, factors).map(({ log10Ratio }) => log10Ratio)),
    'printed-percentile': () => 100 * printedShare(),
    'printed-ratio': () => {
      const [first, second] = new GradedProduct(printedProduct.size)
        .multiply(printedProduct.entries)
        .logSingularValues(2);
      return Math.exp(second - first);
    },
    'growth-rate': (_, { size, sigma }) => lyapunov({ size, sigma }),
    'critical-sigma': (_, { size }) => criticalSigma(size),
    'critical-sigma-at-two': () => criticalSigma(2),
    'percent-above-naive-at-64': () => 100 * (criticalSigma(64) * Math.sqrt(64) - 1),
    'decades-at-naive-sigma': (_, { size, factors }) =>
      ((factors + 1) * lyapunov({ size, sigma: 1 / Math.sqrt(size) })) / Math.LN10,
    'float32-factors': (_, { size, sigma }) => (Math.log10(2 ** 128) * Math.LN10) / lyapunov({ size, sigma }),
  },

  // Paths of twenty seeds are enough to see; the distribution needs more ends.
  recording: {
    seeds: 100,
    keep: ({ factor, seed }, { factors }) => factor === factors || (seed < 20 && factor % 5 === 0),
  },
});

/** What float64 knows of the product so far, however large it is; `before` is the row's log length one factor ago. */
function measure(product: GradedProduct, before: number, sigma: number) {
  const [first, second] = product.logDiagonal;
  const [largest, next] = product.logSingularValues(2);
  return {
    log10RowNorm: first / Math.LN10,
    stretch: (Math.exp(first - before) / sigma) ** 2,
    log10Behind: (second - first) / Math.LN10,
    log10Ratio: (next - largest) / Math.LN10,
  };
}

const lastRows = <R extends { factor: number }>(rows: R[], factors: number) =>
  rows.filter(({ factor }) => factor === factors);

/** The share of all products whose largest entry stays below the printed one. */
function printedShare(): number {
  return largestEntryCdf({ ...printedProduct, log10: printedProduct.log10MaxAbs });
}

const decades = (log10: number) => `10 to the ${formatDecimals(log10, 1)}`;

/** The law's distribution, from four standard deviations below its mean to four above. */
function distribution({ size, sigma, factors }: Law) {
  const { mean, sd } = largestEntry({ size, sigma, factor: factors });
  return Array.from({ length: 81 }, (_, i) => {
    const log10MaxAbs = mean + sd * (i / 10 - 4);
    return { log10MaxAbs, below: largestEntryCdf({ size, sigma, factor: factors, log10: log10MaxAbs }) };
  });
}

/** Each run's end with its share of the runs below. A single run has no rank: it lies on the axis. */
function ranked(ends: { log10MaxAbs: number }[]) {
  if (ends.length === 1) return [{ ...ends[0], below: 0 }];
  return plottingPositions(ends.map(({ log10MaxAbs }) => log10MaxAbs)).map(({ value, below }) => ({
    log10MaxAbs: value,
    below,
  }));
}
