/** The sheet of 28 × 28 pixels: a round pen's ink with soft edges, and what a scanner adds to it. */
import type { Mt19937 } from '../../random/mt19937.ts';
import { below } from './chance.ts';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** Half a pixel, in 1/256: over this much outside and inside of the pen's edge the ink fades. */
const SOFT = 128;

/**
 * Sets the pen down: `image` is darkened to what the pen covers, from 0 (paper) to 255.
 * @param image [28 × 28], row by row @param x @param y @param radius in 1/256 pixel; the radius at least 128
 */
export function stamp(image: Uint8Array, x: number, y: number, radius: number): void {
  const outer = radius + SOFT;
  // The ink fades evenly in the square of the distance: no root is needed.
  const fade = outer * outer - (radius - SOFT) * (radius - SOFT);
  const left = Math.max((x - outer) >> 8, 0);
  const right = Math.min((x + outer) >> 8, SIDE - 1);
  const top = Math.max((y - outer) >> 8, 0);
  const bottom = Math.min((y + outer) >> 8, SIDE - 1);
  for (let row = top; row <= bottom; row++) {
    const dy = row * 256 + 128 - y;
    for (let column = left; column <= right; column++) {
      const dx = column * 256 + 128 - x;
      const depth = outer * outer - dx * dx - dy * dy;
      if (depth <= 0) continue;
      const ink = depth >= fade ? 255 : Math.floor((255 * depth) / fade);
      const at = row * SIDE + column;
      if (ink > image[at]) image[at] = ink;
    }
  }
}

/**
 * Noise, of a strength drawn for each sheet: ink is paler and grainy, full ink never below 47 % of 255; and one pixel in
 * eight has a speck, of a quarter of full ink at most. One byte a pixel decides on both.
 */
export function addNoise(words: Mt19937, image: Uint8Array): void {
  const pale = below(words, 56);
  const grain = below(words, 80);
  const specks = below(words, 64);
  let word = 0;
  for (let i = 0; i < image.length; i++) {
    word = i % 4 === 0 ? words.next() : word >>> 8;
    const byte = word & 255;
    const ink = (image[i] * (256 * (255 - pale) - grain * byte)) >> 16;
    const speck = byte > 223 ? ((byte - 223) * specks) >> 5 : 0;
    image[i] = Math.max(ink, speck);
  }
}
