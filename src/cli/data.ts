/** `lab data mnist`: checks files of MNIST and puts them where the site serves them, or takes them away. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { hostedFolder, mnistFilesIn, mnistNamesIn } from '../book/mnist.ts';
import { IdxError, type IdxFile, isGzip, type NamedFile, readIdx, refuseTooLarge } from '../data/idx.ts';
import { describeMnist, type Mnist, mnistName, mnistNames, readMnist, splitMnist } from '../data/mnist.ts';
import { type DataOptions, UsageError } from './arguments.ts';
import { write } from './print.ts';

const say = (count: number) => count.toLocaleString('en');

/** @returns the exit code, 0. @throws UsageError when there is nothing to take, or a file is no good. */
export async function dataMnist({ from, to }: DataOptions): Promise<number> {
  if (from === undefined) return remove(to);
  const files = /^https?:\/\//.test(from) ? await fetchFiles(from) : await filesIn(from);
  const read = await refused(async () => {
    const idx: IdxFile[] = [];
    for (const file of files) idx.push(await readIdx(file));
    return { idx, mnist: splitMnist(idx) };
  });
  for (const { name, count, holds } of read.idx) await write(`found ${name}: ${say(count)} ${holds}`);

  await mkdir(to, { recursive: true });
  await removeOurs(to);
  for (const [i, { bytes }] of files.entries()) {
    const file = path.join(to, `${mnistName(read.idx[i])}.gz`);
    const packed = isGzip(bytes) ? bytes : gzipSync(bytes, { level: 9 });
    await writeFile(file, packed);
    await write(`wrote ${shown(file)}: ${say(packed.length)} bytes`);
  }
  await write(`${describeMnist(read.mnist)}. The next build of the site serves them; git ignores them.`);
  await write(
    `To remove them: npm run lab -- data mnist --remove${to === hostedFolder ? '' : ` --to ${to}`}`,
  );
  return 0;
}

/** The digits of a folder, for a run. @throws UsageError when they are not there or no good. */
export async function mnistFrom(folder: string): Promise<Mnist> {
  if (folder === hostedFolder && (await mnistNamesIn(folder)).length === 0) {
    throw new UsageError(
      'the files of MNIST are not here; name a folder that has them with --mnist, or put them into the site: npm run lab -- data mnist --from <dir or URL>',
    );
  }
  const files = await filesIn(folder);
  return refused(() => readMnist(files));
}

async function filesIn(folder: string): Promise<NamedFile[]> {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const files = await refused(() => mnistFilesIn(folder));
  if (files.length === 0) throw new UsageError(`${folder} holds no file of MNIST; ${wanted}`);
  return files;
}

const wanted = `wanted: ${mnistNames.slice(0, 2).join(', ')}, or those and ${mnistNames.slice(2).join(', ')}, each plain or .gz`;

async function fetchFiles(url: string): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const name of mnistNames) {
    const address = `${url.replace(/\/*$/, '/')}${name}`;
    const bytes = (await fetchBytes(`${address}.gz`)) ?? (await fetchBytes(address));
    // A server may have said that the gzip is how it sends a plain file, and then it comes unpacked.
    if (bytes) files.push({ name: address, bytes });
  }
  if (files.length === 0) throw new UsageError(`${url} has no file of MNIST; ${wanted}`);
  return files;
}

async function fetchBytes(url: string): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url);
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 404 || response.status === 403) return undefined;
      throw new UsageError(`${url} answers ${response.status} ${response.statusText}`.trimEnd());
    }
    await refused(async () =>
      refuseTooLarge({ name: url, size: Number(response.headers.get('content-length') ?? 0) }),
    );
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message, cause } = error as Error;
    throw new UsageError(`${url} cannot be fetched: ${cause instanceof Error ? cause.message : message}`);
  }
}

async function remove(folder: string): Promise<number> {
  const removed = await removeOurs(folder);
  for (const name of removed) await write(`removed ${shown(path.join(folder, name))}`);
  if (removed.length === 0) await write(`nothing to remove: ${shown(folder)} holds no file of MNIST`);
  else if ((await readdir(folder)).length === 0) await rmdir(folder);
  return 0;
}

/** Removes what this command writes, and nothing else that may lie there. */
async function removeOurs(folder: string): Promise<string[]> {
  const ours = (await mnistNamesIn(folder)).flat();
  for (const name of ours) await rm(path.join(folder, name));
  return ours;
}

/** A file that is no good is an argument that cannot be used; any other error is ours. */
async function refused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof IdxError ? new UsageError(error.message) : error;
  }
}

const shown = (file: string) => {
  const relative = path.relative('.', file);
  return relative.startsWith('..') ? file : relative;
};
