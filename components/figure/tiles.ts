/** Marks that fill a place on two axes of names: the cells of a map, and pictures. */
import { cell, image, type Markish, text } from '@observablehq/plot';
import type { Mark } from '../../src/lab/figure.ts';
import { formatDecimals } from '../../src/lab/numbers.ts';
import { mean } from '../../src/math/statistics.ts';

const INK = 'var(--ink)';
/** A cell's colour at its strongest: the number on it stays readable. */
const CELL_OPACITY = 0.5;

export type Kind<K extends Mark['kind']> = Extract<Mark, { kind: K }>;

/** Fills its place: of recorded and live ones only the live are shown. */
export const isTiled = (mark: Mark): mark is Kind<'cells' | 'images'> =>
  mark.kind === 'cells' || mark.kind === 'images';

/** Class of the places that a reader may pick, one rect for each row of `placesOf`, in order. */
export const PLACES = 'places';
export const placesOf = ({ data, x, y, value }: Kind<'cells'>) => meansBy(data, [x, y], value);

export function cellMarks(mark: Kind<'cells'>): Markish[] {
  const { x, y, value, decimals = 1, interval, picked, sets } = mark;
  const places = placesOf(mark);
  const sizes = places.map((row) => Math.abs(Number(row[value]))).filter(Number.isFinite);
  const largest = Math.max(1e-9, ...sizes);
  // Beside what is infinite all else is pale.
  const palest = sizes.length < places.length ? 0.6 : 1;
  const strength = (row: Record<string, unknown>) => {
    const size = Math.abs(Number(row[value]));
    // The root keeps a small difference visible beside an enormous one.
    return CELL_OPACITY * (Number.isFinite(size) ? palest * Math.sqrt(Math.min(1, size / largest)) : 1);
  };
  const ends = ([low, high]: [string, string]) =>
    text(
      places.filter((row) => row[low] !== row[high]),
      {
        x,
        y,
        text: (row) => `${formatDecimals(row[low], decimals)}–${formatDecimals(row[high], decimals)}`,
        fill: INK,
        fontSize: 9.5,
        dy: 8,
        pointerEvents: 'none',
      },
    );
  const hasEnds = interval && places.some((row) => row[interval[0]] !== row[interval[1]]);
  return [
    cell(places, {
      x,
      y,
      fill: (row) => (row[value] < 0 ? 'var(--below)' : 'var(--above)'),
      fillOpacity: strength,
      inset: 1,
      ...(sets && { className: PLACES }),
    }),
    text(places, {
      x,
      y,
      text: (row) => formatDecimals(row[value], decimals),
      fill: INK,
      dy: hasEnds ? -5 : 0,
      pointerEvents: 'none',
    }),
    ...(hasEnds ? [ends(interval)] : []),
    ...(picked
      ? [
          cell(
            places.filter((row) => row[picked]),
            { x, y, fill: 'none', stroke: INK, strokeWidth: 2, inset: 1, pointerEvents: 'none' },
          ),
        ]
      : []),
  ];
}

export function pictures({ data, x, y, image: src }: Kind<'images'>, side: number): Markish[] {
  const places = new Map(data.map((row) => [`${row[x]}\n${row[y]}`, row]));
  return [image([...places.values()], { x, y, src, width: side, imageRendering: 'pixelated' })];
}

/** The mean of a column over the rows that agree in others. */
export function meansBy(
  data: Kind<'cells'>['data'],
  keys: string[],
  column: string,
): Record<string, unknown>[] {
  const groups = new Map<string, { row: Record<string, unknown>; values: number[] }>();
  for (const row of data) {
    const key = keys.map((name) => row[name]).join('\n');
    const group = groups.get(key);
    if (group) group.values.push(row[column]);
    else groups.set(key, { row, values: [row[column]] });
  }
  return [...groups.values()].map(({ row, values }) => ({ ...row, [column]: mean(values) }));
}
