/**
 * Figures as data. An experiment says what stands on its plot; one renderer (components/figure/draw.ts) says how
 * each kind looks, so that theory is dashed, a band is an area and a run is dots in every chapter.
 */

export interface Axis {
  label: string;
  /** 'linear' unless said otherwise. 'names': one place for each text, in the order in which they come. */
  type?: 'linear' | 'log' | 'names';
  /** Fixed ends; from the data if absent. */
  domain?: [number, number];
}

// biome-ignore lint/suspicious/noExplicitAny: a mark carries rows of any shape; the constructors below are typed.
type Data = readonly any[];

export type Mark =
  /** A measurement: dots joined by a thin line, one line a seed. Of many live ones a band, or all lines where `each` counts. */
  | { kind: 'run'; data: Data; x: string; y: string; each?: boolean }
  /** Single measurements, one dot a row. */
  | { kind: 'dots'; data: Data; x: string; y: string }
  /** A histogram: how much lies between `from` and `to`. */
  | { kind: 'bars'; data: Data; from: string; to: string; y: string }
  /** A map: a number in each place of two axes of names, coloured by how far it is above or below 0. */
  | ({ kind: 'cells'; data: Data; x: string; y: string; value: string } & CellOptions)
  /** Pictures (src/lab/picture.ts) on two axes of names; of several in one place the last row's. */
  | { kind: 'images'; data: Data; x: string; y: string; image: string }
  /** Single predictions beside dots: a short stroke a row, for a y axis of names. */
  | { kind: 'expected'; data: Data; x: string; y: string; label: string }
  /** A prediction: a dashed line. */
  | { kind: 'theory'; data: Data; x: string; y: string; label: string }
  /** Where runs should lie: an area. */
  | { kind: 'band'; data: Data; x: string; low: string; high: string; label?: string }
  /** A region of the x axis: a shaded stretch. */
  | { kind: 'stretch'; from: number; to: number; label?: string }
  /** A single value from elsewhere, such as one printed in a source. */
  | { kind: 'point'; x: number; y: number; label: string }
  | { kind: 'rule'; axis: 'x' | 'y'; at: number; label?: string };

export interface CellOptions<C extends string = string> {
  /** Of the number; 1 if absent. */
  decimals?: number;
  /** Columns of the ends of an interval around the number, written below it where they differ. */
  interval?: [low: C, high: C];
  /** Column of the controls that a click on the place sets: it picks it. */
  sets?: C;
  /** Column that is true in the place that is picked. */
  picked?: C;
}

export interface Figure {
  /** What the figure shows, for its caption and for screen readers. */
  title: string;
  x: Axis;
  y: Axis;
  marks: Mark[];
  /** Height over width; 0.56 if absent, more on a phone. */
  aspect?: number;
}

type Column<R> = keyof R & string;

export function run<R>(data: readonly R[], columns: { x: Column<R>; y: Column<R>; each?: boolean }): Mark {
  return { kind: 'run', data, ...columns };
}

export function dots<R>(data: readonly R[], { x, y }: { x: Column<R>; y: Column<R> }): Mark {
  return { kind: 'dots', data, x, y };
}

export function bars<R>(
  data: readonly R[],
  { from, to, y }: { from: Column<R>; to: Column<R>; y: Column<R> },
): Mark {
  return { kind: 'bars', data, from, to, y };
}

export function cells<R>(
  data: readonly R[],
  columns: { x: Column<R>; y: Column<R>; value: Column<R> } & CellOptions<Column<R>>,
): Mark {
  return { kind: 'cells', data, ...columns };
}

export function images<R>(
  data: readonly R[],
  { x, y, image }: { x: Column<R>; y: Column<R>; image: Column<R> },
): Mark {
  return { kind: 'images', data, x, y, image };
}

export function expected<R>(
  data: readonly R[],
  { x, y, label }: { x: Column<R>; y: Column<R>; label: string },
): Mark {
  return { kind: 'expected', data, x, y, label };
}

export function theory<R>(
  data: readonly R[],
  { x, y, label = 'theory' }: { x: Column<R>; y: Column<R>; label?: string },
): Mark {
  return { kind: 'theory', data, x, y, label };
}

export function band<R>(
  data: readonly R[],
  { x, low, high, label }: { x: Column<R>; low: Column<R>; high: Column<R>; label?: string },
): Mark {
  return { kind: 'band', data, x, low, high, label };
}

/** A shaded stretch of the x axis. */
export function stretch({ from, to, label }: { from: number; to: number; label?: string }): Mark {
  return { kind: 'stretch', from, to, label };
}

/** One value from elsewhere, named. */
export function point({ x, y, label }: { x: number; y: number; label: string }): Mark {
  return { kind: 'point', x, y, label };
}

export function rule(axis: 'x' | 'y', at: number, label?: string): Mark {
  return { kind: 'rule', axis, at, label };
}
