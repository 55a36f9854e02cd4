/**
 * Gradient descent on the one thing that a classifier with zero weights can learn: the biases b of its output, the same
 * answer softmax(b) for every input.
 *
 * With π the shares of the classes in the data the loss is L(b) = ln Σ e^b - π · b, its gradient softmax(b) - π. By the
 * inequality of Gibbs L ≥ H(π), the entropy. The Hessian diag(p) - p pᵀ has no eigenvalue above 1/2: its quadratic form
 * is the variance of v_k under p, at most (max v - min v)² / 4 (Popoviciu), so at most |v|² / 2. For a convex L that smooth
 * the change Δg of the gradient over d obeys |Δg|² ≤ d · Δg / 2, so for rates up to 4
 *
 *   |d - η Δg|² = |d|² - 2η d · Δg + η² |Δg|² ≤ |d|²:
 *
 * a step brings no two points further apart, and rounding errors only add up. And for rates up to 2 a step lowers L by
 * η |g|² / 2 at least, so that for any u, by convexity,
 *
 *   L(b_t+1) ≤ L(b_t) - η |g|² / 2 ≤ L(u) + g · (b_t - u) - η |g|² / 2 = L(u) + (|b_t - u|² - |b_t+1 - u|²) / (2η).
 *
 * Summed over T steps from b = 0, since L only falls: L(b_T) ≤ L(u) + |u|² / (2 η T).
 */
import { mean, sum } from './statistics.ts';

/** The largest rate for which the bound on the loss holds: 1 over the smoothness, which is 1/2. */
export const LARGEST_RATE = 2;

/** The shares of the classes 0 … count - 1. */
export function classShares(classes: ArrayLike<number>, count: number): number[] {
  const shares = new Array<number>(count).fill(0);
  for (let i = 0; i < classes.length; i++) shares[classes[i]] += 1 / classes.length;
  return shares;
}

/** H(π) = -Σ π ln π, in nats; a class without members adds nothing. */
export const entropyOf = (shares: readonly number[]): number =>
  sum(shares.map((share) => (share > 0 ? -share * Math.log(share) : 0)));

/** L(b) = ln Σ e^b - π · b. */
export function biasLoss(biases: readonly number[], shares: readonly number[]): number {
  const top = Math.max(...biases);
  const rest = Math.log(sum(biases.map((b) => Math.exp(b - top))));
  return top + rest - sum(biases.map((b, k) => b * shares[k]));
}

export interface BiasStep {
  /** Before the step. */
  loss: number;
  /** |softmax(b) - π|. */
  gradient: number;
  /** max b - min b. */
  range: number;
  /** |b|. */
  size: number;
}

/** The descent from b = 0 in float64: entries 0 … steps. */
export function biasDescent(
  shares: readonly number[],
  { lr, steps }: { lr: number; steps: number },
): BiasStep[] {
  const path: BiasStep[] = [];
  let b = shares.map(() => 0);
  for (let step = 0; step <= steps; step++) {
    const top = Math.max(...b);
    const exponentials = b.map((value) => Math.exp(value - top));
    const total = sum(exponentials);
    const gradient = exponentials.map((value, k) => value / total - shares[k]);
    const size = (values: number[]) => Math.sqrt(sum(values.map((value) => value ** 2)));
    path.push({
      loss: biasLoss(b, shares),
      gradient: size(gradient),
      range: top - Math.min(...b),
      size: size(b),
    });
    b = b.map((value, k) => value - lr * gradient[k]);
  }
  return path;
}

/**
 * The most that L(b_T) can be, for a rate of at most `LARGEST_RATE`: the bound above at the best u of one family, the
 * logarithms of mixtures of π with equal shares. (π itself will not do where a class is empty.)
 */
export function lossCeiling(shares: readonly number[], { lr, steps }: { lr: number; steps: number }): number {
  if (!(lr > 0 && lr <= LARGEST_RATE)) {
    throw new RangeError(`lossCeiling: a rate of ${lr}; the bound holds above 0 and up to ${LARGEST_RATE}.`);
  }
  if (steps === 0) return Math.log(shares.length);
  const bounds = Array.from({ length: 60 }, (_, i) => {
    const even = 2 ** (-i / 3);
    const logs = shares.map((share) => Math.log((1 - even) * share + even / shares.length));
    const middle = mean(logs);
    const u = logs.map((log) => log - middle);
    return biasLoss(u, shares) + sum(u.map((value) => value ** 2)) / (2 * lr * steps);
  });
  return Math.min(...bounds);
}
