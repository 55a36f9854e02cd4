/**
 * What a classifier can do that does not look at its input, and how long a deep ReLU net that starts almost so stays so
 * under gradient descent.
 *
 * The logistic loss ln(1 + e^f) - y f is convex in the logit f. So at the constant logit(p), p the share of the positive
 * class, its tangents bound it from below, and by Cauchy and Schwarz
 *
 *   loss ≥ H(p) + mean (p - y_i)(f_i - logit p) ≥ H(p) - sqrt(p (1 - p)) · sd(f).
 *
 * Answers that hardly differ can hardly beat the entropy H(p), whatever they are.
 */
import { COIN_TIMES_SQUARE } from './input-spread.ts';
import { SQUARED_NORMAL } from './log-law.ts';
import { mean } from './statistics.ts';

/** H(p) in nats: the loss of the best constant answer where a share p of the labels is positive. */
export function entropy(p: number): number {
  const part = (share: number) => (share > 0 ? -share * Math.log(share) : 0);
  return part(p) + part(1 - p);
}

/** The logit of the best constant answer. */
export const logit = (p: number): number => Math.log(p) - Math.log1p(-p);

/** The mean of ln(1 + e^f) - y f, in float64. @param labels 0 or 1 */
export function logisticLoss(logits: ArrayLike<number>, labels: ArrayLike<number>): number {
  return mean(
    Float64Array.from(logits, (f, i) => Math.max(f, 0) - labels[i] * f + Math.log1p(Math.exp(-Math.abs(f)))),
  );
}

/** sqrt(p (1 - p)) · sd(f): the most by which a loss can be below H(p). */
export const mostExplained = (p: number, spread: number): number => Math.sqrt(p * (1 - p)) * spread;

/** A net with `depth` hidden layers of `width` units and one logit, and how it starts: a ReLU net unless it has a `slope`. */
export interface StartingNet {
  /** Of the input; its coordinates are independent standard normals. */
  inputs: number;
  width: number;
  depth: number;
  /** Number of inputs in the training set. */
  points: number;
  /** Of another activation, the largest slope: 1 for tanh, 1/4 for the sigmoid. `firstSpread` alone knows of it. */
  slope?: number;
  /** The variance of one weight of a layer, and of one bias. */
  weight(fan_in: number, fan_out: number): number;
  bias(fan_in: number): number;
}

export interface Descent {
  lr: number;
  steps: number;
  /** |logit p - f̄|, f̄ the mean logit before the first step: how far the common part of the answer has to go. */
  way: number;
}

/** The moments that Markov's inequality may use; the smallest bound holds. */
const MOMENTS = [1, 2, 3] as const;

/** The part of the bound that holds at the start, what the common part of the steps adds, and what the rest does. */
export interface LogitSpread {
  start: number;
  common: number;
  own: number;
}

/**
 * A bound on sd(f), the spread of the logits over the inputs, during gradient descent: more often than 1 - falseAlarm
 * it is not reached. To first order in the steps; `own`, which is of second order in the spread, says whether that holds.
 *
 * Start. Let d^l be the deviation of h^l from its mean over the inputs, |d^l|² its square summed over units, averaged
 * over inputs. relu(z) - relu(z~) and the same with all signs turned have squares that add up to (z - z~)² at most; so
 * each layer multiplies |d|² by N Var w times a mean of N coins times squared normals, at most (a uniform weight has
 * smaller moments), and the p-th moment of |d^l|² is bounded by a product.
 *
 * Common part. All inputs have nearly the same h^(l-1) and the same gradient g^l of the logit with respect to z^l. The
 * mean residual r moves W^l by -η r g^l h^(l-1)ᵀ a step and the output's bias by -η r. It pushes the mean logit the
 * same way until the constant is right, by η r at least each time, so η Σ |r| ≤ |logit p - f̄|, `way`, however many
 * steps there are. What such moves add to the logit's differences is, by Cauchy and Schwarz,
 *
 *   way · (|h^L| |d^L| + Σ |g^l|² |h^(l-1)| |d^(l-1)|),
 *
 * h and g at their mean size: what they fluctuate by is far less than what Cauchy and Schwarz give away. The steps push
 * the biases too, by way · |g^l| in all, which adds to h^l. Where biases start as a floor under the signal that is little,
 * and the signs of z stay. Where they start at 0 the push may soon be all there is and decide every sign: then no unit is
 * counted as blocking anything.
 *
 * Own part. The rest of the residuals, 1/2 at most by root mean square, acts through the differences alone, once on each
 * side: η T / 2 · (|d^L|² + Σ |g^l|² |d^(l-1)|²).
 */
