/** Claims: statements that a run can break. */

import type { Params } from './controls.ts';

/** Closed; either end may be infinite. */
export interface Interval {
  low: number;
  high: number;
}

export interface Claim<R, P> {
  /** The statement, in words. */
  says: string;
  /** false where theory has nothing to say, or about none of these seeds: the claim is then not made. Always made if absent. */
  applies?(params: P, seeds?: readonly number[]): boolean;
  /** The measured number, over the rows of all seeds. */
  measure(rows: R[], params: P): number;
  /** What theory allows: derived from the parameters, never typed in. */
  within(params: P, run: { seeds: number }): Interval;
  /** How often an honest run leaves the interval, at most; 0 when nothing is random. */
  falseAlarm: number;
  /** The unit of the measured number, if it has one. */
  unit?: string;
}

export interface Verdict {
  id: string;
  says: string;
  measured: number;
  within: Interval;
  holds: boolean;
  falseAlarm: number;
  unit?: string;
}

/** Judges the claims that apply, over the rows of one or more seeds. A measured NaN never holds. */
export function judge<R extends { seed: number }, P extends Params>(
  claims: Record<string, Claim<R, P>>,
  rows: R[],
  params: P,
): Verdict[] {
  const seeds = [...new Set(rows.map((row) => row.seed))];
  const made = Object.entries(claims).filter(([, { applies }]) => applies?.(params, seeds) ?? true);
  return made.map(([id, { says, measure, within, falseAlarm, unit }]) => {
    const measured = measure(rows, params);
    const interval = within(params, { seeds: seeds.length });
    const holds = measured >= interval.low && measured <= interval.high;
    return { id, says, measured, within: interval, holds, falseAlarm, unit };
  });
}
