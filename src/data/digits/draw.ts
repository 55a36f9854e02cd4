/** One digit, from the first word to the last pixel. */
import type { Mt19937 } from '../../random/mt19937.ts';
import { below } from './chance.ts';
import { place, takeHand } from './hand.ts';
import { addNoise, stamp } from './sheet.ts';
import { smoothField, valueAt } from './smooth-field.ts';
import { walk } from './stroke.ts';
import { styles } from './styles.ts';

/** Deviations of the knots, in 1/256 pixel: lines are bent by a third of a pixel, and 8 % wider or narrower. */
const BEND = 154;
const PRESSURE = 48;
/** Half a pixel: a thinner line would break into grey dots. */
const THINNEST = 128;

/**
 * Writes a digit of a random style and hand into `image`, over whatever it holds.
 * @param label 0 … 9 @param image [28 × 28], row by row: 0 is paper and 255 ink
 */
export function drawDigit(words: Mt19937, label: number, image: Uint8Array): void {
  const ways = styles[label];
  const strokes = ways[below(words, ways.length)];
  const hand = takeHand(words);
  const right = smoothField(words, BEND);
  const down = smoothField(words, BEND);
  const pressure = smoothField(words, PRESSURE);
  image.fill(0);
  for (const stroke of strokes) {
    walk(place(words, hand, stroke), (x, y) => {
      const radius = Math.max(hand.radius + valueAt(pressure, x, y), THINNEST);
      stamp(image, x + valueAt(right, x, y), y + valueAt(down, x, y), radius);
    });
  }
  addNoise(words, image);
}
