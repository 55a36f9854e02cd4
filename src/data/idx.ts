/**
 * Files of the form that MNIST comes in, IDX (its layout is described with the data set by LeCun, Cortes & Burges, "The MNIST
 * database of handwritten digits"), plain or gzip. A file is known by what it holds; its name serves messages only.
 */
import { PIXELS, SIDE } from './digits/sheet.ts';

export interface NamedFile {
  /** As the reader knows it, for messages. */
  name: string;
  bytes: Uint8Array;
}

export interface IdxFile {
  name: string;
  holds: 'images' | 'labels';
  /** How many of them. */
  count: number;
  /** Of images [count, 784], 0 paper to 255 ink; of labels [count], 0 … 9. */
  values: Uint8Array;
}

/** What is wrong with a file that was given, in one line: which, why, and what is allowed. */
export class IdxError extends Error {
  override name = 'IdxError';
}

/** MNIST has as many for training and as many for testing; files with any other number are not its own. */
export const COUNTS = { train: 60_000, t10k: 10_000 } as const;

const KINDS = {
  2051: { holds: 'images', header: 16, each: PIXELS },
  2049: { holds: 'labels', header: 8, each: 1 },
} as const;

/** Bytes of the largest file, unpacked: a header of 16, and 60,000 images. */
const LARGEST = 16 + COUNTS.train * PIXELS;

/**
 * Reads one file, as it is or unpacked.
 * @throws IdxError when it is no file of MNIST: too large, no gzip though its name says so, another kind of file, another
 *   number or size of images, truncated or too long, a label above 9.
 */
export async function readIdx({ name, bytes }: NamedFile): Promise<IdxFile> {
  refuseTooLarge({ name, size: bytes.length });
  const packed = isGzip(bytes);
  if (!packed && /\.gz$/i.test(name)) {
    throw new IdxError(
      `${name} is not gzip, though its name ends in .gz; if a browser unpacked it on the way, take .gz off its name.`,
    );
  }
  return parse(name, packed ? await gunzip(name, bytes) : bytes);
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * For who has not read the bytes yet.
 * @throws IdxError for a file larger than any of MNIST's.
 */
export function refuseTooLarge({ name, size }: { name: string; size: number }): void {
  if (size <= LARGEST) return;
  throw new IdxError(
    `${name} is too large: ${say(size)} bytes; the largest file of MNIST has ${say(LARGEST)}.`,
  );
}

function parse(name: string, bytes: Uint8Array): IdxFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length < 4 ? undefined : view.getUint32(0);
  const kind = KINDS[magic as keyof typeof KINDS];
  if (!kind) {
    const begins = magic === undefined ? `has only ${say(bytes.length)} bytes` : `begins with ${magic}`;
    throw new IdxError(
      `${name} is no file of MNIST: it ${begins}; images begin with 2051 and labels with 2049.`,
    );
  }
  const { holds, header, each } = kind;
  if (bytes.length < header) {
    throw new IdxError(
      `${name} is truncated: ${say(bytes.length)} bytes, and its header alone has ${header}.`,
    );
  }
  const count = view.getUint32(4);
  if (count !== COUNTS.train && count !== COUNTS.t10k) {
    throw new IdxError(
      `${name} says that it holds ${say(count)} ${holds}; MNIST has ${say(COUNTS.train)} for training and ${say(COUNTS.t10k)} for testing.`,
    );
  }
  if (holds === 'images' && (view.getUint32(8) !== SIDE || view.getUint32(12) !== SIDE)) {
    throw new IdxError(
      `${name} holds images of ${say(view.getUint32(8))} × ${say(view.getUint32(12))} pixels; those of MNIST have ${SIDE} × ${SIDE}.`,
    );
  }
  const length = header + count * each;
  if (bytes.length !== length) {
    const wrong = bytes.length < length ? 'truncated' : 'too long';
    throw new IdxError(
      `${name} is ${wrong}: ${say(bytes.length)} bytes; ${say(count)} ${holds} take ${say(length)}.`,
    );
  }
  const values = bytes.subarray(header);
  const bad = holds === 'labels' ? values.findIndex((label) => label > 9) : -1;
  if (bad >= 0) {
    throw new IdxError(`${name} has the label ${values[bad]} for image ${say(bad)}; labels are 0 to 9.`);
  }
  return { name, holds, count, values };
}

/** Stops as soon as there is more than MNIST's largest file has: a small file may unpack to any size. */
async function gunzip(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([bytes as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new IdxError(`${name} is damaged or truncated: its gzip does not unpack.`);
    });
    if (done) break;
    size += value.length;
    if (size > LARGEST) {
      void reader.cancel();
      throw new IdxError(
        `${name} is too large: it unpacks to more than the ${say(LARGEST)} bytes of MNIST's largest file.`,
      );
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const say = (value: number) => value.toLocaleString('en');
