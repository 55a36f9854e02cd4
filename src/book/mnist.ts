/** Files of MNIST in a folder: one that a reader has, or the one that the site serves. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AstroIntegration } from 'astro';
import { type NamedFile, refuseTooLarge } from '../data/idx.ts';
import { describeMnist, mnistNames, readMnist } from '../data/mnist.ts';
import { root } from './experiments.ts';

/** What the site serves as /mnist/, where someone has put it there; git ignores it. */
export const hostedFolder = path.join(root, 'public/mnist');

/** What the site serves of MNIST. */
export interface HostedMnist {
  /** Bytes as they are sent, by path below the site's base. */
  files: Record<string, number>;
  /** What there is, in words. */
  says: string;
}

/**
 * The files of a folder that have the names under which MNIST is published: `t10k-images-idx3-ubyte`, or a dot in place of the
 * second hyphen. For each of the four that is there, the names it has, gzip before plain.
 */
export async function mnistNamesIn(folder: string): Promise<string[][]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const there = new Set(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name));
  return mnistNames
    .map((name) => {
      const plain = [name, name.replace('-idx', '.idx')];
      return [...plain.map((stem) => `${stem}.gz`), ...plain].filter((known) => there.has(known));
    })
    .filter((names) => names.length > 0);
}

/** Their bytes, unread. @throws IdxError for a file that is larger than any of MNIST's. */
export async function mnistFilesIn(folder: string): Promise<NamedFile[]> {
  return Promise.all(
    (await mnistNamesIn(folder)).map(async ([name]) => {
      const file = path.join(folder, name);
      refuseTooLarge({ name, size: (await stat(file)).size });
      return { name, bytes: new Uint8Array(await readFile(file)) };
    }),
  );
}

/**
 * What the site will serve; nothing where nobody has put anything there.
 * @throws Error that says which file is no good, and how to mend or remove it.
 */
export async function hostedMnist(folder: string = hostedFolder): Promise<HostedMnist | undefined> {
  try {
    const files = await mnistFilesIn(folder);
    if (files.length === 0) return undefined;
    return {
      files: Object.fromEntries(files.map(({ name, bytes }) => [`mnist/${name}`, bytes.length])),
      says: describeMnist(await readMnist(files)),
    };
  } catch (error) {
    throw new Error(
      `${path.relative(root, folder)}: ${(error as Error).message} Put good files there with npm run lab -- data mnist --from DIR, or remove them with --remove.`,
    );
  }
}

/** Tells the pages, while they are made, what is there: as the constant `HOSTED_MNIST`. */
export function mnistIntegration(): AstroIntegration {
  return {
    name: 'mnist',
    hooks: {
      'astro:config:setup': async ({ updateConfig, logger }) => {
        const hosted = await hostedMnist();
        if (hosted) logger.info(hosted.says);
        updateConfig({ vite: { define: { HOSTED_MNIST: JSON.stringify(hosted ?? null) } } });
      },
    },
  };
}
