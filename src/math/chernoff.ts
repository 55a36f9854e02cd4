/**
 * A rigorous interval for the mean of independent terms of a known law: the two-sided Cramér–Chernoff bound.
 *
 * For terms with cumulant function K(t) = ln E exp(tX), the mean of n of them lies above a with probability at most
 * exp(-n I(a)), I(a) = sup_t (t a - K(t)), and likewise below (Boucheron, Lugosi & Massart, *Concentration
 * Inequalities*, 2013, section 2.2). Nothing is approximated: the false alarm rate is at most the one asked for.
 */

/** The cumulant function of one term. */
export interface Cumulants {
  /** K(t) = ln E exp(tX), finite for `lowest` < t < `highest`. */
  value(t: number): number;
  /** K'(t); K'(0) is the mean of a term. */
  slope(t: number): number;
  /** Negative, or -Infinity. */
  lowest: number;
  /** Positive, or Infinity. */
  highest: number;
}

/** An interval, ends included, and the expected value in it. */
export interface Interval {
  low: number;
  mean: number;
  high: number;
}

/** How far a value strays from the expected one, as a share of the room on that side: 1 is the edge. */
export function shareOfRoom(value: number, { low, mean, high }: Interval): number {
  const off = value - mean;
  return off === 0 ? 0 : off / (off > 0 ? high - mean : low - mean);
}

/**
 * The interval that holds the mean of `terms` independent terms except with probability `falseAlarm`, half of it on
 * either side.
 */
export function chernoffInterval(
  cumulants: Cumulants,
  options: { terms: number; falseAlarm: number },
): Interval {
  const { terms, falseAlarm } = options;
  if (!(falseAlarm > 0 && falseAlarm < 1)) {
    throw new RangeError(`A false alarm rate of ${falseAlarm}: it lies between 0 and 1, neither included.`);
  }
  const budget = Math.log(2 / falseAlarm) / terms;
  return {
    low: cumulants.slope(tiltThatCosts(cumulants, budget, cumulants.lowest)),
    mean: cumulants.slope(0),
    high: cumulants.slope(tiltThatCosts(cumulants, budget, cumulants.highest)),
  };
}

/**
 * The tilt t between 0 and `end` at which the rate is `budget`. The supremum in I(a) is reached where a = K'(t), so
 * along t the rate is t K'(t) - K(t), which grows with |t| (its derivative is t K''(t)): bisection finds the tilt.
 */
function tiltThatCosts({ value, slope }: Cumulants, budget: number, end: number): number {
  const rate = (t: number) => t * slope(t) - value(t);
  let inner = 0;
  let outer = end;
  if (!Number.isFinite(end)) {
    outer = Math.sign(end);
    while (rate(outer) < budget) outer *= 2;
  }
  for (let i = 0; i < 200; i++) {
    const middle = (inner + outer) / 2;
    if (middle === inner || middle === outer) break;
    if (rate(middle) < budget) inner = middle;
    else outer = middle;
  }
  // The outer end errs, in the last bit, on the side of fewer false alarms; the end of the domain itself is no tilt.
  return outer === end ? inner : outer;
}
