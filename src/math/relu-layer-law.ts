/**
 * The law of ln of the mean square of n units of a ReLU layer, given the layer below, in units of the pre-activations'
 * variance: the mean of n squares max(Z, 0)². As many units are on as a fair coin says, k of n, and their squares add up to
 * χ²_k. So the cumulants of ln(χ²_k / n), k ~ Bin(n, 1/2), are sums over k: exact for every n, given that a unit is on.
 */
import { chernoffInterval, type Interval } from './chernoff.ts';
import type { Cumulants3 } from './log-law.ts';
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
 * What the mean of `terms` squares max(Z, 0)² stays within: its mean is 1/2. Rigorous (Cramér and Chernoff), with
 * K(t) = ln(1/2 + (1 - 2t)^(-1/2) / 2).
 */
export function reluSquareBand(options: { terms: number; falseAlarm: number }): Interval {
  const root = (t: number) => (1 - 2 * t) ** -0.5;
  return chernoffInterval(
    {
      value: (t) => Math.log((1 + root(t)) / 2),
      slope: (t) => root(t) ** 3 / (1 + root(t)),
      lowest: Number.NEGATIVE_INFINITY,
      highest: 0.5,
    },
    options,
  );
}

function requireUnits(name: string, n: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`${name}: n = ${n}; a whole number of units from 1 on is needed.`);
  }
}
