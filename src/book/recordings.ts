/** Numbers quoted from recordings, with where they come from. */

import type { Interval } from '../lab/claims.ts';
import { formatMeasured, formatNumber } from '../lab/numbers.ts';
import type { RecordedVerdict, Recording } from '../lab/recording.ts';

export type Show = 'measured' | 'low' | 'high' | 'middle';

export interface Quote {
  value: number;
  text: string;
  /** Where the number comes from, in a few words. */
  from: string;
}

export interface Wanted {
  claim?: string;
  quantity?: string;
  show?: Show;
  /** Significant digits; if absent, those that the claim's interval justifies. */
  digits?: number;
}

/** One number of a recording, formatted. Throws when the recording does not hold it. */
export function quote(recording: Recording, { claim, quantity, show = 'measured', digits }: Wanted): Quote {
  if (quantity !== undefined) {
    const value = recording.quantities[quantity];
    if (value === undefined) throw missing(recording, `quantity "${quantity}"`);
    return { value, text: formatNumber(value, digits), from: provenance(recording, quantity) };
  }
  const verdict = verdictOf(recording, claim ?? '');
  const value = { ...verdict.within, measured: verdict.measured, middle: middleOf(verdict.within) }[show];
  const text = digits === undefined ? formatMeasured(value, verdict.within) : formatNumber(value, digits);
  const what = show === 'measured' ? verdict.id : `${verdict.id}, ${nameOf[show]}`;
  return { value, text, from: provenance(recording, what) };
}

export function verdictOf(recording: Recording, claim: string): RecordedVerdict {
  const verdict = recording.verdicts.find(({ id }) => id === claim);
  if (!verdict) throw missing(recording, `claim "${claim}"`);
  return verdict;
}

/** "20 seeds"; nothing when only one run was made. */
export function seedsOf({ seeds }: Recording): string {
  return seeds.length > 1 ? `${seeds.length} seeds` : '';
}

const nameOf = {
  low: 'least allowed',
  high: 'most allowed',
  middle: 'middle of what theory allows',
} as const;

function middleOf({ low, high }: Interval): number {
  return (low + high) / 2;
}

function provenance(recording: Recording, what: string): string {
  const seeds = seedsOf(recording);
  return `${recording.experiment}: ${what}, recorded on ${recording.backend}${seeds ? `, ${seeds}` : ''}`;
}

function missing({ experiment }: Recording, what: string): Error {
  return new Error(`The recording of ${experiment} has no ${what}; run npm run lab -- record ${experiment}`);
}
