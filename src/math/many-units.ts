/**
 * A binary restricted Boltzmann machine with too many units to list its states, in float64: what can still be said exactly of
 * single images. Letters and parameters are those of rbm.ts; a visible vector is a list of n numbers from 0 to 1.
 */
import type { Cumulants } from './chernoff.ts';
import { type Rbm, sigmoid } from './rbm.ts';

/** Rounding units granted to a sigmoid, or to ln(1 + e^z): WGSL gives exp 3 + 2|x| of them, and |x| matters below 8 only. */
const FUNCTION_UNITS = 20;

/** Fills z, [m], with what v, that begins at `at`, gives the hidden units, and returns bᵀv. */
function fillGiven(
  { visible: n, hidden: m, parameters }: Rbm,
  v: ArrayLike<number>,
  at: number,
  z: Float64Array,
) {
  for (let j = 0; j < m; j++) z[j] = parameters[n * m + n + j];
  let bias = 0;
  for (let i = 0; i < n; i++) {
    const on = v[at + i];
    if (on === 0) continue;
    bias += on * parameters[n * m + i];
    for (let j = 0; j < m; j++) z[j] += on * parameters[i * m + j];
  }
  return bias;
}

/** ln(1 + e^z) */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** F(v) = -bᵀv - Σ_j ln(1 + e^(z_j)): up to ln Z it is -ln p(v). Of the image that begins at `at`. */
export function freeEnergy(rbm: Rbm, v: ArrayLike<number>, at = 0): number {
  const z = new Float64Array(rbm.hidden);
  const bias = fillGiven(rbm, v, at, z);
  return -bias - z.reduce((sum, given) => sum + softplus(given), 0);
}

/** The same machine with every parameter as large as it is, and no sign. */
const sizes = (rbm: Rbm): Rbm => ({ ...rbm, parameters: rbm.parameters.map(Math.abs) });

const count = (v: ArrayLike<number>, at: number, n: number): number => {
  let on = 0;
  for (let i = 0; i < n; i++) on += Number(v[at + i] !== 0);
  return on;
};

/**
 * How far a free energy may be off that was computed in arithmetic of this unit roundoff, for an image of zeros and ones. A sum
 * of s numbers, in whatever order, loses s units of their sizes at most, and adding a zero loses nothing (Higham 2002, Accuracy
 * and Stability of Numerical Algorithms, sections 3.1 and 4.2). ln(1 + e^z) passes an error of z on, and never enlarges it.
 */
export function freeEnergyRounding(rbm: Rbm, v: ArrayLike<number>, unit: number, at = 0): number {
  const [z, size] = [new Float64Array(rbm.hidden), new Float64Array(rbm.hidden)];
  fillGiven(rbm, v, at, z);
  const on = count(v, at, rbm.visible);
  const bias = fillGiven(sizes(rbm), v, at, size);
  let [lost, sum] = [(on + 1) * bias, bias];
  for (let j = 0; j < z.length; j++) {
    const soft = softplus(z[j]);
    lost += (on + 1) * size[j] + FUNCTION_UNITS * (1 + soft);
    sum += soft;
  }
  return unit * (lost + (rbm.hidden + 2) * sum);
}

/**
 * The means over the images of v_i p(h_j|v), v_i and p(h_j|v), laid out as the parameters, and what arithmetic of this unit
 * roundoff may add to each: a sigmoid passes on a quarter of an error and adds its own, and R rows are added up.
 * @param images [rows, n], zeros and ones
 */
export function meanCorrelations(
  rbm: Rbm,
  images: ArrayLike<number>,
  unit: number,
): { means: Float64Array; rounding: Float64Array } {
  const { visible: n, hidden: m, parameters } = rbm;
  const rows = images.length / n;
  const absolute = sizes(rbm);
  const [means, rounding] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  const [p, off] = [new Float64Array(m), new Float64Array(m)];
  for (let at = 0; at < images.length; at += n) {
    fillGiven(rbm, images, at, p);
    fillGiven(absolute, images, at, off);
    const on = count(images, at, n);
    for (let j = 0; j < m; j++) {
      p[j] = sigmoid(p[j]) / rows;
      off[j] = (unit * ((on + 1) * (off[j] / 4) + FUNCTION_UNITS)) / rows + unit * (rows + 2) * p[j];
      means[n * m + n + j] += p[j];
      rounding[n * m + n + j] += off[j];
    }
    for (let i = 0; i < n; i++) {
      if (images[at + i] === 0) continue;
      means[n * m + i] += 1 / rows;
      rounding[n * m + i] += (unit * 2) / rows;
      for (let j = 0; j < m; j++) {
        means[i * m + j] += p[j];
        rounding[i * m + j] += off[j];
      }
    }
  }
  return { means, rounding };
}

/**
 * ln p(v_i | all other pixels), [n]: the log-odds of a pixel as it is are F(v with it flipped) - F(v), and Z cancels. Their sum
 * is the pseudo-log-likelihood (Besag, "Statistical analysis of non-lattice data", 1975).
 *
 * A flip gives hidden unit j δ = ±W_ij more, and ln(1 + e^(z+δ)) - ln(1 + e^z) = ln(σ(-z) + σ(z) e^δ).
 */
export function pixelLikelihoods(rbm: Rbm, v: ArrayLike<number>, at = 0): Float64Array {
  const { visible: n, hidden: m, parameters } = rbm;
  const z = new Float64Array(m);
  fillGiven(rbm, v, at, z);
  const [on, off] = [z.map(sigmoid), z.map((given) => sigmoid(-given))];
  return Float64Array.from({ length: n }, (_, i) => {
    const sign = 1 - 2 * v[at + i];
    let gain = sign * parameters[n * m + i];
    let product = 1;
    for (let j = 0; j < m; j++) {
      product *= off[j] + on[j] * Math.exp(sign * parameters[i * m + j]);
      // Before it leaves what float64 can hold.
      if (product > 1e200 || product < 1e-200) {
        gain += Math.log(product);
        product = 1;
      }
    }
    // The flip lowers the free energy by `gain`.
    return -softplus(gain + Math.log(product));
  });
}

/** The cumulants of a number that is drawn from each of some lists as often as from any other, all entries alike. */
export function drawnFrom(lists: readonly Float64Array[]): Cumulants {
  const tilted = (list: Float64Array, t: number) => {
    const largest = list.reduce((most, x) => Math.max(most, t * x), Number.NEGATIVE_INFINITY);
    let [sum, slope] = [0, 0];
    for (const x of list) {
      const weight = Math.exp(t * x - largest);
      sum += weight;
      slope += weight * x;
    }
    return { value: largest + Math.log(sum / list.length), slope: slope / sum };
  };
  const average = (of: (list: Float64Array) => number) =>
    lists.reduce((sum, list) => sum + of(list), 0) / lists.length;
  return {
    value: (t) => average((list) => tilted(list, t).value),
    slope: (t) => average((list) => tilted(list, t).slope),
    lowest: Number.NEGATIVE_INFINITY,
    highest: Number.POSITIVE_INFINITY,
  };
}
