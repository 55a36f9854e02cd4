/** The product of independent numbers scale · u, u uniform on (0, 1]: -ln u is exponential, so its law is exact. */
import { type Cumulants, chernoffInterval, type Interval } from './chernoff.ts';

/** E ln(scale · u) = ln scale - 1, in nats per factor. The product holds its size at scale = e, not at 2. */
export const uniformGrowth = (scale: number): number => Math.log(scale) - 1;

/**
 * The interval for the mean of ln(scale · u) over `terms` factors; at most `falseAlarm` of honest runs leave it
 * (Cramér–Chernoff). For -ln u, exponential, ln E e^(t ln u) = -ln(1 + t).
 */
export function uniformGrowthBand(options: { scale: number; terms: number; falseAlarm?: number }): Interval {
  const { scale, terms, falseAlarm = 1e-3 } = options;
  const cumulants: Cumulants = {
    value: (t) => t * Math.log(scale) - Math.log1p(t),
    slope: (t) => Math.log(scale) - 1 / (1 + t),
    lowest: -1,
    highest: Number.POSITIVE_INFINITY,
  };
  return chernoffInterval(cumulants, { terms, falseAlarm });
}
