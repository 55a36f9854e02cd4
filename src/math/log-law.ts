/**
 * Means, variances and third cumulants of logarithms: of a mean of independent terms, of a mean of lognormal variables,
 * and of what a smooth map makes of a nearly normal one.
 */

import { gaussLegendre } from './quadrature.ts';

/** The first three cumulants. */
export interface Cumulants3 {
  mean: number;
  variance: number;
  third: number;
}

/** The second and third cumulant of one term; its mean is 1. */
export interface TermCumulants {
  second: number;
  third: number;
}

/** The square of a standard normal. */
export const SQUARED_NORMAL: TermCumulants = { second: 2, third: 8 };

/** ln of a mean of n independent terms of mean 1: the delta method to order 1/n². */
export function logOfMean({ second, third }: TermCumulants, n: number): Cumulants3 {
  return {
    mean: -second / (2 * n) + (third / 3 - 0.75 * second ** 2) / n ** 2,
    variance: second / n + (2.5 * second ** 2 - third) / n ** 2,
    third: (third - 3 * second ** 2) / n ** 2,
  };
}

/** Points and weights of the five-point Gauss–Hermite rule for a standard normal: the roots of x⁵ - 10x³ + 15x. */
const OUTER = Math.sqrt(5 + Math.sqrt(10));
const INNER = Math.sqrt(5 - Math.sqrt(10));
const NODES = [-OUTER, -INNER, 0, INNER, OUTER];
const WEIGHTS = NODES.map((x) => (x === 0 ? 8 / 15 : (7 + (x ** 2 > 5 ? -2 : 2) * Math.sqrt(10)) / 60));

/** What y = f(u) has, for u with the given cumulants. */
export interface Image extends Cumulants3 {
  /** Cov(u, y) / Var u: the slope of the straight line that fits f best where u is. */
  slope: number;
}

/**
 * The images of u under several functions that are worked out together. u is a standard normal g bent to its skewness,
 * u = mean + sd (g + skewness (g² - 1) / 6) (Cornish and Fisher's first term).
 */
export function imagesOf(u: Cumulants3, f: (u: number) => number[]): Image[] {
  const sd = Math.sqrt(u.variance);
  const bend = u.third / sd ** 3 / 6;
  const offsets = NODES.map((g) => sd * (g + bend * (g * g - 1)));
  const values = offsets.map((offset) => f(u.mean + offset));
  const expect = (g: (i: number) => number) => WEIGHTS.reduce((sum, weight, i) => sum + weight * g(i), 0);
  const spread = expect((i) => offsets[i] ** 2);
  return values[0].map((_, j) => {
    const mean = expect((i) => values[i][j]);
    const moment = (power: number) => expect((i) => (values[i][j] - mean) ** power);
    const slope = expect((i) => offsets[i] * values[i][j]) / spread;
    return { mean, variance: moment(2), third: moment(3), slope };
  });
}

/** Euler's constant, π²/6 and 2 ζ(3): the cumulants of -ln E for an exponential variable E. */
const GUMBEL: Cumulants3 = { mean: 0.5772156649015329, variance: Math.PI ** 2 / 6, third: 2.404113806319189 };
/** Below this relative variance of the mean its logarithm is straight enough for the delta method. */
const SMALL = 1e-3;

/**
 * ln of (e^x_1 + … + e^x_B) / B for independent normal x_i of mean 0 and variance d. With E exponential and apart,
 * P(ln S - ln E < y) = E exp(-S e^-y), which for a sum is a power: so the cumulants of ln S are those of that law minus
 * Gumbel's. For a large d the largest input rules, and the lognormal rule of thumb is far off.
 */
export function logOfLognormalMean(d: number, batch: number): Cumulants3 {
  if (batch === 1) return { mean: 0, variance: d, third: 0 };
  const second = Math.expm1(d);
  if (second < SMALL * batch) {
    const { mean, ...rest } = logOfMean({ second, third: Math.expm1(3 * d) - 3 * second }, batch);
    return { mean: mean + d / 2, ...rest };
  }
  const sd = Math.sqrt(d);
  // Below `low` the law has no mass left, above `high` none is missing: the tails are e^(-e^-y) and e^-y.
  const low = -5 - 8 * sd;
  const high = 36 + 8 * sd + Math.log(batch);
  const { points, weights } = gaussLegendre(Math.ceil(4 * (high - low)), low, high);
  const below = points.map((y) => laplace(sd, y) ** batch);
  // Cumulants from the distribution function, about `low`: E (Y - low)^k = (high - low)^k - k ∫ (y - low)^(k-1) F(y) dy.
  const moment = (k: number) =>
    points.reduce((sum, y, i) => sum - k * weights[i] * (y - low) ** (k - 1) * below[i], (high - low) ** k);
  const mean = moment(1);
  const third = moment(3) - 3 * mean * moment(2) + 2 * mean ** 3;
  return {
    mean: mean + low - GUMBEL.mean - Math.log(batch),
    variance: moment(2) - mean ** 2 - GUMBEL.variance,
    third: third - GUMBEL.third,
  };
}

const LINE = gaussLegendre(48, -8, 8);

/** E exp(-e^(x - y)) for x ~ N(0, sd²). */
function laplace(sd: number, y: number): number {
  let total = 0;
  for (let i = 0; i < LINE.points.length; i++) {
    const g = LINE.points[i];
    total += LINE.weights[i] * Math.exp((-g * g) / 2 - Math.exp(sd * g - y));
  }
  return total / Math.sqrt(2 * Math.PI);
}
