/**
 * The digits of MNIST, from the files that a reader has: none of them are in this book.
 *
 * With the two test files alone, the first 8,000 of their images are to learn from and the last 2,000 are held out; with all
 * four, 60,000 and 10,000. Pixels stay bytes; nets take them by `unitPixels`.
 */

import { PIXELS } from './digits/sheet.ts';
import type { Digits } from './digits.ts';
import { COUNTS, IdxError, type IdxFile, type NamedFile, readIdx } from './idx.ts';

export interface Mnist {
  /** To learn from. */
  train: Digits;
  /** Held out. */
  test: Digits;
}

/** Of the 10,000 test images alone, so many are to learn from. */
const LEARNED = 8_000;

/**
 * @param files in any order, under any names, plain or gzip: the two test files, or all four.
 * @throws IdxError for the first file that is not one of MNIST's; for two of one kind; and when one is missing.
 */
export async function readMnist(files: readonly NamedFile[]): Promise<Mnist> {
  const read: IdxFile[] = [];
  for (const file of files) read.push(await readIdx(file));
  return splitMnist(read);
}

/** As `readMnist`, from files that were read. */
export function splitMnist(files: readonly IdxFile[]): Mnist {
  const found = new Map<string, IdxFile>();
  for (const file of files) {
    const name = mnistName(file);
    const other = found.get(name);
    if (other) throw new IdxError(`${other.name} and ${file.name} both hold ${contents(file)}; give one.`);
    found.set(name, file);
  }
  const pair = (count: number): Digits | undefined => {
    const images = found.get(mnistName({ holds: 'images', count }));
    const labels = found.get(mnistName({ holds: 'labels', count }));
    return images && labels && { images: images.values, labels: labels.values };
  };
  const [train, test] = [pair(COUNTS.train), pair(COUNTS.t10k)];
  const withoutTrain = files.every(({ count }) => count === COUNTS.t10k);
  if (!test || !(train || withoutTrain)) throw new IdxError(missing(found, withoutTrain));
  return train ? { train, test } : { train: part(test, 0, LEARNED), test: part(test, LEARNED) };
}

/** The name that a file with these contents has where MNIST is published. */
export function mnistName({ holds, count }: Pick<IdxFile, 'holds' | 'count'>): string {
  return `${count === COUNTS.train ? 'train' : 't10k'}-${holds === 'images' ? 'images-idx3' : 'labels-idx1'}-ubyte`;
}

/** All four of them; the first two will do. */
export const mnistNames: readonly string[] = [COUNTS.t10k, COUNTS.train].flatMap((count) =>
  (['images', 'labels'] as const).map((holds) => mnistName({ holds, count })),
);

/** What is there, in words. */
export function describeMnist({ train, test }: Mnist): string {
  const [learn, held] = [train, test].map(({ labels }) => labels.length.toLocaleString('en'));
  const files = train.labels.length === COUNTS.train ? 'MNIST' : 'MNIST test files';
  return `${files}: ${learn} to learn, ${held} to test`;
}

const part = ({ images, labels }: Digits, from: number, to?: number): Digits => ({
  images: images.subarray(from * PIXELS, to && to * PIXELS),
  labels: labels.subarray(from, to),
});

const contents = ({ holds, count }: Pick<IdxFile, 'holds' | 'count'>) =>
  `the ${count.toLocaleString('en')} ${count === COUNTS.train ? 'training' : 'test'} ${holds}`;

function missing(found: ReadonlyMap<string, IdxFile>, withoutTrain: boolean): string {
  const has = [...found.values()].map((file) => {
    const odd = file.name.replace(/.*[\\/]/, '').includes(file.holds === 'images' ? 'label' : 'image');
    return `${file.name} holds ${contents(file)}${odd ? ', whatever its name says' : ''}`;
  });
  const wanted = (withoutTrain ? mnistNames.slice(0, 2) : mnistNames).filter((name) => !found.has(name));
  return `${has.length > 0 ? `${has.join('; ')}; missing` : 'Missing'}: ${wanted.join(' and ')}.`;
}
