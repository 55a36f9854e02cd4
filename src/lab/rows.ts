/** Rows as text: the CSV that a reader downloads, and JSON in which infinity has a place. */

import type { Row } from './experiment.ts';
import { formatNumber } from './numbers.ts';

/** A cell of a table on the page. Pictures are in the figures, and whole in the CSV. */
export function formatCell(value: number | string, digits: number): string {
  if (typeof value === 'number') return formatNumber(value, digits);
  return value.startsWith('data:') ? 'picture' : value;
}

/** RFC 4180: columns in the order of the first row. */
export function toCsv(rows: readonly Row[]): string {
  const first = rows[0];
  if (!first) return '';
  const columns = Object.keys(first);
  const quote = (value: unknown) => {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(quote).join(','))
    .join('\r\n');
}

/** JSON has no NaN or infinity: they become null, and the object says so with `overflow`. */
export function toJson(object: Readonly<Record<string, unknown>>): string {
  let overflow = false;
  const text = JSON.stringify(object, (_, value) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    overflow = true;
    return null;
  });
  return overflow ? `${text.slice(0, -1)},"overflow":true}` : text;
}
