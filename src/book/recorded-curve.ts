/** A curve in a recording: the mean of one column at each value of another. */

import type { Recording } from '../lab/recording.ts';
import { mean } from '../math/statistics.ts';

export interface CurvePoint {
  x: number;
  y: number;
}

/** @param where "column=value": only the rows that have it. */
export function recordedCurve(
  { rows }: Recording,
  { column, by, where }: { column: string; by: string; where?: string },
): CurvePoint[] {
  const [name, value] = where?.split('=') ?? [];
  const chosen = rows.filter((row) => name === undefined || String(row[name]) === value);
  const places = [...new Set(chosen.map((row) => Number(row[by])))].sort((a, b) => a - b);
  return places.map((x) => ({
    x,
    y: mean(chosen.filter((row) => Number(row[by]) === x).map((row) => Number(row[column]))),
  }));
}
