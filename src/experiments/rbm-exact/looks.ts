/**
 * What is measured of a learner of pattern-learners.ts where it stands, beside what theory says of it. Differences are given as
 * shares of what rounding, or what an expansion neglects, can make of them: up to 1 if the theory holds.
 */
import { acrossOnce, gibbsStep } from '../../math/contrastive-divergence.ts';
import { directionOf, foreseenFall, quotientError } from '../../math/divergence-change.ts';
import {
  distribution,
  divergence,
  logPartition,
  logSumExp,
  negativeEnergy,
  negativeFreeEnergies,
  partitionRounding,
  type Rbm,
  reconstructionError,
  turned,
} from '../../math/rbm.ts';
import { sum } from '../../math/statistics.ts';
import { angle, dot } from '../../math/vectors.ts';
import { type Patterns, updateFrom } from '../../networks/pattern-learners.ts';

/** Half the width of the difference quotient along a vector of length 1: bending and rounding then err about alike. */
const HALF_WIDTH = 3e-5;
/** Below it float64 keeps fewer digits than it has. */
const SMALLEST = 1e-290;

/** The closed forms against the definition, all hidden states listed, for one visible state: in units of rounding. */
function definitionShares(rbm: Rbm, v: number): { freeEnergyShare: number; conditionalShare: number } {
  const energies = Float64Array.from({ length: 1 << rbm.hidden }, (_, h) => negativeEnergy(rbm, v, h));
  const listed = logSumExp(energies);
  const alone = new Float64Array(1 << rbm.visible);
  alone[v] = 1;
  const product = acrossOnce(rbm, alone);
  const apart = product.map((p, h) => (p > SMALLEST ? Math.abs(Math.exp(energies[h] - listed) / p - 1) : 0));
  // Both sides of a comparison are rounded.
  const allowed = 2 * partitionRounding(rbm);
  return {
    freeEnergyShare: Math.abs(listed - negativeFreeEnergies(rbm)[v]) / allowed,
    conditionalShare: Math.max(...apart) / allowed,
  };
}

/** ln Z, and how far the sums over the two layers are apart, in units of rounding. */
function partitionSides(rbm: Rbm): { logZ: number; sidesShare: number } {
  const logZ = logPartition(rbm);
  return { logZ, sidesShare: Math.abs(logZ - logPartition(turned(rbm))) / (2 * partitionRounding(rbm)) };
}

/** What the model makes of the patterns: of all of them together, and of those that it gives least and most. */
function patternsUnder(rbm: Rbm, { states }: Patterns) {
  const { p } = distribution(rbm);
  const each = Array.from(states, (v) => p[v]);
  return { mass: sum(each), rarest: Math.min(...each), commonest: Math.max(...each) };
}

/** The probability that q, [2^n], gives to all patterns together. */
const shareOn = ({ states }: Patterns, q: Float64Array): number => sum(Array.from(states, (v) => q[v]));

/** Where a learner stands and what it is about to do. */
interface Standing {
  /** Gibbs steps of its chain, and where that ended, [2^n]. */
  k: number;
  reached: Float64Array;
  update: Float64Array;
  lr: number;
  /** A direction of length 1, of no meaning. */
  probe: Float64Array;
  /** The visible state for which all hidden states are listed. */
  listed: number;
}

/** All that is measured of one learner. */
export function lookAt(rbm: Rbm, patterns: Patterns, standing: Standing) {
  const { k, reached, listed } = standing;
  const own = Number.isFinite(k) ? expectedChain(rbm, patterns, [k])[0].q : reached;
  return {
    ...slopeChecks(rbm, patterns, standing),
    reconstruction: reconstructionError(rbm, patterns.shares),
    ...patternsUnder(rbm, patterns),
    landed: shareOn(patterns, reached),
    landedExpected: shareOn(patterns, own),
    ...partitionSides(rbm),
    ...definitionShares(rbm, listed),
  };
}

/** What its columns are called. */
export const lookColumns = {
  kl: 'KL(data‖model), nats',
  angle: 'angle of the update to the gradient, degrees',
  fall: 'fall of the KL in this step',
  promised: 'promised at least',
  fallShare: 'difference from the fall foreseen, share of what is neglected',
  quotientShare: 'gradient against difference quotient, share of its error',
  reconstruction: 'reconstruction error',
  mass: 'probability of all patterns together',
  rarest: 'of the rarest',
  commonest: 'of the commonest',
  landed: 'chains that end on a pattern',
  landedExpected: 'expected',
  logZ: 'ln Z',
  sidesShare: 'ln Z over the other layer, difference as share of rounding',
  freeEnergyShare: 'free energy against its definition, share of rounding',
  conditionalShare: 'p(h|v) against its definition, share of rounding',
} satisfies Record<keyof ReturnType<typeof lookAt>, string>;

/**
 * The gradient against a difference quotient of the KL along `probe`, and what the step lr · update does to the KL against
 * what the slope and the curvature foresee. Shares of what the neglected terms and rounding allow.
 */
function slopeChecks(rbm: Rbm, patterns: Patterns, { update, lr, probe }: Standing) {
  const data = patterns.shares;
  const { p: model, logP } = distribution(rbm);
  const kl = divergence(data, logP);
  const gradient = updateFrom(rbm, patterns, model);
  const klAt = (by: number, along: Float64Array) => {
    const parameters = rbm.parameters.map((value, k) => value + by * along[k]);
    return divergence(data, distribution({ ...rbm, parameters }).logP);
  };
  // Of a difference of two KLs.
  const rounding = 4 * partitionRounding(rbm);
  const quotient = (klAt(HALF_WIDTH, probe) - klAt(-HALF_WIDTH, probe)) / (2 * HALF_WIDTH);
  const { range } = directionOf(rbm, probe, { data, model });
  const foreseen = foreseenFall(directionOf(rbm, update, { data, model }), lr);
  const fall = kl - klAt(lr, update);
  return {
    kl,
    angle: angle(update, gradient),
    quotientShare:
      Math.abs(quotient + dot(gradient, probe)) /
      (quotientError(range, HALF_WIDTH) + rounding / (2 * HALF_WIDTH)),
    fall,
    fallShare: Math.abs(fall - foreseen.fall) / (foreseen.rest + rounding),
    /** The least that theory promises. */
    promised: foreseen.fall - foreseen.rest,
  };
}

/**
 * Expected CD-k at one place, for several k in rising order, beside the exact gradient there. No statistic is off by more
 * than the total variation between q_k, the distribution after k steps from the data, and the model, since each lies
 * between 0 and 1; and that is at most sqrt(KL(q_k‖model)/2), by Pinsker's inequality.
 */
export function expectedChain(rbm: Rbm, patterns: Patterns, steps: readonly number[]) {
  const { p, logP } = distribution(rbm);
  const gradient = updateFrom(rbm, patterns, p);
  const rounding = 2 * partitionRounding(rbm);
  let q = patterns.shares;
  let done = 0;
  return steps.map((k) => {
    for (; done < k; done++) q = gibbsStep(rbm, q);
    const update = updateFrom(rbm, patterns, q);
    const kl = divergence(q, logP);
    const off = Math.max(...update.map((u, i) => Math.abs(u - gradient[i])));
    return {
      k,
      q,
      // Below its rounding a KL has no digits, nor a sign.
      kl: kl > rounding ? kl : 0,
      angle: angle(update, gradient),
      biasShare: off / Math.sqrt(Math.max(kl, rounding) / 2),
    };
  });
}
