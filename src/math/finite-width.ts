/**
 * Bands around the path of log2 rms by layer in a dense stack of finite width: simultaneous, so that an honest run leaves
 * its band anywhere along the path with probability `falseAlarm` only.
 */

import { simultaneousCritical } from './boundary-crossing.ts';
import { gradientLaws } from './gradient-laws.ts';
import type { LayerActivation } from './layer-moments.ts';
import { skewedFromScore } from './log-gamma-law.ts';
import { type Cumulants3, logOfLognormalMean } from './log-law.ts';
import { bitsOfRms, type StackOptions } from './mean-field.ts';
import { type PairLaw, signalLaws } from './signal-laws.ts';

/** What the band is asked for. */
export interface BandOptions extends StackOptions {
  direction: 'forward' | 'backward';
  /** Units in every layer, the input among them; from 16 on. */
  width: number;
  /** Inputs, with independent normal entries; mean squares are over inputs and units. 1 by default. */
  batch?: number;
  /** How many runs, with weights and inputs of their own, the path of log2 rms is averaged over. 1 by default. */
  seeds?: number;
  /** The probability that an honest path leaves the band, 1e-3 by default. */
  falseAlarm?: number;
}

/** log2 rms, entries 0 … depth. */
export interface RmsBand {
  low: number[];
  /** E log2 rms: not the infinite-width line, but what runs of this width average to. */
  mean: number[];
  high: number[];
  /** The standard deviation of log2 rms. */
  sd: number[];
  /** The normal score of both edges. */
  critical: number;
}

/**
 * What the inputs of a batch share is known to leading order only. In simulations of real stacks of width 64 (8 and 64
 * inputs, 100 layers, 400 to 1500 runs each) the standard deviation at a layer was at most 1.11 times the predicted one,
 * for tanh at gain 5/3; for the gradients of tanh it was as little as 0.70 times. So the band of a batch is widened by this
 * over the width, and it is too wide rather than too narrow. For one input nothing need be added.
 */
const BATCH_MARGIN = 6;

/**
 * Odd functions, with which the mean of h stays 0. With others, h gathers a mean in a residual stack and grows faster than
 * the gradient's line. For relu h · g is the same at every layer, so the gradient's part along h, 1/n of it at the output,
 * grows towards the input as fast as |h|, and after about ln n layers it is most of the gradient: a law of its own.
 */
const ODD: readonly LayerActivation[] = ['tanh', 'linear'];

/** The simultaneous band for one path, or for the mean path of several seeds. */
export function finiteWidthBand(options: BandOptions): RmsBand {
  const { direction, width, batch = 1, seeds = 1, falseAlarm = 1e-3 } = options;
  requireCount('width', width, 16);
  requireCount('batch', batch, 1);
  requireCount('seeds', seeds, 1);
  const backward = direction === 'backward';
  if (backward && options.residual && !ODD.includes(options.activation)) {
    throw new RangeError(
      `finiteWidthBand: no band for gradients in a residual ${options.activation} stack, only with ${ODD.join(' or ')}.`,
    );
  }
  const inOrder = backward ? gradientLaws(options).reverse() : signalLaws(options).laws;
  const laws = ofBatch(inOrder, batch);
  const critical = criticalOf(laws, falseAlarm);
  if (backward) laws.reverse();
  const sd = laws.map(({ variance }) => bitsOfRms(Math.sqrt(variance / seeds)));
  const mean = laws.map((law) => bitsOfRms(law.mean));
  const widened = batch === 1 ? 1 : 1 + BATCH_MARGIN / width;
  const edge = (score: number) =>
    laws.map(({ variance, third }, l) => {
      const skewness = third / variance ** 1.5 / Math.sqrt(seeds);
      return mean[l] + widened * sd[l] * skewedFromScore(score, skewness);
    });
  return { low: edge(-critical), mean, high: edge(critical), sd, critical };
}

/** The law for the mean over a batch, and its covariance with the layer reached before. */
interface BatchLaw extends Cumulants3 {
  covariance: number;
}

/**
 * ln q_b of the inputs b of a batch consist of a common part and of parts of their own, of variance d; the mean of B
 * lognormal variables is averaged exactly. `laws` are in the order in which the pass reaches them.
 */
function ofBatch(laws: PairLaw[], batch: number): BatchLaw[] {
  const known = new Map<number, Cumulants3>();
  const owns = laws.map(({ variance, shared }) => {
    const d = Math.max(0, variance - shared);
    const own = known.get(d) ?? logOfLognormalMean(d, batch);
    known.set(d, own);
    return { d, ...own };
  });
  return laws.map((law, k) => {
    const own = owns[k];
    const last = owns[Math.max(0, k - 1)];
    const correlation = (law.covariance - law.sharedCovariance) / Math.sqrt(own.d * last.d || 1);
    const variance = law.shared + own.variance;
    return {
      mean: law.mean + own.mean,
      variance,
      third: law.third * (batch === 1 ? 1 : (law.shared / law.variance) ** 2) + own.third,
      covariance: law.sharedCovariance + Math.max(0, correlation) * Math.sqrt(own.variance * last.variance),
    };
  });
}

/** The share of new variance below which a step is taken for this: finding c would take long, and it errs upwards. */
const LEAST_INNOVATION = 1e-3;

/** Finding c takes a tenth of a second, and a plot asks for the same band at every redraw. */
const criticals = new Map<string, number>();

function criticalOf(laws: BatchLaw[], falseAlarm: number): number {
  const innovations = laws.slice(1).map(({ variance, covariance }, k) => {
    const share = 1 - covariance ** 2 / (variance * laws[k].variance);
    return Math.min(1, Math.max(LEAST_INNOVATION, share));
  });
  const key = `${falseAlarm} ${innovations.map((share) => share.toFixed(4)).join(' ')}`;
  const known = criticals.get(key);
  if (known !== undefined) return known;
  const critical = simultaneousCritical(innovations, falseAlarm);
  criticals.set(key, critical);
  return critical;
}

function requireCount(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`finiteWidthBand: ${name} = ${value}; a whole number from ${least} on is needed.`);
  }
}
