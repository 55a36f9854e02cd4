/**
 * How KL(data‖model) changes along a step ηu of a restricted Boltzmann machine's parameters.
 *
 * Let φ be the statistics v_i h_j, v_i and h_j, so that -E = θ·φ, and X = u·φ. The KL is ln Z less the data's mean of
 * ln Σ_h e^(-E(v, h)), and along u each of the two has the cumulants of X for its derivatives. So
 *
 *   dKL/dη = E X - E_data E(X|v) = -gradient · u,   d²KL/dη² = Var X - E_data Var(X|v),
 *
 * and the third derivative is a difference of two third cumulants, each of a variable within an interval of length ρ, the
 * range of X over all states. No such cumulant is larger than ρ³ √3/18: for a given mean the extreme laws have two points.
 */
import { fillInputs, type Rbm, sigmoid } from './rbm.ts';

export interface Direction {
  /** dKL/dη and d²KL/dη² at η = 0. */
  slope: number;
  curvature: number;
  /** ρ: the largest X less the smallest. It bounds what follows for every η. */
  range: number;
}

/** The largest third derivative of the KL along a direction of range ρ, anywhere. */
const thirdDerivative = (range: number): number => (Math.sqrt(3) / 9) * range ** 3;

/**
 * Slope and curvature along `step`, laid out as the parameters, for distributions over the visible states, [2^n]: `data`,
 * and the model's own.
 */
export function directionOf(
  rbm: Rbm,
  step: Float64Array,
  { data, model: p }: { data: Float64Array; model: Float64Array },
): Direction {
  const moved = { ...rbm, parameters: step };
  const [z, along] = [new Float64Array(rbm.hidden), new Float64Array(rbm.hidden)];
  const [means, variances] = [new Float64Array(p.length), new Float64Array(p.length)];
  let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let v = 0; v < p.length; v++) {
    fillInputs(rbm, v, z);
    means[v] = fillInputs(moved, v, along);
    let [high, low] = [means[v], means[v]];
    for (let j = 0; j < z.length; j++) {
      const on = sigmoid(z[j]);
      means[v] += on * along[j];
      variances[v] += on * (1 - on) * along[j] ** 2;
      if (along[j] > 0) high += along[j];
      else low += along[j];
    }
    [most, least] = [Math.max(most, high), Math.min(least, low)];
  }
  const mean = means.reduce((sum, x, v) => sum + p[v] * x, 0);
  let [slope, curvature] = [mean, 0];
  for (let v = 0; v < p.length; v++) {
    slope -= data[v] * means[v];
    curvature += p[v] * (variances[v] + (means[v] - mean) ** 2) - data[v] * variances[v];
  }
  return { slope, curvature, range: most - least };
}

/** By how much the KL falls over the step η, to second order, and by how much the rest may change that at most. */
export function foreseenFall({ slope, curvature, range }: Direction, eta: number) {
  return {
    fall: -eta * slope - (eta ** 2 / 2) * curvature,
    rest: (eta ** 3 / 6) * thirdDerivative(range),
  };
}

/** How far the central difference quotient of the KL, from η = -h to η = h, may be from the slope. */
export const quotientError = (range: number, h: number): number => (h ** 2 / 6) * thirdDerivative(range);

/**
 * The rate below which every step along the exact gradient lowers the KL, wherever it is taken: 8/(nm + n + m). A variable
 * of range ρ has a variance of at most ρ²/4, and ρ² is at most (nm + n + m) |u|², for two states differ in as many
 * statistics at most, by one each. So the second derivative along a unit vector is at most (nm + n + m)/4.
 */
export const safeRate = ({ visible, hidden }: Pick<Rbm, 'visible' | 'hidden'>): number =>
  8 / (visible * hidden + visible + hidden);
