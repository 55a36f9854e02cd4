/**
 * How much a deep ReLU stack still knows about which input it was given: the spread over two inputs,
 * |h(x) - h(x~)| / 2 by root mean square over units.
 *
 * The bias is the same for both inputs, so it drops out of z - z~ = w · (h - h~), of variance v D, D the mean square of
 * h - h~ and v the variance of the weights times fan_in. Where z and z~ have the same sign, relu passes the difference or
 * blocks it, each for half of the units: D falls by v / 2 a layer, whatever the bias does. Only a z near 0 can have
 * another sign than z~; that costs a little more, and is known for normal z (Cho & Saul, "Kernel methods for deep
 * learning", 2009, equation 6).
 *
 * Once the signs agree, the differences are passed on as a stack without biases passes on its signal: given the layer
 * below, relu'(z)² (w · d)² is one coin times one squared normal, so ln D walks at random with variance 5 / N a layer.
 */
import { type ChainLaw, chainBand } from './chain-band.ts';
import { logOfMean, type TermCumulants } from './log-law.ts';
import { bitsOfRms } from './mean-field.ts';

/** A coin times a squared standard normal, over its mean: E t² = 6, E t³ = 60. */
export const COIN_TIMES_SQUARE: TermCumulants = { second: 5, third: 60 - 3 * 6 + 2 };

export interface SpreadOptions {
  /** Variance of the weights times fan_in. */
  weightVariance: number;
  /** Variance of the biases. */
  biasVariance: number;
  width: number;
  depth: number;
}

export interface SpreadLine {
  /** log2 of the spread by layer, 0 … depth, at infinite width. */
  line: number[];
  /** ln of what differing signs take from D in each layer; 0 for the input. */
  lost: number[];
}

/** The spread of two inputs with independent standard normal entries. */
export function spreadLine({
  weightVariance,
  biasVariance,
  depth,
}: Omit<SpreadOptions, 'width'>): SpreadLine {
  let signal = 1;
  let logSpread = Math.log(2);
  const logs = [logSpread];
  const lost = [0];
  for (let layer = 1; layer <= depth; layer++) {
    const variance = weightVariance * signal + biasVariance;
    const half = Math.exp((Math.log(weightVariance) + logSpread - Math.log(variance)) / 2) / 2;
    const angle = 2 * Math.asin(Math.min(1, half));
    lost.push(Math.log1p(-signLoss(angle)));
    logSpread += Math.log(weightVariance / 2) + lost[layer];
    signal = variance / 2;
    logs.push(logSpread);
  }
  return { line: logs.map((log) => bitsOfRms(log) - 1), lost };
}

/** The share of the square that differing signs take, at an angle between z and z~: (sin a - a cos a) / (π (1 - cos a)). */
function signLoss(angle: number): number {
  // Below, the difference of nearly equal numbers; its series starts with 2a / (3π).
  if (angle < 1e-3) return (2 * angle) / (3 * Math.PI);
  return (Math.sin(angle) - angle * Math.cos(angle)) / (Math.PI * (1 - Math.cos(angle)));
}

/** The spread between two layers that its law speaks of. */
export interface SpreadWalk {
  /** The layer that it starts from, and the last one. */
  from: number;
  to: number;
  /** log2 of the spread at layers from + 1 … to, less that at `from`. */
  low: number[];
  mean: number[];
  high: number[];
}

/** What differing signs may take from D, from the start of the walk to its end. It is added to the band. */
const LOST = 0.02;
/** The share of the spread that rounding may be. It is added to the band. */
const ROUNDED = 1 / 8;

/**
 * From the layer where the signs agree (what differing ones still take is 2 % in all) to the last layer where the spread
 * is eight times the rounding, `floor`, even on a run whose spread is at the lower edge of the band. Undefined where no
 * two such layers are left.
 * @param floor log2 of the spread that rounding alone makes
 */
export function spreadWalk(
  options: SpreadOptions & { floor: number; seeds?: number; falseAlarm?: number },
): SpreadWalk | undefined {
  const { weightVariance, width, depth, floor, seeds = 1, falseAlarm = 1e-3 } = options;
  const { line, lost } = spreadLine(options);
  const stillLost = (layer: number) => -lost.slice(layer + 1).reduce((sum, log) => sum + log, 0);
  const from = line.findIndex((_, layer) => stillLost(layer) <= LOST);
  const own = logOfMean(COIN_TIMES_SQUARE, width);
  // From the input on, four standard deviations below the line.
  const leastAt = (layer: number) => line[layer] - 4 * bitsOfRms(Math.sqrt(own.variance * layer));
  let to = depth;
  while (to > from && leastAt(to) + Math.log2(ROUNDED) < floor) to--;
  if (to - from < 1) return undefined;
  const laws: ChainLaw[] = Array.from({ length: to - from }, (_, i) => ({
    mean: (i + 1) * (Math.log(weightVariance / 2) + own.mean),
    variance: (i + 1) * own.variance,
    third: (i + 1) * own.third,
    covariance: i * own.variance,
  }));
  const band = chainBand(laws, { seeds, falseAlarm });
  const rounded = band.low.map((_, i) => 2 ** (floor - leastAt(from + 1 + i)));
  return {
    from,
    to,
    low: band.low.map((edge, i) => bitsOfRms(edge) - bitsOfRms(stillLost(from)) + Math.log2(1 - rounded[i])),
    mean: band.mean.map(bitsOfRms),
    high: band.high.map((edge, i) => bitsOfRms(edge) + Math.log2(1 + rounded[i])),
  };
}

/**
 * log2 of the spread that float32 makes where there should be none: one rounding of a pre-activation, or, with its
 * `terms`, a sum of so many whose roundings are independent: they add up to about the root of their number (Higham,
 * *Accuracy and Stability of Numerical Algorithms*, 2002, section 2.8).
 * @param size root mean square of the pre-activations
 */
export function roundingSpread({ size, terms = 1 }: { size: number; terms?: number }): number {
  return Math.log2(2 ** -24 * Math.sqrt(terms) * size);
}
