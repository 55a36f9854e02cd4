/** The claims about Xavier's rule as printed: single numbers that a run measures, and the paths of three readings. */
import type { Claim } from '../../lab/claims.ts';
import { shareOfBand } from '../../math/chain-band.ts';
import { meanBand, meanSquareBand } from '../../math/mean-square-band.ts';
import { mean } from '../../math/statistics.ts';
import { MODEL_LAYER, type Reading, readingBand } from './readings.ts';

const FALSE_ALARM = 1e-3;
/** Where a mean is taken for normal: its far tails are not quite. */
const DRAWN_FOR = FALSE_ALARM / 2;
/** Fills of note 004's 3 × 5 tensor. */
export const FILLS = 512;
const KURTOSIS = { uniform: 9 / 5, normal: 3 };

export interface Setting {
  width: number;
  layers: number;
}
/** A row: a reading's log10 rms after `at` layers, a bar of a histogram, or a fact. */
export type PrintedRow = { series: string; part: 'path' | 'histogram' | 'fact' } & Record<
  'at' | 'from' | 'to' | 'measured' | 'predicted' | 'low' | 'high',
  number
>;
type Found = PrintedRow & { seed: number };

interface Fact {
  says: string;
  /** What it should be. */
  expected: number;
  within(setting: Setting, seeds: number): { low: number; high: number };
  unit?: string;
  falseAlarm?: number;
}

/** The mean square of so many weights, in units of which it should be `meanSquare`. */
const squares = (meanSquare: number, law: keyof typeof KURTOSIS, terms: (setting: Setting) => number) => ({
  expected: meanSquare,
  within: (setting: Setting, seeds: number) =>
    meanSquareBand({
      meanSquare,
      kurtosis: KURTOSIS[law],
      terms: seeds * terms(setting),
      falseAlarm: DRAWN_FOR,
    }),
});

export const facts = {
  refused: {
    says: 'A uniform draw with the printed lower bound is refused.',
    expected: 1,
    within: () => ({ low: 1, high: 1 }),
    falseAlarm: 0,
  },
  'own-weights': {
    says: 'Ww, a unit given its own weights, is n σ² on average, and not 0.',
    ...squares(1, 'normal', ({ width }) => width ** 2),
    unit: 'n σ²',
  },
  'second-call': {
    says: 'The second call knows nothing of what the first one drew.',
    expected: 0,
    within: (_, seeds) =>
      meanBand({ mean: 0, sd: 1, terms: seeds * MODEL_LAYER[0] * MODEL_LAYER[1], falseAlarm: DRAWN_FOR }),
    unit: 'correlation',
  },
  'relu-gain': {
    says: 'The gain for ReLU doubles the variance of the 3 × 5 example.',
    ...squares(2, 'uniform', () => 15 * FILLS),
    unit: '· 2/(n_in + n_out)',
  },
} satisfies Record<string, Fact>;
export type FactName = keyof typeof facts;

export const factsOf = (rows: readonly Found[], name: FactName) =>
  rows.filter(({ series, part }) => part === 'fact' && series === name).map(({ measured }) => measured);

/** log10 rms after so many layers, averaged over the seeds. */
export const after = (rows: readonly Found[], reading: Reading, layers: number) =>
  mean(rows.filter(({ series, at }) => series === reading && at === layers).map(({ measured }) => measured));

/** The mean over the seeds lies where it should. */
function factClaim(name: FactName): Claim<Found, Setting> {
  const { says, within, unit, falseAlarm = FALSE_ALARM }: Fact = facts[name];
  return {
    says,
    measure: (rows) => mean(factsOf(rows, name)),
    within: (setting, { seeds }) => within(setting, seeds),
    falseAlarm,
    unit,
  };
}

/** The mean path of the seeds stays in its band, at all layers. */
function readingClaim(reading: Reading, says: string): Claim<Found, Setting> {
  return {
    says,
    measure: (rows, setting) => {
      const seeds = new Set(rows.map(({ seed }) => seed)).size;
      const path = Array.from({ length: setting.layers + 1 }, (_, layer) => after(rows, reading, layer));
      return shareOfBand(path, readingBand(reading, setting, { seeds, falseAlarm: FALSE_ALARM }));
    },
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: FALSE_ALARM,
    unit: 'of the band',
  };
}

export const printedClaims = {
  refused: factClaim('refused'),
  'root-deviation': readingClaim('root as σ', 'With the root as deviation the signal keeps its size.'),
  'root-variance': readingClaim('root as σ²', 'With the root as variance each layer multiplies it by ∜n.'),
  'no-root': readingClaim('no root, as σ', 'Without the root each layer divides it by √n.'),
  'own-weights': factClaim('own-weights'),
  'second-call': factClaim('second-call'),
  'relu-gain': factClaim('relu-gain'),
};
