/** Reading MNIST's files: what is taken, how it is split, and one line for each kind of bad file. */
import { describe, expect, test } from 'vitest';
import { describeMnist, readMnist } from '../../src/data/mnist.ts';
import { badFiles, gz, testPair, trainPair } from './idx-files.ts';

/** Which image it is, by its first two pixels. */
const numberOf = (images: Uint8Array, i: number) => images[784 * i] + 256 * images[784 * i + 1];

test('of the test files alone the first 8,000 images are to learn from, the last 2,000 held out', async () => {
  const mnist = await readMnist(testPair);
  const { train, test } = mnist;
  expect([train.images.length, train.labels.length]).toEqual([8_000 * 784, 8_000]);
  expect([test.images.length, test.labels.length]).toEqual([2_000 * 784, 2_000]);
  expect([0, 7_999].map((i) => numberOf(train.images, i))).toEqual([0, 7_999]);
  expect([0, 1_999].map((i) => numberOf(test.images, i))).toEqual([8_000, 9_999]);
  expect([train.labels[7], test.labels[1_999]]).toEqual([7, 9]);
  expect(describeMnist(mnist)).toBe('MNIST test files: 8,000 to learn, 2,000 to test');
});

test('all four are taken as they are, in any order', async () => {
  const mnist = await readMnist([...trainPair(), ...testPair].reverse());
  expect([mnist.train.labels.length, mnist.test.labels.length]).toEqual([60_000, 10_000]);
  expect(numberOf(mnist.train.images, 59_999)).toBe(59_999);
  expect(numberOf(mnist.test.images, 0)).toBe(0);
  expect(describeMnist(mnist)).toBe('MNIST: 60,000 to learn, 10,000 to test');
});

test('names do not matter, and gzip is known by its bytes', async () => {
  const [images, labels] = testPair;
  const plain = await readMnist(testPair);
  for (const files of [
    testPair.map(gz),
    [
      { name: 'labels', bytes: images.bytes },
      { name: 't10k-images.idx3-ubyte', bytes: labels.bytes },
    ],
    [
      { name: 'a', bytes: gz(images).bytes },
      { name: 'b', bytes: gz(labels).bytes },
    ],
  ]) {
    const { train, test } = await readMnist(files);
    // Vitest would take ten seconds to compare eight million bytes.
    expect(Buffer.compare(train.images, plain.train.images)).toBe(0);
    expect(Buffer.compare(test.images, plain.test.images)).toBe(0);
    expect(test.labels).toEqual(plain.test.labels);
  }
});

test('a view into a larger buffer is read where it begins', async () => {
  const [images, labels] = testPair;
  const shifted = new Uint8Array(labels.bytes.length + 3);
  shifted.set(labels.bytes, 3);
  const mnist = await readMnist([images, { name: 'labels', bytes: shifted.subarray(3) }]);
  expect(mnist.train.labels[9]).toBe(9);
});

test('the training files alone are not enough, nor with half of the test files', async () => {
  await expect(readMnist(trainPair())).rejects.toThrow(
    'missing: t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.',
  );
  await expect(readMnist([trainPair()[1], ...testPair])).rejects.toThrow('missing: train-images-idx3-ubyte.');
  await expect(readMnist([])).rejects.toThrow('Missing: t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.');
});

describe('a bad file is one line that says which, why, and what is allowed', () => {
  test.each(badFiles())('%s', async (_, files, says) => {
    const error = await readMnist(files).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.name).toBe('IdxError');
    expect(error?.message).toContain(says);
    expect(error?.message).not.toContain('\n');
  });
});
