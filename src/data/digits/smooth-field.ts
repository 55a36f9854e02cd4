/** A smooth random field over the sheet: what bends a digit as a whole, and presses the pen harder here than there. */
import type { Mt19937 } from '../../random/mt19937.ts';
import { bell } from './chance.ts';

/** Knots lie 8 pixels apart; a point is reached by three each way, so 28 pixels (3.5 cells) need six. */
const CELL_BITS = 11;
const CELL = 1 << CELL_BITS;
const CELLS = 4;
const KNOTS = CELLS + 2;
/** The weights are worked out in 1/256 of a cell. Those of three knots add up to 2 · 256². */
const FRACTION_BITS = 8;
const WEIGHT = 2 * 256 * 256;

/** [6 × 6] heights of knots, row by row: whole numbers with this standard deviation. */
export function smoothField(words: Mt19937, deviation: number): Int32Array {
  const knots = new Int32Array(KNOTS * KNOTS);
  for (let i = 0; i < knots.length; i++) knots[i] = bell(words, deviation);
  return knots;
}

/**
 * The field at a point of the sheet, in 1/256 pixel: the quadratic B-spline surface of its knots. In the middle of a cell
 * its standard deviation is 0.59 of the knots', at a corner of four cells 0.5. Outside it is what it is at the edge.
 */
export function valueAt(knots: Int32Array, x: number, y: number): number {
  const end = CELLS * CELL - 1;
  const atX = Math.min(Math.max(x, 0), end);
  const atY = Math.min(Math.max(y, 0), end);
  const u = (atX & (CELL - 1)) >> (CELL_BITS - FRACTION_BITS);
  const v = (atY & (CELL - 1)) >> (CELL_BITS - FRACTION_BITS);
  const corner = (atY >> CELL_BITS) * KNOTS + (atX >> CELL_BITS);
  const left = (256 - u) * (256 - u);
  const right = u * u;
  const top = (256 - v) * (256 - v);
  const bottom = v * v;
  const across = (at: number) =>
    left * knots[at] + (WEIGHT - left - right) * knots[at + 1] + right * knots[at + 2];
  const sum =
    top * across(corner) +
    (WEIGHT - top - bottom) * across(corner + KNOTS) +
    bottom * across(corner + 2 * KNOTS);
  // Below 2^53, so that no engine has to round: 2^34 times a height of a few hundred.
  return Math.floor(sum / (WEIGHT * WEIGHT));
}
