/** What is claimed of stacks that are not linear: whole paths, single places, and the factor of a layer. */
import type { Claim } from '../../lab/claims.ts';
import { meanField } from '../../math/mean-field.ts';
import { meanBand } from '../../math/mean-square-band.ts';
import { lawInterval } from '../../math/skewed-law.ts';
import { mean } from '../../math/statistics.ts';
import {
  CURVED_NETS,
  type CurvedColumn,
  type CurvedName,
  type CurvedSetting,
  curvedLaws,
  curvedNet,
} from './nets.ts';
import { type BandColumn, strayOf } from './row-bands.ts';

export type CurvedLine = { net: string } & Record<'layer' | 'middle' | BandColumn<CurvedColumn>, number>;
type Rows = (CurvedLine & { seed: number })[];
type Rest = Omit<Claim<Rows[number], CurvedSetting>, 'says'>;

const FALSE_ALARM = 1e-3;
/**
 * The tails of the laws are approximate, so intervals are drawn for less than is said: a third, as in activation-guide.ts, and
 * for the difference an eighth. Of 4000 simulated pairs in a tanh stack of gain 5/3, 256 wide and 50 deep, three times as many
 * as drawn for left the worst layer's interval.
 */
const drawnFor = (column: CurvedColumn) => FALSE_ALARM / (column === 'difference' ? 8 : 3);
/** A difference of sigmoids below 2^-18 is more and more rounding: numbers above one half are 2^-24 apart. */
const heldByFloat32 = ({ net, differenceLow }: CurvedLine) => net.startsWith('tanh') || differenceLow > -18;

export const rowsOf = (rows: Rows, name: CurvedName) => rows.filter((row) => row.net === name);

/** log2 rms, the mean over the seeds. */
export const bitsAt = (rows: Rows, name: CurvedName, layer: number, column: CurvedColumn): number =>
  mean(rowsOf(rows, name).flatMap((row) => (row.layer === layer ? [row[column]] : [])));

/** The share of the mean square of a signal that two inputs have in common, in percent. */
export const alikePercent = (rows: Rows, name: CurvedName, layer: number): number =>
  100 * (1 - 4 ** (bitsAt(rows, name, layer, 'difference') - bitsAt(rows, name, layer, 'forward')));

/** The mean paths of all nets stay in their bands. */
export const allInBand = (column: CurvedColumn): Rest => ({
  measure: (rows, { depth }) =>
    strayOf(
      rows.filter((row) => column !== 'difference' || heldByFloat32(row)),
      column,
      {
        key: ({ net, layer }) => `${net} ${layer}`,
        places: depth + 1,
        falseAlarm: drawnFor(column) / CURVED_NETS.length,
      },
    ),
  within: () => ({ low: 0, high: 1 }),
  falseAlarm: FALSE_ALARM,
  unit: 'of the band',
});

/** A number that log2 rms at one place stands for is what its law says: `read` makes it of the bits. */
export const atOnePlace = (
  name: CurvedName,
  column: CurvedColumn,
  {
    layerOf,
    read = (bits) => bits,
    unit = 'bits',
  }: {
    layerOf(setting: CurvedSetting): number;
    /** Grows with the bits. */
    read?(bits: number, setting: CurvedSetting): number;
    unit?: string;
  },
): Rest => ({
  measure: (rows, setting) => read(bitsAt(rows, name, layerOf(setting), column), setting),
  within: (setting, { seeds }) => {
    const law = curvedLaws(name, setting)[column][layerOf(setting)];
    const { low, high } = lawInterval(law, { seeds, falseAlarm: drawnFor(column) });
    return { low: read(low, setting), high: read(high, setting) };
  },
  falseAlarm: FALSE_ALARM,
  unit,
});

/** What a layer multiplies the gradient by, a geometric mean over the layers. */
export const gradientFactor = (name: CurvedName): Rest =>
  atOnePlace(name, 'backward', {
    layerOf: () => 0,
    read: (bits, { depth }) => 2 ** (bits / depth),
    unit: 'times a layer',
  });

/** The activations of a net of sigmoids average one half: given the layer below, a unit is as often above it as below. */
export const aboutOneHalf = (name: CurvedName): Rest => ({
  measure: (rows) => mean(rowsOf(rows, name).flatMap(({ layer, middle }) => (layer > 0 ? [middle] : []))),
  within: (setting, { seeds }) => {
    const { width, depth } = setting;
    const { forward } = meanField({ ...curvedNet(name, setting), depth });
    const variance = mean(forward.slice(1).map((bits) => 4 ** bits - 1 / 4));
    return meanBand({
      mean: 1 / 2,
      sd: Math.sqrt(variance),
      terms: width * depth * seeds,
      falseAlarm: FALSE_ALARM,
    });
  },
  falseAlarm: FALSE_ALARM,
});

/** The mean square at which a stack of infinite width settles. */
export function fixedPoint(name: CurvedName, setting: Pick<CurvedSetting, 'gain'>): number {
  return 4 ** (meanField({ ...curvedNet(name, setting), depth: 200 }).forward.at(-1) ?? Number.NaN);
}
