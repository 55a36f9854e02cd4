/** Histograms of a signal and of its gradient in the columns of a row, and their small multiples: one a layer. */
import { bars, type Figure, rule } from '../../lab/figure.ts';
import { HISTOGRAM_BINS } from '../../networks/layer-statistics.ts';

type Bin = `${0 | 1 | 2}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
type Prefix = 'bin' | 'gradientBin';
/** bin00 … bin29 and gradientBin00 … gradientBin29: the share of all numbers in each bin. */
export type Histograms = Record<`${Prefix}${Bin}`, number>;

const bins = Array.from({ length: HISTOGRAM_BINS }, (_, i) => String(i).padStart(2, '0')) as Bin[];

/** A label for each column. */
export const histogramColumns = Object.fromEntries(
  (['bin', 'gradientBin'] as const).flatMap((prefix) =>
    bins.map((bin) => [
      `${prefix}${bin}`,
      `${prefix === 'bin' ? 'signal' : 'gradient'}, bin ${Number(bin) + 1}`,
    ]),
  ),
) as Record<keyof Histograms, string>;

export const histogramsOf = (signal: { bins: number[] }, gradient: { bins: number[] }) =>
  Object.fromEntries(
    bins.flatMap((bin, i) => [
      [`bin${bin}`, signal.bins[i]],
      [`gradientBin${bin}`, gradient.bins[i]],
    ]),
  ) as Histograms;

/** Each layer's histogram is as wide as one layer on the axis, from the left end of its own range to the right. */
export function smallMultiples(
  rows: readonly (Histograms & { layer: number })[],
  prefix: Prefix,
  title: string,
): Figure {
  const data = rows.flatMap((row) =>
    bins.map((bin, i) => ({
      from: row.layer + (0.94 * i) / HISTOGRAM_BINS - 0.47,
      to: row.layer + (0.94 * (i + 1)) / HISTOGRAM_BINS - 0.47,
      // The root keeps the tails visible (Tukey's rootogram).
      height: Math.sqrt(row[`${prefix}${bin}`]),
    })),
  );
  return {
    title,
    x: { label: 'layer' },
    y: { label: 'root of the share', domain: [0, 1] },
    aspect: 0.34,
    marks: [rule('y', 0), bars(data, { from: 'from', to: 'to', y: 'height' })],
  };
}
