/** How each kind of mark looks, here and nowhere else. Plot's marks are imported by name to keep it small. */
import { areaY, dot, line, type Markish, rect, ruleX, ruleY, tickX } from '@observablehq/plot';
import type { Mark } from '../../src/lab/figure.ts';
import { mean, quantile } from '../../src/math/statistics.ts';
import type { EndLabel } from './labels.ts';
import { cellMarks, type Kind, meansBy, pictures } from './tiles.ts';

const LIVE = 'var(--live)';
const THEORY = 'var(--theory)';
const RECORDED = 'var(--recorded)';
const MUTED = 'var(--muted)';
const INK = 'var(--ink)';

/** Of a live run over many seeds, the band holds this share, half of the rest on each side. */
const SEED_BAND = 0.9;

/** The marks that hold what was measured. */
export type Measured = Kind<'run' | 'dots' | 'bars' | 'cells' | 'images'>;
type Data = Kind<'run'>['data'];

export const isMeasured = (mark: Mark): mark is Measured =>
  ['run', 'dots', 'bars', 'cells', 'images'].includes(mark.kind);

/** What lies beneath everything else. */
export function background(mark: Mark): Markish[] {
  if (mark.kind === 'stretch') {
    return [rect([mark], { x1: mark.from, x2: mark.to, fill: THEORY, fillOpacity: 0.08 })];
  }
  if (mark.kind !== 'band') return [];
  const { data, x, low, high } = mark;
  return [areaY(data, { x, y1: low, y2: high, fill: THEORY, fillOpacity: 0.1 })];
}

/** @param side pixels that a picture has */
export function recordedMarks(mark: Measured, labels: EndLabel[], side: number): Markish[] {
  const { data } = mark;
  switch (mark.kind) {
    case 'dots':
      return [dot(data, { x: mark.x, y: mark.y, r: 2.5, stroke: RECORDED, strokeOpacity: 0.8 })];
    case 'bars':
      return [rect(averaged(mark), { ...barOf(mark), stroke: RECORDED })];
    case 'cells':
      return cellMarks(mark);
    case 'images':
      return pictures(mark, side);
    case 'run': {
      const { x, y } = mark;
      labels.push({ ...lastPoint(data, x, y), text: 'recorded', fill: MUTED });
      return [line(data, { x, y, z: 'seed', stroke: RECORDED, strokeWidth: 1, strokeOpacity: 0.75 })];
    }
  }
}

export function liveMarks(mark: Measured, labels: EndLabel[], side: number): Markish[] {
  const { data } = mark;
  if (data.length === 0) return [];
  switch (mark.kind) {
    case 'dots':
      return [dot(data, { x: mark.x, y: mark.y, r: 3.5, fill: LIVE })];
    case 'bars':
      return [rect(averaged(mark), { ...barOf(mark), fill: LIVE, fillOpacity: 0.4 })];
    case 'cells':
      return cellMarks(mark);
    case 'images':
      return pictures(mark, side);
    case 'run':
      return liveRun(mark, labels);
  }
}

function liveRun({ data, x, y, each }: Kind<'run'>, labels: EndLabel[]): Markish[] {
  const seeds = new Set(data.map(({ seed }) => seed)).size;
  if (each && seeds > 1) {
    labels.push({ ...lastPoint(data, x, y), text: `${seeds} seeds`, fill: LIVE });
    return [line(data, { x, y, z: 'seed', stroke: LIVE, strokeWidth: 1.2, strokeOpacity: 0.75 })];
  }
  if (seeds === 1) {
    labels.push({ ...lastPoint(data, x, y), text: 'your run', fill: LIVE });
    // On a long run dots would merge into a thick line: a few are enough to say that these are measurements.
    const every = Math.ceil(data.length / 24);
    const some = data.filter((_, i) => i % every === 0 || i === data.length - 1);
    return [line(data, { x, y, stroke: LIVE, strokeWidth: 1.5 }), dot(some, { x, y, r: 2.2, fill: LIVE })];
  }
  const spread = spreadOver(data, x, y);
  labels.push({ ...lastPoint(spread, 'x', 'middle'), text: `${seeds} seeds`, fill: LIVE });
  return [
    areaY(spread, { x: 'x', y1: 'low', y2: 'high', fill: LIVE, fillOpacity: 0.16 }),
    line(spread, { x: 'x', y: 'middle', stroke: LIVE, strokeWidth: 1.5 }),
  ];
}

/** What is not measured: theory, and values from elsewhere. */
export function theoryMarks(mark: Mark, labels: EndLabel[]): Markish[] {
  switch (mark.kind) {
    case 'theory': {
      const { data, x, y, label } = mark;
      if (data.length > 0) labels.push({ ...lastPoint(data, x, y), text: label, fill: THEORY });
      return [line(data, { x, y, stroke: THEORY, strokeWidth: 1.5, strokeDasharray: '5 4' })];
    }
    case 'expected': {
      const { data, x, y, label } = mark;
      if (data.length > 0) labels.push({ x: data[0][x], text: label, fill: THEORY, at: 'rule' });
      return [tickX(data, { x, y, stroke: THEORY, strokeWidth: 1.5, strokeDasharray: '3 2' })];
    }
    case 'point':
      labels.push({ x: mark.x, y: mark.y, text: mark.label, fill: INK, at: 'point' });
      return [dot([mark], { x: mark.x, y: mark.y, symbol: 'times', stroke: INK, strokeWidth: 1.8, r: 5 })];
    case 'rule': {
      const { axis, at, label } = mark;
      if (label) labels.push({ [axis]: at, text: label, fill: MUTED, at: 'rule' });
      const style = { stroke: MUTED, strokeDasharray: '1 3' };
      return [axis === 'x' ? ruleX([at], style) : ruleY([at], style)];
    }
    case 'stretch':
      if (mark.label) {
        labels.push({ x: (mark.from + mark.to) / 2, text: mark.label, fill: THEORY, at: 'rule' });
      }
      return [];
    default:
      return [];
  }
}

const barOf = ({ from, to, y }: Kind<'bars'>) => ({ x1: from, x2: to, y1: 0, y2: y });

/** A histogram over all seeds: the mean height of each bar. */
function averaged({ data, from, to, y }: Kind<'bars'>) {
  return meansBy(data, [from, to], y);
}

function lastPoint(data: Data, x: string, y: string): { x?: number; y?: number } {
  const finite = data.filter((row) => Number.isFinite(row[y]));
  const end = Math.max(...finite.map((row) => row[x]));
  const last = finite.filter((row) => row[x] === end).map((row) => row[y]);
  return last.length > 0 ? { x: end, y: mean(last) } : {};
}

/** Median and band over the seeds at each x. */
function spreadOver(data: Data, x: string, y: string) {
  const columns = new Map<number, number[]>();
  for (const row of data) {
    if (!Number.isFinite(row[y])) continue;
    const values = columns.get(row[x]);
    if (values) values.push(row[y]);
    else columns.set(row[x], [row[y]]);
  }
  return [...columns].map(([at, values]) => ({
    x: at,
    low: quantile(values, (1 - SEED_BAND) / 2),
    middle: quantile(values, 0.5),
    high: quantile(values, (1 + SEED_BAND) / 2),
  }));
}
