/**
 * The cross entropy of a ReLU net with two logits before its first step, over draws of its weights. Biases are zero, inputs
 * are standard normals, and weights have a symmetric law; so the labels are as good as coins.
 *
 * Let d be the difference of the two logits. Turning the signs of the last layer turns that of d and leaves its law, so
 *
 *   E loss = E ½ ln(1 + e^d) + ½ ln(1 + e^-d) = E ln(2 cosh(d / 2)),
 *
 * which is ln 2 at d = 0 and more elsewhere. Each hidden layer halves the second moment, so the mean square of d is
 *
 *   s² = 2 · inputs · (σ_1² n_1 / 2) … (σ_H² n_H / 2) σ_(H+1)².
 *
 * All inputs meet the same weights. After H layers two of them have the correlation c, from the recursion of Cho & Saul
 * ("Kernel methods for deep learning", 2009, equation 6), so that d = s e^(w/2) (√c g + √(1 - c) ξ): g is one normal number
 * for the whole net, ξ one for each input, and w ~ N(-v/2, v) is what the widths leave to chance of the signal's size. What is
 * left out, that c itself differs from net to net, makes the spread a little wider: see `WIDER`.
 */
import type { Cumulants3 } from './log-law.ts';
import { gaussLegendre } from './quadrature.ts';
import { normalDensity } from './special.ts';
import { sum } from './statistics.ts';

export interface FirstNet {
  inputs: number;
  hidden: readonly number[];
  /** The variance of a weight. */
  weight(fan_in: number, fan_out: number): number;
  /** Number of examples that the loss is the mean of. */
  examples: number;
}

/** In 2,400 simulated nets the variance of the logarithm was 1.09 ± 0.05 times the model's (He), and 1.11 ± 0.07 (Xavier). */
const WIDER = 1.1;

/** Points and probabilities that stand for a standard normal within ±reach. */
function normalRule(n: number, reach: number): { g: number; weight: number }[] {
  const { points, weights } = gaussLegendre(n, -reach, reach);
  const densities = Array.from(points, (g, i) => weights[i] * normalDensity(g));
  const all = sum(densities);
  return densities.map((density, i) => ({ g: points[i], weight: density / all }));
}

const NORMAL = normalRule(24, 6);
const SIZES = normalRule(8, 4);

/** The mean square s² of the difference between the logits. */
export function logitDifference({ inputs, hidden, weight }: Omit<FirstNet, 'examples'>): number {
  const widths = [inputs, ...hidden];
  const signal = hidden.reduce((q, width, i) => q * (weight(widths[i], width) * widths[i]) * 0.5, 1);
  const last = widths[widths.length - 1];
  return 2 * signal * last * weight(last, 2);
}

/** The cumulants of the loss's logarithm: the loss itself is skewed to the right. */
export function firstLossLaw(net: FirstNet): Cumulants3 {
  const { correlation, sizes, linear } = alikeness(net.hidden);
  const square = logitDifference(net);
  const outcomes = SIZES.flatMap(({ g: w, weight: p }) => {
    const scale = Math.sqrt(square) * Math.exp((Math.sqrt(sizes) * w - sizes / 2) / 2);
    return NORMAL.map(({ g, weight }) => ({
      log: Math.log(
        NORMAL.reduce((sum, { g: xi, weight: q }) => {
          const half = (scale * (Math.sqrt(correlation) * g + Math.sqrt(1 - correlation) * xi)) / 2;
          return sum + q * (Math.abs(half) + Math.log1p(Math.exp(-2 * Math.abs(half))));
        }, 0),
      ),
      weight: p * weight,
    }));
  });
  const expect = (of: (log: number) => number) => sum(outcomes.map(({ log, weight }) => weight * of(log)));
  const mean = expect((log) => log);
  // Labels that are not quite balanced, and the straight part of d, which the labels happen to know the direction of.
  const coins = (square / 4) * (correlation / net.examples + (linear * 2) / (Math.PI * net.inputs));
  return {
    mean,
    variance: WIDER * (expect((log) => (log - mean) ** 2) + coins / Math.exp(2 * mean)),
    third: WIDER ** 1.5 * expect((log) => (log - mean) ** 3),
  };
}

/**
 * After these ReLU layers: the correlation of two independent inputs; the variance of ln of the mean square over inputs, from
 * E max(z, 0)² max(z~, 0)² (Cho & Saul, equation 7); and the share of the mean square that is linear in the input.
 */
function alikeness(hidden: readonly number[]): { correlation: number; sizes: number; linear: number } {
  let [correlation, sizes, linear] = [0, 0, 1];
  for (const width of hidden) {
    const angle = Math.acos(correlation);
    const [sine, rest] = [Math.sin(angle), Math.PI - angle];
    const squares = 3 * sine * correlation + rest * (1 + 2 * correlation ** 2);
    sizes += ((2 * squares) / Math.PI - 1) / width;
    linear *= rest / Math.PI;
    correlation = (sine + rest * correlation) / Math.PI;
  }
  return { correlation, sizes, linear };
}
