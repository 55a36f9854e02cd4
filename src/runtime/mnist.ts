/** The digits of MNIST in a worker: from the files that the page was given, or from where the site serves them. */
import type { NamedFile } from '../data/idx.ts';
import { type Mnist, readMnist } from '../data/mnist.ts';
import type { MnistFile } from './protocol.ts';

/** @throws IdxError for a file that is no good; Error for one that cannot be read. */
export async function readFiles(files: readonly MnistFile[]): Promise<Mnist> {
  return readMnist(await Promise.all(files.map(bytesOf)));
}

async function bytesOf({ name, from }: MnistFile): Promise<NamedFile> {
  if (typeof from !== 'string') return { name, bytes: new Uint8Array(await from.arrayBuffer()) };
  // What MNIST is does not change: a copy that the browser has will do.
  const response = await fetch(from, { cache: 'force-cache' });
  if (!response.ok)
    throw new Error(`${from} answers ${response.status}; allowed: the digits that are drawn.`);
  // Some servers say of a gzip that it is how they send a plain file, and then it comes unpacked.
  return { name: name.replace(/\.gz$/, ''), bytes: new Uint8Array(await response.arrayBuffer()) };
}
