/** How one digit is held and placed: its affine map from the grid of styles.ts to the sheet, its pen, its tremor. */
import type { Mt19937 } from '../../random/mt19937.ts';
import { bell, below } from './chance.ts';

/** The sheet is measured in 1/256 pixel, the map in 1/4096 pixel a grid unit. */
const MAP_BITS = 12;
const GRID_CENTRE = { x: 8, y: 12 };
const SHEET_CENTRE = 14 * 256;

/** 0.7 pixels a grid unit: a digit of 24 units is 17 pixels high. The deviation is 6 % of it, in each direction. */
const SIZE = 2870;
const SIZE_DEVIATION = 172;
/** The tangents of turn and slant deviate by 0.08 and 0.12; most people slant to the right. */
const TURN_DEVIATION = 236;
const SLANT_DEVIATION = 354;
const SLANT = 295;
/** Up to four pixels to a side, two and a half up or down: this above all is what a linear model cannot follow. */
const SHIFT_X = 4 * 256;
const SHIFT_Y = 2.5 * 256;
/** The pen: a pixel and a quarter from the middle of the line to its edge, and a quarter of a pixel's deviation. */
const RADIUS = 320;
const RADIUS_DEVIATION = 64;
/** Half a grid unit, at each point of a stroke. */
const TREMOR = 128;

export interface Hand {
  /** The map's four entries, in 1/4096 pixel a grid unit: x' = width x - slant y, y' = turn x + height y. */
  width: number;
  slant: number;
  turn: number;
  height: number;
  /** Where the grid's centre comes to lie, in 1/256 pixel. */
  x: number;
  y: number;
  /** Of the pen, in 1/256 pixel. */
  radius: number;
}

/**
 * A turn is written by its tangent, once right and once down. That enlarges, by half the tangent's square and never more
 * than 4 %, and needs no sine, which engines round differently.
 */
export function takeHand(words: Mt19937): Hand {
  const width = SIZE + bell(words, SIZE_DEVIATION);
  const height = SIZE + bell(words, SIZE_DEVIATION);
  const turn = bell(words, TURN_DEVIATION);
  const slant = SLANT + turn + bell(words, SLANT_DEVIATION);
  const x = SHEET_CENTRE - SHIFT_X + below(words, 2 * SHIFT_X + 1);
  const y = SHEET_CENTRE - SHIFT_Y + below(words, 2 * SHIFT_Y + 1);
  return { width, slant, turn, height, x, y, radius: RADIUS + bell(words, RADIUS_DEVIATION) };
}

/**
 * A stroke's points on the sheet, in 1/256 pixel, each a little off. The two of a corner stay together.
 * @param stroke x, y, x, y, … in grid units
 */
export function place(words: Mt19937, hand: Hand, stroke: Int16Array): Int32Array {
  const points = new Int32Array(stroke.length);
  for (let at = 0; at < stroke.length; at += 2) {
    if (at > 0 && stroke[at] === stroke[at - 2] && stroke[at + 1] === stroke[at - 1]) {
      points[at] = points[at - 2];
      points[at + 1] = points[at - 1];
      continue;
    }
    const x = (stroke[at] - GRID_CENTRE.x) * 256 + bell(words, TREMOR);
    const y = (stroke[at + 1] - GRID_CENTRE.y) * 256 + bell(words, TREMOR);
    points[at] = hand.x + ((hand.width * x - hand.slant * y) >> MAP_BITS);
    points[at + 1] = hand.y + ((hand.turn * x + hand.height * y) >> MAP_BITS);
  }
  return points;
}
