/**
 * Digits that look handwritten, drawn here, as many as you like: 28 × 28 pixels as MNIST's are, and none of MNIST's.
 *
 * A digit is written in one of three or four styles, turned, slanted, scaled, shifted and bent, with a pen of random width,
 * on noisy paper. Such changes were made to real digits by Simard, Steinkraus & Platt, "Best practices for convolutional
 * neural networks applied to visual document analysis" (2003).
 *
 * All of it is whole numbers, so that every engine draws the same bytes: the words of MT19937, products and sums below
 * 2^53, and quotients that IEEE 754 rounds one way only and that are made whole again at once.
 */
import { ValueError } from '../random/errors.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { below } from './digits/chance.ts';
import { drawDigit } from './digits/draw.ts';
import { PIXELS } from './digits/sheet.ts';

export interface Digits {
  /** [count, 784], a row an image, its pixels row by row: 0 is paper and 255 ink. */
  images: Uint8Array;
  /** [count], 0 … 9. */
  labels: Uint8Array;
}

const CLASSES = 10;
/** 784 megabytes. */
const MOST = 1_000_000;

/**
 * A source of digits: each call draws the next `count`, so the first ones can be shown before the rest is drawn, and
 * those after the training digits are held out. However they are asked for, a seed's digits are the same in the same order.
 *
 * Of every ten in a row each class has one, in random order: no class ever has two more than another.
 * @param seed a whole number from 0 to 2^32 - 1, as of `torch.manual_seed`
 * @throws ValueError for another seed, and for a count that is no whole number from 1 to 1,000,000.
 */
export function digitSource(seed: number): (count: number) => Digits {
  if (seed >>> 0 !== seed) {
    throw new ValueError(
      `digits: seed = ${seed}; allowed is a whole number from 0 to 4294967295 (2^32 - 1).`,
    );
  }
  const words = new Mt19937(seed);
  const order = Uint8Array.from({ length: CLASSES }, (_, label) => label);
  let drawn = 0;
  return (count) => {
    if (!Number.isInteger(count) || count < 1 || count > MOST) {
      throw new ValueError(`digits: count = ${count}; allowed is a whole number from 1 to ${MOST}.`);
    }
    const images = new Uint8Array(count * PIXELS);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      if (drawn % CLASSES === 0) shuffle(words, order);
      labels[i] = order[drawn++ % CLASSES];
      drawDigit(words, labels[i], images.subarray(i * PIXELS, (i + 1) * PIXELS));
    }
    return { images, labels };
  };
}

/** The first `count` digits of a seed. */
export function digits({ count, seed = 0 }: { count: number; seed?: number }): Digits {
  return digitSource(seed)(count);
}

/** Images as nets take them: float32 from 0 (paper) to 1 (ink), what torchvision's `ToTensor` makes of bytes. */
export function unitPixels(images: Uint8Array): Float32Array {
  const pixels = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) pixels[i] = images[i] / 255;
  return pixels;
}

/** Fisher and Yates: every order alike. */
function shuffle(words: Mt19937, order: Uint8Array): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(words, i + 1);
    const moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
}
