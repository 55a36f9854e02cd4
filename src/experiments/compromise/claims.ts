/** What is claimed of linear layers whose two sides differ, and of stacks of them. */
import type { Claim } from '../../lab/claims.ts';
import { lawInterval } from '../../math/skewed-law.ts';
import { mean } from '../../math/statistics.ts';
import * as gains from '../../math/two-way-gains.ts';
import { type FanChoice, fanChoiceNames, firstLayers, type TwoSided, thereAndBack } from './choices.ts';

/** A choice's gains at one ratio: logarithms to base 2. */
export type FanLine = { choice: string; direction: gains.Direction; sides: string } & Record<
  'ratio' | 'gain' | 'expected' | 'low' | 'high' | 'stack' | 'stackExpected',
  number
>;
type Rows = (FanLine & { seed: number })[];
type Rest = Omit<Claim<Rows[number], TwoSided>, 'says'>;

const FALSE_ALARM = 1e-3;
/** Those for which the losses of a stack are claimed: narrow or wide sides first, the gains are the same. */
const ENDS = [-4, 4];

export const ofChoice = (rows: Rows, name: FanChoice, direction: gains.Direction) =>
  rows.filter((row) => row.choice === name && row.direction === direction);

/** The mean over the seeds. */
export const fanBits = (
  rows: Rows,
  [name, direction, ratio]: readonly [name: FanChoice, direction: gains.Direction, ratio: number],
  column: 'gain' | 'stack' = 'gain',
): number =>
  mean(ofChoice(rows, name, direction).flatMap((row) => (row.ratio === ratio ? [row[column]] : [])));

/** A choice's gains over what they should be: the mean over the ratios, each with the same weight. */
export const relativeGain = (name: FanChoice, direction: gains.Direction): Rest => ({
  measure: (rows) => mean(ofChoice(rows, name, direction).map((row) => 2 ** (row.gain - row.expected))),
  within: (setting, { seeds }) =>
    gains.relativeGainBand(firstLayers(name, setting), direction, {
      terms: (seeds * setting.layers) / 2,
      falseAlarm: FALSE_ALARM,
    }),
  falseAlarm: FALSE_ALARM,
  unit: 'of what is expected',
});

/** Forward over backward gain as a power of n_in / n_out, over all choices: their law is the same. */
export const powerOfRatio: Rest = {
  measure: (rows) => {
    const signed = rows.map((row) => (row.direction === 'forward' ? 2 : -2) * row.ratio * row.gain);
    return mean(signed) / mean(rows.map(({ ratio }) => ratio ** 2));
  },
  within: (setting, { seeds }) =>
    lawInterval(gains.ratioSlopeLaw(firstLayers('Xavier', setting), { draws: setting.layers / 2 }), {
      seeds: fanChoiceNames.length * seeds,
      falseAlarm: FALSE_ALARM,
    }),
  falseAlarm: FALSE_ALARM,
};

/** Forward plus backward gain, the mean over the ratios. */
export const sumOfGains = (name: FanChoice): Rest => ({
  measure: (rows) => 2 * mean(rows.flatMap((row) => (row.choice === name ? [2 ** row.gain] : []))),
  within: (setting, { seeds }) =>
    gains.sumOfGainsBand(firstLayers(name, setting), {
      terms: (seeds * setting.layers) / 2,
      falseAlarm: FALSE_ALARM,
    }),
  falseAlarm: FALSE_ALARM,
});

/** log2 of what a pair of layers, there and back, leaves of the signal's mean square. */
export const gainOfPair = (name: FanChoice): Rest => ({
  measure: (rows, { layers }) =>
    mean(ENDS.map((ratio) => fanBits(rows, [name, 'forward', ratio], 'stack'))) / (layers / 2),
  within: (setting, { seeds }) => {
    const law = gains.stackGainLaw(thereAndBack(name, ENDS[0], setting), 'forward');
    const { low, high } = lawInterval(law, { seeds: ENDS.length * seeds, falseAlarm: FALSE_ALARM });
    return { low: low / (setting.layers / 2), high: high / (setting.layers / 2) };
  },
  falseAlarm: FALSE_ALARM,
  unit: 'powers of two, each pair of layers',
});
