/**
 * One linear layer both ways: h = W x with entries of variance σ², and Wᵀ g. Given x and g,
 *
 *   mean h² / mean x² = σ² n_in F,   F the mean of n_out squares;   mean (Wᵀg)² / mean g² = σ² n_out B,   B of n_in squares,
 *
 * of standard normals, for normal weights exactly. The two share one of these normals and no more, gᵀWx: with u and v the
 * directions of x and g, the parts of Wu across v and of Wᵀv across u are independent. So n_out F and n_in B are χ²s of
 * n_out - 1 and n_in - 1 degrees, plus the same a².
 */

import type { Interval } from './chernoff.ts';
import { type ChiSquarePart, chiSquareSumBand } from './chi-square.ts';
import type { Cumulants3 } from './log-law.ts';
import { logOfLinearMeanSquare } from './relu-layer-law.ts';
import type { SkewedLaw } from './skewed-law.ts';

export interface LinearLayer {
  n_in: number;
  n_out: number;
  /** σ², of a weight. */
  variance: number;
}

export const directions = ['forward', 'backward'] as const;
export type Direction = (typeof directions)[number];

/** What the layer does to a mean square, on average over its weights. */
export const expectedGain = ({ n_in, n_out, variance }: LinearLayer, direction: Direction): number =>
  variance * (direction === 'forward' ? n_in : n_out);

/** How many squares of normals a gain is the mean of. */
export const squaresIn = ({ n_in, n_out }: LinearLayer, direction: Direction): number =>
  direction === 'forward' ? n_out : n_in;

/** The interval for gain over expected gain, averaged over the layers given and over `terms` draws of all of them. */
export function relativeGainBand(
  layers: readonly LinearLayer[],
  direction: Direction,
  asked: { terms: number; falseAlarm: number },
): Interval {
  const parts = layers.map((layer) => {
    const freedom = squaresIn(layer, direction);
    return { weight: 1 / (freedom * layers.length), freedom };
  });
  return chiSquareSumBand(parts, asked);
}

/** The interval for forward plus backward gain, averaged over the layers given and over `terms` draws of all of them. */
export function sumOfGainsBand(
  layers: readonly LinearLayer[],
  asked: { terms: number; falseAlarm: number },
): Interval {
  const parts = layers.flatMap(({ n_in, n_out, variance }): ChiSquarePart[] => {
    const up = (variance * n_in) / n_out / layers.length;
    const down = (variance * n_out) / n_in / layers.length;
    const own = [
      { weight: up, freedom: n_out - 1 },
      { weight: down, freedom: n_in - 1 },
    ];
    return [...own.filter(({ freedom }) => freedom > 0), { weight: up + down, freedom: 1 }];
  });
  return chiSquareSumBand(parts, asked);
}

/**
 * The law of the least squares slope of log2(forward gain / backward gain) over log2(n_in / n_out), through the origin. Each
 * gain is a mean over `draws` layers. The slope is 1 but for the mean of the logarithms. What F and B share is met to leading
 * order: Cov(ln F, ln B) = 2 / (draws n_in n_out).
 */
export function ratioSlopeLaw(layers: readonly LinearLayer[], { draws }: { draws: number }): SkewedLaw {
  const places = layers.map(({ n_in, n_out }) => ({ x: Math.log(n_in / n_out), n_in, n_out }));
  const norm = places.reduce((sum, { x }) => sum + x ** 2, 0);
  if (norm === 0) throw new RangeError('ratioSlopeLaw: all layers have as many inputs as outputs: no slope.');
  const total = { mean: 0, variance: 0, third: 0 };
  for (const { x, n_in, n_out } of places) {
    const [up, down] = [n_out, n_in].map((n) => logOfLinearMeanSquare(draws * n));
    const weight = x / norm;
    total.mean += weight * (x + up.mean - down.mean);
    total.variance += weight ** 2 * (up.variance + down.variance - 4 / (draws * n_in * n_out));
    total.third += weight ** 3 * (up.third - down.third);
  }
  return lawOf(total);
}

/** log2 of a gain that is a mean over `draws` layers: the logarithm of a χ², exactly. */
export function meanGainLaw(
  layer: LinearLayer,
  direction: Direction,
  { draws }: { draws: number },
): SkewedLaw {
  const own = logOfLinearMeanSquare(draws * squaresIn(layer, direction));
  return lawOf({ ...own, mean: own.mean + Math.log(expectedGain(layer, direction)) }, 1 / Math.LN2);
}

/** log2 of what a stack of linear layers does to the mean square of its input, or of a gradient on the way back. */
export function stackGainLaw(layers: readonly LinearLayer[], direction: Direction): SkewedLaw {
  const total = { mean: 0, variance: 0, third: 0 };
  for (const layer of layers) {
    const own = logOfLinearMeanSquare(squaresIn(layer, direction));
    total.mean += own.mean + Math.log(expectedGain(layer, direction));
    total.variance += own.variance;
    total.third += own.third;
  }
  return lawOf(total, 1 / Math.LN2);
}

const lawOf = ({ mean, variance, third }: Cumulants3, unit = 1): SkewedLaw => ({
  mean: unit * mean,
  sd: unit * Math.sqrt(variance),
  skewness: variance > 0 ? third / variance ** 1.5 : 0,
});
