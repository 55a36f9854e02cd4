/**
 * Expectations over standard normals: of one, and of a product of two functions of two correlated ones.
 *
 * For the second, functions are expanded in Hermite polynomials: E a(Z) b(Z') = Σ a_k b_k c^k for normals of correlation
 * c (Mehler's formula, DLMF 18.18.28). One table of coefficients serves every c.
 */

import { gaussLegendre } from './quadrature.ts';
import { normalDensity } from './special.ts';

/** Points z and weights: E g(Z) is about Σ weights[i] g(points[i]). */
export interface NormalRule {
  points: Float64Array;
  weights: Float64Array;
}

/** P(|Z| > 10) = 1.5e-23. */
const REACH = 10;
const UNIT = gaussLegendre(64, 0, 1);

/**
 * A rule for functions g(scale · z) that are smooth but for 0 and change over distances of about 1. The line is cut at 0,
 * where relu and its kin have their corner, and on either side where the argument reaches 20: tanh is over by then.
 */
export function normalRule(scale = 1): NormalRule {
  const cut = Math.min(REACH / 2, 20 / scale);
  const ends = [0, cut, REACH];
  const n = UNIT.points.length;
  const points = new Float64Array(4 * n);
  const weights = new Float64Array(4 * n);
  for (let i = 0; i < 2 * n; i++) {
    const panel = i < n ? 0 : 1;
    const length = ends[panel + 1] - ends[panel];
    const z = ends[panel] + length * UNIT.points[i % n];
    const weight = length * UNIT.weights[i % n] * normalDensity(z);
    points.set([z, -z], 2 * i);
    weights.set([weight, weight], 2 * i);
  }
  return { points, weights };
}

/** E g(Z), where `values(i)` is g at point i of the rule. */
export function normalMean({ weights }: NormalRule, values: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] * values(i);
  return total;
}

/** How many Hermite coefficients are kept; what is left of E a(Z) b(Z) counts as one more. */
const TERMS = 48;

/** Hermite coefficients a_k = E a(Z) He_k(Z) / sqrt(k!), k < 48, of each list of values at the points of the rule. */
export function hermiteCoefficients(
  { points, weights }: NormalRule,
  lists: readonly ArrayLike<number>[],
): Float64Array[] {
  const coefficients = lists.map(() => new Float64Array(TERMS));
  for (let i = 0; i < points.length; i++) {
    let previous = 0;
    let value = 1;
    for (let k = 0; k < TERMS; k++) {
      for (let j = 0; j < lists.length; j++) coefficients[j][k] += weights[i] * lists[j][i] * value;
      const next = (points[i] * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
      previous = value;
      value = next;
    }
  }
  return coefficients;
}

/**
 * E a(Z) b(Z') for normals of correlation c, -1 ≤ c ≤ 1. `together` = E a(Z) b(Z), the value at c = 1, is met exactly:
 * what the kept terms miss there is given to the first power left out. A step function, the worst case here, is then
 * off by 0.003 at c = 0.95 and 0.015 at 0.99; relu itself by 5e-5 at most.
 */
export function correlatedMean(a: Float64Array, b: Float64Array, together: number, c: number): number {
  let total = 0;
  let missing = together;
  let power = 1;
  for (let k = 0; k < a.length; k++) {
    const product = a[k] * b[k];
    total += product * power;
    missing -= product;
    power *= c;
  }
  return total + missing * power;
}
