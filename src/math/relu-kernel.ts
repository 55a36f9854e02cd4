/**
 * What a ReLU net that has not learned makes of given inputs: the covariance, over draws of its parameters, of what one unit gets
 * from any two of them. For weights of variance σ² and biases of variance β² it is, layer by layer (Cho & Saul, "Kernel methods
 * for deep learning", 2009, equation 6),
 *
 *   K¹_ij = σ_1² x_i · x_j + β_1²,
 *   K^(l+1)_ij = σ² n sqrt(K_ii K_jj) (sin θ + (π - θ) cos θ) / 2π + β²,   cos θ = K_ij / sqrt(K_ii K_jj).
 *
 * That is what the widths make on average. A layer of n units strays from it: the mean of n products has a relative variance of
 * 5/n where θ is 0, and less elsewhere (their equation 7).
 */

export interface KernelLayer {
  fan_in: number;
  /** The variance of a weight. */
  weight: number;
  /** The variance of a bias. */
  bias: number;
}

export interface ReluKernel {
  /** [n, n], row by row, of the units of the last layer. */
  covariance: Float64Array;
  /** The variance of the logarithm of its size, over nets: what the hidden widths leave to chance. */
  sizes: number;
}

/** x_i · x_j for each two of `count` rows: [count, count]. */
export function innerProducts(rows: ArrayLike<number>, count: number): Float64Array {
  const width = rows.length / count;
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = 0; k < width; k++) total += rows[i * width + k] * rows[j * width + k];
      products[i * count + j] = total;
      products[j * count + i] = total;
    }
  }
  return products;
}

/** @param products from `innerProducts` @param layers from the first to the last; all but the last are followed by a ReLU */
export function reluKernel(products: Float64Array, layers: readonly KernelLayer[]): ReluKernel {
  const count = Math.sqrt(products.length);
  let covariance = products.map((product) => layers[0].weight * product + layers[0].bias);
  let sizes = 0;
  for (const { fan_in, weight, bias } of layers.slice(1)) {
    const roots = Float64Array.from({ length: count }, (_, i) => Math.sqrt(covariance[i * count + i]));
    let [fromWeights, all, apart] = [0, 0, 0];
    covariance = covariance.map((value, at) => {
      const size = roots[Math.floor(at / count)] * roots[at % count];
      const cosine = Math.min(1, Math.max(-1, value / size));
      const angle = Math.acos(cosine);
      const [sine, rest] = [Math.sin(angle), Math.PI - angle];
      const mean = (sine + rest * cosine) / (2 * Math.PI);
      const square = (3 * sine * cosine + rest * (1 + 2 * cosine ** 2)) / (2 * Math.PI);
      apart += (square / 0.25 - 1) / count ** 2;
      const next = weight * fan_in * size * mean;
      fromWeights += next;
      all += next + bias;
      return next + bias;
    });
    sizes = (sizes + apart / fan_in) * (fromWeights / all) ** 2;
  }
  return { covariance, sizes };
}
