/** The rows of `rbm-digits`. Rows with pictures repeat the numbers of the row before them. */
import { mean } from '../../math/statistics.ts';
import type { LookNumbers, Pictures } from './looks.ts';

/** `place` is 0 where there are no pictures, and then counts from 1. */
export type Line = { step: number; place: number } & LookNumbers & Pictures;
export type Rows = readonly (Line & { seed: number })[];

export const noPictures: Pictures = {
  digits: '',
  restored: '',
  weights: '',
  round1: '',
  round10: '',
  round100: '',
};

/** Each measurement once. */
export const measured = (rows: Rows): Rows => rows.filter(({ place }) => place === 0);

/** Of each seed the first row and the last. */
export const spans = (rows: Rows): [first: Line, last: Line][] =>
  [...new Set(rows.map(({ seed }) => seed))].map((seed) => {
    const own = measured(rows).filter((row) => row.seed === seed);
    return [own[0], own[own.length - 1]];
  });

/** By how much held-out digits lie above those learned from, in nats, and noise above held-out digits. */
export const behind = ({ freeHeld, freeTrain }: Line): number => freeHeld - freeTrain;
export const apart = ({ freeNoise, freeHeld }: Line): number => freeNoise - freeHeld;

/** Averages over the seeds, at the start and at the end. */
export const atStart = (rows: Rows, of: (row: Line) => number): number =>
  mean(spans(rows).map(([first]) => of(first)));
export const atEnd = (rows: Rows, of: (row: Line) => number): number =>
  mean(spans(rows).map(([, last]) => of(last)));

/** How much it grew, in the seed in which it grew least. */
export const leastGrowth = (rows: Rows, of: (row: Line) => number): number =>
  Math.min(...spans(rows).map(([first, last]) => of(last) - of(first)));
