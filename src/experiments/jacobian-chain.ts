/** The derivative of the output with respect to a hidden layer, as a product of matrices, one factor at a time. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { activations } from '../math/activations.ts';
import { GradedProduct } from '../math/graded-product.ts';
import { logSpectralRadius, matmul } from '../math/matrices.ts';
import { chainErrors, forwardErrors } from '../math/running-error.ts';
import { mean } from '../math/statistics.ts';

/** Unit roundoff of float32 and of float64. */
const U32 = 2 ** -24;
const U64 = 2 ** -53;
/** Below this float32 loses digits, then everything. */
const UNDERFLOW = 2 ** -126;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => matmul(a, b, b.length)[0];
const largestFinite = (values: number[]) => Math.max(...values.filter(Number.isFinite));
/** An error as a share of what is allowed; nothing wrong is a share of 0 of anything. */
const share = (error: number, allowed: number) => (error === 0 ? 0 : Math.abs(error) / allowed);

const largest = (values: Float64Array) => Math.max(...values.map(Math.abs));

type Hidden = 'linear' | 'tanh' | 'sigmoid' | 'relu';
const value = (name: Hidden, x: number) => (name === 'linear' ? x : activations[name].value(x));
/** Largest |f''|: of tanh 4/(3√3), of the sigmoid 1/(6√3). */
const curvature: Record<Hidden, number> = { linear: 0, relu: 0, tanh: 0.77, sigmoid: 0.0963 };
const slope = (name: Hidden, x: number) => (name === 'linear' ? 1 : activations[name].derivative(x));

