/** Histograms: how many values fall into each bin, how many a density expects there, and whether the two agree. */
import { incompleteGamma } from './log-gamma-law.ts';
import { gaussLegendre } from './quadrature.ts';

/** `bins` bins of the same width between `low` and `high`; the outer two take what lies beyond as well. */
export interface Bins {
  low: number;
  high: number;
  bins: number;
}

const RULE = gaussLegendre(16, 0, 1);

/** How many of the values fall into each bin. */
export function countInBins(values: ArrayLike<number>, { low, high, bins }: Bins): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor(((values[i] - low) / (high - low)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))] += 1;
  }
  return counts;
}

/**
 * How many of `size` values a density expects in each bin, by 16 points a bin. `share` is its integral; what of it lies
 * beyond the bins is taken to be the same on both sides.
 */
export function expectedInBins(
  density: (x: number) => number,
  { low, high, bins }: Bins,
  { size, share = 1 }: { size: number; share?: number },
): number[] {
  const width = (high - low) / bins;
  const shares = Array.from({ length: bins }, (_, bin) =>
    RULE.points.reduce(
      (sum, point, i) => sum + RULE.weights[i] * width * density(low + (bin + point) * width),
      0,
    ),
  );
  const beyond = Math.max(0, share - shares.reduce((sum, part) => sum + part, 0)) / 2;
  shares[0] += beyond;
  shares[bins - 1] += beyond;
  return shares.map((part) => part * size);
}

/** Below this many expected values the law of a bin is far from normal. */
const LEAST_EXPECTED = 5;

/**
 * Pearson's χ² of one histogram and its degrees of freedom: one less than the bins, of which those that expect fewer than
 * five values are joined to their neighbour. `counts` and `expected` have the same sum.
 */
export function pearson(
  counts: readonly number[],
  expected: readonly number[],
): { chiSquare: number; freedom: number } {
  const joined: { count: number; mean: number }[] = [];
  let open = { count: 0, mean: 0 };
  expected.forEach((mean, i) => {
    open = { count: open.count + counts[i], mean: open.mean + mean };
    if (open.mean >= LEAST_EXPECTED) {
      joined.push(open);
      open = { count: 0, mean: 0 };
    }
  });
  const last = joined.at(-1);
  if (last) {
    last.count += open.count;
    last.mean += open.mean;
  }
  const chiSquare = joined.reduce((sum, { count, mean }) => sum + (count - mean) ** 2 / mean, 0);
  return { chiSquare, freedom: Math.max(0, joined.length - 1) };
}

/** P(χ² > chiSquare): the share of honest samples that fit worse. */
export function worseFits({ chiSquare, freedom }: { chiSquare: number; freedom: number }): number {
  return incompleteGamma(freedom / 2, chiSquare / 2).above;
}
