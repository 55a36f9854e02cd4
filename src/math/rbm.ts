/**
 * A binary restricted Boltzmann machine, small enough to sum over all its states, in float64.
 *
 *   E(v, h) = -vᵀWh - bᵀv - cᵀh,   p(v, h) = e^(-E(v, h)) / Z
 *
 * Smolensky, "Information processing in dynamical systems: Foundations of harmony theory" (1986). Each unit is 0 or 1. A
 * state of a layer is one whole number, bit i the state of unit i. The letters of the energy are those of the book; the
 * two layers play the same part, so whatever is said of one holds for the other after `turned`.
 */

export interface Rbm {
  /** n, up to 12 or so: the 2^n states are listed. */
  visible: number;
  /** m */
  hidden: number;
  /** [n·m + n + m]: W row by row, a row a visible unit; then b; then c. Gradients and steps lie in the same order. */
  parameters: Float64Array;
}

const UNIT = 2 ** -53;

/** The chance of a unit that is given z to be on. */
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** -E(v, h), from its definition. */
export function negativeEnergy({ visible, hidden, parameters }: Rbm, v: number, h: number): number {
  const b = visible * hidden;
  let sum = 0;
  for (let i = 0; i < visible; i++) {
    if (!((v >> i) & 1)) continue;
    sum += parameters[b + i];
    for (let j = 0; j < hidden; j++) if ((h >> j) & 1) sum += parameters[i * hidden + j];
  }
  for (let j = 0; j < hidden; j++) if ((h >> j) & 1) sum += parameters[b + visible + j];
  return sum;
}

/** The same machine with its layers exchanged: W transposed, b and c swapped. */
export function turned({ visible, hidden, parameters }: Rbm): Rbm {
  const size = visible * hidden;
  const swapped = new Float64Array(parameters.length);
  for (let i = 0; i < visible; i++) {
    for (let j = 0; j < hidden; j++) swapped[j * visible + i] = parameters[i * hidden + j];
  }
  swapped.set(parameters.subarray(size + visible), size);
  swapped.set(parameters.subarray(size, size + visible), size + hidden);
  return { visible: hidden, hidden: visible, parameters: swapped };
}

/** Fills z, [m], with what visible state v gives each hidden unit, c_j + Σ_i v_i W_ij, and returns bᵀv. */
export function fillInputs({ visible, hidden, parameters }: Rbm, v: number, z: Float64Array): number {
  const b = visible * hidden;
  for (let j = 0; j < hidden; j++) z[j] = parameters[b + visible + j];
  let bias = 0;
  for (let i = 0; i < visible; i++) {
    if (!((v >> i) & 1)) continue;
    bias += parameters[b + i];
    for (let j = 0; j < hidden; j++) z[j] += parameters[i * hidden + j];
  }
  return bias;
}

/**
 * [2^n]: the negative free energy ln Σ_h e^(-E(v, h)) = bᵀv + Σ_j ln(1 + e^(z_j)), z_j what hidden unit j is given. The sum
 * over 2^m states of the hidden layer is a product, unit by unit.
 */
export function negativeFreeEnergies(rbm: Rbm): Float64Array {
  const z = new Float64Array(rbm.hidden);
  const energies = new Float64Array(1 << rbm.visible);
  for (let v = 0; v < energies.length; v++) {
    energies[v] = fillInputs(rbm, v, z);
    let product = 1;
    for (let j = 0; j < z.length; j++) {
      if (z[j] > 0) energies[v] += z[j];
      product *= 1 + Math.exp(-Math.abs(z[j]));
    }
    energies[v] += Math.log(product);
  }
  return energies;
}

/** ln Σ e^x, also where e^x would overflow. */
export function logSumExp(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, values[k]);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.exp(values[k] - largest);
  return largest + Math.log(sum);
}

/** ln Z, summed over the 2^n visible states; over the 2^m hidden ones it is `logPartition(turned(rbm))`. */
export const logPartition = (rbm: Rbm): number => logSumExp(negativeFreeEnergies(rbm));

/** The model's distribution over the visible states, [2^n], as it is and as logarithms. */
export function distribution(rbm: Rbm): { p: Float64Array; logP: Float64Array; logZ: number } {
  const energies = negativeFreeEnergies(rbm);
  const logZ = logSumExp(energies);
  const logP = energies.map((energy) => energy - logZ);
  return { p: logP.map(Math.exp), logP, logZ };
}

/** KL(q‖p) = Σ q ln(q/p) in nats, given q and ln p over the same states. */
export function divergence(q: Float64Array, logP: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < q.length; v++) if (q[v] > 0) sum += q[v] * (Math.log(q[v]) - logP[v]);
  return sum;
}

/**
 * The expectations ⟨v_i h_j⟩, ⟨v_i⟩ and ⟨h_j⟩, in the order of the parameters, where v comes from q, [2^n], and h from the
 * model's p(h|v). With q the data they are the positive phase of learning, with q the model the negative one.
 */
export function correlations(rbm: Rbm, q: Float64Array): Float64Array {
  const { visible, hidden, parameters } = rbm;
  const b = visible * hidden;
  const sums = new Float64Array(parameters.length);
  const z = new Float64Array(hidden);
  for (let v = 0; v < q.length; v++) {
    const weight = q[v];
    if (weight === 0) continue;
    fillInputs(rbm, v, z);
    for (let j = 0; j < hidden; j++) {
      z[j] = weight * sigmoid(z[j]);
      sums[b + visible + j] += z[j];
    }
    for (let i = 0; i < visible; i++) {
      if (!((v >> i) & 1)) continue;
      sums[b + i] += weight;
      for (let j = 0; j < hidden; j++) sums[i * hidden + j] += z[j];
    }
  }
  return sums;
}

/**
 * The mean square between the pixels of the data and their reconstruction, q the data's distribution, [2^n]: the hidden
 * units take their probabilities, and the visible units theirs, given those. Nothing is drawn.
 */
export function reconstructionError(rbm: Rbm, q: Float64Array): number {
  const { visible, hidden, parameters } = rbm;
  const z = new Float64Array(hidden);
  let sum = 0;
  for (let v = 0; v < q.length; v++) {
    if (q[v] === 0) continue;
    fillInputs(rbm, v, z);
    for (let i = 0; i < visible; i++) {
      let input = parameters[visible * hidden + i];
      for (let j = 0; j < hidden; j++) input += parameters[i * hidden + j] * sigmoid(z[j]);
      sum += (q[v] * (((v >> i) & 1) - sigmoid(input)) ** 2) / visible;
    }
  }
  return sum;
}

/**
 * What rounding can add to a free energy or to ln Z, whichever layer is summed over. A free energy is a sum of at most
 * 2n + m numbers that are no larger than all parameters together and ln 2 a hidden unit, and a few units for exp and log
 * each; adding up 2^n exponentials in a row may lose as many units (Higham 2002, Accuracy and Stability of Numerical
 * Algorithms, section 4.2).
 */
export function partitionRounding({ visible, hidden, parameters }: Rbm): number {
  const units = visible + hidden;
  const size = parameters.reduce((sum, value) => sum + Math.abs(value), units);
  return UNIT * (2 ** Math.max(visible, hidden) + (2 * units + 20) * size);
}
