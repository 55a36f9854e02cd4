/**
 * How high a band around a whole path must be: the probability that a discrete stationary Gaussian chain leaves ±c.
 *
 * The chain is g_0 ~ N(0, 1), g_{k+1} = ρ_k g_k + sqrt(1 - ρ_k²) ξ. A random walk divided by its standard deviation at
 * each step is one. In continuous time the probability has a well-known approximation (Vostrikova 1981; Csörgő &
 * Horváth, *Limit Theorems in Change-Point Analysis*, 1997). A path of 101 points is too coarse for it: measured, it
 * lets 2 to 4 % of paths out where 5 % are asked for. So the density of the paths still inside is carried from
 * step to step by quadrature, which is exact to the precision asked for.
 */

import { gaussLegendre, type QuadratureRule } from './quadrature.ts';
import { normalCdf, normalDensity } from './special.ts';

/**
 * P(|g_k| > c for some k). `innovations[k]` = 1 - ρ_k² is the share of g_{k+1}'s variance that is new; the chain has
 * one more point than innovations.
 */
export function escapeProbability(innovations: ArrayLike<number>, c: number): number {
  requireShares(innovations);
  let rule = ruleFor(1, c);
  let inside = rule.points.map(normalDensity);
  let escaped = 2 * normalCdf(-c);
  for (let k = 0; k < innovations.length; k++) {
    const spread = Math.sqrt(innovations[k]);
    const kept = Math.sqrt(1 - innovations[k]);
    escaped += escapeAt(rule, inside, kept, spread, c);
    if (k + 1 === innovations.length) break;
    const next = ruleFor(Math.sqrt(innovations[k + 1]), c, rule);
    inside = next.points.map((x) => density(rule, inside, kept, spread, x));
    rule = next;
  }
  return escaped;
}

/**
 * The c with P(|g_k| > c for some k) = `probability`, to a relative 1e-6 of the probability. Secant steps on the
 * logarithm of the probability, which is nearly a parabola in c.
 */
export function simultaneousCritical(innovations: ArrayLike<number>, probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A probability of ${probability}: it lies between 0 and 1, neither included.`);
  }
  const miss = (c: number) => Math.log(escapeProbability(innovations, c) / probability);
  let previous = 2;
  let previousMiss = miss(previous);
  let c = 3;
  for (let i = 0; i < 40; i++) {
    const now = miss(c);
    if (Math.abs(now) < 1e-6) break;
    const step = (now * (c - previous)) / (now - previousMiss);
    previous = c;
    previousMiss = now;
    c = Math.max(0.2, c - Math.max(-1, Math.min(1, step)));
  }
  return c;
}

function requireShares(innovations: ArrayLike<number>): void {
  for (let k = 0; k < innovations.length; k++) {
    if (!(innovations[k] > 0 && innovations[k] <= 1)) {
      throw new RangeError(`innovations[${k}] = ${innovations[k]}: a share of new variance lies in (0, 1].`);
    }
  }
}

/**
 * A rule on [0, c], the half the even densities need, fine enough for a kernel of width `spread`: in its middle the
 * points lie c π / (2n) apart, and at 0.8 widths apart the error of a step is about 2 exp(-2 (π / 0.8)²) = 8e-14.
 */
function ruleFor(spread: number, c: number, previous?: QuadratureRule): QuadratureRule {
  const needed = Math.ceil((c * Math.PI) / 2 / (0.8 * spread));
  const points = 8 * Math.ceil(Math.max(24, needed) / 8);
  return previous?.points.length === points ? previous : gaussLegendre(points, 0, c);
}

/** The mass that steps from inside to beyond ±c. */
function escapeAt(
  rule: QuadratureRule,
  inside: Float64Array,
  kept: number,
  spread: number,
  c: number,
): number {
  let mass = 0;
  for (let j = 0; j < inside.length; j++) {
    const from = kept * rule.points[j];
    const out = normalCdf((from - c) / spread) + normalCdf((-from - c) / spread);
    mass += 2 * rule.weights[j] * inside[j] * out;
  }
  return mass;
}

/** The density of the next point at x ≥ 0, among paths not yet out: both mirror halves of the last density add. */
function density(
  rule: QuadratureRule,
  inside: Float64Array,
  kept: number,
  spread: number,
  x: number,
): number {
  const reach = 8.5 * spread;
  let total = 0;
  for (let j = 0; j < inside.length; j++) {
    const from = kept * rule.points[j];
    const mass = rule.weights[j] * inside[j];
    if (Math.abs(x - from) < reach) total += mass * Math.exp(-0.5 * ((x - from) / spread) ** 2);
    if (x + from < reach) total += mass * Math.exp(-0.5 * ((x + from) / spread) ** 2);
  }
  return total / (spread * Math.sqrt(2 * Math.PI));
}
