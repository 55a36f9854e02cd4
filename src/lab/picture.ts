/** Small pictures in rows: digits, filters. A row's cell holds one as a PNG in a data URL, which a page and a browser's address bar can show. */
import { encode } from 'fast-png';
import { ValueError } from '../random/errors.ts';

/** Sixteen greys are enough for the eye and half the bytes of 256, and hide the last bit of a float. */
const STEP = 255 / 15;

/**
 * A picture of ink on paper.
 * @param ink 0 (paper) … 255 (ink), row by row from the top; what lies outside is taken as the nearer end
 * @param width pixels in a row
 * @throws ValueError where the pixels do not fill whole rows.
 */
export function pictureOf(ink: ArrayLike<number>, width: number): string {
  if (ink.length === 0 || ink.length % width !== 0) {
    throw new ValueError(`pictureOf: ${ink.length} pixels; allowed are whole rows of ${width}.`);
  }
  const grey = Uint8Array.from(ink, (value) => {
    const level = Math.round(Math.min(255, Math.max(0, value)) / STEP);
    return 255 - level * STEP;
  });
  const png = encode({ width, height: ink.length / width, data: grey, channels: 1 }, { zlib: { level: 9 } });
  return `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;
}

/**
 * A picture of numbers of both signs, such as a unit's weights: 0 is in the middle of the greys, the largest size is an end,
 * ink if positive.
 */
export function signedPicture(values: ArrayLike<number>, width: number): string {
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return pictureOf(
    Float64Array.from(values, (value) => 127.5 * (1 + value / largest)),
    width,
  );
}
