/** The kinds of law that an initializer's entries follow, each with its moments and its density. */

import { normalDensity } from '../math/special.ts';
import { sphereCoordinateDensity, sphereCoordinateKurtosis } from '../math/sphere-coordinate.ts';
import { truncatedNormal } from '../math/truncated-normal.ts';
import { RuntimeError, ValueError } from '../random/errors.ts';
import { sixDigits } from '../random/six-digits.ts';

/** A value that comes out with a probability of its own; of a fixed law, the share of the entries that have it. */
export interface Atom {
  at: number;
  share: number;
}

/** The entries are what they are: nothing is drawn. Mean and variance are over the entries, with none left to chance. */
export interface FixedLaw {
  kind: 'fixed';
  mean: number;
  variance: number;
  atoms: readonly Atom[];
}

/** What each entry follows by itself. */
export interface RandomLaw {
  kind: 'random';
  mean: number;
  variance: number;
  /** E (x - mean)⁴ / variance²; 3 for a normal, 9/5 for a uniform. */
  kurtosis: number;
  /** No entry is below the first or above the second; infinite for a normal. */
  bounds: readonly [low: number, high: number];
  /** Values of positive probability; empty for most laws. */
  atoms: readonly Atom[];
  /** The density of the rest: its integral is 1 less the atoms' shares. */
  density(x: number): number;
  /**
   * The variance of the mean of (x - mean)² over the whole tensor, which is what a sample of it scatters by: variance²
   * (kurtosis - 1) / size for independent entries, less for those that are bound to each other.
   */
  varianceOfMeanSquare: number;
}

export type Law = FixedLaw | RandomLaw;

const independent = (
  law: Omit<RandomLaw, 'kind' | 'atoms' | 'varianceOfMeanSquare'>,
  size: number,
): RandomLaw => ({
  kind: 'random',
  atoms: [],
  varianceOfMeanSquare: (law.variance ** 2 * (law.kurtosis - 1)) / size,
  ...law,
});

/** Entries of the given values, in the given shares. */
export function fixedLaw(atoms: readonly Atom[]): FixedLaw {
  const mean = atoms.reduce((sum, { at, share }) => sum + share * at, 0);
  const variance = atoms.reduce((sum, { at, share }) => sum + share * (at - mean) ** 2, 0);
  return { kind: 'fixed', mean, variance, atoms: atoms.filter(({ share }) => share > 0) };
}

export const constantLaw = (value: number): FixedLaw => fixedLaw([{ at: value, share: 1 }]);

/** Uniform on [low, high). */
export function uniformLaw(low: number, high: number, size: number): Law {
  requireOrder(low, high);
  if (low === high) return constantLaw(low);
  const width = high - low;
  return independent(
    {
      mean: (low + high) / 2,
      variance: width ** 2 / 12,
      kurtosis: 9 / 5,
      bounds: [low, high],
      density: (x) => (x < low || x > high ? 0 : 1 / width),
    },
    size,
  );
}

/** Normal. */
export function normalLaw(mean: number, std: number, size: number): Law {
  requireStd(std);
  if (std === 0) return constantLaw(mean);
  return independent(
    {
      mean,
      variance: std ** 2,
      kurtosis: 3,
      bounds: [-Infinity, Infinity],
      density: (x) => normalDensity((x - mean) / std) / std,
    },
    size,
  );
}

/** Normal, given that it lies between low and high. */
export function truncatedNormalLaw(mean: number, std: number, low: number, high: number, size: number): Law {
  requireStd(std);
  requireOrder(low, high);
  if (std === 0) throw new ValueError('a truncated normal with std = 0, allowed: more than 0.');
  if (low === high) return constantLaw(low);
  return independent({ ...truncatedNormal({ mean, std, low, high }), bounds: [low, high] }, size);
}

/**
 * A point mass at 0 and a normal beside it. The number of zeros is not left to chance: the mean square scatters only by
 * that of the normals.
 */
export function sparseLaw(zeroShare: number, std: number, size: number): Law {
  requireStd(std);
  const rest = 1 - zeroShare;
  if (rest === 0 || std === 0) return constantLaw(0);
  return {
    kind: 'random',
    mean: 0,
    variance: rest * std ** 2,
    kurtosis: 3 / rest,
    bounds: [-Infinity, Infinity],
    atoms: zeroShare > 0 ? [{ at: 0, share: zeroShare }] : [],
    density: (x) => (rest * normalDensity(x / std)) / std,
    varianceOfMeanSquare: (2 * rest * std ** 4) / size,
  };
}

/**
 * gain times an entry of a random matrix with orthonormal rows or columns of `length`: a coordinate of a point on a
 * sphere. The squares of a whole tensor add up to gain² times the number of such rows or columns, always.
 */
export function orthogonalLaw(length: number, gain: number): Law {
  if (gain === 0) return constantLaw(0);
  const radius = Math.abs(gain);
  return {
    kind: 'random',
    mean: 0,
    variance: gain ** 2 / length,
    kurtosis: sphereCoordinateKurtosis(length),
    bounds: [-radius, radius],
    atoms: length === 1 ? [-radius, radius].map((at) => ({ at, share: 1 / 2 })) : [],
    density: (x) => (length === 1 ? 0 : sphereCoordinateDensity(length, x / radius) / radius),
    varianceOfMeanSquare: 0,
  };
}

function requireStd(std: number): void {
  if (!(std >= 0 && std < Infinity)) {
    throw new RuntimeError(
      `normal expects std >= 0.0, but found std ${sixDigits(std)}, allowed: finite numbers from 0.`,
    );
  }
}

function requireOrder(low: number, high: number): void {
  if (!(low <= high && Number.isFinite(high - low))) {
    throw new RuntimeError(
      `uniform_ expects to return a [from, to) range, but found from=${sixDigits(low)} > to=${sixDigits(high)}, allowed: finite bounds, the lower one first.`,
    );
  }
}
