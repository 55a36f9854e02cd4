/**
 * What an infinitely wide random stack does to a signal: second moments by layer, forward and backward.
 *
 * z^l = W^l h^(l-1) + b^l and h^l = f(z^l), or h^l = h^(l-1) + f(z^l) with residual connections; the entries of W^l are
 * independent with mean 0 and variance gain² / fan_in. Given h^(l-1), each pre-activation is a sum of many small terms,
 * so nearly normal with variance q_z = gain² q^(l-1) + Var b, where q = E h². From that (Poole et al., "Exponential
 * expressivity in deep neural networks through transient chaos", 2016, equation 3)
 *
 *   q^l = E f(sqrt(q_z) Z)²,   and backward   E g^(l-1)² = χ_l E g^l²,   χ_l = gain² E f'(sqrt(q_z) Z)²
 *
 * for square layers (Schoenholz et al., "Deep information propagation", 2017, equation 7; for relu He et al., "Delving
 * deep into rectifiers", 2015, sections 2.2 and 2.3). g^l is the gradient with respect to h^l. The backward line assumes
 * that g^l does not depend on z^l, although both hold the same weights. At infinite width that does no harm. At finite
 * width it does in residual stacks whose f is not odd: for relu, h^l · g^l is the same at every layer, so the part of g
 * along h, a share 1/n at the output, grows as |h| shrinks, and is most of the gradient some ln n layers down.
 *
 * Everything is carried as a logarithm, so that a hundred layers of 1e-7 each are no trouble.
 */

import { type LayerChoice, layerMoments } from './layer-moments.ts';

/** A stack of dense layers, all of the same width. */
export interface StackOptions extends LayerChoice {
  /** Weights have standard deviation gain / sqrt(fan_in). Give this, or `weightVariance`. */
  gain?: number;
  /** gain², the variance of the weights times fan_in. */
  weightVariance?: number;
  /** Variance of the biases, 0 by default. */
  biasVariance?: number;
  /** The number of layers L. */
  depth: number;
  /** h^l = h^(l-1) + f(z^l). */
  residual?: boolean;
  /** E x², 1 by default. */
  inputSecondMoment?: number;
}

/** log2 of the root mean square by layer, entries 0 … depth, at infinite width. */
export interface MeanField {
  /** Of h^l; entry 0 is the input. */
  forward: number[];
  /** Of the gradient with respect to h^l, if that at the output, entry `depth`, has root mean square 1. */
  backward: number[];
}

/** The logarithm of a second moment, in nats, as log2 of a root mean square. */
export const bitsOfRms = (logMoment: number): number => logMoment / (2 * Math.LN2);

/** gain² of a stack; throws unless exactly one of `gain` and `weightVariance` is given, and positive. */
export function weightVarianceOf({ gain, weightVariance }: StackOptions): number {
  if ((gain === undefined) === (weightVariance === undefined)) {
    throw new RangeError('A stack needs either gain or weightVariance (which is gain²), and not both.');
  }
  const variance = weightVariance ?? (gain as number) ** 2;
  if (!(variance > 0 && variance < Infinity)) {
    throw new RangeError(
      `gain = ${gain}, weightVariance = ${weightVariance}: it must be positive and finite.`,
    );
  }
  return variance;
}

/** ln q_z of the pre-activations behind a signal with ln q, and the share of q_z that comes through the weights. */
export function preactivation(
  options: StackOptions,
  logSignal: number,
): { logVariance: number; share: number } {
  const { biasVariance = 0 } = options;
  if (!(biasVariance >= 0)) throw new RangeError(`biasVariance = ${biasVariance}: a variance is at least 0.`);
  const throughWeights = logSignal + Math.log(weightVarianceOf(options));
  const logVariance = biasVariance > 0 ? addLogs(throughWeights, Math.log(biasVariance)) : throughWeights;
  return { logVariance, share: Math.exp(throughWeights - logVariance) };
}

/** What one layer does to the second moments. */
export interface LayerStep {
  /** ln q^l. */
  log: number;
  /** The mean of h^l over units. */
  mean: number;
  /** ln of E g^(l-1)² / E g^l². */
  logBackward: number;
}

/** The steps of all layers; entry 0 stands for the input. */
export function meanFieldSteps(options: StackOptions): LayerStep[] {
  const { depth, residual = false, inputSecondMoment = 1 } = options;
  const weightVariance = weightVarianceOf(options);
  if (!Number.isInteger(depth) || depth < 0) {
    throw new RangeError(`A stack of depth ${depth}: the depth is a whole number from 0 on.`);
  }
  if (!(inputSecondMoment > 0)) {
    throw new RangeError(
      `inputSecondMoment = ${inputSecondMoment}: the mean square of the input is positive.`,
    );
  }
  const steps: LayerStep[] = [{ log: Math.log(inputSecondMoment), mean: 0, logBackward: 0 }];
  for (let layer = 1; layer <= depth; layer++) {
    const before = steps[layer - 1];
    const { logVariance } = preactivation(options, before.log);
    const f = layerMoments(options, logVariance);
    const backward = Math.log(weightVariance) + f.logSlope;
    if (residual) {
      // E (h + f)² = E h² + 2 E h E f + E f²: given h, W h is as often above as below 0.
      const cross = 2 * before.mean * f.mean;
      const log = addLogs(before.log, f.log) + Math.log1p(cross * Math.exp(-addLogs(before.log, f.log)));
      const mean = before.mean + f.mean;
      steps.push({ log, mean, logBackward: addLogs(0, backward) });
    } else {
      steps.push({ log: f.log, mean: f.mean, logBackward: backward });
    }
  }
  return steps;
}

/** The prediction for a stack of infinite width. */
export function meanField(options: StackOptions): MeanField {
  const steps = meanFieldSteps(options);
  const backward = new Array<number>(steps.length).fill(0);
  for (let l = steps.length - 1; l > 0; l--) backward[l - 1] = backward[l] + steps[l].logBackward;
  return { forward: steps.map(({ log }) => bitsOfRms(log)), backward: backward.map(bitsOfRms) };
}

/** ln(e^a + e^b). */
function addLogs(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
