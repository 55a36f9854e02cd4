/** The ledger: every claim of the source notes, with a verdict and what it rests on. One YAML file a note. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'astro/zod';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Params } from '../lab/controls.ts';
import { differing } from '../lab/recording.ts';
import { root as ownRoot } from './experiments.ts';
import { type Problem, problemAt } from './problems.ts';
import type { Point } from './tree.ts';

/** ✔ · true only under conditions that the note does not name · ✘ · not there, or cannot be run. */
export const verdicts = ['holds', 'conditional', 'wrong', 'missing'] as const;
export type VerdictOnNote = (typeof verdicts)[number];

/** What a piece of evidence does to the note's statement. */
export const stances = ['supports', 'limits', 'refutes', 'supplies'] as const;
export type Stance = (typeof stances)[number];

const words = z.string().trim().min(1, 'must say something');
const stands = z.enum(stances);

const evidence = z.union(
  [
    z.strictObject({
      /** `experiment/claim` */
      claim: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
      stands,
      /** Controls that differ from the defaults and show it best. */
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
      /** A number of the note that this claim judges: inside what one run may give, or outside when it refutes. */
      printed: z.strictObject({ value: z.number(), what: words }).optional(),
    }),
    /** `chapter#label` */
    z.strictObject({ derivation: z.string().regex(/^[a-z0-9-]+#[a-z0-9-]+$/), stands }),
    z.strictObject({ source: z.string(), stands }),
  ],
  {
    error:
      'a piece of evidence is { claim: experiment/claim, stands: … }, { derivation: chapter#label, stands: … } or { source: key, stands: … }',
  },
);

const entry = z.strictObject({
  id: z
    .string()
    .regex(/^S[1-4]-(\d\d[a-g]?|Q\d)$/, 'an id is S and the note, a hyphen, and two digits: S1-03'),
  /** Lines of the note. */
  lines: words,
  /** What the note says, in words of our own. */
  says: words,
  verdict: z.enum(verdicts, `a verdict is ${verdicts.join(', ')}`),
  /** The right statement. */
  right: words,
  evidence: z.array(evidence).min(1, 'evidence has at least one piece, or the entry is pending').optional(),
  /** The chapter that will show it. */
  pending: words.optional(),
});

export type Evidence = z.infer<typeof evidence>;
export type LedgerEntry = z.infer<typeof entry> & { note: number; file: string; at: Point };

export interface Ledger {
  entries: LedgerEntry[];
  problems: Problem[];
}

/** The settings, other than its defaults, at which the ledger rests on an experiment. */
export function settingsOf({ entries }: Pick<Ledger, 'entries'>, id: string, defaults: Params): Params[] {
  const settings = entries.flatMap(({ evidence = [] }) =>
    evidence.flatMap((piece) =>
      'claim' in piece && piece.claim.split('/')[0] === id ? [differing(piece.params ?? {}, defaults)] : [],
    ),
  );
  const once = new Map(
    settings.map((setting) => [JSON.stringify(Object.entries(setting).sort()), setting] as const),
  );
  return [...once.values()].filter((setting) => Object.keys(setting).length > 0);
}

/** Reads `content/claims/NNN.yaml`. */
export async function loadLedger(root: string = ownRoot): Promise<Ledger> {
  const dir = path.join(root, 'content/claims');
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.yaml')).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const absolute = path.join(dir, name);
      return readLedger(path.relative(root, absolute), await readFile(absolute, 'utf8'));
    }),
  );
  return {
    entries: parts.flatMap(({ entries }) => entries),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Reads the claims of one note. Never throws: what is wrong is in `problems`, with its line. */
export function readLedger(file: string, text: string): Ledger {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const at = (offset = 0): Point => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const problems = document.errors.map(({ pos, message }) =>
    problemAt(file, at(pos[0]), message.split('\n')[0]),
  );
  const entries: LedgerEntry[] = [];
  const note = Number(/(\d+)\.yaml$/.exec(file)?.[1]);
  const items = isSeq(document.contents) && problems.length === 0 ? document.contents.items : [];
  if (items.length === 0 && problems.length === 0) {
    problems.push(problemAt(file, at(), 'a list of claims is expected: - id: S1-01 …'));
  }
  for (const item of items) {
    const offset = isMap(item) ? (item.range?.[0] ?? 0) : 0;
    const read = entry.safeParse(document.createNode(item).toJS(document));
    if (read.success) entries.push({ ...read.data, note, file, at: at(offset) });
    else {
      const id = isMap(item) ? item.get('id') : undefined;
      for (const issue of read.error.issues) {
        const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
        problems.push(problemAt(file, at(offset), `${id ?? 'a claim'}: ${where}${issue.message}`));
      }
    }
  }
  return { entries, problems };
}
