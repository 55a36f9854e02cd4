/** What can be read off the rows of the labs. */
import { mean, sum } from '../../math/statistics.ts';
import { COUNTED_STEPS, GOAL } from './laws.ts';
import type { LabRow } from './learning.ts';
import { type LabNet, type LabStartName, labStarts, REFERENCE } from './nets.ts';
import { priceOfDepth } from './work.ts';

export type Rows = (LabRow & { seed: number })[];

/** A net and where it began. */
export interface Place {
  net: LabNet;
  start: LabStartName;
}

export const shallow = (start: LabStartName = REFERENCE): Place => ({ net: 'shallow', start });
export const deep = (start: LabStartName = REFERENCE): Place => ({ net: 'deep', start });

/** The looks at one net, of all runs. */
export const looksOf = (rows: Rows, { net, start }: Place): Rows =>
  rows.filter((row) => row.shown === '' && row.net === net && row.start === start);

/** Those after this many batches, run by run. */
export const lookAt = (rows: Rows, place: Place, step: number): Rows =>
  looksOf(rows, place).filter((row) => row.step === step);

/** A column of them, run by run. */
export const columnAt = (
  rows: Rows,
  place: Place,
  step: number,
  column: 'loss' | 'right' | 'largest' | 'travelled' | 'gained' | 'lost' | 'asked',
): number[] => lookAt(rows, place, step).map((row) => row[column]);

/** Whatever these rows are about. */
export const placesOf = (rows: Rows): Place[] =>
  (['shallow', 'deep'] as const)
    .flatMap((net) => labStarts.map((start) => ({ net, start })))
    .filter((place) => looksOf(rows, place).length > 0);

/** Batches after which a run gets nine in ten right: on a straight line between two looks. All batches where it never does. */
export function batchesToGoal(looks: Rows): number {
  const next = looks.findIndex(({ right }) => right >= GOAL);
  if (next < 0) return looks[looks.length - 1].step;
  const { step, right } = looks[next];
  if (next === 0) return step;
  const { step: earlier, right: less } = looks[next - 1];
  return earlier + ((GOAL - less) / (right - less)) * (step - earlier);
}

/** The same run by run, with no more batches than were counted. */
export function batchesFrom(rows: Rows, place: Place): number[] {
  const looks = looksOf(rows, place).filter(({ step }) => step <= COUNTED_STEPS);
  const seeds = [...new Set(looks.map(({ seed }) => seed))];
  return seeds.map((seed) => batchesToGoal(looks.filter((row) => row.seed === seed)));
}

/** How many times as many batches as from Xavier: the geometric mean over the runs. */
export function slowness(rows: Rows, start: LabStartName): number {
  const own = batchesFrom(rows, shallow());
  return Math.exp(mean(batchesFrom(rows, shallow(start)).map((count, i) => Math.log(count / own[i]))));
}

/** The share of digits right at one place and step, less that at another, over the runs. */
const difference = (rows: Rows, [a, after]: [Place, number], [b, then]: [Place, number]): number =>
  mean(columnAt(rows, a, after, 'right')) - mean(columnAt(rows, b, then, 'right'));

/** How far a start is behind Xavier after all batches. */
export const behind = (rows: Rows, start: LabStartName, steps: number): number =>
  difference(rows, [shallow(), steps], [shallow(start), steps]);

/** How far the deep net, after `own` batches, is ahead of the shallow one after all. */
export const depthAdds = (rows: Rows, steps: number, own = steps): number =>
  difference(rows, [deep(), own], [shallow(), steps]);

/** The last look at which the deep net has cost no more than the shallow one in all its steps. */
export const evenStep = (steps: number): number => Math.max(1, 10 * Math.floor(steps / priceOfDepth / 10));

/** Of 95 in 100 the half, in standard deviations. */
const USUAL = 1.96;

/**
 * How much larger the deep net's share of right digits is, in per cent, and where that lies 95 times in 100 if other digits were
 * asked of the same nets. Only the digits on which the two differ count (McNemar, "Note on the sampling error of the difference
 * between correlated proportions or percentages", 1947).
 */
export function paired(rows: Rows, steps: number): { adds: number; low: number; high: number } {
  const [gained, lost, asked] = (['gained', 'lost', 'asked'] as const).map((column) =>
    sum(columnAt(rows, deep(), steps, column)),
  );
  const adds = (gained - lost) / asked;
  const deviation = Math.sqrt(((gained + lost) / asked - adds ** 2) / asked);
  return { adds: 100 * adds, low: 100 * (adds - USUAL * deviation), high: 100 * (adds + USUAL * deviation) };
}
