/**
 * The law of ln of the mean square of n units of a ReLU layer, given the layer below, in units of the pre-activations'
 * variance: the mean of n squares max(Z, 0)². As many units are on as a fair coin says, k of n, and their squares add up to
 * χ²_k. So the cumulants of ln(χ²_k / n), k ~ Bin(n, 1/2), are sums over k: exact for every n, given that a unit is on.
 */
import { chernoffInterval, type Interval } from './chernoff.ts';
import { type Cumulants3, logOfMean } from './log-law.ts';
import { digamma, lgamma, tetragamma, trigamma } from './special.ts';

/** Of ln(χ²_n / n): the mean square of n linear units. */
export function logOfLinearMeanSquare(n: number): Cumulants3 {
  requireUnits('logOfLinearMeanSquare', n);
  return { mean: digamma(n / 2) + Math.log(2 / n), variance: trigamma(n / 2), third: tetragamma(n / 2) };
}

/** Of ln of the mean of n squares max(Z, 0)²; all off, which happens once in 2^n layers, is left out. */
export function logOfReluMeanSquare(n: number): Cumulants3 {
  requireUnits('logOfReluMeanSquare', n);
  const counts = Array.from({ length: n }, (_, i) => i + 1);
  const logAll = lgamma(n + 1) - n * Math.LN2;
  const weights = counts.map((k) => Math.exp(logAll - lgamma(k + 1) - lgamma(n - k + 1)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const expect = (value: (k: number) => number) =>
    counts.reduce((sum, k, i) => sum + weights[i] * value(k), 0) / whole;
  const mean = expect((k) => digamma(k / 2));
  const apart = (k: number) => digamma(k / 2) - mean;
  return {
    mean: mean + Math.log(2 / n),
    variance: expect((k) => trigamma(k / 2) + apart(k) ** 2),
    third: expect((k) => tetragamma(k / 2) + 3 * trigamma(k / 2) * apart(k) + apart(k) ** 3),
  };
}

/**
 * Of ln of the mean of n squares φ(Z)², over what is expected, φ(Z) = Z right of 0 and `slope` Z left of it: the delta method to
 * order 1/n². E φ^2k is (1 + slope^2k)/2 times 1, 3, 15.
 */
export function logOfLeakyMeanSquare(n: number, slope: number): Cumulants3 {
  requireUnits('logOfLeakyMeanSquare', n);
  const both = (power: number) => (1 + slope ** power) / 2;
  const second = (3 * both(4)) / both(2) ** 2;
  const third = (15 * both(6)) / both(2) ** 3;
  return logOfMean({ second: second - 1, third: third - 3 * second + 2 }, n);
}

/**
 * What the mean of `terms` squares φ(Z)² stays within, φ(Z) = Z right of 0 and `slope` Z left of it: for a ReLU, slope 0, its
 * mean is 1/2, in general (1 + slope²)/2. Rigorous (Cramér and Chernoff), with
 * K(t) = ln((1 - 2t)^(-1/2) / 2 + (1 - 2 slope² t)^(-1/2) / 2).
 */
export function reluSquareBand(options: { terms: number; falseAlarm: number; slope?: number }): Interval {
  const { slope = 0, ...asked } = options;
  const left = slope ** 2;
  const root = (t: number) => (1 - 2 * t) ** -0.5;
  return chernoffInterval(
    {
      value: (t) => Math.log((root(t) + root(left * t)) / 2),
      slope: (t) => (root(t) ** 3 + left * root(left * t) ** 3) / (root(t) + root(left * t)),
      lowest: Number.NEGATIVE_INFINITY,
      highest: 0.5 / Math.max(1, left),
    },
    asked,
  );
}

function requireUnits(name: string, n: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`${name}: n = ${n}; a whole number of units from 1 on is needed.`);
  }
}
