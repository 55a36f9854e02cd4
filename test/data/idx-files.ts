/** Files of MNIST's form, made up: images of noise, labels in turn. */
import { gzipSync } from 'node:zlib';
import type { NamedFile } from '../../src/data/idx.ts';

export const gz = ({ name, bytes }: NamedFile): NamedFile => ({
  name: `${name}.gz`,
  bytes: new Uint8Array(gzipSync(bytes, { level: 1 })),
});

/** @param rest what the header says and the body has, where that is not the same */
export function imageFile(name: string, count: number, rest: { sides?: [number, number] } = {}): NamedFile {
  const [rows, columns] = rest.sides ?? [28, 28];
  const bytes = new Uint8Array(16 + count * rows * columns);
  header(bytes, 2051, count, rows, columns);
  // Each image says which it is in its first pixels; the rest is paper.
  for (let i = 0; i < count; i++) {
    bytes[16 + i * rows * columns] = i & 255;
    bytes[17 + i * rows * columns] = i >> 8;
  }
  return { name, bytes };
}

export function labelFile(name: string, count: number): NamedFile {
  const bytes = new Uint8Array(8 + count);
  header(bytes, 2049, count);
  for (let i = 0; i < count; i++) bytes[8 + i] = i % 10;
  return { name, bytes };
}

export function header(bytes: Uint8Array, ...words: number[]): void {
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word);
}

/** The two test files, and the two training files. */
export const testPair = [
  imageFile('t10k-images-idx3-ubyte', 10_000),
  labelFile('t10k-labels-idx1-ubyte', 10_000),
];
export const trainPair = () => [
  imageFile('train-images-idx3-ubyte', 60_000),
  labelFile('train-labels-idx1-ubyte', 60_000),
];

/** A bad file of each kind beside a good one, and what is said of it. */
export function badFiles(): [kind: string, files: NamedFile[], says: string][] {
  const [images, labels] = testPair;
  const cut = (file: NamedFile, end: number) => ({ ...file, bytes: file.bytes.slice(0, end) });
  const changed = (file: NamedFile, at: number, value: number) => {
    const bytes = file.bytes.slice();
    bytes[at] = value;
    return { ...file, bytes };
  };
  const packed = gz(images);
  return [
    [
      'truncated',
      [cut(images, 5_000_000), labels],
      't10k-images-idx3-ubyte is truncated: 5,000,000 bytes; 10,000 images take 7,840,016.',
    ],
    [
      'truncated within its header',
      [cut(images, 10), labels],
      't10k-images-idx3-ubyte is truncated: 10 bytes, and its header alone has 16.',
    ],
    [
      'with bytes after its last label',
      [images, { ...labels, bytes: new Uint8Array([...labels.bytes, 0, 0, 0]) }],
      't10k-labels-idx1-ubyte is too long: 10,011 bytes; 10,000 labels take 10,008.',
    ],
    [
      'another file',
      [{ name: 'notes.txt', bytes: new TextEncoder().encode('Seven, two, one.') }],
      'notes.txt is no file of MNIST: it begins with 1399158373; images begin with 2051 and labels with 2049.',
    ],
    [
      'empty',
      [{ name: 'empty', bytes: new Uint8Array() }],
      'empty is no file of MNIST: it has only 0 bytes; images begin with 2051 and labels with 2049.',
    ],
    [
      'with another number of images',
      [imageFile('few', 500)],
      'few says that it holds 500 images; MNIST has 60,000 for training and 10,000 for testing.',
    ],
    [
      'with images of another size',
      [imageFile('small', 10_000, { sides: [8, 9] })],
      'small holds images of 8 × 9 pixels; those of MNIST have 28 × 28.',
    ],
    [
      'mislabelled',
      [images, changed(labels, 8 + 4_321, 10)],
      't10k-labels-idx1-ubyte has the label 10 for image 4,321; labels are 0 to 9.',
    ],
    [
      'labels given for images',
      [{ ...labels, name: 't10k-images-idx3-ubyte' }],
      't10k-images-idx3-ubyte holds the 10,000 test labels, whatever its name says; missing: t10k-images-idx3-ubyte.',
    ],
    [
      'labels given twice',
      [{ ...labels, name: 'images' }, labels],
      'images and t10k-labels-idx1-ubyte both hold the 10,000 test labels; give one.',
    ],
    [
      'images without labels',
      [images],
      't10k-images-idx3-ubyte holds the 10,000 test images; missing: t10k-labels-idx1-ubyte.',
    ],
    [
      'no gzip, whatever its name says',
      [{ ...images, name: 't10k-images-idx3-ubyte.gz' }],
      't10k-images-idx3-ubyte.gz is not gzip, though its name ends in .gz',
    ],
    [
      'gzip cut short',
      [{ ...packed, bytes: packed.bytes.slice(0, -100) }],
      't10k-images-idx3-ubyte.gz is damaged or truncated: its gzip does not unpack.',
    ],
    [
      'too large',
      [{ name: 'all-images', bytes: new Uint8Array(47_040_017) }],
      'all-images is too large: 47,040,017 bytes; the largest file of MNIST has 47,040,016.',
    ],
    [
      'small, and too large once it is unpacked',
      [gz({ name: 'bomb', bytes: new Uint8Array(60_000_000) })],
      'bomb.gz is too large: it unpacks to more than the 47,040,016 bytes',
    ],
  ];
}
