/**
 * Running error analysis of a chain of layers h = f(W h): bounds on what rounding does to its forward pass and to the
 * vector-Jacobian product on the way back, to first order, computed beside the numbers themselves (Higham 2002,
 * Accuracy and Stability of Numerical Algorithms, sections 3.1 and 3.3). Matrices are row-major and square.
 */
import { matmul } from './matrices.ts';

/** Roundings granted to one evaluation of an activation: WGSL gives exp 3 + 2|x| units, and |x| matters below 8 only. */
const ACTIVATION_UNITS = 20;

export interface Layer {
  weights: ArrayLike<number>;
  /** f'(z), at each unit. */
  slopes: Float64Array;
  /** The layer's input h and its pre-activations z. */
  input: Float64Array;
  z: Float64Array;
}

export interface ChainOptions {
  layers: readonly Layer[];
  /** Unit roundoff of the format that the chain is computed in. */
  unit: number;
  /** Largest |f''|; with `kink`, the slope itself jumps by at most 1 where z changes sign. */
  curvature: number;
  kink?: boolean;
}

/** For each layer, bounds on the errors of its slopes; and of the chain's last output. */
export function forwardErrors({ layers, unit, curvature, kink = false }: ChainOptions) {
  const width = layers[0].slopes.length;
  let error: Float64Array = new Float64Array(width);
  const slopeErrors = layers.map(({ weights, slopes, input, z }) => {
    const absolute = Float64Array.from(weights, Math.abs);
    const carried = matmul(absolute, error, width);
    const sums = matmul(absolute, input.map(Math.abs), width);
    const zError = sums.map((sum, i) => (width + 2) * unit * sum + carried[i]);
    error = zError.map((e, i) => (slopes[i] + curvature * e) * e + ACTIVATION_UNITS * unit);
    return slopes.map((_, i) => {
      const jump = kink && Math.abs(z[i]) <= zError[i] ? 1 : 0;
      return curvature * zError[i] + ACTIVATION_UNITS * unit + jump;
    });
  });
  return { slopeErrors, outputError: error };
}

/**
 * A bound on the error of u M_L … M_(l+1), M = diag(slopes) W, for every l from the top down: the chain with each
 * factor enlarged by its error, less the chain of absolute values.
 */
export function chainErrors(up: ArrayLike<number>, options: ChainOptions): Float64Array[] {
  const { layers, unit } = options;
  const width = layers[0].slopes.length;
  const { slopeErrors } = forwardErrors(options);
  let plain: Float64Array = Float64Array.from(up, Math.abs);
  let enlarged = plain;
  return layers
    .map((layer, l) => ({ layer, slopeError: slopeErrors[l] }))
    .reverse()
    .map(({ layer: { weights, slopes }, slopeError }) => {
      const scaled = (of: (slope: number, i: number) => number) =>
        Float64Array.from(weights, (w, i) => {
          const row = Math.floor(i / width);
          return Math.abs(w) * of(slopes[row], row);
        });
      plain = matmul(
        plain,
        scaled((slope) => Math.abs(slope)),
        width,
      );
      enlarged = matmul(
        enlarged,
        scaled((slope, row) => Math.abs(slope) * (1 + (width + 4) * unit) + slopeError[row]),
        width,
      );
      return enlarged.map((bound, i) => bound - plain[i]);
    });
}
