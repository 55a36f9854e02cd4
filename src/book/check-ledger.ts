/** The checks of the ledger: evidence that exists, says what the verdict says, and stands in the recordings. */

import { type Params, readParams } from '../lab/controls.ts';
import { recordedAt } from '../lab/recording.ts';
import { type Book, chapterOf } from './book.ts';
import type { Evidence, LedgerEntry, Stance, VerdictOnNote } from './ledger.ts';
import { oneRun } from './ledger-receipt.ts';
import { type Problem, problemAt, validNames } from './problems.ts';

/** Which evidence a verdict must have, and what else may stand beside it. */
const needs: Record<VerdictOnNote, { must: Stance; may: Stance[] }> = {
  holds: { must: 'supports', may: [] },
  conditional: { must: 'limits', may: ['supports', 'refutes'] },
  wrong: { must: 'refutes', may: ['supports'] },
  missing: { must: 'supplies', may: ['supports'] },
};

export function checkLedger(book: Book): Problem[] {
  const { entries, problems } = book.ledger;
  const seen = new Map<string, LedgerEntry>();
  return [
    ...problems,
    ...entries.flatMap((entry) => {
      const say = (says: string) => problemAt(entry.file, entry.at, `${entry.id}: ${says}`);
      const first = seen.get(entry.id);
      seen.set(entry.id, first ?? entry);
      return [
        ...(first ? [say(`the id stands on line ${first.at.line} of ${first.file} already`)] : []),
        ...checkEntry(entry, book).map(say),
      ];
    }),
  ];
}

function checkEntry(entry: LedgerEntry, book: Book): string[] {
  const { id, note, evidence, pending, verdict } = entry;
  const wrong: string[] = [];
  if (Number(id[1]) !== note) wrong.push(`a claim of note ${id[1]} stands in the file of note ${note}`);
  if (evidence && pending) wrong.push('has evidence and is pending; take one of the two out');
  if (!evidence && !pending)
    wrong.push(
      'has no evidence: name a claim, a derivation or a source, or the chapter that it is pending for',
    );
  if (pending) {
    const chapter = chapterOf(book, pending);
    if (!chapter) {
      wrong.push(
        `pending: unknown chapter "${pending}"; ${validNames(book.chapters.map(({ slug }) => slug))}`,
      );
    } else if (!chapter.front.draft) {
      wrong.push(`is pending for "${pending}", which is written: give the evidence`);
    }
  }
  for (const piece of evidence ?? []) wrong.push(...checkEvidence(piece, book));
  const { must, may } = needs[verdict];
  const stands = (evidence ?? []).map((piece) => piece.stands);
  if (evidence && !stands.includes(must)) {
    wrong.push(
      `the verdict "${verdict}" needs evidence that ${must} it; it has evidence that ${stands.join(', ')}`,
    );
  }
  for (const stance of stands) {
    if (stance !== must && !may.includes(stance)) {
      wrong.push(`the verdict "${verdict}" and evidence that ${stance} the note contradict each other`);
    }
  }
  return wrong;
}

function checkEvidence(piece: Evidence, book: Book): string[] {
  if ('source' in piece) {
    return book.sources.includes(piece.source)
      ? []
      : [`unknown source "${piece.source}"; ${validNames(book.sources)}`];
  }
  if ('derivation' in piece) {
    const [slug, label] = piece.derivation.split('#');
    const chapter = chapterOf(book, slug);
    if (!chapter)
      return [`unknown chapter "${slug}"; ${validNames(book.chapters.map((other) => other.slug))}`];
    if (chapter.labels.get(label)?.kind === 'equation') return [];
    const labels = [...chapter.labels.values()].filter(({ kind }) => kind === 'equation');
    return [`"${slug}" has no equation "${label}"; ${validNames(labels.map(({ id }) => id))}`];
  }
  return checkClaim(piece, book);
}

function checkClaim(
  { claim, params = {}, printed, stands }: Extract<Evidence, { claim: string }>,
  book: Book,
): string[] {
  const [experimentId, claimId] = claim.split('/');
  const entry = book.experiments.get(experimentId);
  if (!entry) return [`unknown experiment "${experimentId}"; ${validNames(book.experiments.keys())}`];
  const { claims, controls } = entry.experiment;
  if (!(claimId in claims)) {
    return [`unknown claim "${claimId}" of ${experimentId}; ${validNames(Object.keys(claims))}`];
  }
  const { params: chosen, problems } = readParams(controls, asTexts(params));
  if (problems.length > 0) return problems.map((problem) => `${experimentId}: ${problem}`);
  const strange = Object.keys(params).find((name) => !(name in controls));
  if (strange)
    return [`unknown control "${strange}" of ${experimentId}; ${validNames(Object.keys(controls))}`];
  const verdict =
    entry.recording && recordedAt(entry.recording, params)?.verdicts.find(({ id }) => id === claimId);
  const where = Object.keys(params).length > 0 ? ` at ${JSON.stringify(params)}` : '';
  if (!verdict)
    return [`rests on ${claim}, which is not recorded${where}: npm run lab -- record ${experimentId}`];
  if (!verdict.holds) return [`rests on ${claim}, which did not hold when it was recorded${where}`];
  if (!printed) return [];
  const { low, high } = oneRun(entry.experiment, claimId, chosen);
  const inside = printed.value >= low && printed.value <= high;
  if (inside === (stands !== 'refutes')) return [];
  return [
    `prints ${printed.value}, which lies ${inside ? 'inside' : 'outside'} ${low} to ${high}, what ${claim} allows one run; that does not ${stands.replace(/s$/, '')} it`,
  ];
}

const asTexts = (params: Params) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
