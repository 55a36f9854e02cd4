/**
 * The chain of contrastive divergence (Hinton, "Training products of experts by minimizing contrastive divergence", 2002):
 * from the data to hidden units drawn from p(h|v), back to visible ones drawn from p(v|h), and so on, k times. Here it is
 * run twice: with random numbers, and as what those give on average, by carrying along the probability of every state.
 */
import { fillInputs, type Rbm, sigmoid, turned } from './rbm.ts';

/** Σ_v q(v) p(h|v), [2^m], for a distribution q over the visible states, [2^n]. */
export function acrossOnce(rbm: Rbm, q: Float64Array): Float64Array {
  const { hidden } = rbm;
  const z = new Float64Array(hidden);
  const out = new Float64Array(1 << hidden);
  // p(h|v) is a product over the units: those of the lower half of the bits make one row, the upper half another.
  const half = (hidden + 1) >> 1;
  const rows = (size: number) => Array.from({ length: 4 }, () => new Float64Array(size));
  const [lows, highs] = [rows(1 << half), rows(1 << (hidden - half))];
  let filled = 0;
  for (let v = 0; v < q.length; v++) {
    if (q[v] === 0) continue;
    fillInputs(rbm, v, z);
    fillProducts(lows[filled], 1, z, 0);
    fillProducts(highs[filled], q[v], z, half);
    filled += 1;
    if (filled === 4) {
      addProducts(out, lows, highs);
      filled = 0;
    }
  }
  for (const row of highs.slice(filled)) row.fill(0);
  if (filled > 0) addProducts(out, lows, highs);
  return out;
}

/** Four visible states at once, so that each sum is read and written once for all of them: it halves the time. */
function addProducts(out: Float64Array, lows: Float64Array[], [h0, h1, h2, h3]: Float64Array[]): void {
  const [l0, l1, l2, l3] = lows;
  for (let a = 0; a < h0.length; a++) {
    const [w0, w1, w2, w3] = [h0[a], h1[a], h2[a], h3[a]];
    const at = a * l0.length;
    for (let s = 0; s < l0.length; s++) out[at + s] += w0 * l0[s] + w1 * l1[s] + w2 * l2[s] + w3 * l3[s];
  }
}

/** Fills `row` with `weight` · Π p(h_j) for all states of a few units, the first of them unit `from`. */
function fillProducts(row: Float64Array, weight: number, z: Float64Array, from: number): void {
  row[0] = weight;
  for (let j = 0; 1 << j < row.length; j++) {
    const input = z[from + j];
    // The smaller of the two probabilities keeps its digits, whichever it is.
    const rarer = Math.exp(-Math.abs(input));
    const more = 1 / (1 + rarer);
    const less = rarer * more;
    const on = input > 0 ? more : less;
    const off = input > 0 ? less : more;
    for (let s = 0; s < 1 << j; s++) {
      row[(1 << j) + s] = row[s] * on;
      row[s] *= off;
    }
  }
}

/** One step of Gibbs sampling as a map of distributions over the visible states: Σ_v q(v) Σ_h p(h|v) p(v'|h), [2^n]. */
export const gibbsStep = (rbm: Rbm, q: Float64Array): Float64Array =>
  acrossOnce(turned(rbm), acrossOnce(rbm, q));

/** Uniforms on [0, 1), and how many of them have been used. */
interface Stream {
  uniforms: ArrayLike<number>;
  at: number;
}

/** Half a Gibbs step: for each visible state a hidden one from p(h|v). A unit is on where its uniform is below its chance. */
function drawAcross(rbm: Rbm, from: Int32Array, to: Int32Array, stream: Stream): void {
  const z = new Float64Array(rbm.hidden);
  for (let s = 0; s < from.length; s++) {
    fillInputs(rbm, from[s], z);
    to[s] = 0;
    for (let j = 0; j < z.length; j++) if (stream.uniforms[stream.at++] < sigmoid(z[j])) to[s] |= 1 << j;
  }
}

/**
 * Where k sampled Gibbs steps end that begin at the `states`. `draw(size)` gives all uniforms of the k steps at once: in
 * each step m for every chain, then n for every chain.
 */
export function drawChains(
  rbm: Rbm,
  states: Int32Array,
  k: number,
  draw: (size: number) => ArrayLike<number>,
): Int32Array {
  const back = turned(rbm);
  const v = states.slice();
  const h = new Int32Array(states.length);
  const stream = { uniforms: draw(k * states.length * (rbm.visible + rbm.hidden)), at: 0 };
  for (let step = 0; step < k; step++) {
    drawAcross(rbm, v, h, stream);
    drawAcross(back, h, v, stream);
  }
  return v;
}

/** The share of each of `size` states. */
export function sharesOf(states: ArrayLike<number>, size: number): Float64Array {
  const shares = new Float64Array(size);
  for (let s = 0; s < states.length; s++) shares[states[s]] += 1 / states.length;
  return shares;
}
