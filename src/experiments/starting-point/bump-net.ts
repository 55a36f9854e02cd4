/**
 * A two-parameter slice of a small network: one input, two hidden tanh units, one linear output, where only the two hidden
 * biases are free. Written by where the units switch, a and b, it answers
 *
 *   f(x) = ½ tanh(s (x - a)) - ½ tanh(s (x - b)):
 *
 * one hump from a to b. The data has two humps, so it cannot fit both. In float64, since two numbers need no tensors.
 */

/** Steepness: the hidden weights. */
const S = 3;
/** Inputs, on a lattice. */
const INPUTS = Array.from({ length: 49 }, (_, i) => -3 + i / 8);
/** Two humps of height 1: a broad one on the right and a narrow one on the left. */
const TARGETS = INPUTS.map((x) => ((x > 0.5 && x < 2.2) || (x > -2 && x < -1) ? 1 : 0));

export type Place = readonly [a: number, b: number];

export interface LossAt {
  /** Half of the mean squared error. */
  loss: number;
  gradient: [a: number, b: number];
}

export function bumpLoss([a, b]: Place): LossAt {
  let [loss, byA, byB] = [0, 0, 0];
  for (let i = 0; i < INPUTS.length; i++) {
    const left = Math.tanh(S * (INPUTS[i] - a));
    const right = Math.tanh(S * (INPUTS[i] - b));
    const residual = (left - right) / 2 - TARGETS[i];
    loss += residual ** 2 / 2;
    byA -= (residual * S * (1 - left ** 2)) / 2;
    byB += (residual * S * (1 - right ** 2)) / 2;
  }
  const n = INPUTS.length;
  return { loss: loss / n, gradient: [byA / n, byB / n] };
}

/**
 * A bound on the norm of the Hessian, everywhere. It is the mean of ∇f ∇fᵀ + r ∇²f, with r = f - y between -2 and 1. A sum
 * over a lattice of spacing h of a function with k humps is at most its integral over h plus k times its largest value.
 *   |∇f|² = s²/4 (sech⁴ + sech⁴), the integral of sech⁴(s x) is 4 / (3 s), its largest value 1;
 *   ∇²f is diagonal, with entries s² sech² |tanh|: integral 1 / s, two humps, largest value 2 / (3 sqrt 3).
 */
export const BUMP_SMOOTHNESS: number = (() => {
  const [n, h] = [INPUTS.length, INPUTS[1] - INPUTS[0]];
  const squares = (2 * (S ** 2 / 4) * (4 / (3 * S) / h + 1)) / n;
  const curvature = (S ** 2 * (1 / S / h + (2 * 2) / (3 * Math.sqrt(3)))) / n;
  return squares + 2 * curvature;
})();

/** Where descent can end: the minima, and the flat land where the net answers nothing at all. */
export const basins = ['broad hump', 'narrow hump', 'both and the gap', 'nothing'] as const;
export type Basin = (typeof basins)[number];

/** One hump or both: where the net ends, to the nearest corner of the data. */
export function basinOf([a, b]: Place): Basin {
  // Humps of the data have their edges near -2, -1, 0.5 and 2.2; a hump narrower than 0.3 is none.
  if (b - a < 0.3) return 'nothing';
  if (a > -0.5) return 'broad hump';
  return b < 0 ? 'narrow hump' : 'both and the gap';
}

/** Where the gradient flow dp/dt = -∇L takes a place in the given time: Runge and Kutta's fourth-order steps of at most 1. */
export function flow(from: Place, time: number): Place {
  const steps = Math.ceil(time);
  const h = time / steps;
  let [a, b] = from;
  const slope = (along: number, k: readonly [number, number]) =>
    bumpLoss([a - along * k[0], b - along * k[1]]).gradient;
  for (let step = 0; step < steps; step++) {
    const k1 = slope(0, [0, 0]);
    const k2 = slope(h / 2, k1);
    const k3 = slope(h / 2, k2);
    const k4 = slope(h, k3);
    a -= (h / 6) * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]);
    b -= (h / 6) * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]);
  }
  return [a, b];
}
