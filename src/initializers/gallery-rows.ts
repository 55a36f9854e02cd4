/** What can be counted and measured in a piece of the gallery, each number beside the one that its law predicts. */
import { type Bins, countInBins, expectedInBins } from '../math/histogram.ts';
import { mean } from '../math/statistics.ts';
import { farFromOrthonormal, isIndependent, type Piece, zerosByColumn } from './gallery.ts';
import type { RandomLaw } from './law-kinds.ts';
import { zerosPerColumn } from './sparse.ts';

/** Bins of a histogram. */
export const BINS = 40;

/** A number of one initializer. `at`, `from` and `to`: where it stands, for a bin or a singular value. */
export type Found = {
  series: string;
  part: 'histogram' | 'atom' | 'singular' | 'square' | 'extent' | 'zeros' | 'orthogonal';
  at: number;
  from: number;
  to: number;
  measured: number;
  predicted: number;
};

/** The law of a piece that is drawn. */
export const randomLaw = ({ law }: Piece) => law as RandomLaw;

/** Drawn one by one between two ends. */
export const isBounded = (piece: Piece) =>
  isIndependent(piece) && Number.isFinite(randomLaw(piece).bounds[1]);

/** Whether its mean square is left to chance. */
export const scatters = ({ law }: Piece) => law.kind === 'random' && law.varianceOfMeanSquare > 0;

/** Whether a histogram can be judged. The entries of orthogonal_ have a density as well, but they are bound to each other. */
export const hasDensity = ({ name, law }: Piece) => law.kind === 'random' && name !== 'orthogonal_';

/** How many zeros sparse_ owes each column. */
export const sparseZeros = ({ shape, args }: Piece) => zerosPerColumn(shape, Number(args.sparsity));

/** Between the bounds of a law, or four deviations on either side. */
function binsOf({ bounds: [low, high], mean, variance }: RandomLaw, name: string): Bins {
  const room = 4 * Math.sqrt(variance);
  const bounded = Number.isFinite(high) && name !== 'orthogonal_';
  return { ...(bounded ? { low, high } : { low: mean - room, high: mean + room }), bins: BINS };
}

/** The histogram: bins for what has a density, and the values that have a share of their own. */
export function histogram({ name, law }: Piece, values: Float32Array): Omit<Found, 'series'>[] {
  const certain = law.atoms.map(({ at }) => at);
  const single = law.atoms.map(({ at, share }) => ({
    part: 'atom' as const,
    ...{ at, from: at, to: at },
    measured: values.reduce((count, value) => count + (value === at ? 1 : 0), 0),
    predicted: share * values.length,
  }));
  if (law.kind === 'fixed') return single;
  const { low, high, bins } = binsOf(law, name);
  const counts = countInBins(
    values.filter((value) => !certain.includes(value)),
    { low, high, bins },
  );
  const share = 1 - law.atoms.reduce((sum, atom) => sum + atom.share, 0);
  const predicted = expectedInBins(law.density, { low, high, bins }, { size: values.length, share });
  const edge = (bin: number) => low + ((high - low) * bin) / bins;
  const drawn = counts.map((measured, bin) => ({
    part: 'histogram' as const,
    ...{ at: edge(bin + 0.5), from: edge(bin), to: edge(bin + 1) },
    ...{ measured, predicted: predicted[bin] },
  }));
  return [...drawn, ...single];
}

/** What every piece owes: the mean square of its law, and whatever is not left to chance. */
export function inventory(piece: Piece, values: Float32Array): Found[] {
  const [rows, columns] = piece.shape;
  const { name, law } = piece;
  const found = (part: Found['part'], measured: number, predicted: number, to = 0): Found => {
    return { series: name, part, at: 0, from: 0, to, measured, predicted };
  };
  const square = mean(Float64Array.from(values, (w) => w * w));
  const owed = [found('square', columns * square, columns * (law.variance + law.mean ** 2))];
  if (isBounded(piece)) {
    const largest = values.reduce((size, w) => Math.max(size, Math.abs(w)), 0);
    owed.push(found('extent', largest / randomLaw(piece).bounds[1], 1));
  }
  if (name === 'sparse_') {
    const zeros = zerosByColumn(values, columns);
    owed.push(found('zeros', Math.min(...zeros), sparseZeros(piece), Math.max(...zeros)));
  }
  if (name === 'orthogonal_') owed.push(found('orthogonal', farFromOrthonormal(values, rows, columns), 0));
  return owed;
}

/** What a histogram shows: its bins, or a little more than the values of a fixed law. */
export function domainOf({ name, law }: Piece): [number, number] {
  if (law.kind === 'random') {
    const { low, high } = binsOf(law, name);
    return [low, high];
  }
  const values = law.atoms.map(({ at }) => at);
  return [Math.min(...values) - 0.5, Math.max(...values) + 0.5];
}

/** One domain for both, unless one of them would be a stroke in it. */
export function sharedDomain(shown: Piece[]): [number, number] | undefined {
  const [a, b] = shown.map(domainOf);
  const ratio = (a[1] - a[0]) / (b[1] - b[0]);
  return Math.abs(Math.log2(ratio)) < 2 ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : undefined;
}
