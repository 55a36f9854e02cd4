/** Images of 28 × 28 pixels at half their size, where a quarter of the work is wanted. */
import { PIXELS, SIDE } from './digits/sheet.ts';

export const HALF_SIDE = SIDE / 2;
export const HALF_PIXELS = HALF_SIDE * HALF_SIDE;

/** Means of 2 × 2 pixels, from 0 (paper) to 1 (ink): [count, 196] of bytes [count, 784], row by row. */
export function halved(images: Uint8Array): Float32Array {
  const count = images.length / PIXELS;
  const small = new Float32Array(count * HALF_PIXELS);
  for (let i = 0; i < small.length; i++) {
    const [image, pixel] = [Math.floor(i / HALF_PIXELS), i % HALF_PIXELS];
    const at = image * PIXELS + 2 * (Math.floor(pixel / HALF_SIDE) * SIDE + (pixel % HALF_SIDE));
    small[i] = (images[at] + images[at + 1] + images[at + SIDE] + images[at + SIDE + 1]) / (4 * 255);
  }
  return small;
}
