/** The figures of the labs, and their result in a sentence. */
import { cells, dots, type Figure, images, rule, run } from '../../lab/figure.ts';
import { formatDecimals } from '../../lab/numbers.ts';
import { pictureOf } from '../../lab/picture.ts';
import { mean } from '../../math/statistics.ts';
import { GOAL, LOG_TEN } from './laws.ts';
import { batchesToGoal, columnAt, looksOf, type Place, type Rows } from './measures.ts';
import { CLASSES } from './nets.ts';

interface Shown {
  places: readonly Place[];
  steps: number;
  /** What a place is called in a table of several. */
  name(place: Place): string;
}

/** Paper in every place, for where no digit was read so; what was lies over it. */
const paper = pictureOf([0], 1);
const DIGITS = Array.from({ length: CLASSES }, (_, digit) => `${digit}`);
const empty = DIGITS.flatMap((down) => DIGITS.map((across) => ({ down, across, image: paper })));
/** Steps shown in a table of what is right. */
const COLUMNS = 4;
const LABEL = 'batches of 100 digits';

const seedsOf = (rows: Rows) => [...new Set(rows.map(({ seed }) => seed))];

/** One figure a place, those of one scale that are of one size. */
export function lossFigures(rows: Rows, { places, steps, name }: Shown): Figure[] {
  return places.map((place) => ({
    title: `The loss from ${name(place)}`,
    x: { label: LABEL, domain: [0, steps] },
    y: { label: 'loss', type: 'log' },
    aspect: 0.3,
    marks: [rule('y', LOG_TEN, 'ln 10'), run(looksOf(rows, place), { x: 'step', y: 'loss' })],
  }));
}

/** What is right by batches, in per cent, and when it was nine in ten. */
export function rightFigures(rows: Rows, { places, steps, name }: Shown): Figure[] {
  const every = 10 * Math.ceil(steps / 10 / COLUMNS);
  const table = places.flatMap((place) =>
    Array.from({ length: COLUMNS }, (_, i) => (i + 1) * every)
      .filter((step) => step <= steps)
      .flatMap((step) => {
        const shares = columnAt(rows, place, step, 'right');
        return shares.length === 0
          ? []
          : [{ start: name(place), step: `${step}`, percent: 100 * mean(shares) }];
      }),
  );
  const reached = places.flatMap((place) =>
    seedsOf(rows).flatMap((seed) => {
      const looks = looksOf(rows, place).filter((row) => row.seed === seed);
      return looks.some(({ right }) => right >= GOAL)
        ? [{ start: name(place), batches: batchesToGoal(looks), seed }]
        : [];
    }),
  );
  return [
    {
      title: 'Held-out digits that are right after so many batches, in per cent',
      x: { label: LABEL, type: 'names' },
      y: { label: 'start', type: 'names' },
      marks: [cells(table, { x: 'step', y: 'start', value: 'percent' })],
    },
    {
      title: 'Batches until nine in ten are right',
      x: { label: LABEL, domain: [0, steps] },
      y: { label: 'start', type: 'names' },
      marks: [dots(reached, { x: 'batches', y: 'start' })],
    },
  ];
}

/** Digits as they were written and read: on the diagonal what is right. */
export function digitsFigure(rows: Rows, of: string): Figure {
  const pictures = rows.filter(({ shown, image }) => shown === 'digits' && image !== '');
  return {
    title: `Held-out digits as ${of} reads them`,
    x: { label: 'read as', type: 'names' },
    y: { label: 'written', type: 'names' },
    marks: [images([...empty, ...pictures], { x: 'across', y: 'down', image: 'image' })],
  };
}

export const weightsFigure = (rows: Rows): Figure => ({
  title: 'Weights of the first layer after learning',
  x: { label: 'hidden unit', type: 'names' },
  y: { label: 'start', type: 'names' },
  marks: [
    images(
      rows.filter(({ shown }) => shown === 'weights'),
      { x: 'across', y: 'down', image: 'image' },
    ),
  ],
});

export function labSummary(rows: Rows, { places, steps, name }: Shown): string {
  const parts = places.map((place) => {
    const percent = formatDecimals(100 * mean(columnAt(rows, place, steps, 'right')), 1);
    return `${name(place)} ${percent} %`;
  });
  return `of the held-out digits are right after ${steps} batches: ${parts.join(', ')}.`;
}
