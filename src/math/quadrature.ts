/** Gauss–Legendre quadrature. */

/** Points and weights: the integral of f over the interval is about Σ weights[i] f(points[i]). */
export interface QuadratureRule {
  points: Float64Array;
  weights: Float64Array;
}

/**
 * The rule with n points between `from` and `to`, exact for polynomials of degree 2n - 1. The points are the roots of
 * the Legendre polynomial P_n, found by Newton's method from Tricomi's approximation (DLMF 18.16.12, 3.5.24).
 */
export function gaussLegendre(n: number, from: number, to: number): QuadratureRule {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`A rule with ${n} points: it takes a whole number from 1 on.`);
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 20; iteration++) {
      const { value, previous } = legendre(n, x);
      slope = (n * (previous - x * value)) / (1 - x * x);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    points[n - 1 - i] = from + ((to - from) * (1 + x)) / 2;
    weights[n - 1 - i] = (to - from) / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** P_n(x) and P_{n-1}(x) by the three-term recurrence (DLMF 18.9.1). */
function legendre(n: number, x: number): { value: number; previous: number } {
  let previous = 1;
  let value = x;
  for (let k = 1; k < n; k++) {
    const next = ((2 * k + 1) * x * value - k * previous) / (k + 1);
    previous = value;
    value = next;
  }
  return { value, previous };
}
