/** The whole book as data: chapters, experiments, sources. Everything that a check or a reference looks up. */

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Chapter, loadChapters } from './chapters.ts';
import { type ExperimentEntry, loadExperiments, root as ownRoot } from './experiments.ts';
import { type Ledger, loadLedger } from './ledger.ts';
import { keysOf } from './source-keys.ts';

export interface Book {
  chapters: Chapter[];
  experiments: ReadonlyMap<string, ExperimentEntry>;
  /** Keys of content/sources.bib. */
  sources: string[];
  /** The claims of the source notes. */
  ledger: Ledger;
}

export async function loadBook(root: string = ownRoot): Promise<Book> {
  const [chapters, experiments, bibtex, ledger] = await Promise.all([
    loadChapters(path.join(root, 'content/chapters'), root),
    loadExperiments(path.join(root, 'src/experiments')),
    readFile(path.join(root, 'content/sources.bib'), 'utf8'),
    loadLedger(root),
  ]);
  return { chapters, experiments, sources: keysOf(bibtex).map(({ key }) => key), ledger };
}

/** A reader of the book that loads it again only when a file has changed, for a page open in `astro dev`. */
export function bookKeeper(root: string = ownRoot): () => Promise<Book> {
  let known = '';
  let book: Promise<Book> | undefined;
  return async () => {
    const now = await fingerprint(root);
    if (!book || now !== known) {
      known = now;
      book = loadBook(root);
    }
    return book;
  };
}

async function fingerprint(root: string): Promise<string> {
  const folders = ['content', 'content/chapters', 'content/claims', 'content/recordings', 'src/experiments'];
  const times = await Promise.all(
    folders.map(async (folder) => {
      const dir = path.join(root, folder);
      const names = await readdir(dir).catch(() => []);
      const stats = await Promise.all(names.map((name) => stat(path.join(dir, name))));
      return names.map((name, index) => `${name}:${stats[index]?.mtimeMs}`).join();
    }),
  );
  return times.join(';');
}

export function chapterOf(book: Book, slug: string): Chapter | undefined {
  return book.chapters.find((chapter) => chapter.slug === slug);
}
