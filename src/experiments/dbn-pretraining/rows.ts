/** A row of `dbn-pretraining`: a look at one net, or a picture of the weights of one unit. */
import type { Seeded } from '../../lab/experiment.ts';
import { mean } from '../../math/statistics.ts';
import { IMAGES, type Setting, type Way } from './plan.ts';

export const columns = {
  way: 'start',
  labels: 'labelled images',
  stage: 'taught by',
  step: 'layers taught, or steps with labels',
  spent: 'multiply-adds spent, 10⁹',
  foreseen: 'foreseen',
  loss: 'loss on digits held out',
  right: 'share of them that is right',
  gradient: 'before labels: rms of a logit’s gradient at layer 1',
  gradientPredicted: 'predicted; 0 where nothing is',
  activityShare: 'distance of its hidden units from the machines’, share of what rounding allows',
  unit: 'hidden unit',
  picture: 'its weights',
} as const;

export type Line = {
  way: Way;
  labels: number;
  stage: 'images' | 'labels';
  step: number;
  spent: number;
  foreseen: number;
  loss: number;
  right: number;
  gradient: number;
  gradientPredicted: number;
  activityShare: number;
  unit: string;
  picture: string;
};
export type Rows = readonly Seeded<Line>[];

export const curveOf = (rows: Rows, way: Way, labels: number): Seeded<Line>[] =>
  rows.filter((row) => row.way === way && row.labels === labels && row.unit === '');

/** Run by run, the last look at a net. */
export const lastOf = (rows: Rows, way: Way, labels: number): Seeded<Line>[] => {
  const last = new Map(curveOf(rows, way, labels).map((row) => [row.seed, row]));
  return [...last.values()];
};

/** By how many of a hundred held-out digits a is ahead of b in the end, run by run. */
export function leads(rows: Rows, a: Way, b: Way, labels: number): number[] {
  const other = new Map(lastOf(rows, b, labels).map(({ seed, right }) => [seed, right]));
  return lastOf(rows, a, labels).map(({ seed, right }) => 100 * (right - (other.get(seed) ?? Number.NaN)));
}

/** The share of held-out digits that is right in the end, in per cent, the mean over the runs. */
export const percentOf = (rows: Rows, way: Way, labels: number): number =>
  100 * mean(lastOf(rows, way, labels).map(({ right }) => right));

/** One row for each run of a way. */
export const firstOf = (rows: Rows, way: Way): Seeded<Line>[] =>
  curveOf(rows, way, IMAGES).filter(({ stage, step }) => stage === 'labels' && step === 0);

export type { Setting };
