/**
 * One linear layer met both ways, h = W x and Wᵀg, for three gradients: g drawn at random; the layer's own output, which is
 * the gradient of ½|h|²; and the output of another layer, which is as large and knows nothing of W.
 *
 * For normal weights of variance σ² the laws are exact. Given x and a g that knows nothing of W, |h|² / |x|² and |Wᵀg|² / |g|²
 * are σ² times chi-square variables of n_out and of n_in degrees of freedom, and Wᵀg along x is normal of deviation σ|g|.
 * With g = h, what W does at right angles to x is still free, n_in - 1 numbers; along x it has given h itself, n_out more. So
 * |Wᵀh|² / |h|² is σ² times a chi-square variable of n_in + n_out - 1.
 */
import type { Interval } from '../../math/chernoff.ts';
import { chiSquareSumBand } from '../../math/chi-square.ts';
import { mean } from '../../math/statistics.ts';
import { expectedGain, relativeGainBand } from '../../math/two-way-gains.ts';
import { dot, norm } from '../../math/vectors.ts';

export const gradients = ['drawn', 'own', 'another'] as const;
export type GradientKind = (typeof gradients)[number];

export interface Fans {
  n_in: number;
  n_out: number;
}

/** Of |Wᵀh|² / |h|². */
const ownFreedom = ({ n_in, n_out }: Fans) => n_in + n_out - 1;

/** What the gains should be, mean square out over mean square in; a gradient lent by another layer is like a drawn one. */
export function expectedGains({ n_in, n_out, sigma }: Fans & { sigma: number }) {
  const layer = { n_in, n_out, variance: sigma ** 2 };
  const back = expectedGain(layer, 'backward');
  return {
    forwardPredicted: expectedGain(layer, 'forward'),
    drawnPredicted: back,
    ownPredicted: (back * ownFreedom(layer)) / n_in,
  };
}

/** The interval for the gain with g = h over the one expected, averaged over the shapes given and over `terms` layers of each. */
export function ownGainBand(shapes: readonly Fans[], asked: { terms: number; falseAlarm: number }): Interval {
  const parts = shapes.map((shape) => {
    const freedom = ownFreedom(shape);
    return { weight: 1 / (freedom * shapes.length), freedom };
  });
  return chiSquareSumBand(parts, asked);
}

/**
 * The interval for the number of outputs at which a layer of n_in inputs would have equal gains, n_in times what the forward
 * gain is of the one expected, over the same for the backward gain; both averaged as above.
 */
export function crossingBand(
  n_in: number,
  outputs: readonly number[],
  { terms, falseAlarm }: { terms: number; falseAlarm: number },
): Interval {
  const layers = outputs.map((n_out) => ({ n_in, n_out, variance: 1 }));
  const asked = { terms, falseAlarm: falseAlarm / 2 };
  const forward = relativeGainBand(layers, 'forward', asked);
  const backward = relativeGainBand(layers, 'backward', asked);
  return {
    low: (n_in * forward.low) / backward.high,
    mean: n_in,
    high: (n_in * forward.high) / backward.low,
  };
}

/** Layers of one shape: the input of each, its gradient drawn at random, its output, and Wᵀg for all three gradients. */
export interface BothWays {
  layers: readonly { x: ArrayLike<number>; g: ArrayLike<number> }[];
  h: readonly ArrayLike<number>[];
  /** [3, n_in] a layer, row by row. Its third gradient is the next layer's output, the last one's the first layer's. */
  back: readonly ArrayLike<number>[];
}

/** Means over the layers: the gains, and Wᵀg along x in units of σ|g|. */
export function meanGains({ layers, h, back }: BothWays, sigma: number) {
  const double = (values: ArrayLike<number>) => Float64Array.from(values);
  const found = layers.map(({ x, g }, k) => {
    const input = double(x);
    const above = { drawn: double(g), own: double(h[k]), another: double(h[(k + 1) % h.length]) };
    const ratio = g.length / x.length;
    const below = (kind: GradientKind) =>
      double(back[k])
        .subarray(gradients.indexOf(kind) * x.length)
        .subarray(0, x.length);
    return {
      forward: (norm(above.own) / norm(input)) ** 2 / ratio,
      gain: (kind: GradientKind) => (norm(below(kind)) / norm(above[kind])) ** 2 * ratio,
      along: (kind: GradientKind) => dot(below(kind), input) / (sigma * norm(above[kind]) * norm(input)),
    };
  });
  const of = (kind: GradientKind, what: 'gain' | 'along') => mean(found.map((layer) => layer[what](kind)));
  return {
    forward: mean(found.map(({ forward }) => forward)),
    drawn: of('drawn', 'gain'),
    own: of('own', 'gain'),
    another: of('another', 'gain'),
    drawnAlong: of('drawn', 'along'),
    ownAlong: of('own', 'along'),
    anotherAlong: of('another', 'along'),
  };
}

/**
 * How far a claimed Wᵀg is from the sums Σ_i W_ij g_i in float64, in units of what rounding allows: a float32 sum of m
 * products, in any order, errs by m U Σ_i |W_ij| |g_i| (Higham 2002, section 3.1).
 * @param weight [m, n], row by row
 */
export function transposeError(
  claimed: ArrayLike<number>,
  { weight, g, unit }: { weight: ArrayLike<number>; g: ArrayLike<number>; unit: number },
): number {
  const [m, n] = [g.length, claimed.length];
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let [sum, size] = [0, 0];
    for (let i = 0; i < m; i++) {
      const term = weight[i * n + j] * g[i];
      sum += term;
      size += Math.abs(term);
    }
    largest = Math.max(largest, Math.abs(claimed[j] - sum) / (m * unit * size));
  }
  return largest;
}
