/**
 * Draws a figure with Observable Plot: at build time into a recorded, static SVG, in the browser over live rows.
 * The look of each kind of mark is decided here and nowhere else. Marks are imported by name to keep Plot small.
 */
import {
  areaY,
  axisX,
  axisY,
  dot,
  gridY,
  line,
  type Markish,
  plot,
  rect,
  ruleX,
  ruleY,
} from '@observablehq/plot';
import type { Axis, Figure, Mark } from '../../src/lab/figure.ts';
import { mean, quantile } from '../../src/math/statistics.ts';
import { type EndLabel, writeLabels } from './labels.ts';

const LIVE = 'var(--live)';
const THEORY = 'var(--theory)';
const RECORDED = 'var(--recorded)';
const INK = 'var(--ink)';

/** Pixels: below this the axis has no room for three ticks. */
const MIN_HEIGHT = 180;

/** Of a live run over many seeds, the band holds this share, half of the rest on each side. */
const SEED_BAND = 0.9;

export interface Drawing {
  /** The figure of the recorded runs; absent when the parameters are not those of the recording. */
  recorded?: Figure;
  live?: Figure;
  /** Pixels. Text keeps its size, so a figure is drawn for the width it has. */
  width: number;
  /** Where there is no browser: a document that can make SVG elements. */
  document?: Document;
}

export function draw({ recorded, live, width, document = globalThis.document }: Drawing): SVGSVGElement {
  // Theory is the same in both when both are there.
  const frame = live ?? recorded;
  if (!frame) throw new Error('draw: there is neither a recorded nor a live figure');
  const labels: EndLabel[] = [];
  const marks = [
    ...frame.marks
      .filter(({ kind }) => kind === 'stretch' || kind === 'band')
      .map((mark) => background(mark)),
    ...measured(recorded).flatMap((mark) => recordedMarks(mark, labels)),
    ...frame.marks.flatMap((mark) => theoryMarks(mark, labels)),
    ...measured(live).flatMap((mark) => liveMarks(mark, labels)),
  ];
  const narrow = width < 420;
  const height = Math.max(MIN_HEIGHT, Math.round(width * (frame.aspect ?? (narrow ? 0.8 : 0.56))));
  const marginRight = labels.length > 0 ? 66 : 16;
  const svg = plot({
    document,
    width,
    height,
    marginLeft: 46,
    marginRight,
    marginTop: 28,
    marginBottom: 40,
    style: { fontFamily: 'var(--mono)', fontSize: '12px', overflow: 'visible' },
    x: scale(frame.x),
    // Room for the dots at the ends, instead of an axis that starts where nothing is.
    y: { ...scale(frame.y), insetTop: 5, insetBottom: 5 },
    marks: [
      gridY({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: height / 45 }),
      axisX({ ticks: narrow ? 4 : 7, tickSize: 0, label: frame.x.label, labelAnchor: 'right' }),
      axisY({ ticks: height / 45, tickSize: 0, label: frame.y.label }),
      ...marks,
    ],
  }) as SVGSVGElement & { scale(name: string): { apply(value: number): number } };
  // Plot labels its groups, which a picture with one label of its own must not have.
  for (const group of svg.querySelectorAll('g')) group.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${frame.title}. Across: ${frame.x.label}. Up: ${frame.y.label}.`);
  writeLabels(svg, labels, {
    x: svg.scale('x').apply,
    y: svg.scale('y').apply,
    right: width - marginRight,
    document,
  });
  return svg;
}

function scale({ type = 'linear', domain }: Axis) {
  return { type, domain, label: null };
}

function measured(figure?: Figure): Extract<Mark, { kind: 'run' | 'dots' }>[] {
  return figure?.marks.filter((mark) => mark.kind === 'run' || mark.kind === 'dots') ?? [];
}

function background(mark: Mark): Markish {
  if (mark.kind === 'stretch') {
    return rect([mark], { x1: mark.from, x2: mark.to, fill: THEORY, fillOpacity: 0.08 });
  }
  const { data, x, low, high } = mark as Extract<Mark, { kind: 'band' }>;
  return areaY(data, { x, y1: low, y2: high, fill: THEORY, fillOpacity: 0.1 });
}

function recordedMarks(mark: Extract<Mark, { kind: 'run' | 'dots' }>, labels: EndLabel[]): Markish[] {
  const { data, x, y } = mark;
  if (mark.kind === 'dots') return [dot(data, { x, y, r: 2.5, stroke: RECORDED, strokeOpacity: 0.8 })];
  labels.push({ ...lastPoint(data, x, y), text: 'recorded', fill: 'var(--muted)' });
  return [line(data, { x, y, z: 'seed', stroke: RECORDED, strokeWidth: 1, strokeOpacity: 0.75 })];
}

function liveMarks(mark: Extract<Mark, { kind: 'run' | 'dots' }>, labels: EndLabel[]): Markish[] {
  const { data, x, y } = mark;
  if (data.length === 0) return [];
  if (mark.kind === 'dots') return [dot(data, { x, y, r: 3.5, fill: LIVE })];
  const seeds = new Set(data.map(({ seed }) => seed)).size;
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

function theoryMarks(mark: Mark, labels: EndLabel[]): Markish[] {
  switch (mark.kind) {
    case 'theory': {
      const { data, x, y, label } = mark;
      if (data.length > 0) labels.push({ ...lastPoint(data, x, y), text: label, fill: THEORY });
      return [line(data, { x, y, stroke: THEORY, strokeWidth: 1.5, strokeDasharray: '5 4' })];
    }
    case 'point':
      labels.push({ x: mark.x, y: mark.y, text: mark.label, fill: INK, at: 'point' });
      return [dot([mark], { x: mark.x, y: mark.y, symbol: 'times', stroke: INK, strokeWidth: 1.8, r: 5 })];
    case 'rule': {
      const { axis, at, label } = mark;
      if (label) labels.push({ [axis]: at, text: label, fill: 'var(--muted)', at: 'rule' });
      const style = { stroke: 'var(--muted)', strokeDasharray: '1 3' };
      return [axis === 'x' ? ruleX([at], style) : ruleY([at], style)];
    }
    case 'band':
    case 'stretch':
      if (mark.kind === 'stretch' && mark.label) {
        labels.push({ x: (mark.from + mark.to) / 2, text: mark.label, fill: THEORY, at: 'rule' });
      }
      return [];
    default:
      return [];
  }
}

type Data = Extract<Mark, { kind: 'run' }>['data'];

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
