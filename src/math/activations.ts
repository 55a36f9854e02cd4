/**
 * The six activations of this book in float64: value, derivative, and where the derivative is nearly nil.
 *
 * Definitions and the derivative at 0 are PyTorch's: 0 for relu, the negative slope for leaky_relu, alpha for elu, scale
 * times alpha for selu. Unlike PyTorch's y(1 - y) and 1 - y², the derivatives of sigmoid and tanh keep their relative
 * accuracy for large |x|: at x = 40 the first gives 0 in float64, where 4.2e-18 is right.
 */

/** The names of `torch.nn.functional`. */
export type ActivationName = 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'elu' | 'selu';

/** What an activation may be given, with PyTorch's defaults. */
export interface ActivationParams {
  /** The slope of leaky_relu left of 0; 0.01 by default. */
  negativeSlope?: number;
  /** The depth of elu: it tends to -alpha on the left; 1 by default. */
  alpha?: number;
}

/** A stretch of the real line; an end may be infinite. */
export type Region = [from: number, to: number];

/** One row of the table. */
export interface Activation {
  value(x: number, params?: ActivationParams): number;
  derivative(x: number, params?: ActivationParams): number;
  /** Where |derivative| < eps: disjoint stretches from left to right. */
  flat(eps: number, params?: ActivationParams): Region[];
}

/** The constants of selu, as PyTorch has them (Klambauer, Unterthiner, Mayr & Hochreiter 2017, equation 14). */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const NOWHERE = -Infinity;
const EVERYWHERE: Region[] = [[-Infinity, Infinity]];

const sigmoid: Activation = {
  value: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  derivative(x) {
    const small = Math.exp(-Math.abs(x));
    return small / (1 + small) ** 2;
  },
  // The derivative is 1 / (2 cosh(x/2))².
  flat: (eps) => (eps > 1 / 4 ? EVERYWHERE : outside(2 * Math.acosh(1 / (2 * Math.sqrt(eps))))),
};

const tanh: Activation = {
  value: Math.tanh,
  derivative: (x) => (1 / Math.cosh(x)) ** 2,
  flat: (eps) => (eps > 1 ? EVERYWHERE : outside(Math.acosh(1 / Math.sqrt(eps)))),
};

const relu: Activation = {
  value: (x) => Math.max(x, 0),
  derivative: (x) => (x > 0 ? 1 : 0),
  flat: (eps) => halves({ leftUpTo: 0, rightFlat: 1 < eps }),
};

const leakyRelu: Activation = {
  value: (x, { negativeSlope = 0.01 } = {}) => (x > 0 ? x : negativeSlope * x),
  derivative: (x, { negativeSlope = 0.01 } = {}) => (x > 0 ? 1 : negativeSlope),
  flat: (eps, { negativeSlope = 0.01 } = {}) =>
    halves({ leftUpTo: Math.abs(negativeSlope) < eps ? 0 : NOWHERE, rightFlat: 1 < eps }),
};

const elu: Activation = {
  value: (x, { alpha = 1 } = {}) => (x > 0 ? x : alpha * Math.expm1(x)),
  derivative: (x, { alpha = 1 } = {}) => (x > 0 ? 1 : alpha * Math.exp(x)),
  flat: (eps, { alpha = 1 } = {}) => halves({ leftUpTo: exponentialBelow(eps, alpha), rightFlat: 1 < eps }),
};

const selu: Activation = {
  value: (x) => SELU_SCALE * elu.value(x, { alpha: SELU_ALPHA }),
  derivative: (x) => SELU_SCALE * elu.derivative(x, { alpha: SELU_ALPHA }),
  flat: (eps) => elu.flat(eps / SELU_SCALE, { alpha: SELU_ALPHA }),
};

/** Every activation by its name. */
export const activations: Record<ActivationName, Activation> = {
  sigmoid,
  tanh,
  relu,
  leaky_relu: leakyRelu,
  elu,
  selu,
};

/**
 * Where |derivative| < eps, for eps > 0, in closed form: disjoint stretches from left to right, none if there is no such
 * place. Finite ends of sigmoid, tanh and the exponential pieces are where |derivative| = eps.
 */
export function flatRegions(name: ActivationName, eps: number, params: ActivationParams = {}): Region[] {
  if (!(eps > 0))
    throw new RangeError(`flatRegions with eps = ${eps}: the threshold must be greater than 0.`);
  return activations[name].flat(eps, params);
}

/** All but (-edge, edge). */
function outside(edge: number): Region[] {
  return [
    [-Infinity, -edge],
    [edge, Infinity],
  ];
}

/** The stretch left of 0, which ends at `leftUpTo` ≤ 0, and the half line right of 0, joined if they meet. */
function halves({ leftUpTo, rightFlat }: { leftUpTo: number; rightFlat: boolean }): Region[] {
  const left: Region[] = leftUpTo === NOWHERE ? [] : [[-Infinity, leftUpTo]];
  if (!rightFlat) return left;
  return leftUpTo === 0 ? EVERYWHERE : [...left, [0, Infinity]];
}

/** Up to which x ≤ 0 the slope |alpha| e^x of the left half is below eps. */
function exponentialBelow(eps: number, alpha: number): number {
  return alpha === 0 ? 0 : Math.min(0, Math.log(eps / Math.abs(alpha)));
}
