/**
 * Adam in float64 (Kingma & Ba 2015, algorithm 1): how far it can go, whatever the gradients are, and where it takes the two
 * biases of a classifier that has nothing else to learn with.
 *
 * Step t moves a parameter by η m̂ / (√v̂ + ε), where m̂ and v̂ are averages of the gradients and of their squares with weights
 * β₁^(t-i) and β₂^(t-i). Write g_i β₁^(t-i) = (β₁²/β₂)^((t-i)/2) · β₂^((t-i)/2) g_i; by Cauchy and Schwarz
 *
 *   |m̂| / √v̂ ≤ (1 - β₁)/(1 - β₁^t) · sqrt((1 - β₂^t)/(1 - β₂)) · sqrt((1 - r^t)/(1 - r)),   r = β₁²/β₂.
 *
 * That is 1 at the first step, where m̂ = g and v̂ = g², and grows slowly. The size of the gradient has dropped out.
 */
import { biasLoss } from './softmax-bias.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPS = 1e-8;

/** The most that step t = 1, 2 … can move one parameter, in learning rates. */
export function adamLimit(t: number): number {
  const ratio = BETA1 ** 2 / BETA2;
  const geometric = (of: number) => (1 - of ** t) / (1 - of);
  return Math.sqrt(geometric(BETA2) * geometric(ratio)) / geometric(BETA1);
}

/** How far from its start one parameter can be after `steps` steps, in learning rates. */
export function adamReach(steps: number): number {
  let reach = 0;
  for (let t = 1; t <= steps; t++) reach += adamLimit(t);
  return reach;
}

export interface BiasPath {
  /** The loss before step 1, 2 … `steps`: entries 0 … steps - 1. */
  losses: number[];
  /** The bias of the second class in the end; that of the first is its negative. */
  bias: number;
}

/**
 * Two biases under Adam from zero, while all weights have no gradient. Their gradients are equal and opposite, so that one
 * number u tells all: the biases are -u and u, and the gradient of u's is σ(2u) - positive.
 * @param positive the share of the second class
 */
export function biasesUnderAdam(positive: number, { lr, steps }: { lr: number; steps: number }): BiasPath {
  const losses: number[] = [];
  let [u, m, v] = [0, 0, 0];
  for (let t = 1; t <= steps; t++) {
    losses.push(biasLoss([-u, u], [1 - positive, positive]));
    const gradient = 1 / (1 + Math.exp(-2 * u)) - positive;
    m = BETA1 * m + (1 - BETA1) * gradient;
    v = BETA2 * v + (1 - BETA2) * gradient ** 2;
    u -= (lr * m) / (1 - BETA1 ** t) / (Math.sqrt(v / (1 - BETA2 ** t)) + EPS);
  }
  return { losses, bias: u };
}
