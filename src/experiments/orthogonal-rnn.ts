/** The same matrix a hundred times over: the recurrence of an RNN without its nonlinearity, orthogonal or Gaussian. */
import { orthogonal_ } from '../initializers/orthogonal.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { dots, rule, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor } from '../lab/tf.ts';
import { chiSquareMeanBand } from '../math/chi-square.ts';
import { eigenvaluesBeyond, logDeterminantBand } from '../math/ginibre.ts';
import { GradedProduct } from '../math/graded-product.ts';
import { logSpectralRadius, matmul } from '../math/matrices.ts';
import { departure, stepStretch, storedStretch } from '../math/orthogonal-rounding.ts';
import { mean, std } from '../math/statistics.ts';
import { norm } from '../math/vectors.ts';

const FALSE_ALARM = 1e-3;
/** A direction counts as kept while at least this share of it is left, the gain apart. */
const KEPT = 0.01;
/** Rows of a run besides the first two. */
const POINTS = 20;

interface Setting {
  size: number;
  gain: number;
  steps: number;
}

/** The steps at which a row is written: 0, 1, and twenty more at equal distances. */
const stepsShown = ({ steps }: Setting) =>
  Array.from({ length: steps + 1 }, (_, step) => step).filter(
    (step) => step <= 1 || step % (steps / POINTS) === 0,
  );

const identity = (size: number) =>
  Float64Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));

const log2 = (nats: number) => nats / Math.LN2;
const length = (vector: Float32Array) => norm(Float64Array.from(vector));

