/**
 * Summary statistics of a list of numbers.
 *
 * The standard deviation divides by n everywhere in this book, as NumPy's `std` does: it is the root mean square
 * distance from the mean of the numbers at hand, not an estimate for a wider population.
 */

/** Any list of numbers: an array, a Float32Array, a Float64Array. */
export type Numbers = ArrayLike<number>;

function requireSome(name: string, values: Numbers): void {
  if (values.length === 0) throw new RangeError(`${name} of no values: at least one number is needed.`);
}

/** Sum with Neumaier's compensation, so the result does not depend on the order to more than an ulp or two. */
export function sum(values: Numbers): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const next = total + values[i];
    if (Number.isFinite(next)) {
      lost += Math.abs(total) >= Math.abs(values[i]) ? total - next + values[i] : values[i] - next + total;
    }
    total = next;
  }
  return total + lost;
}

/** The arithmetic mean. Throws on an empty list. */
export function mean(values: Numbers): number {
  requireSome('mean', values);
  return sum(values) / values.length;
}

/** Mean squared distance from the mean, in two passes. Divides by n. Throws on an empty list. */
export function variance(values: Numbers): number {
  requireSome('variance', values);
  const centre = mean(values);
  return mean(Float64Array.from(values, (value) => (value - centre) ** 2));
}

/** Standard deviation: the root of `variance`, so it divides by n. Throws on an empty list. */
export function std(values: Numbers): number {
  return Math.sqrt(variance(values));
}

/** Root mean square: distance from 0 where `std` is distance from the mean. Throws on an empty list. */
export function rms(values: Numbers): number {
  requireSome('rms', values);
  return Math.sqrt(mean(Float64Array.from(values, (value) => value * value)));
}

/**
 * The value below which a share p of the list lies, with straight lines between order statistics: NumPy's default,
 * definition 7 of Hyndman and Fan (1996). `values` need not be sorted and is left as it is.
 */
export function quantile(values: Numbers, p: number): number {
  requireSome('quantile', values);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile at ${p}: the share lies between 0 and 1.`);
  const sorted = Float64Array.from(values).sort();
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  // Equal neighbours are returned as they are: the difference of two infinities would be NaN.
  if (sorted[below] === sorted[above]) return sorted[below];
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: Numbers): number {
  return quantile(values, 0.5);
}

/** The values in order, each with the share of the sample below it, itself counted half (Hazen's plotting positions). */
export function plottingPositions(values: Numbers): { value: number; below: number }[] {
  return Array.from(values)
    .sort((a, b) => a - b)
    .map((value, i) => ({ value, below: (i + 0.5) / values.length }));
}