export default defineExperiment({
  title: 'A chain of Jacobians',
  caption:
    'Multiplied from the output downwards, factor by factor: the largest singular value of the product, and what the eigenvalues of the factors would have made you expect.',
  law: 'vanishing-and-exploding#jacobian',
  controls: {
    activation: choice(['tanh', 'sigmoid', 'relu', 'linear'], 'tanh'),
    width: range(4, 24, 8),
    depth: range(2, 30, 20, { label: 'layers L' }),
    gain: range(0.5, 2, 1, { step: 0.01, label: 'gain: σ√N' }),
  },
  columns: {
    layer: 'layer',
    factors: 'factors',
    log10First: 'log₁₀ of the largest singular value',
    log10Second: 'of the second',
    log10Bound: 'of the product of the factors’ largest',
    log10Radius: 'log₁₀ of the largest eigenvalue of the product',
    log10Radii: 'of the product of the factors’ largest',
    autodiffShare: 'difference from autodiff, share of rounding',
    differenceShare: 'from a finite difference, share of its error',
    oneMoreShare: 'with one factor more or less, in units of rounding',
  },
  key: ['layer'],
  // A ReLU layer whose units are all off makes the product zero, and its logarithm infinite.
  nonFinite: 'show',
  length: ({ depth }) => depth,
  work: ({ depth, width }) => depth ** 2 + depth * width ** 2,

  async *run({ activation, width, depth, gain }, { tf, rng, read }) {
    const f = (z: number) => value(activation, z);
    // #region net
    const std = gain / Math.sqrt(width);
    const weights = Array.from({ length: depth }, () => rng.normal_(new Float32Array(width * width), 0, std));
    let input = Float64Array.from(rng.randn(width));
    const layers = weights.map((w) => {
      const z = matmul(w, input, width);
      const layer = { weights: w, input, z, slopes: z.map((x) => slope(activation, x)) };
      input = z.map(f);
      return layer;
    });
    // #endregion
    // #region factors
    // M of layer l is the diagonal of its slopes times its weights: the derivative of h^l with respect to h^(l-1).
    const factors = layers.map(({ weights, slopes }) =>
      Float64Array.from(weights, (w, i) => slopes[Math.floor(i / width)] * w),
    );
    // #endregion
    const up = Float64Array.from(rng.randn(width));
    const direction = Float64Array.from(rng.randn(width));

    // #region autodiff
    const apply = { linear: (z: Tensor2D) => z, tanh: tf.tanh, sigmoid: tf.sigmoid, relu: tf.relu };
    const gradients = tf.tidy(() => {
      const ws = weights.map((w) => tf.tensor2d(w, [width, width]));
      const above = tf.tensor2d(Float32Array.from(up), [width, 1]);
      return weights.map((_, l) => {
        const rest = (h: Tensor2D) =>
          ws.slice(l).reduce((x, w) => apply[activation](tf.matMul(w, x)) as Tensor2D, h);
        return tf.grad(rest as never)(tf.tensor2d(Float32Array.from(layers[l].input), [width, 1]), above);
      });
    });
    const byAutodiff = await read(gradients);
    // #endregion

    const chain = { curvature: curvature[activation], kink: activation === 'relu' };

    const product = new GradedProduct(width);
    let row: Float64Array = up;
    let log10Bound = 0;
    let log10Radii = 0;
    let dense: Float64Array | undefined;
    for (let layer = depth - 1; layer >= 0; layer--) {
      const factor = factors[layer];
      product.multiply(factor);
      const oneLess = row;
      // #region chain
      row = matmul(row, factor, width);
      // #endregion
      dense = dense ? matmul(dense, factor, width) : factor;
      const [first, second] = product.logSingularValues(2);
      log10Bound += new GradedProduct(width).multiply(factor).logSingularValues(1)[0] / Math.LN10;
      log10Radii += logSpectralRadius(factor) / Math.LN10;

      const steps = depth - layer;
      // Both witnesses start anew at this layer, so only the layers above it add to their rounding: near the output the
      // bounds are tight.
      const above = { ...chain, layers: layers.slice(layer) };
      const allowed = chainErrors(up, { ...above, unit: U32 })[steps - 1];
      const allowed64 = chainErrors(up, { ...above, unit: U64 })[steps - 1];
      const output64 = dot(up.map(Math.abs), forwardErrors({ ...above, unit: U64 }).outputError);
      const error = (guess: Float64Array) =>
        Math.max(...guess.map((x, i) => share(x - byAutodiff[layer][i], allowed[i] + UNDERFLOW)));

      // #region difference
      const forward = (step: number) => {
        let h = layers[layer].input.map((x, i) => x + step * direction[i]);
        for (const w of weights.slice(layer)) h = matmul(w, h, width).map(f);
        return dot(up, h);
      };
      const difference = (step: number) => (forward(step) - forward(-step)) / (2 * step);
      // #endregion
      // Between kinks a ReLU net is linear: a step so small that it meets none has no error of its own.
      const step = activation === 'relu' ? 1e-8 * (largest(layers[layer].input) || 1) : 1e-5;
      const [near, far] = [difference(step), difference(2 * step)];
      // The error grows with the square of the step, so the two differ by three times that of the nearer one.
      const truncation = Math.abs(far - near);
      const rounding = (4 * output64) / step + dot(allowed64, direction.map(Math.abs));
      yield {
        layer,
        factors: steps,
        log10First: first / Math.LN10,
        log10Second: second / Math.LN10,
        log10Bound,
        log10Radius: logSpectralRadius(dense) / Math.LN10,
        log10Radii,
        autodiffShare: error(row),
        differenceShare: share(near - dot(row, direction), truncation + rounding),
        oneMoreShare: Math.min(
          ...[oneLess, matmul(row, factors[Math.max(layer - 1, 0)], width)]
            .filter((wrong) => wrong.some((x) => x !== 0))
            .map(
              (wrong) =>
                largest(wrong.map((x, i) => x - byAutodiff[layer][i])) / (steps * U32 * largest(row)),
            ),
        ),
      };
    }
  },

  plot: (rows, { depth }) => [
    {
      title: 'What is left of a change in layer l when it reaches the output',
      x: { label: 'factors multiplied, from the output down' },
      y: { label: 'log₁₀ of its size' },
      marks: [
        theory(averages(rows, depth), { x: 'factors', y: 'log10Bound', label: 'bound' }),
        theory(averages(rows, depth), { x: 'factors', y: 'log10Radii', label: 'eigenv.' }),
        run(rows, { x: 'factors', y: 'log10First' }),
      ],
    },
  ],

  summary: (rows, { depth }) => {
    const last = rows.filter(({ factors }) => factors === depth);
    const average = (column: 'log10First' | 'log10Radii' | 'log10Second') =>
      formatDecimals(mean(last.map((row) => row[column])), 1);
    return (
      `after ${depth} factors the largest singular value is 10 to the ${average('log10First')} and the second ` +
      `10 to the ${average('log10Second')}; multiplying the factors’ largest eigenvalues gives 10 to the ${average('log10Radii')}.`
    );
  },

  claims: {
    'as-autodiff': {
      says: 'The product of the factors is what autodiff gives, at every layer.',
      measure: (rows) => Math.max(...rows.map(({ autodiffShare }) => autodiffShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
    'as-difference': {
      says: 'It is what a small change of the layer does to the output.',
      measure: (rows) => Math.max(...rows.map(({ differenceShare }) => differenceShare)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of its own error',
    },
    'one-factor-more': {
      says: 'With one factor more, or one less, it is not.',
      measure: (rows) => Math.max(...rows.map(({ oneMoreShare }) => oneMoreShare)),
      within: ({ width }) => ({ low: 8 * (width + 2), high: Number.POSITIVE_INFINITY }),
      falseAlarm: 0,
      unit: 'units of rounding',
    },
    'singular-bound': {
      says: 'The product is never larger than the largest singular values multiplied.',
      measure: (rows) => largestFinite(rows.map(({ log10First, log10Bound }) => log10First - log10Bound)),
      within: ({ depth, width }) => ({ low: Number.NEGATIVE_INFINITY, high: depth * width ** 2 * U64 * 8 }),
      falseAlarm: 0,
      unit: 'powers of ten',
    },
    'radius-bound': {
      says: 'Its eigenvalues are never larger than its largest singular value.',
      measure: (rows) => largestFinite(rows.map(({ log10First, log10Radius }) => log10Radius - log10First)),
      within: ({ depth, width }) => ({ low: Number.NEGATIVE_INFINITY, high: depth * width ** 2 * U64 * 8 }),
      falseAlarm: 0,
      unit: 'powers of ten',
    },
  },

  quantities: {
    'decades-first': (rows, { depth }) => meanAt(rows, depth, 'log10First'),
    'decades-radii': (rows, { depth }) => meanAt(rows, depth, 'log10Radii'),
    'decades-bound': (rows, { depth }) => meanAt(rows, depth, 'log10Bound'),
    'nilpotent-radius': () => Math.exp(logSpectralRadius([0, 1, 0, 0])),
    'nilpotent-product': () => Math.exp(logSpectralRadius(matmul([0, 1, 0, 0], [0, 0, 1, 0], 2))),
  },

  recording: { seeds: 20 },
});

function meanAt<C extends string>(
  rows: (Record<C, number> & { factors: number })[],
  at: number,
  column: C,
): number {
  return mean(rows.filter(({ factors }) => factors === at).map((row) => row[column]));
}

/** What is expected of the factors is averaged over the seeds: one line, not twenty. */
function averages(rows: { factors: number; log10Bound: number; log10Radii: number }[], depth: number) {
  if (rows.length === 0) return [];
  return Array.from({ length: depth }, (_, i) => i + 1)
    .filter((factors) => rows.some((row) => row.factors === factors))
    .map((factors) => ({
      factors,
      log10Bound: meanAt(rows, factors, 'log10Bound'),
      log10Radii: meanAt(rows, factors, 'log10Radii'),
    }));
}