export default defineExperiment({
  title: 'The same matrix, a hundred times',
  caption:
    'The length of the state in powers of two: multiplied by an orthogonal matrix (dots on the dashed line) and by a Gaussian one (a line a run). Then the gradient on its way back, and how many directions keep a hundredth of themselves.',
  law: 'pytorch-defaults#orthogonal-norm',
  controls: {
    size: choice([16, 32, 64, 128], 64, { label: 'size N' }),
    gain: range(0.9, 1.1, 1, { step: 0.001, label: 'gain g' }),
    steps: range(POINTS, 10 * POINTS, 5 * POINTS, { step: POINTS }),
  },
  columns: {
    step: 'step',
    predicted: 'log₂ of gᵗ',
    orthogonal: 'orthogonal: log₂ of |h|',
    orthogonalBack: 'log₂ of the gradient',
    normShare: 'off gᵗ, share of rounding',
    singularShare: 'singular values off gᵗ, share of rounding',
    gaussian: 'Gaussian: log₂ of |h|',
    gaussianBack: 'log₂ of the gradient',
    largest: 'log₂ of the largest singular value of Wᵗ',
    bracket: 'its place between ρᵗ (0) and s₁ᵗ (1)',
    energy: '|h|² over the sum of squared singular values',
    energyBack: 'the same of the gradient',
    volume: 'ln of the volume factor',
    kept: 'directions kept',
    keptPredicted: 'expected of the eigenvalues',
  },
  key: ['step'],
  length: (setting) => stepsShown(setting).length,
  work: ({ steps, size }) => steps * (1 + (size / 16) ** 3),

  async *run(setting, { tf, rng, read }) {
    const { size, gain, steps } = setting;
    // #region draw
    const shape: [number, number] = [size, size];
    const orthogonal = orthogonal_(new Float32Array(size * size), shape, rng, { gain });
    const gaussian = normal_(new Float32Array(size * size), shape, rng, { std: gain / Math.sqrt(size) });
    // #endregion
    const [h0, g0] = [rng.randn(size), rng.randn(size)];
    const shown = stepsShown(setting);
    const states = tf.tidy(() =>
      [orthogonal, gaussian].flatMap((matrix) => {
        const W = tf.tensor2d(matrix, shape);
        // #region recurrence
        let h: Tensor = tf.tensor2d(h0, [size, 1]);
        let g: Tensor = tf.tensor2d(g0, [size, 1]);
        const kept = [h, g];
        for (let step = 1; step <= steps; step++) {
          h = tf.matMul(W, h);
          g = tf.matMul(W, g, true);
          if (shown.includes(step)) kept.push(h, g);
        }
        // #endregion
        return kept;
      }),
    );
    const vectors = await read(states);
    tf.dispose(states);
    const forth = (step: number, matrix: 0 | 1) => vectors[2 * (matrix * shown.length + shown.indexOf(step))];
    const back = (step: number, matrix: 0 | 1) =>
      vectors[2 * (matrix * shown.length + shown.indexOf(step)) + 1];

    // #region powers
    let turned: Float64Array = identity(size);
    const power = new GradedProduct(size);
    const logRadius = logSpectralRadius(gaussian);
    const logLargest = new GradedProduct(size).multiply(gaussian).logSingularValues(1)[0];
    for (let step = 0; step <= steps; step++) {
      if (step > 0) {
        turned = matmul(turned, orthogonal, size);
        power.multiply(gaussian);
      }
      if (!shown.includes(step)) continue;
      const logs = power.logSingularValues(size);
      const offSingular = Math.log1p(departure(turned, { size, scale: gain ** step })) / 2;
      // #endregion
      const grown = step * Math.log(gain);
      const lengths = ([0, 1] as const).map((matrix) => ({
        h: Math.log(length(forth(step, matrix)) / length(h0)),
        g: Math.log(length(back(step, matrix)) / length(g0)),
      }));
      const off = Math.max(Math.abs(lengths[0].h - grown), Math.abs(lengths[0].g - grown));
      const frobenius = logs.reduce((sum, ln) => sum + Math.exp(2 * ln), 0);
      yield {
        step,
        predicted: log2(grown),
        orthogonal: log2(lengths[0].h),
        orthogonalBack: log2(lengths[0].g),
        normShare: step > 0 ? off / (step * stepStretch(setting)) : 0,
        singularShare: step > 0 ? offSingular / (step * storedStretch(setting)) : 0,
        gaussian: log2(lengths[1].h),
        gaussianBack: log2(lengths[1].g),
        largest: log2(logs[0]),
        bracket: step > 0 ? (logs[0] / step - logRadius) / (logLargest - logRadius) : 1,
        energy: length(forth(step, 1)) ** 2 / frobenius,
        energyBack: length(back(step, 1)) ** 2 / frobenius,
        volume: logs.reduce((sum, ln) => sum + ln, 0),
        kept: logs.filter((ln) => ln - grown >= Math.log(KEPT)).length,
        keptPredicted: eigenvaluesBeyond({ size, radius: step > 0 ? KEPT ** (1 / step) : 0 }),
      };
    }
  },

  plot: (rows, { size, gain, steps }) => {
    const line = [0, steps].map((step) => ({ step, log2: step * Math.log2(gain) }));
    const x = { label: 'step' };
    const side = (
      title: string,
      orthogonal: 'orthogonal' | 'orthogonalBack',
      gaussian: 'gaussian' | 'gaussianBack',
    ) => ({
      title,
      x,
      y: { label: 'log₂ of its length, 0 at the start' },
      aspect: 0.42,
      marks: [
        theory(line, { x: 'step', y: 'log2', label: 'orthog.' }),
        dots(rows, { x: 'step', y: orthogonal }),
        run(rows, { x: 'step', y: gaussian }),
      ],
    });
    const first = rows.filter(({ seed }) => seed === rows[0]?.seed);
    return [
      side('The state, step by step', 'orthogonal', 'gaussian'),
      side('The gradient, back through the same steps', 'orthogonalBack', 'gaussianBack'),
      {
        title: `Of ${size} directions, those that keep a hundredth`,
        x,
        y: { label: 'directions', domain: [0, size] },
        aspect: 0.42,
        marks: [
          rule('y', size, 'orthogonal: all'),
          theory(first, { x: 'step', y: 'keptPredicted', label: 'eigenv.' }),
          run(rows, { x: 'step', y: 'kept' }),
        ],
      },
    ];
  },

  summary: (rows, { steps, size }) => {
    const last = lastRows(rows, steps);
    const of = (column: 'orthogonal' | 'gaussian') => formatDecimals(mean(last.map((row) => row[column])), 1);
    return (
      `after ${steps} steps the orthogonal matrix leaves the state at 2 to the ${of('orthogonal')} of its length and the ` +
      `Gaussian one at 2 to the ${of('gaussian')}, with ${formatDecimals(mean(last.map(({ kept }) => kept)), 0)} of ${size} directions kept.`
    );
  },

  claims: {
    'norm-kept': {
      says: 'The orthogonal matrix keeps the length, up to gᵗ, forward and back.',
      measure: (rows) => Math.max(...rows.map(({ normShare }) => normShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'singular-values': {
      says: 'It keeps every direction: all singular values of Wᵗ are gᵗ.',
      measure: (rows) => Math.max(...rows.map(({ singularShare }) => singularShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'first-step': {
      says: 'The first step of the Gaussian one keeps the mean square too.',
      measure: (rows, { gain }) =>
        mean(rows.filter(({ step }) => step === 1).map(({ gaussian }) => (2 ** gaussian / gain) ** 2)),
      within: ({ size }, { seeds }) => {
        const { low, high } = chiSquareMeanBand({ freedom: size, terms: seeds, falseAlarm: FALSE_ALARM });
        return { low: low / size, high: high / size };
      },
      falseAlarm: FALSE_ALARM,
    },
    volume: {
      says: 'But it shrinks the volume, by the product of N chi variables each time.',
      measure: (rows, { steps }) => mean(lastRows(rows, steps).map(({ volume }) => volume / steps)),
      within: ({ size, gain }, { seeds }) =>
        logDeterminantBand({ size, sigma: gain / Math.sqrt(size), matrices: seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'nats a step',
    },
    bracket: {
      says: 'Its largest singular value lies between the powers of ρ and of s₁.',
      // Of all runs the one that is nearest to an end.
      measure: (rows, { steps }) =>
        lastRows(rows, steps)
          .map(({ bracket }) => bracket)
          .reduce((a, b) => (Math.abs(a - 0.5) > Math.abs(b - 0.5) ? a : b)),
      // Both are logarithms computed in float64, in units of their distance, which is near ln 2.
      within: ({ size }) => ({ low: -size * 2 ** -43, high: 1 + size * 2 ** -43 }),
      falseAlarm: 0,
    },
    energy: {
      says: 'A random state ends with the sum of all squared singular values, on average.',
      measure: (rows, { steps }) =>
        mean(lastRows(rows, steps).flatMap(({ energy, energyBack }) => [energy, energyBack])),
      // Given W, |h|² is a weighted sum of chi-square variables of one degree; no weights spread it more than a single one.
      within: (_, { seeds }) => chiSquareMeanBand({ freedom: 1, terms: 2 * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
  },

  quantities: {
    'gaussian-bits': (rows, { steps }) => mean(lastRows(rows, steps).map(({ gaussian }) => gaussian)),
    'gaussian-bits-spread': (rows, { steps }) => std(lastRows(rows, steps).map(({ gaussian }) => gaussian)),
    // The same matrix with a variance of 1/(3N), that of nn.RNN's default: each step is smaller by √3.
    'default-rnn-bits': (rows, { steps, gain }) =>
      mean(lastRows(rows, steps).map(({ gaussian }) => gaussian)) - steps * Math.log2(gain * Math.sqrt(3)),
    'orthogonal-percent': (rows) =>
      100 * Math.max(...rows.map(({ orthogonal, predicted }) => Math.abs(2 ** (orthogonal - predicted) - 1))),
    'directions-kept': (rows, { steps }) => mean(lastRows(rows, steps).map(({ kept }) => kept)),
    'directions-expected': (rows, { steps }) =>
      mean(lastRows(rows, steps).map(({ keptPredicted }) => keptPredicted)),
    'volume-decades': (rows, { steps }) =>
      mean(lastRows(rows, steps).map(({ volume }) => volume)) / Math.LN10,
    'typical-stretch': (rows, { steps, size }) =>
      Math.exp(mean(lastRows(rows, steps).map(({ volume }) => volume / steps / size))),
    'first-largest': (rows) => mean(rows.filter(({ step }) => step === 1).map(({ largest }) => 2 ** largest)),
  },

  recording: { seeds: 10 },
});

const lastRows = <R extends { step: number }>(rows: R[], steps: number) =>
  rows.filter(({ step }) => step === steps);
