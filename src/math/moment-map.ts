/**
 * What one wide layer makes of the mean μ and the variance ν of the layer below: where iterating it comes to rest, and how
 * fast.
 *
 * Its weights are independent, with mean 0 and variance v / fan_in. So each pre-activation is nearly normal with mean 0
 * and variance v (μ² + ν), and (Klambauer et al., "Self-normalizing neural networks", 2017, equations 3 to 5, for weights
 * whose sum is 0 and whose squares add up to v)
 *
 *   μ' = E f(z),   ν' = E f(z)² - μ'²,   z ~ N(0, v (μ² + ν)).
 *
 * Both depend on μ² + ν alone.
 */
import { type ActivationName, type ActivationParams, activations } from './activations.ts';
import { normalMean, normalRule } from './gaussian-moments.ts';

/** A layer of an activation. */
export interface MomentLayer {
  activation: ActivationName;
  /** v, the variance of the weights times fan_in. */
  weightVariance: number;
  params?: ActivationParams;
}

export interface Moments {
  mean: number;
  variance: number;
}

/** The moments after the layer. */
export function momentMap(layer: MomentLayer, before: Moments): Moments {
  const { mean, second } = integrals(layer, before);
  return { mean, variance: second - mean ** 2 };
}

/** The derivatives of the mean and of the variance after the layer, each with respect to the mean and the variance before. */
export interface MomentJacobian {
  mean: { byMean: number; byVariance: number };
  variance: { byMean: number; byVariance: number };
}

export function momentJacobian(layer: MomentLayer, before: Moments): MomentJacobian {
  const { mean, meanSlope, secondSlope } = integrals(layer, before);
  const { weightVariance: v } = layer;
  const varianceSlope = secondSlope - 2 * mean * meanSlope;
  return {
    mean: { byMean: 2 * v * before.mean * meanSlope, byVariance: v * meanSlope },
    variance: { byMean: 2 * v * before.mean * varianceSlope, byVariance: v * varianceSlope },
  };
}

/**
 * The variance of one term f f' z of the variance's derivative, over the square of its mean: what a finite layer's own rate
 * is uncertain by, times its number of terms.
 */
export function rateNoise({ activation, weightVariance, params }: MomentLayer, before: Moments): number {
  const root = Math.sqrt(weightVariance * (before.mean ** 2 + before.variance));
  const rule = normalRule(root);
  const { value, derivative } = activations[activation];
  const terms = rule.points.map((z) => value(root * z, params) * derivative(root * z, params) * z);
  const mean = normalMean(rule, (i) => terms[i]);
  return normalMean(rule, (i) => terms[i] ** 2) / mean ** 2 - 1;
}

/** Mean squares between which a point of rest is looked for. */
const RANGE = 1e12;

/**
 * The moments that the layer leaves as they are, if there are any but 0: the mean square grows below, and shrinks above.
 * Undefined where it always grows, or always shrinks.
 */
export function fixedPoint(layer: MomentLayer): Moments | undefined {
  const grows = (logSquare: number) => {
    const square = Math.exp(logSquare);
    return integrals(layer, { mean: 0, variance: square }).second > square;
  };
  let [low, high] = [-Math.log(RANGE), Math.log(RANGE)];
  if (!grows(low) || grows(high)) return undefined;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (grows(middle)) low = middle;
    else high = middle;
  }
  return momentMap(layer, { mean: 0, variance: Math.exp((low + high) / 2) });
}

/** E f and E f² of z = sqrt(u) Z, u = v (μ² + ν), and their derivatives with respect to u. */
function integrals({ activation, weightVariance, params }: MomentLayer, { mean, variance }: Moments) {
  const root = Math.sqrt(weightVariance * (mean ** 2 + variance));
  const rule = normalRule(root);
  const { value, derivative } = activations[activation];
  const f = rule.points.map((z) => value(root * z, params));
  // d f(sqrt(u) Z) / du
  const slope = rule.points.map((z) => (derivative(root * z, params) * z) / (2 * root));
  return {
    mean: normalMean(rule, (i) => f[i]),
    second: normalMean(rule, (i) => f[i] ** 2),
    meanSlope: normalMean(rule, (i) => slope[i]),
    secondSlope: normalMean(rule, (i) => 2 * f[i] * slope[i]),
  };
}
