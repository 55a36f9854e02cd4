/** The images of the labs: drawn ones, or those of MNIST. */
import { type Digits, digitSource, unitPixels } from '../../data/digits.ts';
import type { Tools } from '../../lab/experiment.ts';
import { oneHot } from '../../networks/losses.ts';
import type { Batch } from '../../networks/mini-batches.ts';
import { CLASSES, INPUTS } from './nets.ts';

export const BATCH = 100;
/** Of the drawn digits. */
const HELD_OUT = 2000;
const LEARNED = 8000;

export interface LabImages {
  heldOut: Digits;
  /** The images that this step learns from, 1 the first; in the order of the set, and once more from its beginning after its end. */
  learned(step: number): Digits;
}

/** The drawn digits are those of the run's seed, and those to learn from are drawn when first asked for. */
export async function labImages(
  digits: 'drawn' | 'MNIST',
  tools: Pick<Tools, 'seed' | 'mnist'>,
): Promise<LabImages> {
  if (digits === 'MNIST') {
    const { train, test } = await tools.mnist();
    return { heldOut: test, learned: (step) => part(train, batchAt(step, train.labels.length)) };
  }
  const draw = digitSource(tools.seed);
  const heldOut = draw(HELD_OUT);
  const drawn: Digits[] = [];
  return {
    heldOut,
    learned: (step) => {
      const at = batchAt(step, LEARNED);
      while (drawn.length <= at) drawn.push(draw(BATCH));
      return drawn[at];
    },
  };
}

const batchAt = (step: number, count: number) => (step - 1) % Math.floor(count / BATCH);

const part = ({ images, labels }: Digits, at: number): Digits =>
  slice({ images, labels }, at * BATCH, (at + 1) * BATCH);

/** Images `from` … `to` - 1, as far as there are that many. */
export const slice = ({ images, labels }: Digits, from: number, to: number): Digits => ({
  images: images.subarray(from * INPUTS, to * INPUTS),
  labels: labels.subarray(from, to),
});

export const asBatch = ({ images, labels }: Digits): Batch => ({
  x: unitPixels(images),
  target: oneHot(labels, CLASSES),
});
