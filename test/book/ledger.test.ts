/** The ledger of the notes' claims: complete, readable, and impossible to change against its evidence. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Book, loadBook } from '../../src/book/book.ts';
import { checkLedger } from '../../src/book/check-ledger.ts';
import { type Evidence, type LedgerEntry, readLedger, verdicts } from '../../src/book/ledger.ts';
import { formatProblem } from '../../src/book/problems.ts';
import type { RecordedVerdict } from '../../src/lab/recording.ts';
import { bookWith, front } from './fake-book.ts';

const file = 'content/claims/001.yaml';
const good = `- id: S1-01
  lines: "7–18"
  says: "All is well."
  verdict: holds
  right: "It is."
  evidence:
    - source: he2015
      stands: supports
`;
const problemsOf = (text: string) => readLedger(file, text).problems.map(formatProblem);

describe('a file is read, or says where it cannot be', () => {
  test('one that is right', () => {
    const { entries, problems } = readLedger(file, good);
    expect(problems).toEqual([]);
    expect(entries).toMatchObject([{ id: 'S1-01', note: 1, verdict: 'holds', at: { line: 1 } }]);
  });

  test.each([
    [good.replace('holds', 'true-ish'), `${file}:1:3: S1-01: verdict: a verdict is ${verdicts.join(', ')}`],
    [good.replace('S1-01', 'S9-01'), `${file}:1:3: S9-01: id: an id is S and the note`],
    [good.replace('he2015\n', 'he2015\n      page: 3\n'), 'S1-01: evidence.0: Unrecognized key: "page"'],
    [
      good.replace('- source: he2015', '- proof: trivial'),
      'a piece of evidence is { claim: experiment/claim',
    ],
    [good.replace('says: "All is well."', 'says: ""'), 'S1-01: says: must say something'],
    [good.replace('  lines: "7–18"\n', ''), 'S1-01: lines:'],
    [`${good}  extra: 1\n`, 'S1-01: Unrecognized key'],
    ['- id: [S1-01\n', `${file}:2:1: `],
    ['', `${file}:1:1: a list of claims is expected`],
  ])('%j', (text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
  });
});

describe('evidence from an experiment', () => {
  const problemsWith = (evidence: Evidence) => {
    const book = bookWith(`${front}Words.`);
    const [entry] = readLedger(file, good).entries;
    const others: Evidence[] = [{ source: 'he2015', stands: 'supports' }, evidence];
    return checkLedger({ ...book, ledger: { entries: [{ ...entry, evidence: others }], problems: [] } }).map(
      (problem) => problem.says,
    );
  };
  const what = 'growth';
  const grows = { claim: 'stack/grows', stands: 'supports' } as const;

  test.each<[Evidence, string[]]>([
    [grows, []],
    [{ ...grows, printed: { value: 0.55, what } }, []],
    [{ ...grows, printed: { value: 0.7, what } }, ['prints 0.7, which lies outside 0.52 to 0.6']],
    [{ ...grows, claim: 'stack/groes' }, ['unknown claim "groes" of stack']],
    [{ ...grows, claim: 'stakc/grows' }, ['unknown experiment "stakc"']],
    [{ ...grows, claim: 'stack/fades' }, ['not recorded: npm run lab -- record stack']],
    [{ ...grows, params: { depth: 3 } }, ['unknown control "depth" of stack']],
  ])('%j', (evidence, says) => {
    const found = problemsWith(evidence);
    expect(found).toHaveLength(says.length);
    says.forEach((words, i) => {
      expect(found[i]).toContain(words);
    });
  });

  test('a printed number inside what one run may give refutes nothing', () => {
    const inside = problemsWith({ ...grows, stands: 'refutes', printed: { value: 0.55, what } });
    expect(inside.join()).toContain('0.55, which lies inside 0.52 to 0.6');
    const outside = problemsWith({ ...grows, stands: 'refutes', printed: { value: 0.7, what } });
    expect(outside.join()).not.toContain('prints');
  });
});

describe('the notes of this book', () => {
  let book: Book;
  beforeAll(async () => {
    book = await loadBook();
  });
  const problems = (change: (entry: LedgerEntry) => LedgerEntry, of: Partial<Book> = {}) =>
    checkLedger({
      ...book,
      ...of,
      ledger: { ...book.ledger, entries: book.ledger.entries.map(change) },
    });
  const same = (entry: LedgerEntry) => entry;

  test('nothing is wrong with the ledger', () => {
    expect(problems(same).map(formatProblem)).toEqual([]);
  });

  test('every claim of the four notes is there, once', () => {
    const range = (note: number, last: number, but: number[] = []) =>
      Array.from({ length: last }, (_, i) => i + 1)
        .filter((number) => !but.includes(number))
        .map((number) => `S${note}-${String(number).padStart(2, '0')}`);
    const wanted = [
      ...range(1, 31, [16]),
      ...'abcdefg'.split('').map((letter) => `S1-16${letter}`),
      ...range(2, 62, [25]),
      ...'abc'.split('').map((letter) => `S2-25${letter}`),
      ...range(3, 28),
      ...[1, 2, 3, 4].map((question) => `S3-Q${question}`),
      ...range(4, 21),
    ];
    expect(wanted).toHaveLength(154);
    const ids = book.ledger.entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // An item with two verdicts has parts: S1-07a and S1-07b.
    const missing = wanted.filter((id) => !ids.some((other) => other === id || other.slice(0, -1) === id));
    expect(missing).toEqual([]);
    expect(ids.filter((id) => !wanted.some((known) => id === known || id.slice(0, -1) === known))).toEqual(
      [],
    );
  });

  test('every claim is settled: none is pending', () => {
    const waiting = book.ledger.entries.filter(({ pending }) => pending !== undefined);
    expect(waiting.map(({ id }) => id)).toEqual([]);
  });

  test('no verdict can be flipped while its evidence stands', () => {
    const judged = book.ledger.entries.filter(({ evidence }) => evidence);
    expect(judged.length).toBeGreaterThan(20);
    for (const { id, verdict } of judged) {
      for (const other of verdicts.filter((name) => name !== verdict)) {
        const flipped = problems((entry) => (entry.id === id ? { ...entry, verdict: other } : entry));
        expect(flipped.map(({ says }) => says).join(), `${id}: ${other}`).toContain(id);
      }
    }
  });

  test('no printed number can be changed while its evidence stands', () => {
    const printing = book.ledger.entries.filter(({ evidence }) =>
      evidence?.some((piece) => 'printed' in piece),
    );
    expect(printing.length).toBeGreaterThan(7);
    for (const { id } of printing) {
      const changed = problems((entry) =>
        entry.id === id ? { ...entry, evidence: entry.evidence?.map(withPrinted) } : entry,
      );
      expect(changed.map(({ says }) => says).join(), id).toMatch(new RegExp(`${id}: prints .* which lies`));
    }

    /** Half as large again; or, where it lay outside what theory allows, the very number that theory expects. */
    function withPrinted(piece: Evidence): Evidence {
      if (!('printed' in piece) || !piece.printed) return piece;
      const { value } = piece.printed;
      const [experiment, claim] = piece.claim.split('/');
      const entry = book.experiments.get(experiment);
      if (!entry?.recording) throw new Error(`${experiment} is not recorded`);
      const params = { ...entry.recording.params, ...piece.params };
      const { low, high } = entry.experiment.claims[claim].within(params, { seeds: 1 });
      const other = piece.stands === 'refutes' ? (low + high) / 2 : 1.5 * value;
      return { ...piece, printed: { ...piece.printed, value: other } };
    }
  });

  test('no experiment can be deleted that a verdict rests on', () => {
    const used = new Set(
      book.ledger.entries.flatMap(({ evidence = [] }) =>
        evidence.flatMap((piece) => ('claim' in piece ? [piece.claim.split('/')[0]] : [])),
      ),
    );
    expect(used.size).toBeGreaterThan(5);
    for (const id of used) {
      const experiments = new Map([...book.experiments].filter(([other]) => other !== id));
      expect(
        problems(same, { experiments })
          .map(({ says }) => says)
          .join(),
        id,
      ).toContain(`unknown experiment "${id}"`);
    }
  });

  test('no verdict rests on a claim that did not hold', () => {
    const broken = (verdicts: RecordedVerdict[]) => verdicts.map((verdict) => ({ ...verdict, holds: false }));
    const experiments = new Map(
      [...book.experiments].map(([id, entry]) => {
        const recording = entry.recording && {
          ...entry.recording,
          verdicts: broken(entry.recording.verdicts),
          settings: entry.recording.settings?.map((setting) => ({
            ...setting,
            verdicts: broken(setting.verdicts),
          })),
        };
        return [id, { ...entry, recording }];
      }),
    );
    expect(
      problems(same, { experiments })
        .map(({ says }) => says)
        .join(),
    ).toContain('did not hold when it was recorded');
  });
});
