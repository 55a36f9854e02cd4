/**
 * What a batch looks like in each layer of a random stack of finite width n: the mean and the standard deviation of h^l over
 * all its B inputs and n units, and bands for both.
 *
 * Given the layer below, the units are independent, and all B inputs meet the same weights. So with a = mean over the
 * inputs of f(z) and s = mean of f(z)², one unit's own, the layer's mean is a mean of n independent a, and its mean square
 * one of n independent s:
 *
 *   Var a = Var f / B + (1 - 1/B) Cov(f, f~),   and so for s with f²,
 *
 * where f and f~ are those of two inputs, whose correlation c follows from layer to layer (signal-laws.ts). To this the
 * layer adds what it makes of u = ln q of the layer below. For relu c → 1: a deep batch is as uncertain as one input, and
 * one run of a thousand inputs tells little more than one run of one.
 *
 * Where f is odd the mean is 0, and exactly uncorrelated from input to input: turning the sign of one changes nothing in
 * the law of the others. So its variance is q / (n B), whatever the depth. It is a normal variable of random size, since
 * the mean input walks through the layers as any signal does: its logarithm has variance 2l/n in a linear stack after l
 * layers, and less where f bends. So it is for other functions too whose mean may have either sign, such as SELU.
 *
 * Bands hold at all layers at once by Šidák's inequality (1967), as if the layers were independent; they are not, so the
 * bands err on the wide side.
 */
import { type ChainBand, type ChainLaw, chainBand } from './chain-band.ts';
import { finiteWidthBand } from './finite-width.ts';
import { layerMoments } from './layer-moments.ts';
import { type Cumulants3, imagesOf } from './log-law.ts';
import { preactivation } from './mean-field.ts';
import { scaleMixtureCritical } from './scale-mixture.ts';
import { type Layer, nextSquare, signalLaws, type WideStack } from './signal-laws.ts';

/** A stack without residual connections, and how many inputs it is given. */
export interface BatchStack extends WideStack {
  batch: number;
  residual?: false;
}

/** Entries 0 … depth; layer 0 is the input. */
export interface BatchLaws {
  /** Of ln(standard deviation). */
  logStd: ChainLaw[];
  /** Of the mean; of ln(mean) where `positive` says so. */
  mean: ChainLaw[];
  /** The mean is surely positive, and walks as the signal's size does: its logarithm is the more normal of the two. */
  positive: boolean[];
  /** The variance of ln of the size of the mean, where it may have either sign; else 0. */
  mixed: number[];
}

const ODD = ['tanh', 'linear'];
/** Functions whose mean is positive, of few units as of many. */
const POSITIVE = ['relu', 'leaky_relu', 'sigmoid'];
/** Of others it is, where the noise of one layer is at most this share of it. */
const SURELY = 0.1;
/** log-gamma-law.ts goes up to 1.9; only a mean between noise and size comes near it, in deep and narrow stacks. */
const MOST_SKEWED = 1.5;

/** Widened as the band of finite-width.ts is for a batch, and for its reason. */
const BATCH_MARGIN = 6;

export function batchLaws(stack: BatchStack): BatchLaws {
  const { width, batch, depth, activation, inputSecondMoment = 1 } = stack;
  const odd = ODD.includes(activation);
  const signals = signalLaws(stack);
  const path = finiteWidthBand({ ...stack, direction: 'forward', falseAlarm: 0.05 });
  const margin = (1 + BATCH_MARGIN / width) ** 2;
  /** ln q of the batch. */
  const batchLog = signals.laws.map(
    ({ variance, shared, third }, l): Cumulants3 => ({
      mean: 2 * Math.LN2 * path.mean[l],
      variance: (2 * Math.LN2 * path.sd[l]) ** 2,
      third: third * (batch === 1 ? 1 : (shared / variance) ** 2),
    }),
  );
  const numbers = width * batch;
  const logScale = Math.log(inputSecondMoment) / 2;
  const logStd = [chained({ mean: logScale - 1 / numbers, variance: 0.5 / numbers, third: 0 })];
  const mean = [chained({ mean: 0, variance: inputSecondMoment / numbers, third: 0 })];
  const positive = [false];
  const correlations = correlationsOf(signals.layers, width);
  for (let l = 1; l <= depth; l++) {
    const noise = unitNoise(signals.layers[l - 1], correlations[l - 1], batch);
    const { variance, shared } = signals.laws[l - 1];
    const [size, middle, logMiddle] = ofInputs(stack, batchLog[l - 1], Math.max(0, variance - shared));
    if (odd) {
      const { mean: log, variance: spread, third } = batchLog[l];
      logStd.push(chained({ mean: log / 2, variance: (spread / 4) * margin, third: third / 8 }));
    } else {
      logStd.push(
        chained({
          mean: (size.mean - (noise.logVariance / 2 + noise.taken) / width) / 2,
          variance: ((size.variance + noise.logVariance / width) / 4) * margin,
          third: size.third / 8,
        }),
      );
    }
    const square = Math.exp(batchLog[l].mean);
    const own = odd ? square / numbers : (square * noise.mean) / width;
    const share = own / middle.mean ** 2;
    positive.push(!odd && (POSITIVE.includes(activation) || (middle.mean > 0 && share < SURELY ** 2)));
    if (odd) {
      mean.push(chained({ mean: 0, variance: own * margin, third: 0 }));
    } else if (positive[l]) {
      const variance = (logMiddle.variance + share) * margin;
      mean.push(chained({ mean: logMiddle.mean - share / 2, variance, third: logMiddle.third }));
    } else {
      const variance = (middle.variance + own) * margin;
      const most = MOST_SKEWED * variance ** 1.5;
      const third = Math.max(-most, Math.min(most, middle.third));
      mean.push(chained({ mean: middle.mean, variance, third }));
    }
  }
  return { logStd, mean, positive, mixed: positive.map((is, l) => (is ? 0 : (2 * l) / width)) };
}

