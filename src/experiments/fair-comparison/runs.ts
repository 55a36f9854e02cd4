/** The runs of each cell, out of the rows of all of them. */
import type { Seeded } from '../../lab/experiment.ts';
import { type CurvePoint, curveColumns } from '../../networks/learning-curve.ts';
import { type Cell, cellsOf, type Setting } from './cells.ts';

export const columns = {
  activation: 'activation',
  initializer: 'start',
  optimizer: 'optimizer',
  depth: 'hidden layers',
  ...curveColumns,
  half: 'step at which half was explained',
  gradient: 'rms of the logit’s gradient at layer 1, before the first step',
} as const;

export type Line = Cell & CurvePoint & Record<'half' | 'gradient', number>;
type Rows = readonly Seeded<Line>[];

/** One cell's runs: a curve for each seed. */
export interface Runs {
  cell: Cell;
  curves: Seeded<Line>[][];
}

const known = new WeakMap<Rows, { length: number; runs: Runs[] }>();

const nameOf = ({ activation, initializer, optimizer, depth }: Cell) =>
  [activation, initializer, optimizer, depth].join();

/** In the order of the map; a cell that has not been run has no curves. Sorted once for all that ask about the same rows. */
export function runsOf(rows: Rows, setting: Pick<Setting, 'all'>): Runs[] {
  const cells = cellsOf(setting);
  const before = known.get(rows);
  if (before && before.length === rows.length && before.runs.length === cells.length) return before.runs;
  const curves = new Map(cells.map((cell) => [nameOf(cell), new Map<number, Seeded<Line>[]>()]));
  for (const row of rows) {
    const own = curves.get(nameOf(row));
    const curve = own?.get(row.seed);
    if (curve) curve.push(row);
    else own?.set(row.seed, [row]);
  }
  const runs = cells.map((cell) => ({ cell, curves: [...(curves.get(nameOf(cell))?.values() ?? [])] }));
  known.set(rows, { length: rows.length, runs });
  return runs;
}

/** The step at which each run had explained half of the entropy; infinite where it had not. */
export const halves = ({ curves }: Runs): number[] => curves.map((curve) => last(curve).half);

/** What each run had explained at its end, in per cent; what overflowed has explained nothing. */
export const explainedAtEnd = ({ curves }: Runs): number[] =>
  curves.map((curve) => {
    const { explained } = last(curve);
    return Number.isFinite(explained) ? Math.max(0, 100 * explained) : 0;
  });

/** What each run had explained at its best, as a share. */
export const bestShares = ({ curves }: Runs): number[] =>
  curves.map((curve) => Math.max(...curve.map(({ explained }) => explained).filter(Number.isFinite)));

export const last = <T>(curve: readonly T[]): T => curve[curve.length - 1];
