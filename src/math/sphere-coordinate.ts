/** One coordinate of a point that is uniform on the unit sphere: an entry of a random orthogonal matrix. */
import { lgamma } from './special.ts';

/**
 * The density at x of a coordinate of a uniform point on the unit sphere in `dimensions`, two or more:
 * c (1 - x²)^((dimensions - 3)/2) on ±1. In two dimensions it is infinite at the ends.
 */
export function sphereCoordinateDensity(dimensions: number, x: number): number {
  if (!(Math.abs(x) <= 1)) return 0;
  const power = (dimensions - 3) / 2;
  const lnConstant = lgamma(dimensions / 2) - lgamma((dimensions - 1) / 2) - Math.log(Math.PI) / 2;
  // In three dimensions the coordinate is uniform, and 0 · log 0 is not to be asked for.
  return Math.exp(lnConstant + (power === 0 ? 0 : power * Math.log1p(-x * x)));
}

/** E x⁴ / (E x²)² of such a coordinate: 1 in one dimension, where it is ±1, and towards the normal's 3 in many. */
export const sphereCoordinateKurtosis = (dimensions: number): number => (3 * dimensions) / (dimensions + 2);
