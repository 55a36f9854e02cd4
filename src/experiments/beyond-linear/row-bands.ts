/** Bands that stand in the rows: worked out in the run, drawn by the plot, and held against the mean path of all seeds. */
import type { Row } from '../../lab/experiment.ts';
import { lawInterval, type SkewedLaw } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';

/** Of 100 runs, so many are inside at all places at once, or more (Bonferroni). */
const SHOWN = 0.05;

export type BandColumn<C extends string> = C | `${C}${'Predicted' | 'Low' | 'High'}`;

/** A measured value with what its law says of it, at one of so many places. */
export function inBand<C extends string>(
  column: C,
  value: number,
  law: SkewedLaw,
  places: number,
): Record<BandColumn<C>, number> {
  const { low, high } = lawInterval(law, { falseAlarm: SHOWN / places });
  return {
    [column]: value,
    [`${column}Predicted`]: law.mean,
    [`${column}Low`]: low,
    [`${column}High`]: high,
  } as Record<BandColumn<C>, number>;
}

/**
 * How far the mean over the seeds strays at the worst of its places, as a share of what is allowed: the band in the rows, made
 * as much wider as the normal score of `falseAlarm` is larger than its own, and narrower by the root of the seeds.
 * @param rows those of one path, all seeds; `key` tells its places apart
 */
export function strayOf<R extends Row & { seed: number }>(
  rows: readonly R[],
  column: string,
  { key, places, falseAlarm }: { key(row: R): string; places: number; falseAlarm: number },
): number {
  const seeds = new Set(rows.map(({ seed }) => seed)).size;
  const score = (rate: number) => -normalQuantile(rate / (2 * places));
  const room = score(falseAlarm) / score(SHOWN) / Math.sqrt(seeds);
  const groups = new Map<string, R[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  const shares = [...groups.values()].map((group) => {
    const [row] = group;
    const middle = Number(row[`${column}Predicted`]);
    const off = mean(group.map((one) => Number(one[column]))) - middle;
    const side = Number(row[`${column}${off > 0 ? 'High' : 'Low'}`]) - middle;
    return off / side / room;
  });
  return Math.max(...shares);
}
