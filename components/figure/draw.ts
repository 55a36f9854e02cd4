/**
 * Draws a figure with Observable Plot: at build time into a recorded, static SVG, in the browser over live rows.
 * The frame is here, the look of each kind of mark in marks.ts and tiles.ts.
 */
import { axisX, axisY, gridY, plot } from '@observablehq/plot';
import type { Axis, Figure } from '../../src/lab/figure.ts';
import { formatNumber } from '../../src/lab/numbers.ts';
import { type EndLabel, writeLabels } from './labels.ts';
import { background, isMeasured, liveMarks, recordedMarks, theoryMarks } from './marks.ts';
import { isTiled } from './tiles.ts';

/** Pixels: below this the axis has no room for three ticks. */
const MIN_HEIGHT = 180;
/** Pixels of a line of names, and of a character in one. */
const NAME_HEIGHT = 26;
/** Of a line of a map whose numbers have their intervals below them. */
const INTERVAL_HEIGHT = 31;
const CHARACTER = 7.3;
const LABEL_ROW = 14;
/** The largest side of a picture, and the gap between two, in pixels. */
const PICTURE = 72;
const GAP = 2;
/** Pixels that a number on the x axis needs, with air. */
const TICK_WIDTH = 54;
const MARGIN = { left: 52, right: 16, top: 28, bottom: 40 };

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
  const side = pictureSide(frame, { width, recorded });
  const beneath = recorded?.marks.filter(isMeasured) ?? [];
  const above = live?.marks.filter(isMeasured) ?? [];
  const marks = [
    ...frame.marks.flatMap(background),
    ...beneath
      .filter((mark) => !isTiled(mark) || above.length === 0)
      .flatMap((mark) => recordedMarks(mark, labels, side)),
    ...frame.marks.flatMap((mark) => theoryMarks(mark, labels)),
    ...above.flatMap((mark) => liveMarks(mark, labels, side)),
  ];
  const { height, margins } = layout(frame, labels, { width, recorded });
  // Names at the left leave less room for numbers.
  const acrossTicks = Math.min(
    7,
    Math.floor((width - margins.marginLeft - margins.marginRight) / TICK_WIDTH),
  );
  const names = frame.y.type === 'names';
  const svg = plot({
    document,
    width,
    height,
    ...margins,
    style: { fontFamily: 'var(--mono)', fontSize: '12px', overflow: 'visible' },
    x: scale(frame, 'x', recorded),
    // Room for the dots at the ends, instead of an axis that starts where nothing is.
    y: { ...scale(frame, 'y', recorded), ...(names ? {} : { insetTop: 5, insetBottom: 5 }) },
    marks: [
      ...(names ? [] : [gridY({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: height / 45 })]),
      axisX({ ...ticks(frame.x, acrossTicks), tickSize: 0, label: frame.x.label, labelAnchor: 'right' }),
      axisY({
        ...ticks(frame.y, height / 45),
        tickSize: 0,
        label: frame.y.label,
        // Beside rows of names it would stand in them.
        ...(names ? { labelAnchor: 'top' } : {}),
      }),
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
    right: width - margins.marginRight,
    left: margins.marginLeft,
    document,
  });
  return svg;
}

/** Room for the names at the left, for the labels at the right, and for those of the predictions on top. */
function layout(
  frame: Figure,
  labels: EndLabel[],
  { width, recorded = frame }: { width: number; recorded?: Figure },
) {
  const narrow = width < 420;
  const names = frame.y.type === 'names' ? namesOf([recorded, frame], 'y') : [];
  const ends = labels.filter(({ at = 'end' }) => at === 'end');
  const rules = names.length > 0 ? labels.filter(({ at }) => at === 'rule').length : 0;
  const margins = {
    marginLeft: leftMargin(names, width),
    marginRight: Math.max(MARGIN.right, ...ends.map(({ text }) => text.length * CHARACTER + 10)),
    marginTop: MARGIN.top + rules * LABEL_ROW,
    marginBottom: MARGIN.bottom,
  };
  const height =
    names.length > 0
      ? names.length * rowHeight(frame, { width, recorded }) + margins.marginTop + margins.marginBottom
      : Math.max(MIN_HEIGHT, Math.round(width * (frame.aspect ?? (narrow ? 0.8 : 0.56))));
  return { height, margins };
}

/** Room for the names at the left. */
function leftMargin(names: string[], width: number): number {
  const longest = Math.max(0, ...names.map(({ length }) => length));
  return Math.max(MARGIN.left, Math.min(longest * CHARACTER + 10, width / 2));
}

/** A picture is as large as the columns have room for. */
function pictureSide(
  frame: Figure,
  { width, recorded = frame }: { width: number; recorded?: Figure },
): number {
  const columns = namesOf([recorded, frame], 'x').length;
  const room = width - leftMargin(namesOf([recorded, frame], 'y'), width) - MARGIN.right;
  return Math.min(PICTURE, Math.floor(room / columns) - GAP);
}

function rowHeight(frame: Figure, size: { width: number; recorded?: Figure }): number {
  if (frame.marks.some(({ kind }) => kind === 'images')) return pictureSide(frame, size) + GAP;
  return frame.marks.some((mark) => mark.kind === 'cells' && mark.interval) ? INTERVAL_HEIGHT : NAME_HEIGHT;
}

/** Fixed ends make room for what is recorded beneath a live run, which may have only begun. */
function scale(frame: Figure, side: 'x' | 'y', recorded: Figure = frame) {
  const { type = 'linear' } = frame[side];
  const domain = unite(frame[side].domain, recorded[side].domain);
  if (type === 'names') {
    // The columns of a map are wide: as narrow a gap as between its rows.
    const padding = side === 'x' ? { padding: 0.02 } : {};
    return { type: 'band' as const, domain: namesOf([recorded, frame], side), label: null, ...padding };
  }
  return { type, domain, label: null };
}

function unite(a?: readonly number[], b?: readonly number[]): [number, number] | undefined {
  return a && b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : undefined;
}

/** Names have a tick each; numbers as many as there is room for. Plot would write a tenth on a log axis as 100m. */
const ticks = ({ type }: Axis, count: number) => {
  if (type === 'names') return {};
  return type === 'log' ? { ticks: count, tickFormat: logTick } : { ticks: count };
};

/** The powers of ten, so that they never crowd. */
const logTick = (value: number) => (Math.abs(Math.log10(value) % 1) < 1e-9 ? formatNumber(value) : '');

/** In the order in which they come. */
function namesOf(figures: Figure[], side: 'x' | 'y'): string[] {
  const names = figures
    .flatMap(({ marks }) => marks)
    .flatMap((mark) =>
      mark.kind === 'dots' || mark.kind === 'expected' || isTiled(mark)
        ? mark.data.map((row) => String(row[mark[side]]))
        : [],
    );
  return [...new Set(names)];
}
