/**
 * Five ways to teach a small restricted Boltzmann machine. All of them move its parameters along the correlations in the
 * data less those in a second distribution over the visible states; they differ in that distribution.
 */
import { drawChains, gibbsStep, sharesOf } from '../math/contrastive-divergence.ts';
import { correlations, distribution, type Rbm } from '../math/rbm.ts';
import type { Generator } from '../random/torch.ts';

/** What is to be learned: a few images, each as likely as any other. */
export interface Patterns {
  /** As states of the visible layer: pixel i is bit i. */
  states: Int32Array;
  /** [2^n]: as a distribution over all states. */
  shares: Float64Array;
  /** Where the chains begin: at each pattern as often as at any other. */
  starts: Int32Array;
}

/** @param images [patterns, pixels], 0 or 1 */
export function patternsOf(images: ArrayLike<number>, pixels: number, chains: number): Patterns {
  const states = new Int32Array(images.length / pixels).map((_, p) => {
    let state = 0;
    for (let i = 0; i < pixels; i++) state |= images[p * pixels + i] << i;
    return state;
  });
  const starts = new Int32Array(states.length * chains).map((_, s) => states[s % states.length]);
  return { states, starts, shares: sharesOf(states, 2 ** pixels) };
}

export interface Learner {
  /** Steps of Gibbs sampling; for the exact gradient, as many as there are. */
  k: number;
  /** The second distribution, [2^n]. */
  negative(rbm: Rbm, patterns: Patterns, rng: Generator): Float64Array;
}

const sampled = (k: number): Learner => ({
  k,
  negative: (rbm, { starts, shares }, rng) =>
    sharesOf(
      drawChains(rbm, starts, k, (size) => rng.rand(size)),
      shares.length,
    ),
});

/** 'expected CD-1' is what CD-1 gives on average over all that its chain may do. */
export const learners = {
  exact: { k: Number.POSITIVE_INFINITY, negative: (rbm: Rbm) => distribution(rbm).p },
  'expected CD-1': { k: 1, negative: (rbm: Rbm, { shares }: Patterns) => gibbsStep(rbm, shares) },
  'CD-1': sampled(1),
  'CD-5': sampled(5),
  'CD-10': sampled(10),
} satisfies Record<string, Learner>;

export type LearnerName = keyof typeof learners;
export const learnerNames = Object.keys(learners) as LearnerName[];
/** Those that draw, the shortest chain first. */
export const sampledNames = ['CD-1', 'CD-5', 'CD-10'] as const satisfies LearnerName[];

/**
 * Weights from N(0, std²), and no biases: 0.01 is Hinton's advice ("A practical guide to training restricted Boltzmann
 * machines", 2012, section 8).
 */
export function startOf(
  { visible, hidden }: Pick<Rbm, 'visible' | 'hidden'>,
  std: number,
  rng: Generator,
): Rbm {
  const parameters = new Float64Array(visible * hidden + visible + hidden);
  rng.randn(visible * hidden).forEach((z, k) => {
    parameters[k] = std * z;
  });
  return { visible, hidden, parameters };
}

/** The correlations in the data less those in `negative`, [2^n], laid out as the parameters. */
export function updateFrom(rbm: Rbm, { shares }: Patterns, negative: Float64Array): Float64Array {
  const down = correlations(rbm, negative);
  return correlations(rbm, shares).map((up, k) => up - down[k]);
}

/** A state from p, [2^n], for each uniform on [0, 1). */
export function drawStates(p: Float64Array, uniforms: ArrayLike<number>): Int32Array {
  const below = new Float64Array(p.length);
  let total = 0;
  for (let v = 0; v < p.length; v++) {
    below[v] = total;
    total += p[v];
  }
  return Int32Array.from(uniforms, (u) => {
    // The last state that begins at or below u.
    let [low, high] = [0, p.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (below[middle] <= u * total) low = middle;
      else high = middle;
    }
    return low;
  });
}
