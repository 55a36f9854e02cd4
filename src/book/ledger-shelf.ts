/** The ledger for its page: each claim of the notes with the receipts of its evidence. Vite's view of the files. */

import { getEntry } from 'astro:content';
import { readChapter } from './chapters.ts';
import { type Evidence, type LedgerEntry, readLedger } from './ledger.ts';
import { type LedgerReceipt, ledgerReceipt } from './ledger-receipt.ts';
import { experimentById, recordingById } from './shelf.ts';

const files = import.meta.glob<string>('../../content/claims/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const ledger: LedgerEntry[] = Object.entries(files)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .flatMap(([file, text]) => readLedger(file, text).entries);

const chapters = Object.entries(
  import.meta.glob<string>('../../content/chapters/*.mdx', { query: '?raw', import: 'default', eager: true }),
).map(([file, text]) => readChapter(file, text));

export type ShownEvidence =
  | {
      kind: 'claim';
      receipt: LedgerReceipt;
      title: string;
      chapter: string /** Page, query and anchor. */;
      to: string;
    }
  | { kind: 'derivation'; chapter: string /** Of the equation: 2.3. */; number: string; to: string }
  | { kind: 'source'; inText: string; to: string };

export async function showEvidence(piece: Evidence): Promise<ShownEvidence> {
  if ('source' in piece) {
    const source = await getEntry('sources', piece.source);
    return {
      kind: 'source',
      inText: source?.data.inText ?? piece.source,
      to: `sources/#ref-${piece.source}`,
    };
  }
  if ('derivation' in piece) {
    const [chapter, label] = piece.derivation.split('#');
    return { kind: 'derivation', chapter, number: numberOf(chapter, label), to: `${chapter}/#${label}` };
  }
  const [id] = piece.claim.split('/');
  const [experiment, recording] = await Promise.all([experimentById(id), recordingById(id)]);
  const chapter = experiment.law.split('#')[0];
  const query = new URLSearchParams(
    Object.entries(piece.params ?? {}).map(([name, value]) => [`${id}.${name}`, String(value)]),
  ).toString();
  return {
    kind: 'claim',
    receipt: ledgerReceipt(piece, { experiment, recording }),
    title: experiment.title,
    chapter,
    to: `${chapter}/${query && `?${query}`}#${id}`,
  };
}

/** Of an equation: "2.3". */
const numberOf = (slug: string, label: string): string =>
  chapters.find((chapter) => chapter.slug === slug)?.labels.get(label)?.number ?? label;