/**
 * Bands for the mean over several seeds of ln(standard deviation), and of the mean or, where `positive`, of ln(mean).
 * @param seeds may be a fraction: S / (S + 1) is for the difference between one run and the mean of S.
 */
export function batchBands(
  { logStd, mean, mixed }: BatchLaws,
  { seeds = 1, falseAlarm = 1e-3 }: { seeds?: number; falseAlarm?: number } = {},
): { logStd: ChainBand; mean: ChainBand } {
  const band = chainBand(mean, { seeds, falseAlarm });
  const each = -Math.expm1(Math.log1p(-falseAlarm) / mean.length);
  const normal = scaleMixtureCritical(0, each);
  for (const [l, spread] of mixed.entries()) {
    if (spread === 0) continue;
    const wider = scaleMixtureCritical(spread / seeds, each) / normal;
    band.low[l] = band.mean[l] + wider * (band.low[l] - band.mean[l]);
    band.high[l] = band.mean[l] + wider * (band.high[l] - band.mean[l]);
  }
  return { logStd: chainBand(logStd, { seeds, falseAlarm }), mean: band };
}

/** Šidák: as if nothing tied one layer to the next. */
const chained = (law: Cumulants3): ChainLaw => ({ ...law, covariance: 0 });

/** What a layer makes of u = ln q of the batch below: ln(E f² - (E f)²), E f, and ln E f, over inputs whose own ln q vary. */
function ofInputs(stack: BatchStack, before: Cumulants3, own: number) {
  const moments = (u: number) => {
    const { mean, log } = layerMoments(stack, preactivation(stack, u).logVariance);
    return [mean, Math.exp(log)];
  };
  return imagesOf(before, (u) => {
    const [mean, square] =
      own > 1e-12
        ? imagesOf({ mean: u - own / 2, variance: own, third: 0 }, moments).map((image) => image.mean)
        : moments(u);
    return [Math.log(square - mean ** 2), mean, Math.log(Math.max(mean, Number.MIN_VALUE))];
  });
}

interface Correlation {
  mean: number;
  square: number;
}

/** The correlation of two inputs before each layer, over draws of the weights: its mean and its mean square. */
function correlationsOf(layers: readonly Layer[], width: number): Correlation[] {
  const found: Correlation[] = [{ mean: 0, square: 1 / width }];
  for (const { pair } of layers) {
    const { mean, square } = found[found.length - 1];
    found.push({
      mean: pair.correlation,
      square: nextSquare({
        square,
        settled: mean ** 2,
        kept: pair.correlationSquare,
        product: pair.product,
        shared: pair.forward,
        weight: 1,
        width,
      }),
    });
  }
  return found;
}

/** The noise of one unit, in units of q: Var a, Var of (s - 2 mean a) / (1 - mean²), and E of what a² takes from the variance. */
function unitNoise({ noise }: Layer, { mean, square }: Correlation, batch: number) {
  const spread = Math.min(1 - Math.abs(mean), Math.sqrt(Math.max(0, square - mean ** 2)));
  const pairs = [mean - spread, mean + spread].map((c) => noise.pair(c));
  const own = 1 / batch;
  const mixed = (alone: number, together: (pair: (typeof pairs)[number]) => number) =>
    own * alone + (1 - own) * ((together(pairs[0]) + together(pairs[1])) / 2);
  const y = noise.mean;
  const left = 1 - y ** 2;
  const a = Math.max(0, mixed(1, ({ correlation }) => correlation) - y ** 2);
  const s = mixed(noise.forward.second, ({ forward }) => forward);
  const both = mixed(noise.lean, ({ lean }) => lean);
  return {
    mean: a,
    logVariance: Math.max(0, s + 4 * y ** 2 * a - 4 * y * both) / left ** 2,
    taken: a / left,
  };
}
