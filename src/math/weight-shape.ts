/**
 * What a linear layer knows of the shape of its weights' distribution, beyond their variance.
 *
 * h = Σ_j w_j x_j with independent symmetric w_j has, given x, the cumulants κ_2k(h) = κ_2k(w) Σ_j x_j^2k. So E h² has nothing
 * of the shape, and in units of E h²
 *
 *   E h⁴ = 3 + (E w⁴ - 3) s,   s = Σ x_j⁴ / (Σ x_j²)²,   about 3/n
 *
 * for weights of variance 1: (Wx)_i² scatters from unit to unit by 2 + (E w⁴ - 3) s, and the mean over n of them by one n-th
 * of that. The shape enters at order 1/n of 1/n.
 */
import { logOfMean } from './log-law.ts';
import { rmsLaw } from './rms-laws.ts';
import type { SkewedLaw } from './skewed-law.ts';

/** E w⁴, E w⁶ and E w⁸ of a symmetric law of variance 1. */
export interface EvenMoments {
  fourth: number;
  sixth: number;
  eighth: number;
}

export const NORMAL_MOMENTS: EvenMoments = { fourth: 3, sixth: 15, eighth: 105 };

/** One layer of n inputs whose own moments over the units are `inputs`: the moments of h over its root mean square. */
export function sumMomentsOf(weights: EvenMoments, inputs: EvenMoments, n: number): EvenMoments {
  // E Σ x^2k / (Σ x²)^k: exact where x is normal, since its direction is then uniform.
  const s4 = inputs.fourth / (n + 2);
  const s6 = inputs.sixth / ((n + 2) * (n + 4));
  const s8 = inputs.eighth / ((n + 2) * (n + 4) * (n + 6));
  const { fourth, sixth, eighth } = weights;
  const k4 = (fourth - 3) * s4;
  const k6 = (sixth - 15 * fourth + 30) * s6;
  const k8 = (eighth - 28 * sixth - 35 * fourth ** 2 + 420 * fourth - 630) * s8;
  return {
    fourth: 3 + k4,
    sixth: 15 + 15 * k4 + k6,
    eighth: 105 + 210 * k4 + 35 * k4 ** 2 + 28 * k6 + k8,
  };
}

/**
 * (Z² - 1)² for a standard normal Z: its variance is 56 and its third central moment 5696. Others are taken to be as much more
 * skewed as they are more spread: measured, with one weight in ten and widths of 32 to 128, a little less.
 */
const NORMAL_SCATTER = { sd: Math.sqrt(56), skewness: 5696 / 56 ** 1.5 };

/** Of a stack of square linear layers, over a standard normal input. */
export interface ShapeLaws {
  /**
   * Of ((Wx)_i² / E (Wx)_i² - 1)², averaged over the layers: its mean is the scatter of the squares from unit to unit. Divide sd
   * and skewness by the root of how many units are averaged.
   */
  scatter: SkewedLaw;
  /** log2 of what the stack makes of the root mean square. */
  gain: SkewedLaw;
}

/** @param variance of a weight times fan_in; 1 keeps the mean square on average. */
export function shapeLaws(
  weights: EvenMoments,
  { width, layers, variance = 1 }: { width: number; layers: number; variance?: number },
): ShapeLaws {
  const gain = { mean: layers * Math.log(variance), variance: 0, third: 0 };
  let moments = NORMAL_MOMENTS;
  let [scatter, square] = [0, 0];
  for (let layer = 0; layer < layers; layer++) {
    moments = sumMomentsOf(weights, moments, width);
    const { fourth, sixth, eighth } = moments;
    const own = logOfMean({ second: fourth - 1, third: sixth - 3 * fourth + 2 }, width);
    gain.mean += own.mean;
    gain.variance += own.variance;
    gain.third += own.third;
    scatter += (fourth - 1) / layers;
    square += (eighth - 4 * sixth + 6 * fourth - 3) / layers;
  }
  // What a layer scatters more, the next one is given: s grows with it, and the scatter by this share.
  const handed = (weights.fourth - 3) / (width + 2);
  const sd = Math.sqrt(((square - scatter ** 2) * (1 + handed)) / (1 - handed));
  return {
    scatter: { mean: scatter, sd, skewness: (NORMAL_SCATTER.skewness * sd) / NORMAL_SCATTER.sd },
    gain: rmsLaw(gain),
  };
}
