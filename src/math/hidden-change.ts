/**
 * What a change of hidden units does to the function of a net with one hidden layer, f(x) = V φ(W x + b) + c, in float64:
 * the units put in another order, some of them with the sign of everything they hold turned, or incoming weights and bias
 * multiplied and outgoing weights divided by a positive number. And how far two float32 evaluations may differ that should
 * be equal.
 */
import { activations } from './activations.ts';

/** Units by the activation, at one input: pre-activations z, and the weights that lead from them to one output. */
export interface Units {
  activation: 'tanh' | 'relu';
  z: ArrayLike<number>;
  outgoing: ArrayLike<number>;
}

/** One unit's change: 1 leaves it, -1 turns its sign, any a multiplies what comes in and divides what goes out. */
export type Factors = ArrayLike<number>;

/**
 * Σ_i v_i (φ(a_i z_i) / a_i - φ(z_i)): what the change adds to the output. 0 for tanh with a_i = ±1, as tanh is odd, and for
 * ReLU with a_i > 0, as it is homogeneous. For ReLU and a_i = -1 each term is -v_i |z_i|, since relu(z) + relu(-z) = |z|.
 */
export function changeOf({ activation, z, outgoing }: Units, factors: Factors): number {
  const { value } = activations[activation];
  let total = 0;
  for (let i = 0; i < z.length; i++) {
    const a = factors[i];
    if (isSymmetry(activation, a)) continue;
    total += outgoing[i] * (value(a * z[i]) / a - value(z[i]));
  }
  return total;
}

/** Whether φ(a z) / a = φ(z) for every z. */
export const isSymmetry = (activation: 'tanh' | 'relu', a: number): boolean =>
  activation === 'tanh' ? Math.abs(a) === 1 : a > 0;

/** Granted to one evaluation of tanh, in units of roundoff: WGSL gives exp 3 + 2|x|. */
const TANH_UNITS = 20;

export interface Evaluation extends Units {
  /** Σ_j |W_ij x_j| + |b_i| of each unit. */
  reach: ArrayLike<number>;
  inputs: number;
  /** |c| */
  bias: number;
  factors: Factors;
  unit: number;
}

/**
 * A bound on the rounding error of the output before and after the change, together. Each sum of n terms errs by (n + 2) u
 * times the sum of absolute values, in any order; factors that are stored add two roundings to each weight; an activation
 * carries the error of z on with a slope of at most 1 (Higham 2002, section 3.1).
 */
export function evaluationError({
  activation,
  z,
  outgoing,
  reach,
  inputs,
  bias,
  factors,
  unit,
}: Evaluation): number {
  const { value } = activations[activation];
  let total = 0;
  for (const change of [false, true]) {
    let sum = bias;
    for (let i = 0; i < z.length; i++) {
      const a = change ? Math.abs(factors[i]) : 1;
      const v = Math.abs(outgoing[i]) / a;
      const h = Math.abs(value((change ? factors[i] : 1) * z[i]));
      const zError = (inputs + 5) * unit * reach[i] * a;
      const hError = zError + (activation === 'tanh' ? TANH_UNITS * unit : 0);
      total += v * hError + 2 * unit * v * h;
      sum += v * h;
    }
    total += (z.length + 3) * unit * sum;
  }
  return total;
}
