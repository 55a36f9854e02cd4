/** The digits of a run, at half their size: drawn ones, or those of MNIST. */
import { type Digits, digitSource } from '../../data/digits.ts';
import { HALF_PIXELS, halved } from '../../data/shrink.ts';
import type { Tools } from '../../lab/experiment.ts';
import { oneHot } from '../../networks/losses.ts';
import { CLASSES, HELD_OUT, IMAGES, type Setting } from './plan.ts';

export interface Images {
  /** [count, 196], from 0 (paper) to 1 (ink). */
  x: Float32Array;
  labels: Uint8Array;
}

/** To learn from, and held out. Drawn digits are those of the run's seed; of MNIST's a part is taken by lot. */
export async function imagesOf(
  digits: Setting['digits'],
  { seed, rng, mnist }: Pick<Tools, 'seed' | 'rng' | 'mnist'>,
): Promise<{ learned: Images; heldOut: Images }> {
  if (digits === 'drawn') {
    const draw = digitSource(seed);
    return { learned: small(draw(IMAGES)), heldOut: small(draw(HELD_OUT)) };
  }
  const { train, test } = await mnist();
  const lot = ({ images, labels }: Digits, count: number): Images => {
    const chosen = [...rng.randperm(labels.length).subarray(0, count)];
    const side = images.length / labels.length;
    const bytes = new Uint8Array(count * side);
    for (const [i, from] of chosen.entries())
      bytes.set(images.subarray(from * side, (from + 1) * side), i * side);
    return small({ images: bytes, labels: Uint8Array.from(chosen, (i) => labels[i]) });
  };
  return { learned: lot(train, IMAGES), heldOut: lot(test, HELD_OUT) };
}

const small = ({ images, labels }: Digits): Images => ({ x: halved(images), labels });

/** Rows `from` … `from + rows - 1`, as a step takes them. */
export const batchOf = ({ x, labels }: Images, from: number, rows: number) => ({
  x: x.subarray(from * HALF_PIXELS, (from + rows) * HALF_PIXELS),
  target: oneHot(labels.subarray(from, from + rows), CLASSES),
});
