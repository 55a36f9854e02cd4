/**
 * The law of ln q^l, q^l the mean square of h^l, in a stack of finite width n: mean, variance and skewness by layer.
 *
 * Given h^(l-1), the rows of W^l are independent, so q^l = (1/n) Σ f(z_i)² is a mean of n independent terms: ln q walks at
 * random around the line of the infinitely wide stack, with variance κ/n a layer, κ = E f⁴ / (E f²)² - 1, and a drift of
 * half that downwards, since E ln q < ln E q. κ is 5 for relu and 2 for linear layers (Hanin & Rolnick, "How to start
 * training: the effect of initialization and architecture", 2018; Hanin & Nica, "Products of many large random matrices
 * and gradients in deep neural networks", 2019). Where f saturates, a layer passes on only the share
 * d ln q^l / d ln q^(l-1) < 1 of a deviation, and the walk is pulled back.
 *
 * Two inputs of a batch meet the same weights. They share Cov(f², f~²) where one has Var f², which depends on the
 * correlation c of their signals. So a batch steadies the early layers of a relu stack, but not the late ones, where
 * c → 1 and all inputs look alike.
 *
 * Kept are the orders 1/n and, for the noise of each layer, 1/n². Weights need not be normal: the kurtosis of another law
 * enters at order 1/n² only.
 */

import {
  type LayerMoments,
  type LayerNoise,
  layerMoments,
  layerNoise,
  type PairNoise,
} from './layer-moments.ts';
import { type Cumulants3, type Image, imagesOf, logOfMean, SQUARED_NORMAL } from './log-law.ts';
import { preactivation, type StackOptions, weightVarianceOf } from './mean-field.ts';
import { type Shares, type SkipPair, skipForward, skipPair } from './skip-noise.ts';

/** The law of ln(mean square) for one input, what two inputs share, and what ties it to the layer reached before. */
export interface PairLaw extends Cumulants3 {
  /** Cov with the layer before: l - 1 for the forward pass, l + 1 for the backward pass. */
  covariance: number;
  /** Cov of two inputs' logarithms. */
  shared: number;
  /** Cov with the other input's at the layer before. */
  sharedCovariance: number;
}

/** What the backward pass needs to know of a layer. */
export interface Layer {
  noise: LayerNoise;
  /** Averages over the correlations that two inputs may have. */
  pair: AveragePair;
  /** The forward noise: Var ln q^l given h^(l-1), its part that two inputs share, and its covariance with f'² times n. */
  variance: number;
  shared: number;
  both: number;
  sharedBoth: number;
  /** d ln q^l / d ln q^(l-1). */
  response: number;
  /** ln χ_l as a function of ln q^(l-1), or ln(1 + χ_l) in a residual stack. */
  slope: Image;
  /** χ_l at the middle of it. */
  factor: number;
  /** E z² f'² / (E z² E f'²) - 1: how the slope depends on the size of the pre-activation. */
  tilt: number;
  /** (E z f f')² / (E z² E f² E f'²): how much of the inner product of h and g a layer lets through. */
  passed: number;
}

/** A stack of this width in every layer. */
export interface WideStack extends StackOptions {
  width: number;
}

/** Independent standard normals, `width` of them for each input. */
export function normalStart(width: number, variance = 1): PairLaw {
  const { mean, ...rest } = logOfMean(SQUARED_NORMAL, width);
  return { mean: mean + Math.log(variance), ...rest, covariance: 0, shared: 0, sharedCovariance: 0 };
}

/** The laws of ln q^l for entries 0 … depth, and layers 1 … depth. */
export interface SignalLaws {
  laws: PairLaw[];
  layers: Layer[];
}

