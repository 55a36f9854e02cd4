/**
 * The signal of a ReLU stack whose layers stand as `torch.nn.Linear` makes them: weights and biases uniform on
 * ±1/√N. The biases hold it at a floor.
 *
 * Given h^(l-1), the z_i are independent over units and symmetric, with variance (q^(l-1) + 1/N) / 3, q the mean square
 * of h. A ReLU keeps z_i² with probability one half, whatever its size, so
 *
 *   E (q^l | h^(l-1)) = (q^(l-1) + 1/N) / 6,   which stays where it is at q* = 1 / (5N).
 *
 * At the floor the bias is most of a pre-activation (5/6 of its variance), and a uniform number has a kurtosis of 9/5: the
 * noise of a layer is a third smaller than for normal z. Its cumulants are those of z = (sum over the weights) + bias,
 * with the fourth cumulant of the sum to order 1/N.
 */
import { type ChainLaw, chainBand } from './chain-band.ts';
import { imagesOf, logOfMean, SQUARED_NORMAL, type TermCumulants } from './log-law.ts';
import { bitsOfRms } from './mean-field.ts';

/** Of the weights and of the bias, times N: the variance of a uniform number on ±1. */
const VARIANCE = 1 / 3;
/** E u⁴ and E u⁶ of that number, and its fourth cumulant. */
const FOURTH = 1 / 5;
const SIXTH = 1 / 7;
const FOURTH_CUMULANT = FOURTH - 3 * VARIANCE ** 2;

/** The root mean square at which a wide stack's signal stays: √(1 / (5N)). */
export function biasFloor(width: number): number {
  requireWidth(width);
  return Math.sqrt(1 / (5 * width));
}

/** The laws of ln q^l for layers 0 … depth; layer 0 holds `width` independent standard normals. */
export function biasFloorLaws({ width, depth }: { width: number; depth: number }): ChainLaw[] {
  requireWidth(width);
  if (!Number.isInteger(depth) || depth < 1) {
    throw new RangeError(`biasFloorLaws: depth = ${depth}; allowed are whole numbers from 1 on.`);
  }
  const laws: ChainLaw[] = [{ ...logOfMean(SQUARED_NORMAL, width), covariance: 0 }];
  // Σ h⁴ over (Σ h²)², times N: 3 for normal inputs.
  let kurtosis = 3;
  for (let layer = 1; layer <= depth; layer++) {
    const before = laws[layer - 1];
    const [carried] = imagesOf(before, (u) => [Math.log((Math.exp(u) + 1 / width) / 6)]);
    const term = noiseOf(width * Math.exp(before.mean), kurtosis / width);
    const own = logOfMean(term, width);
    laws.push({
      mean: carried.mean + own.mean,
      variance: carried.variance + own.variance,
      third: carried.third + own.third,
      covariance: carried.slope * before.variance,
    });
    kurtosis = term.second + 1;
  }
  return laws;
}

/**
 * The tails of the first layers, where the noise is largest, are heavier than three cumulants say: of 24,000 paths of
 * width 64 and depth 20, and of 5,000 of width 128 and depth 30, a band for one in a thousand lost 1.5 and 1.6.
 */
const TAILS = 2;

/**
 * log2 rms by layer: what runs of this width average to, and the band that a path (or the mean path of several seeds)
 * leaves anywhere with probability `falseAlarm`.
 */
export function biasFloorBand({
  width,
  depth,
  seeds = 1,
  falseAlarm = 1e-3,
}: {
  width: number;
  depth: number;
  seeds?: number;
  falseAlarm?: number;
}): { low: number[]; mean: number[]; high: number[] } {
  const { low, mean, high } = chainBand(biasFloorLaws({ width, depth }), {
    seeds,
    falseAlarm: falseAlarm / TAILS,
  });
  return { low: low.map(bitsOfRms), mean: mean.map(bitsOfRms), high: high.map(bitsOfRms) };
}

/**
 * Cumulants of relu(z)² over its mean. z = s + u in units of 1/√N: s the sum over the weights, of variance energy / 3,
 * u the bias.
 * @param energy Σ h² @param concentration Σ h⁴ / (Σ h²)²
 */
function noiseOf(energy: number, concentration: number): TermCumulants {
  const sum = VARIANCE * energy;
  const variance = sum + VARIANCE;
  const fourth = 3 * sum ** 2 + FOURTH_CUMULANT * concentration * energy ** 2 + 6 * sum * VARIANCE + FOURTH;
  const sixth = 15 * sum ** 3 + 45 * sum ** 2 * VARIANCE + 15 * sum * FOURTH + SIXTH;
  // Half of the z are cut off, so the moments of what is left, over its mean, are 2 and 4 times as large.
  const second = (2 * fourth) / variance ** 2;
  const third = (4 * sixth) / variance ** 3;
  return { second: second - 1, third: third - 3 * second + 2 };
}

function requireWidth(width: number): void {
  if (!Number.isInteger(width) || width < 16) {
    throw new RangeError(`biasFloor: width = ${width}; allowed are whole numbers from 16 on.`);
  }
}
