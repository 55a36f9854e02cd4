/** Where the mean of many independent draws of a law lies that is known by three cumulants. */
import type { Interval } from './chernoff.ts';
import type { Cumulants3 } from './log-law.ts';
import { rmsInterval } from './rms-laws.ts';

/** How many independent draws, and how often an honest mean may lie outside: half as often on either side. */
export interface Asked {
  terms: number;
  falseAlarm: number;
}

/** Normal but for its skewness, which many terms leave small. A law of variance 0 has an interval of no width. */
export function meanInterval({ mean, variance, third }: Cumulants3, { terms, falseAlarm }: Asked): Interval {
  const skewness = variance > 0 ? third / variance ** 1.5 : 0;
  return { mean, ...rmsInterval({ mean, sd: Math.sqrt(variance), skewness }, { seeds: terms, falseAlarm }) };
}
