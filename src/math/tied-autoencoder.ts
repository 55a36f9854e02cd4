/**
 * An autoencoder with tied weights: x̂ = σ(b + W h), h = σ(c + Wᵀx), in float64. Its loss is ‖x - x̂‖², the mean over the images.
 *
 * It has the parameters of a restricted Boltzmann machine, in the same order, and its two halves are that machine's two
 * conditional probabilities. All it lacks is the coin: h and x̂ are what they are, and nothing is drawn.
 */
import { type Rbm, sigmoid } from './rbm.ts';

const UNIT = 2 ** -53;
/** Largest sizes of the first three derivatives of σ. */
const SIGMOID = [1 / 4, Math.sqrt(3) / 18, 1 / 8];
/** The same of (x - σ(z))², for an x of 0 or 1: no difference is then larger than 1. */
const SQUARE = [
  8 / 27,
  2 * SIGMOID[0] ** 2 + 2 * SIGMOID[1],
  6 * SIGMOID[0] * SIGMOID[1] + 2 * SIGMOID[2],
] as const;

/** Image by image, what the hidden units and the pixels are given, and their values. */
function* passes({ visible: n, hidden: m, parameters }: Rbm, images: ArrayLike<number>) {
  const size = n * m;
  const [h, restored] = [new Float64Array(m), new Float64Array(n)];
  for (let at = 0; at < images.length; at += n) {
    for (let j = 0; j < m; j++) {
      let z = parameters[size + n + j];
      for (let i = 0; i < n; i++) z += images[at + i] * parameters[i * m + j];
      h[j] = sigmoid(z);
    }
    for (let i = 0; i < n; i++) {
      let z = parameters[size + i];
      for (let j = 0; j < m; j++) z += parameters[i * m + j] * h[j];
      restored[i] = sigmoid(z);
    }
    yield { at, h, restored };
  }
}

/** The images as they are restored, [images, n]. */
export function restore(net: Rbm, images: ArrayLike<number>): Float64Array {
  const all = new Float64Array(images.length);
  for (const { at, restored } of passes(net, images)) all.set(restored, at);
  return all;
}

/** ‖x - x̂‖², the mean over the images. */
export function restoringLoss(net: Rbm, images: ArrayLike<number>): number {
  const restored = restore(net, images);
  return (
    (restored.reduce((sum, value, i) => sum + (value - images[i]) ** 2, 0) * net.visible) / images.length
  );
}

/** Its gradient, laid out as the parameters. W is in it twice: on the way in and on the way back. */
export function restoringGradient(net: Rbm, images: ArrayLike<number>): Float64Array {
  const { visible: n, hidden: m, parameters } = net;
  const gradient = new Float64Array(parameters.length);
  const count = images.length / n;
  const back = new Float64Array(m);
  for (const { at, h, restored } of passes(net, images)) {
    back.fill(0);
    for (let i = 0; i < n; i++) {
      const value = restored[i];
      const delta = (2 * (value - images[at + i]) * value * (1 - value)) / count;
      gradient[n * m + i] += delta;
      for (let j = 0; j < m; j++) {
        gradient[i * m + j] += delta * h[j];
        back[j] += delta * parameters[i * m + j];
      }
    }
    for (let j = 0; j < m; j++) {
      const delta = back[j] * h[j] * (1 - h[j]);
      gradient[n * m + n + j] += delta;
      for (let i = 0; i < n; i++) gradient[i * m + j] += delta * images[at + i];
    }
  }
  return gradient;
}

/**
 * How far the loss's central difference quotient along `direction`, from -h to h, may be from its slope: h²/6 times a bound
 * on the third derivative there, and what rounding adds. Images are 0 or 1.
 *
 * Along the direction a hidden unit is given a + tα and a pixel z(t) = b + tβ + Σ_j (W + tU)_j σ(a_j + t α_j), so the
 * derivatives of z are sums of products of |U|, |W| + h |U| and the derivatives of σ; and those of the square follow by the
 * chain rule. Rounding: a sum of s numbers loses s units of their sizes at most, an exponential and a quotient a few
 * (Higham 2002, Accuracy and Stability of Numerical Algorithms, sections 3.1 and 4.2).
 */
export function quotientError(
  net: Rbm,
  direction: Float64Array,
  images: ArrayLike<number>,
  h: number,
): number {
  const { visible: n, hidden: m, parameters } = net;
  const size = n * m;
  const count = images.length / n;
  const reach = parameters.map((value, k) => Math.abs(value) + h * Math.abs(direction[k]));
  const [s1, s2, s3] = SQUARE;
  let [third, rounding] = [0, 0];
  const [alpha, off] = [new Float64Array(m), new Float64Array(m)];
  for (let at = 0; at < images.length; at += n) {
    for (let j = 0; j < m; j++) {
      let given = reach[size + n + j];
      alpha[j] = direction[size + n + j];
      for (let i = 0; i < n; i++) {
        alpha[j] += images[at + i] * direction[i * m + j];
        given += images[at + i] * reach[i * m + j];
      }
      alpha[j] = Math.abs(alpha[j]);
      // In units of rounding.
      off[j] = SIGMOID[0] * (n + 2) * given + 8;
    }
    for (let i = 0; i < n; i++) {
      let [z1, z2, z3] = [Math.abs(direction[size + i]), 0, 0];
      let [given, carried] = [reach[size + i], 0];
      for (let j = 0; j < m; j++) {
        const [w, u] = [reach[i * m + j], Math.abs(direction[i * m + j])];
        const [h1, h2, h3] = SIGMOID.map((bound, d) => bound * alpha[j] ** (d + 1));
        z1 += u + w * h1;
        z2 += 2 * u * h1 + w * h2;
        z3 += 3 * u * h2 + w * h3;
        given += w;
        carried += w * off[j];
      }
      third += (s3 * z1 ** 3 + 3 * s2 * z1 * z2 + s1 * z3) / count;
      // The square is below 1, and is one of n · count numbers that are added up.
      rounding += (s1 * ((m + 2) * given + carried) + 20 + n * count) / count;
    }
  }
  return (h ** 2 / 6) * third + (rounding * UNIT) / h;
}
