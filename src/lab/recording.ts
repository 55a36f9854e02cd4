/** A recording: what an experiment gave, written by `npm run lab -- record` and only read by the site. */

import type { Interval } from './claims.ts';
import type { Params } from './controls.ts';
import type { Row, Seeded } from './experiment.ts';

export interface RecordedVerdict {
  id: string;
  holds: boolean;
  measured: number;
  within: Interval;
}

/** What came out at controls other than the defaults: judged, and no rows kept. */
export interface RecordedSetting {
  /** The controls that differ from their defaults. */
  params: Params;
  seeds: number[];
  verdicts: RecordedVerdict[];
}

export interface Recording {
  experiment: string;
  /** Its rows are made at the defaults. */
  params: Params;
  seeds: number[];
  backend: string;
  /** Largest relative error of the backend's self-check. */
  agreement: number;
  versions: Record<string, string>;
  /** Milliseconds one seed took; two digits, for the price on the Run button. Never compared. */
  ms: number;
  verdicts: RecordedVerdict[];
  /** The other settings that the ledger rests on. */
  settings?: RecordedSetting[];
  quantities: Record<string, number>;
  /** Of all rows, before thinning. */
  summary: string;
  /** Thinned and rounded. */
  rows: Seeded<Row>[];
}

/** JSON has no infinity and no NaN: a recording writes them as these words. */
const WORDS: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** The rows as a table, one a line: small, and a change reads well in a diff. */
export function encodeRecording({ rows, ...head }: Recording): string {
  const columns = Object.keys(rows[0] ?? {});
  const word = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  const lines = rows.map(
    (row) =>
      `  ${JSON.stringify(
        columns.map((column) => row[column]),
        word,
      )}`,
  );
  const text = JSON.stringify({ ...head, columns }, word, 1)
    // A list of numbers or names stays on its line.
    .replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '));
  return `${text.slice(0, -2)},\n "rows": [\n${lines.join(',\n')}\n ]\n}\n`;
}

/** The recorded runs at these controls, given those that differ from the defaults; undefined if there are none. */
export function recordedAt(
  recording: Recording,
  params: Params = {},
): Omit<RecordedSetting, 'params'> | undefined {
  const differs = differing(params, recording.params);
  if (Object.keys(differs).length === 0) return recording;
  const same = (other: Params) =>
    Object.keys({ ...differs, ...other }).every((name) => other[name] === differs[name]);
  return recording.settings?.find((setting) => same(setting.params));
}

/** The controls that differ from their defaults. */
export function differing(params: Params, defaults: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name, value]) => value !== defaults[name]));
}

export function decodeRecording(text: string): Recording {
  const { columns, rows, ...head } = JSON.parse(text, (_, value) =>
    typeof value === 'string' && value in WORDS ? WORDS[value] : value,
  );
  const toRow = (cells: unknown[]) =>
    Object.fromEntries((columns as string[]).map((column, i) => [column, cells[i]]));
  return { ...head, rows: rows.map(toRow) };
}
