/** What note 001 reads out of its five tables, in numbers of theory: none of them is measured. */
import { printedTables } from '../../data/printed-statistics.ts';
import { meanField } from '../../math/mean-field.ts';
import { normalCdf } from '../../math/special.ts';
import {
  expectedFlat,
  lawsOf,
  runBands,
  type StatisticsSetting,
  stackOf,
} from '../../networks/layer-laws.ts';

/**
 * The share of exact zeros among values of tanh, or of no activation, that float32 may leave. A sum of n products is known to
 * about √n 2^-24 of its size (Higham 2002, section 2.8), so no more than the normal density at 0 times twice that can end as
 * 0; Bernstein's inequality adds what chance may. Undefined for functions that are 0 for a reason, and where float32 ends.
 */
export function exactZeros(
  setting: StatisticsSetting,
  { numbers, falseAlarm }: { numbers: number; falseAlarm: number },
): number | undefined {
  const { activation, width, depth } = setting;
  const last = runBands(setting, falseAlarm).std.low[depth];
  if (!['tanh', 'linear'].includes(activation) || last < 1e-30) return undefined;
  const expected = (numbers * 2 * Math.sqrt(width) * 2 ** -24) / Math.sqrt(2 * Math.PI);
  const x = -Math.log(falseAlarm);
  return (expected + Math.sqrt(2 * expected * x) + x / 3) / numbers;
}

const noteSetting = (
  initializer: StatisticsSetting['initializer'],
  activation: StatisticsSetting['activation'],
  asPrinted = false,
): StatisticsSetting => ({ initializer, activation, width: 500, batch: 1000, depth: 10, asPrinted });

const large = noteSetting('large', 'tanh');
const he = noteSetting('he', 'relu');
const heTable = printedTables[4];

/** The standard deviation that theory expects in layer 10. */
const expectedStd = (setting: StatisticsSetting) => runBands(setting, 0.05).std.mean[10];

/** By what the gradient is multiplied in each layer on its way down, once the signal has settled. */
const gradientFactor = (setting: StatisticsSetting) => {
  const { backward } = meanField(stackOf(setting));
  return 2 ** (backward[4] - backward[5]);
};

export const noteQuantities = {
  'small-printed-first': () => printedTables[0].std[1],
  'large-flat-percent': () => 100 * expectedFlat(large)[5],
  'large-factor-expected': () => gradientFactor(large),
  'large-gradient-expected': () => 2 ** meanField(stackOf(large)).backward[0],
  'large-std-expected': () => expectedStd(large),
  'first-std-xavier-expected': () => runBands(noteSetting('xavier', 'tanh'), 0.05).std.mean[1],
  'xavier-tanh-expected': () => expectedStd(noteSetting('xavier', 'tanh')),
  'xavier-relu-expected': () => expectedStd(noteSetting('xavier', 'relu')),
  'he-relu-expected': () => expectedStd(he),
  'he-printed': () => heTable.std[10],
  /** The relative standard deviation of layer 10's deviation from run to run. */
  'he-spread-percent': () => 100 * Math.sqrt(lawsOf(he).logStd[10].variance),
  /** How many of its own deviations the printed table lies from what the printed code draws. */
  'he-as-printed-score': () => {
    const { mean, variance } = lawsOf(noteSetting('he', 'relu', true)).logStd[10];
    return (Math.log(heTable.std[10]) - mean) / Math.sqrt(variance);
  },
  /** Percent of He's ReLU values that lie beyond the note's histograms: z > 1, where z has deviation √2. */
  'he-cut-off-percent': () => 100 * normalCdf(-1 / Math.SQRT2),
};