export function logitSpread(net: StartingNet, { lr, steps, way }: Descent, falseAlarm: number): LogitSpread {
  const open = net.width * (net.bias(net.width) > 0 ? 1 / 2 : 1);
  const candidates = MOMENTS.map((p) => {
    const factor = markov(p, falseAlarm);
    const { distances, signals, slopes } = sizes(net, open, way, p);
    const last = distances[net.depth];
    const through = slopes.map((slope, i) => slope * signals[i] * distances[i]);
    const twice = slopes.map((slope, i) => slope * distances[i] ** 2);
    return {
      start: factor * outputNorm(net, p) * last,
      common: factor * way * (signals[net.depth] * last + sum(through)),
      own: ((lr * steps) / 2) * factor ** 2 * (last ** 2 + sum(twice)),
    };
  });
  return candidates.reduce((best, other) => (totalOf(other) < totalOf(best) ? other : best));
}

/**
 * A bound on sd(f) before the first step: more often than 1 - falseAlarm it is not reached. This is `start` above, for
 * signs that nothing has pushed yet. Flip those of a unit's weights and bias: of the two units relu blocks one, so half of
 * them count as open, whether there are biases or not. With a `slope` none is blocked, and |φ(z) - φ(z~)| ≤ slope |z - z~|.
 */
export const firstSpread = (net: StartingNet, falseAlarm: number): number =>
  Math.min(
    ...MOMENTS.map((p) => {
      const open = net.width * (net.slope === undefined ? 1 / 2 : net.slope ** 2);
      const { distances } = sizes(net, open, 0, p);
      return markov(p, falseAlarm) * outputNorm(net, p) * distances[net.depth];
    }),
  );

/** The root of Markov's bound: P(X > k ‖X‖) ≤ k^-2p for the 2p-norm. */
const markov = (p: number, falseAlarm: number) => falseAlarm ** (-1 / (2 * p));

/** The 2p-norm of one weight of the output, a normal one. */
const outputNorm = ({ weight, width }: StartingNet, p: number) =>
  Math.sqrt(weight(width, 1)) * ((2 * p - 1) * (2 * p - 3 > 0 ? 2 * p - 3 : 1)) ** (1 / (2 * p));

export const totalOf = ({ start, common, own }: LogitSpread): number => start + common + own;

/**
 * Whether first order will do: what the steps add through the logits' own differences is less than half of what was
 * there at the start.
 */
export function staysConstant(
  net: StartingNet,
  { lr, steps }: Omit<Descent, 'way'>,
  falseAlarm: number,
): boolean {
  const { start, own } = logitSpread(net, { lr, steps, way: 0 }, falseAlarm);
  return own < start / 2;
}

/** By layer, 0 … depth: the 2p-norm of |d^l|, and |h^l|; and |g^l|² of layers 1 … depth. `open` units of each pass on what they get. */
function sizes(
  { inputs, width, depth, points, weight, bias, slope: steepest }: StartingNet,
  open: number,
  way: number,
  p: number,
) {
  const slopes: number[] = [];
  let slope = open * weight(width, 1);
  for (let layer = depth; layer >= 1; layer--) {
    slopes[layer - 1] = slope;
    slope *= open * weight(width, width);
  }
  const { second, third } = steepest === undefined ? COIN_TIMES_SQUARE : SQUARED_NORMAL;
  const noise = [1, 1 + second / width, 1 + (3 * second) / width + third / width ** 2][p - 1];
  // |d^0|² is chi-square with inputs · (points - 1) degrees of freedom, over the number of points.
  let moment = 1;
  for (let j = 0; j < p; j++) moment *= (inputs * (points - 1) + 2 * j) / points;
  let energy = inputs;
  const distances = [moment ** (1 / (2 * p))];
  const signals = [Math.sqrt(energy)];
  for (let layer = 1; layer <= depth; layer++) {
    const fan_in = layer === 1 ? inputs : width;
    const kept = open * weight(fan_in, width);
    moment *= kept ** p * noise;
    energy = kept * energy + open * bias(fan_in) + way ** 2 * slopes[layer - 1];
    distances.push(moment ** (1 / (2 * p)));
    signals.push(Math.sqrt(energy));
  }
  return { distances, signals, slopes };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
