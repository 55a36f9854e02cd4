/**
 * Signal and gradient in a ReLU stack whose widths n_0, n_1 … n_L change from layer to layer, for one input. The last layer
 * is linear, as the logits of a classifier are, unless it is said to have a ReLU too. With a `slope` the units are leaky, and
 * all the same holds but for the numbers: E T_l is (1 + slope²)/2.
 *
 * Given h^(l-1), z^l consists of n_l independent normals of variance σ_l² n_(l-1) q^(l-1), so
 *
 *   q^l = σ_l² n_(l-1) q^(l-1) · T_l,   T_l the mean of n_l squares max(Z, 0)², of Z² in the last layer:
 *
 * E T_l = 1/2, or 1. All T_l are independent and their laws are known for every width, so ln q walks at random with known
 * steps. With σ² = 2/n_(l-1) (fan_in) E q stays; with 2/n_l (fan_out) each layer multiplies it by n_(l-1) / n_l, and the
 * product of these is n_0 / n_L (He et al. 2015, end of section 2.2, where the two are told apart).
 *
 * Backward G^l, the mean square of the gradient with respect to h^l, starts as n_L independent normals. Masks of relu are as
 * good as coins of their own (Hanin & Nica 2019, section 3), so G^(l-1) = σ_l² n_l T_l G^l in the mean, and its logarithm has
 * the variance of all T above l - 1, and of n_(l-1) squares.
 */
import { type ChainBand, type ChainLaw, chainBand } from './chain-band.ts';
import type { Cumulants3 } from './log-law.ts';
import { logOfLeakyMeanSquare, logOfLinearMeanSquare, logOfReluMeanSquare } from './relu-layer-law.ts';

export interface FanStack {
  /** n_0 … n_L. */
  widths: readonly number[];
  /** σ_l² of the weights, entry l - 1. */
  variances: readonly number[];
  /** What the last layer has; 'linear' by default. */
  output?: 'linear' | 'relu';
  /** Of the units left of 0: 0 by default. */
  slope?: number;
}

/** Nats: entries 0 … L. */
export interface FanLaws {
  forward: ChainLaw[];
  backward: ChainLaw[];
  /** ln E q^l and ln E G^l: products of fan ratios. */
  lines: { forward: number[]; backward: number[] };
}

const START: Cumulants3 = { mean: 0, variance: 0, third: 0 };

const plus = (a: Cumulants3, b: Cumulants3, shift = 0): Cumulants3 => ({
  mean: a.mean + b.mean + shift,
  variance: a.variance + b.variance,
  third: a.third + b.third,
});

/** Of ln T: exact for a ReLU. */
function ofUnits(n: number, slope: number): Cumulants3 {
  if (slope === 0) return logOfReluMeanSquare(n);
  const { mean, ...rest } = logOfLeakyMeanSquare(n, slope);
  return { mean: mean + Math.log((1 + slope ** 2) / 2), ...rest };
}

/** The laws of ln q^l and of ln G^l; input and gradient start as independent standard normals. */
export function fanLaws({ widths, variances, output = 'linear', slope = 0 }: FanStack): FanLaws {
  const last = widths.length - 1;
  if (variances.length !== last) {
    throw new RangeError(`fanLaws: ${variances.length} variances for ${last} layers.`);
  }
  const isLinear = (l: number) => l === last && output === 'linear';
  const logPassed = Math.log((1 + slope ** 2) / 2);
  const rectified = new Map([...new Set(widths)].map((n) => [n, ofUnits(n, slope)]));
  const passed = widths.map(
    (n, l) => (isLinear(l) ? undefined : rectified.get(n)) ?? logOfLinearMeanSquare(n),
  );
  const share = (l: number) => (isLinear(l) ? 0 : logPassed);

  let signal = logOfLinearMeanSquare(widths[0]);
  const forward = [{ ...signal, covariance: 0 }];
  const up = [0];
  for (let l = 1; l <= last; l++) {
    const scale = Math.log(variances[l - 1] * widths[l - 1]);
    const { variance: covariance } = signal;
    signal = plus(signal, passed[l], scale);
    forward.push({ ...signal, covariance });
    up.push(up[l - 1] + scale + share(l));
  }

  // What has been gathered from the output down to layer l, before layer l's own squares.
  let gathered = START;
  let covariance = 0;
  const backward = new Array<ChainLaw>(last + 1);
  const down = new Array<number>(last + 1).fill(0);
  for (let l = last; l >= 0; l--) {
    backward[l] = { ...plus(gathered, logOfLinearMeanSquare(widths[l])), covariance };
    if (l === 0) break;
    // How a layer's own squares go with its masked ones is left out: the band errs on the wide side.
    covariance = gathered.variance;
    const scale = Math.log(variances[l - 1] * widths[l]);
    gathered = plus(gathered, passed[l], scale);
    down[l - 1] = down[l] + scale + share(l);
  }
  return { forward, backward, lines: { forward: up, backward: down } };
}

/** Simultaneous bands over the layers, in nats, for one run or the mean of several seeds' logarithms. */
export function fanBand(
  laws: FanLaws,
  direction: 'forward' | 'backward',
  asked: { seeds?: number; falseAlarm?: number } = {},
): ChainBand {
  if (direction === 'forward') return chainBand(laws.forward, asked);
  const { low, mean, high, sd } = chainBand([...laws.backward].reverse(), asked);
  return { low: low.reverse(), mean: mean.reverse(), high: high.reverse(), sd: sd.reverse() };
}