/** What a stack does to its signal. */
export function signalLaws(options: WideStack): SignalLaws {
  const { width, depth, inputSecondMoment = 1, residual = false } = options;
  const logWeight = Math.log(weightVarianceOf(options));
  const laws = [normalStart(width, inputSecondMoment)];
  const layers: Layer[] = [];
  let correlation: Correlation = { mean: 0, square: 1 / width };
  // The mean of h over its root mean square. Of interest only where h is kept.
  let lean = 0;
  for (let l = 1; l <= depth; l++) {
    const before = laws[l - 1];
    const grown = (u: number, f: LayerMoments) =>
      residual ? 1 + Math.exp(f.log - u) + 2 * lean * f.mean * Math.exp(-u / 2) : Math.exp(f.log - u);
    const [signal, slope] = imagesOf(before, (u) => {
      const f = layerMoments(options, preactivation(options, u).logVariance);
      const backward = f.logSlope + logWeight;
      return [u + Math.log(grown(u, f)), residual ? Math.log1p(Math.exp(backward)) : backward];
    });
    const { logVariance, share } = preactivation(options, before.mean);
    const f = layerMoments(options, logVariance);
    const growth = grown(before.mean, f);
    const shares: Shares = {
      kept: residual ? 1 / growth : 0,
      added: residual ? Math.exp(f.log - before.mean) / growth : 1,
      lean,
    };
    const noise = layerNoise(options, logVariance);
    const term = skipForward(noise, shares);
    const own = logOfMean(term, width);
    const pair = averagePair(noise, correlation, share, shares);
    const shared = own.variance * (pair.forward / term.second);
    laws.push({
      mean: signal.mean + own.mean,
      variance: signal.variance + own.variance,
      third: signal.third + own.third,
      covariance: signal.slope * before.variance,
      shared: signal.slope ** 2 * before.shared + shared,
      sharedCovariance: signal.slope * before.shared,
    });
    layers.push({
      noise,
      pair,
      variance: own.variance,
      shared,
      both: shares.added * noise.both,
      sharedBoth: shares.added * pair.both,
      response: signal.slope,
      slope,
      factor: Math.exp(f.logSlope + logWeight),
      tilt: share * f.tilt,
      passed: share * f.passed,
    });
    lean = Math.sqrt(shares.kept) * lean + Math.sqrt(shares.added) * noise.mean;
    correlation = {
      mean: pair.correlation,
      square: nextSquare({
        square: correlation.square,
        settled: correlation.mean ** 2,
        kept: pair.correlationSquare,
        product: pair.product,
        shared: pair.forward,
        weight: shares.added * (2 * shares.kept + shares.added),
        width,
      }),
    };
  }
  return { laws, layers };
}

/** The correlation of two inputs' signals, over draws of the weights. */
interface Correlation {
  mean: number;
  square: number;
}

/** What two inputs share after a layer, and the slopes there. */
type AveragePair = SkipPair &
  Pick<PairNoise, 'slopeCorrelation' | 'slopes' | 'both'> & { correlationSquare: number };

/** Averages over two equally likely correlations with the given mean and mean square. */
function averagePair(
  noise: LayerNoise,
  { mean, square }: Correlation,
  share: number,
  shares: Shares,
): AveragePair {
  const spread = Math.min(1 - Math.abs(mean), Math.sqrt(Math.max(0, square - mean ** 2)));
  const [a, b] = [mean - spread, mean + spread].map((c) => {
    const pair = noise.pair(share * c + 1 - share);
    return { ...pair, ...skipPair(pair, noise.mean, c, shares) };
  });
  return {
    correlation: (a.correlation + b.correlation) / 2,
    correlationSquare: (a.correlation ** 2 + b.correlation ** 2) / 2,
    slopeCorrelation: (a.slopeCorrelation + b.slopeCorrelation) / 2,
    forward: (a.forward + b.forward) / 2,
    product: (a.product + b.product) / 2,
    slopes: (a.slopes + b.slopes) / 2,
    both: (a.both + b.both) / 2,
  };
}

/**
 * The mean square correlation of two signals after a layer, from that before (`square`) and the part of it that an
 * infinitely wide layer would keep. With x = E q q~ and y = E (mean h h~)², one layer gives x → x (1 + Cov / n) and
 * y → kept + Var / n, Cov the covariance of their terms h² and Var the variance of h h~, exactly; the ratio is a mean
 * weighted by q q~, and runs ahead of the plain mean. For a product of Gaussian matrices the drifts differ by
 * 8 y (τ - y) / n, τ = tr K³ / (tr K tr K²) for the Gram matrix K of the batch. τ = y^0.7 is what was measured there (width
 * 64, 100 layers): the variance of ln q that follows is right to 2 %, where it would be 27 % too large without.
 */
export function nextSquare(options: {
  square: number;
  /** The part of `square` that is no fluctuation: the square of the mean correlation. */
  settled?: number;
  kept: number;
  /** Var, in units of q q~. */
  product: number;
  /** Cov, in units of q q~. */
  shared: number;
  /** How many times stronger the noise is than that of a linear layer. */
  weight: number;
  width: number;
}): number {
  const { square, settled = 0, kept, product, shared, weight, width } = options;
  const ahead = (8 * weight * Math.max(0, square - settled) * (square ** 0.7 - square)) / width;
  const next = (kept + product / width) / (1 + shared / width) - ahead;
  return Math.min(1, Math.max(0, next));
}
