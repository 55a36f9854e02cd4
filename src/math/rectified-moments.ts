/**
 * What a ReLU makes of z = shift + Y, where Y has mean 0 and variance 1: the laws of h = max(z, 0), of its square, and of its
 * squared distance from the mean, so that means of many can be judged.
 *
 * If Y is symmetric and the shift is 0, h² is z² for one half of the draws and 0 for the other: E h² = 1/2 for every such law
 * (He et al. 2015, above equation 8). E h = E |Y| / 2, which is 1/sqrt(2π) for a normal Y, and so Var h = 1/2 - 1/(2π).
 */
import type { Interval } from './chernoff.ts';
import type { Cumulants3 } from './log-law.ts';
import { type Asked, meanInterval } from './skewed-law.ts';
import type { UnitLaw } from './unit-laws.ts';

/** Of one draw. */
export interface RectifiedLaws {
  /** h. */
  mean: Cumulants3;
  /** h². */
  square: Cumulants3;
  /** (h - E h)²: its mean is the variance of h. */
  spread: Cumulants3;
}

/** The laws for z = shift + Y. */
export function rectifiedLaws({ above }: UnitLaw, shift = 0): RectifiedLaws {
  const on = above(-shift, () => 1);
  const raw = (power: number) => above(-shift, (y) => (shift + y) ** power);
  const [m1, m2, m3, m4, m6] = [1, 2, 3, 4, 6].map(raw);
  // About the mean; what is off lies at -m1.
  const central = (power: number) =>
    above(-shift, (y) => (shift + y - m1) ** power) + (1 - on) * (-m1) ** power;
  return {
    mean: cumulants(m1, m2, m3),
    square: cumulants(m2, m4, m6),
    spread: cumulants(central(2), central(4), central(6)),
  };
}

/** From three raw moments. A variance that rounding has left below 0 is 0. */
function cumulants(first: number, second: number, third: number): Cumulants3 {
  return {
    mean: first,
    variance: Math.max(0, second - first ** 2),
    third: third - 3 * first * second + 2 * first ** 3,
  };
}

/** z and h are stored in float32 and the square of each is taken: two roundings twice, with something to spare. */
const ROUNDING = 2 ** -21;

/** Where the mean of many draws lies, rounding included: `law` is one of those above. */
export function drawnMean(law: Cumulants3, asked: Asked): Interval {
  const { low, mean, high } = meanInterval(law, asked);
  return { low: low - ROUNDING * mean, mean, high: high + ROUNDING * mean };
}

/**
 * Where the variance of many draws lies: the mean of (h - E h)² less the square of the mean's own error, which is as large as
 * the mean may be off.
 */
export function drawnVariance({ mean, spread }: RectifiedLaws, { terms, falseAlarm }: Asked): Interval {
  const off = drawnMean(mean, { terms, falseAlarm: falseAlarm / 2 });
  const { low, high } = drawnMean(spread, { terms, falseAlarm: falseAlarm / 2 });
  return { low: low - Math.max(off.mean - off.low, off.high - off.mean) ** 2, mean: spread.mean, high };
}
