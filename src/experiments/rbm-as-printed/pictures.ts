/** A machine on nine pixels in three pictures: its weights, the patterns as restored, images drawn from it. */
import { pictureOf } from '../../lab/picture.ts';
import type { Rbm } from '../../math/rbm.ts';
import { restore } from '../../math/tied-autoencoder.ts';

export const SIDE = 3;
const PIXELS = SIDE * SIDE;
/** Tiles in a row, of which there are as many. */
const ACROSS = 4;
/** Between paper and ink, nearer to paper: a line of it around each tile. */
const GROUND = 50;

const TILES = ACROSS * ACROSS;

/** Images from 0 (paper) to 1 (ink): [tiles, side²], of which the first sixteen are shown. */
function imageTiles(images: ArrayLike<number>, side: number): string {
  const whole = ACROSS * (side + 1) + 1;
  const picture = new Float64Array(whole * whole).fill(GROUND);
  const pixels = side * side;
  for (let at = 0; at < Math.min(images.length, TILES * pixels); at++) {
    const [tile, pixel] = [Math.floor(at / pixels), at % pixels];
    const row = Math.floor(tile / ACROSS) * (side + 1) + 1 + Math.floor(pixel / side);
    const column = (tile % ACROSS) * (side + 1) + 1 + (pixel % side);
    picture[row * whole + column] = 255 * images[at];
  }
  return pictureOf(picture, whole);
}

/**
 * What each hidden unit listens to: 0 is in the middle of the greys, the largest size of its weights is an end, ink if positive.
 * @param weights [side², hidden] row by row, of which the first sixteen columns are shown
 */
function weightTiles(weights: ArrayLike<number>, hidden: number, side: number): string {
  const pixels = side * side;
  const units = Array.from({ length: Math.min(TILES, hidden) }, (_, unit) => {
    const own = Array.from({ length: pixels }, (_, pixel) => weights[pixel * hidden + unit]);
    const largest = Math.max(Number.MIN_VALUE, ...own.map(Math.abs));
    return own.map((w) => (1 + w / largest) / 2);
  });
  return imageTiles(units.flat(), side);
}

export const weightsPicture = ({ hidden, parameters }: Rbm): string => weightTiles(parameters, hidden, SIDE);

export const imagesPicture = (images: ArrayLike<number>): string => imageTiles(images, SIDE);

export const restoredPicture = (rbm: Rbm, images: ArrayLike<number>): string =>
  imagesPicture(restore(rbm, images));

/** The first sixteen of some visible states. */
export function statesPicture(states: Int32Array): string {
  const shown = Array.from(states.subarray(0, TILES));
  return imagesPicture(shown.flatMap((v) => Array.from({ length: PIXELS }, (_, i) => (v >> i) & 1)));
}
