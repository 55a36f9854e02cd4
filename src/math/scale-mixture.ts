/** A normal variable whose size is random: how far out its tails lie. */
import { gaussLegendre } from './quadrature.ts';
import { normalCdf, normalDensity } from './special.ts';

const { points, weights } = gaussLegendre(64, -8, 8);

/**
 * The x with P(|Z| e^(w/2) > x) = tail, for a standard normal Z and w ~ N(-v/2, v) apart from it, so that the mean square
 * is 1. By bisection.
 * @param v the variance of w, from 0 on
 * @param tail the probability of both tails together
 */
export function scaleMixtureCritical(v: number, tail: number): number {
  if (!(v >= 0 && tail > 0 && tail < 1)) {
    throw new RangeError(
      `scaleMixtureCritical: v = ${v}, tail = ${tail}; allowed are v from 0 on and a tail between 0 and 1.`,
    );
  }
  const beyond = (x: number) =>
    points.reduce((sum, g, i) => {
      const size = Math.exp((Math.sqrt(v) * g - v / 2) / 2);
      return sum + weights[i] * normalDensity(g) * 2 * normalCdf(-x / size);
    }, 0);
  let low = 0;
  let high = 1;
  while (beyond(high) > tail) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
