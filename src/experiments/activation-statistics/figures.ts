/** What the figures of `activation-statistics` draw: its rows in the unit of each figure, and what the note prints. */
import { printedTable } from '../../data/printed-statistics.ts';
import { type Mark, point } from '../../lab/figure.ts';
import type { StatisticsSetting } from '../../networks/layer-laws.ts';

type Three<Name extends string> = Name | `${Name}Predicted` | `${Name}Low` | `${Name}High`;
type Sizes = Record<
  Three<'std'> | 'gradientRms' | 'gradientPredicted' | 'gradientLow' | 'gradientHigh',
  number
>;
type Means = Record<Three<'mean'> | 'stdPredicted', number>;

/** The mean and its band, over the standard deviation that theory expects. */
export const inDeviations = <Row extends Means>(row: Row): Row => ({
  ...row,
  mean: row.mean / row.stdPredicted,
  meanPredicted: row.meanPredicted / row.stdPredicted,
  meanLow: row.meanLow / row.stdPredicted,
  meanHigh: row.meanHigh / row.stdPredicted,
});

/** The columns of two figures in powers of ten; where float32 has ended there is none, and the line stops. */
export function inDecades<Row extends Sizes>(row: Row): Row {
  const log = (x: number) => (x > 0 ? Math.log10(x) : Number.NaN);
  const { std, stdPredicted, stdLow, stdHigh } = row;
  const { gradientRms, gradientPredicted, gradientLow, gradientHigh } = row;
  return {
    ...row,
    std: log(std),
    stdPredicted: log(stdPredicted),
    stdLow: log(stdLow),
    stdHigh: log(stdHigh),
    gradientRms: log(gradientRms),
    gradientPredicted: log(gradientPredicted),
    gradientLow: log(gradientLow),
    gradientHigh: log(gradientHigh),
  };
}

/** What the note prints; zeros have no place where what is small is drawn large. */
export function crosses(
  setting: StatisticsSetting,
  column: 'std' | 'mean',
  law?: readonly { stdPredicted: number }[],
): Mark[] {
  const printed = printedTable(setting);
  if (!printed || (law && law.length === 0)) return [];
  const places = printed[column]
    .map((value, layer) => ({ layer, value, unit: law ? law[layer]?.stdPredicted : 1 }))
    .filter(({ value, layer }) => layer <= setting.depth && (setting.asPrinted || value !== 0));
  const decades = column === 'std' && !setting.asPrinted;
  return places.map(({ layer, value, unit = 1 }, i) =>
    point({
      x: layer,
      y: decades ? Math.log10(value) : value / unit,
      label: i === places.length - 1 ? 'printed' : '',
    }),
  );
}
