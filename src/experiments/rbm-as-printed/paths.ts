/** The rows of `rbm-as-printed`, machine by machine. */
import type { Seeded } from '../../lab/experiment.ts';
import { mean } from '../../math/statistics.ts';
import type { MachineName } from './machines.ts';

type Column =
  | 'step'
  | 'changed'
  | 'loss'
  | 'wrong'
  | 'kl'
  | 'mass'
  | 'landed'
  | 'middle'
  | 'middleOn'
  | 'slopeShare';
export type Line = { machine: MachineName } & Record<Column, number> &
  Record<'weights' | 'restored' | 'drawn', string>;
export type Path = readonly Seeded<Line>[];

export const by = (rows: Path, name: MachineName): Path => rows.filter(({ machine }) => machine === name);

export const seedsOf = (rows: Path): number[] => [...new Set(rows.map(({ seed }) => seed))];

/** A machine's last row, averaged over the seeds. */
export function ending(rows: Path, name: MachineName, column: Column): number {
  const own = by(rows, name);
  const last = Math.max(...own.map(({ step }) => step));
  return mean(own.filter(({ step }) => step === last).map((row) => row[column]));
}

/** The nearest to the data that the autoencoder's weights came, read as a Boltzmann machine's. */
export const lowestOf = (rows: Path, seed: number): number =>
  Math.min(
    ...by(rows, 'autoencoder')
      .filter((row) => row.seed === seed)
      .map(({ kl }) => kl),
  );
