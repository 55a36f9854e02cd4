/**
 * The law of ln G^l, G^l the mean square of the gradient with respect to h^l, in a stack of finite width n. At the output
 * the gradient consists of independent standard normals.
 *
 * ln G^(l-1) = ln G^l + ln χ_l(q^(l-1)) + noise. The noise is that of a mean of n terms (f'(z_i) g_i)², of variance
 * (3 E f'⁴ / (E f'²)² - 1) / n; it is partly shared with the forward noise of the same layer, and χ moves with q. With
 * u^l = ln q^l this makes ln G^l = A_l u^l + R_l, where A_l says how much a deviation of u^l moves the χ of all later
 * layers, and R_l gathers the independent noises of these layers. For relu and linear layers A = 0, and forward and
 * backward paths have the same law: relu's masks are then as good as coins of their own (Hanin & Nica 2019, section 3).
 *
 * g is not quite independent of z = W h: the part of W along h is known, and replaces one of the n random terms of W^T δ
 * by h (z · δ) / |h|². Its mean square, over what independence would give, is 1 + T. T_l is the tilt of layer l, since g
 * meets larger slopes where z is smaller, plus what is left of T_(l+1), since z · δ = h · g is passed on from layer to
 * layer: for a linear stack it never changes. T moves the mean of ln G by T / n. Left out is the order 1/n² a layer.
 */

import { logOfMean } from './log-law.ts';
import {
  nextSquare,
  normalStart,
  type PairLaw,
  type SignalLaws,
  signalLaws,
  type WideStack,
} from './signal-laws.ts';
import { skipBackward } from './skip-noise.ts';

/**
 * The laws of ln G^l for entries 0 … depth.
 * @param signal the laws of this stack's signal, where they are known: they are most of the work
 */
export function gradientLaws(options: WideStack, signal: SignalLaws = signalLaws(options)): PairLaw[] {
  const { width, residual = false } = options;
  const { laws: signals, layers } = signal;
  const depth = layers.length;
  const laws = new Array<PairLaw>(depth + 1);
  laws[depth] = normalStart(width);
  let { mean, variance: rest, third } = laws[depth];
  let sharedRest = 0;
  let pull = 0;
  let known = 0;
  // The mean square correlation of two inputs' gradients.
  let square = 1 / width;
  for (let l = depth; l > 0; l--) {
    const { noise, pair, variance, shared, response, slope, factor } = layers[l - 1];
    const both = layers[l - 1].both / width;
    const sharedBoth = layers[l - 1].sharedBoth / width;
    const before = signals[l - 1];
    const kept = residual ? 1 / (1 + factor) : 0;
    const added = 1 - kept;
    const term = skipBackward(noise.backward, { kept, added, lean: 0 });
    const own = logOfMean(term, width);
    // E (f' g f'~ g~)² over its value for one input each, and the covariance of two inputs' terms.
    const together = (1 + 2 * square) * pair.slopes;
    const common = 4 * kept * added * square * pair.slopeCorrelation + added ** 2 * (together - 1);
    const nextPull = slope.slope + response * pull;
    const carried = pull * nextPull * response;
    const covariance = rest + carried * before.variance + pull * (pull * variance + added * both);
    const sharedCovariance =
      sharedRest + carried * before.shared + pull * (pull * shared + added * sharedBoth);
    // The later layer's T h_i² / |h|² raises g_i² where h_i² is large, and there the slope is smaller.
    mean += slope.mean + own.mean + (added * known * noise.both) / width;
    known = added * (layers[l - 1].tilt + (residual ? 0 : layers[l - 1].passed * known));
    mean += known / width;
    third += own.third;
    rest += own.variance + pull * (2 * added * both + pull * variance);
    sharedRest += own.variance * (common / term.second) + pull * (2 * added * sharedBoth + pull * shared);
    laws[l - 1] = {
      mean,
      variance: rest + nextPull ** 2 * before.variance,
      third,
      covariance,
      shared: sharedRest + nextPull ** 2 * before.shared,
      sharedCovariance,
    };
    const passed = kept + added * pair.slopeCorrelation;
    square = nextSquare({
      square,
      kept: passed ** 2 * square,
      product:
        2 * kept * added * (1 + square * pair.slopeCorrelation) +
        added ** 2 * (together - pair.slopeCorrelation ** 2 * square),
      shared: common,
      weight: added * (2 * kept + added * pair.slopes),
      width,
    });
    pull = nextPull;
  }
  return laws;
}
