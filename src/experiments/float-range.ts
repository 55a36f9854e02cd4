/** Where a product of many numbers leaves float16, bfloat16, float32 and float64, and the sum of logs that does not. */
import { range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { rule, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { uniformGrowth, uniformGrowthBand } from '../math/exponential-products.ts';
import {
  type FloatFormatName,
  floatFormats,
  largestFinite,
  roundTo,
  smallestNormal,
  smallestSubnormal,
  unitRoundoff,
} from '../math/float-formats.ts';
import { mean } from '../math/statistics.ts';

const names = Object.keys(floatFormats) as FloatFormatName[];
const FALSE_ALARM = 1e-3;

/** A running product in one format, and how far it may be from the truth. */
function runningProduct(name: FloatFormatName) {
  const format = floatFormats[name];
  const low = Math.log(smallestNormal(format));
  const high = Math.log(largestFinite(format));
  let product = 1;
  let steps = 0;
  let inRange = true;
  return {
    multiply(factor: number): number {
      product = roundTo(format, product * roundTo(format, factor));
      steps += 1;
      return product;
    },
    /** The error over the largest that rounding each factor and each product allows; 0 once the range was left. */
    errorShare(truth: number): number {
      inRange &&= truth > low && truth < high;
      const allowed = -2 * steps * Math.log1p(-unitRoundoff(format));
      return inRange ? Math.abs(Math.log(product) - truth) / allowed : 0;
    },
  };
}

export default defineExperiment({
  title: 'A product and the formats that hold it',
  caption:
    'The product of many random numbers, as the sum of their logarithms in float64. Dotted: where each format that you could have used gives up.',
  law: 'vanishing-and-exploding#log-sum',
  controls: {
    scale: range(0.5, 8, 1, { step: 0.01, label: 'factors: uniform up to' }),
    steps: range(10, 2000, 400, { label: 'factors' }),
  },
  columns: {
    step: 'factor',
    log10Product: 'log₁₀ of the product, by logarithms',
    predicted: 'predicted',
    float16: 'product in float16',
    bfloat16: 'in bfloat16',
    float32: 'in float32',
    float64: 'in float64',
    ends: 'formats that end here',
    roundingShare: 'rounding error in range, share of what is allowed',
    logSumShare: 'error of the float32 sum of logs, share of what is allowed',
  },
  key: ['step'],
  nonFinite: 'show',
  length: ({ steps }) => steps,

  async *run({ scale, steps }, { rng }) {
    const uniforms = rng.rand(steps);
    const products = names.map(runningProduct);
    const lost = new Set<FloatFormatName>();
    let truth = 0;
    let logSum = 0;
    let allowed = 0;
    for (let step = 1; step <= steps; step++) {
      // PyTorch's rand may give 0 but never 1, so 1 - u has a logarithm.
      const factor = scale * (1 - uniforms[step - 1]);
      const log = Math.log(factor);
      truth += log;
      // #region product
      const [float16, bfloat16, float32, float64] = products.map((product) => product.multiply(factor));
      // #endregion
      // #region log-sum
      logSum = Math.fround(logSum + Math.fround(log));
      // #endregion
      allowed += unitRoundoff(floatFormats.float32) * (Math.abs(log) + Math.abs(logSum)) * 1.01;
      const now = { float16, bfloat16, float32, float64 };
      const ends = names.filter((name) => isLost(now[name]) && !lost.has(name));
      for (const name of ends) lost.add(name);
      // float64 is measured by itself: the other three are judged.
      const shares = products.slice(0, 3).map((product) => product.errorShare(truth));
      yield {
        step,
        log10Product: truth / Math.LN10,
        predicted: (step * uniformGrowth(scale)) / Math.LN10,
        ...now,
        ends: ends.join(' '),
        roundingShare: Math.max(...shares),
        logSumShare: allowed === 0 ? 0 : Math.abs(logSum - truth) / allowed,
      };
    }
  },

  plot: (rows, { scale, steps }) => {
    const line = [0, steps].map((step) => ({ step, predicted: (step * uniformGrowth(scale)) / Math.LN10 }));
    const first = rows.filter(({ seed }) => seed === rows[0]?.seed);
    return [
      {
        title: 'The product leaves one format after another',
        x: { label: 'factors multiplied' },
        y: { label: 'log₁₀ of the product' },
        marks: [
          ...names.flatMap((name) => endOf(first, name)),
          theory(line, { x: 'step', y: 'predicted' }),
          run(rows, { x: 'step', y: 'log10Product' }),
        ],
      },
    ];
  },

  summary: (rows, { steps }) => {
    const size = formatDecimals(
      mean(rows.filter(({ step }) => step === steps).map((row) => row.log10Product)),
      1,
    );
    const ends = names.flatMap((name) => {
      const factors = lostAfter(rows, name);
      return Number.isNaN(factors) ? [] : [`${name} after ${Math.round(factors)} factors`];
    });
    return (
      `the product of ${steps} factors is 10 to the ${size} by logarithms; ` +
      `${ends.length > 0 ? `multiplied out it is lost in ${ends.join(', ')}` : 'every format still holds it'}.`
    );
  },

  claims: {
    growth: {
      says: 'The logarithm of the product grows by ln(scale) − 1 a factor.',
      measure: (rows, { steps }) =>
        (mean(rows.filter(({ step }) => step === steps).map((row) => row.log10Product)) * Math.LN10) / steps,
      within: ({ scale, steps }, { seeds }) =>
        uniformGrowthBand({ scale, terms: steps * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'nats per factor',
    },
    'right-in-range': {
      says: 'Inside its range each format errs by no more than its rounding.',
      measure: (rows) => Math.max(...rows.map(({ roundingShare }) => roundingShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'log-sum': {
      says: 'The sum of logarithms is right in float32, however small the product.',
      measure: (rows) => Math.max(...rows.map(({ logSumShare }) => logSumShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
  },

  quantities: {
    'float16-factors': (rows) => lostAfter(rows, 'float16'),
    'float32-factors': (rows) => lostAfter(rows, 'float32'),
    'smallest-float32': () => smallestSubnormal(floatFormats.float32),
    'smallest-float16': () => smallestSubnormal(floatFormats.float16),
  },

  recording: { seeds: 20, keep: ({ step, ends }) => step % 20 === 0 || ends !== '' },
});

type Products = Record<FloatFormatName, number> & { ends: string };

const isLost = (product: number) => product === 0 || !Number.isFinite(product);

/** The line at which a format first gives zero or infinity. */
function endOf(rows: (Products & { step: number })[], name: FloatFormatName) {
  const end = rows.find(({ ends }) => ends.split(' ').includes(name));
  return end ? [rule('x', end.step, `${name}: ${end[name]}`)] : [];
}

/** The mean, over seeds, of the number of factors after which a format has lost the product; NaN if none has. */
function lostAfter(rows: (Products & { step: number; seed: number })[], name: FloatFormatName): number {
  const ends = rows.filter((row) => row.ends.split(' ').includes(name));
  return ends.length > 0 ? mean(ends.map(({ step }) => step)) : Number.NaN;
}
