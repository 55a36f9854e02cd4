/**
 * Where theory knows the largest entry of a Gaussian product: for a single matrix, and after many factors.
 *
 * Both offsets are E log10 max|P_ij| - (k + 1) λ_1 / ln 10, in decades, and do not depend on σ.
 */

import { lyapunov } from './gaussian-products.ts';
import { gaussLegendre } from './quadrature.ts';
import { digamma, normalCdf } from './special.ts';

/** E ln max(|z_1|, …, |z_n|) of n independent standard normals, from its distribution function (2Φ(x) - 1)^n. */
export function meanLogMaxNormal(n: number): number {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`The largest of ${n} normals: n is a whole number from 1 on.`);
  // E ln X = ∫_0^∞ P(X > e^y) dy - ∫_-∞^0 P(X ≤ e^y) dy. The first integrand is nil past |z| = e^2.5 = 12.2; the second
  // falls like e^y or faster, and is below 1e-17 before y = -40.
  const none = (y: number) => Math.log1p(-2 * normalCdf(-Math.exp(y))) * n;
  const above = integral((y) => -Math.expm1(none(y)), 0, 2.5);
  const below = integral((y) => Math.exp(none(y)), -40, 0);
  return above - below;
}

/** In panels of a quarter, each with 20 points: the integrands are smooth on that scale. */
function integral(f: (y: number) => number, from: number, to: number): number {
  const panels = Math.ceil((to - from) * 4);
  let total = 0;
  for (let i = 0; i < panels; i++) {
    const { points, weights } = gaussLegendre(
      20,
      from + ((to - from) * i) / panels,
      from + ((to - from) * (i + 1)) / panels,
    );
    total += points.reduce((sum, y, j) => sum + weights[j] * f(y), 0);
  }
  return total;
}

/** The offset of a single matrix: the largest of N² normals. */
export function firstOffset(size: number): number {
  return (meanLogMaxNormal(size * size) - lyapunov({ size, sigma: 1 })) / Math.LN10;
}

/**
 * The offset after many factors. The product is then of rank one, P = s a bᵀ with a and b independent and uniform on the
 * sphere, so max|P_ij| = s max|a_i| max|b_j|. The norm of a row is s|a_1| and grows by exactly λ_1 per factor, so
 * E ln s = (k + 1) λ_1 - E ln|a_1|. With a = z/‖z‖, the norm independent of the direction, E ln|a_1| = (ψ(1/2) - ψ(N/2))/2
 * and E ln max|a_i| = E ln max|z_i| - (ln 2 + ψ(N/2))/2.
 */
export function limitingOffset(size: number): number {
  const coordinate = (digamma(1 / 2) - digamma(size / 2)) / 2;
  const largest = meanLogMaxNormal(size) - lyapunov({ size, sigma: 1 });
  return (2 * largest - coordinate) / Math.LN10;
}
