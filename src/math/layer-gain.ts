/**
 * What one layer with random weights makes of the mean square of its input, for weights of mean 0 and variance σ².
 *
 * With the input x given, the m outputs z_i = Σ_j W_ij x_j are independent, of mean 0 and variance σ²|x|². So the gain
 * (mean square out over mean square in) is n σ² times the mean of m independent terms: Z² for a linear layer and
 * relu(Z)² for ReLU, which keeps half of it. Chapter `he`; He et al. 2015, equations 6 to 8.
 *
 * For normal weights Z is standard normal, exactly. For uniform ones it is a sum of uniform numbers scaled to variance 1.
 * Its kurtosis is 3 - 1.2 Σx⁴/(Σx²)², so a term Z² varies less than a normal one's. Both tails obey the same bound:
 * - above, since sinh(u)/u ≤ e^(u²/6) makes E exp(tZ²) at most the normal (1 - 2t)^(-1/2): average exp(√(2t) g Z) over a
 *   standard normal g, first over Z and then over g;
 * - below, since E exp(-tZ²) is the average of E cos(√(2t) g Z), a product of terms sin(u)/u, each at most e^(-u²/6) for
 *   |u| < π. For the rare g beyond, the average itself was compared with (1 + 2t)^(-1/2): it is smaller for t up to 10, and
 *   a band over 64 terms or more uses t below 1 (test/math/layer-gain.test.ts).
 */

import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';

export type GainActivation = 'linear' | 'relu';

/** The share of the mean square that the activation lets through: E φ(Z)² for a standard normal Z. */
export const letThrough: Record<GainActivation, number> = { linear: 1, relu: 1 / 2 };

/** E of mean square out over mean square in. */
export function expectedGain(options: {
  fan_in: number;
  variance: number;
  activation: GainActivation;
}): number {
  const { fan_in, variance, activation } = options;
  return letThrough[activation] * fan_in * variance;
}

/** The fan_in, as a real number, at which weights of this variance keep the mean square. */
export function rightWidth({
  variance,
  activation,
}: {
  variance: number;
  activation: GainActivation;
}): number {
  if (!(variance > 0 && variance < Infinity)) {
    throw new RangeError(`rightWidth: variance = ${variance}; it is positive and finite.`);
  }
  return 1 / (letThrough[activation] * variance);
}

/** K(t) of one term. For relu half of the terms are 0. */
const cumulants: Record<GainActivation, Cumulants> = {
  linear: {
    value: (t) => -Math.log1p(-2 * t) / 2,
    slope: (t) => 1 / (1 - 2 * t),
    lowest: Number.NEGATIVE_INFINITY,
    highest: 1 / 2,
  },
  relu: {
    value: (t) => Math.log((1 + (1 - 2 * t) ** -0.5) / 2),
    slope: (t) => (1 - 2 * t) ** -1.5 / (1 + (1 - 2 * t) ** -0.5),
    lowest: Number.NEGATIVE_INFINITY,
    highest: 1 / 2,
  },
};

/**
 * The interval for gain / expected gain when the gain is averaged over `terms` outputs in all: honest ones leave it with
 * probability at most `falseAlarm` (Cramér–Chernoff). Normal weights or uniform ones.
 */
export function gainBand(options: {
  activation: GainActivation;
  terms: number;
  falseAlarm?: number;
}): Interval {
  const { activation, terms, falseAlarm = 1e-3 } = options;
  if (!Number.isInteger(terms) || terms < 1) {
    throw new RangeError(`gainBand: terms = ${terms}; a whole number from 1 on is needed.`);
  }
  const { low, high } = chernoffInterval(cumulants[activation], { terms, falseAlarm });
  const kept = letThrough[activation];
  return { low: low / kept, mean: 1, high: high / kept };
}
