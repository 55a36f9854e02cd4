/**
 * Gains at which a stack without biases is poised: gradients neither grow nor shrink, or the signal keeps its size.
 *
 * The two are one for relu, leaky_relu and linear stacks (He et al. 2015); for others they differ, which is why no gain
 * holds both signal and gradient in a deep tanh stack.
 */

import type { ActivationParams } from './activations.ts';
import { activations } from './activations.ts';
import { type LayerActivation, layerMoments } from './layer-moments.ts';

interface GainOptions {
  activation: LayerActivation;
  params?: ActivationParams;
}

/**
 * The gain with χ = 1 at the fixed point of the signal, the border between order and chaos (Poole et al. 2016; Schoenholz
 * et al. 2017). Where f(0) = 0 that is a signal of size 0: gain = 1 / sqrt(E f'(0 · Z)²), 1 for tanh, √2 for relu. For
 * sigmoid the fixed point lies elsewhere, and q_z solves q_z E f'² = E f².
 */
export function criticalGain({ activation, params }: GainOptions): number {
  const choice = { activation, params };
  const atZero = activation === 'linear' ? 0 : activations[activation].value(0, params);
  if (atZero === 0) return Math.exp(-layerMoments(choice, -60).logSlope / 2);
  // gain² = 1 / E f'² and q_z = gain² E f²: one equation in ln q_z, whose left side grows.
  const excess = (logVariance: number) => {
    const { log, logSlope } = layerMoments(choice, logVariance);
    return logVariance + logSlope - log;
  };
  const logVariance = bisect(excess, -20, 20);
  return Math.exp(-layerMoments(choice, logVariance).logSlope / 2);
}

/**
 * The gain with E f(gain sqrt(q) Z)² = q: a signal of mean square q keeps it. Throws where f is too small for that, as
 * tanh is for q ≥ 1.
 */
export function preservingGain({
  activation,
  params,
  secondMoment = 1,
}: GainOptions & { secondMoment?: number }): number {
  if (!(secondMoment > 0)) {
    throw new RangeError(`preservingGain: secondMoment = ${secondMoment}; a mean square is positive.`);
  }
  const target = Math.log(secondMoment);
  const excess = (logVariance: number) => layerMoments({ activation, params }, logVariance).log - target;
  if (excess(-40) > 0 || excess(40) < 0) {
    throw new RangeError(`preservingGain: no gain gives ${activation} a mean square of ${secondMoment}.`);
  }
  return Math.exp((bisect(excess, -40, 40) - target) / 2);
}

/** Where a growing function crosses 0. */
function bisect(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
