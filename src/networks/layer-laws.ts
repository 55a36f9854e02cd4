/** What theory says of the layers of `activation-statistics`, and how far its runs, or a printed table, stray from it. */
import { PRINTED_ROUNDING, PRINTED_SIZE, type PrintedTable } from '../data/printed-statistics.ts';
import { type BatchLaws, type BatchStack, batchBands, batchLaws } from '../math/batch-moments.ts';
import { shareOfBand } from '../math/chain-band.ts';
import { finiteWidthBand } from '../math/finite-width.ts';
import { meanInterval } from '../math/skewed-law.ts';
import { normalCdf, normalQuantile } from '../math/special.ts';
import { mean as average } from '../math/statistics.ts';
import type { LayerActivation } from './activations.ts';
import { flatParts } from './layer-statistics.ts';
import { type SquareStartName, squareStarts } from './square-starts.ts';

export interface StatisticsSetting {
  initializer: SquareStartName;
  activation: LayerActivation;
  width: number;
  batch: number;
  depth: number;
  /** The line that the note prints for He, which is Xavier's. */
  asPrinted: boolean;
}

interface Edges {
  low: number[];
  mean: number[];
  high: number[];
}

/** Where float32 holds numbers with all their digits. */
const SMALLEST = 2 ** -126;
const LARGEST = 2 ** 127;

/** The initializer whose weights are really drawn. */
export const drawnStart = ({ initializer, asPrinted }: StatisticsSetting): SquareStartName =>
  asPrinted && initializer === 'he' ? 'xavier' : initializer;

export const stackOf = (setting: StatisticsSetting) => {
  const { activation, width, batch, depth } = setting;
  const weightVariance = width * squareStarts[drawnStart(setting)].std(width) ** 2;
  return { activation, width, batch, depth, weightVariance };
};

const known = new Map<string, BatchLaws>();

/** They take some ten milliseconds, and rows and claims ask for the same ones. */
export function lawsOfStack(stack: BatchStack): BatchLaws {
  const key = JSON.stringify(stack);
  const laws = known.get(key) ?? batchLaws(stack);
  known.set(key, laws);
  return laws;
}

export const lawsOf = (setting: StatisticsSetting): BatchLaws => lawsOfStack(stackOf(setting));

/** The bands around the standard deviation and the mean of one run, as they stand on the page. */
export function bandsOf(laws: BatchLaws, falseAlarm: number): { std: Edges; mean: Edges } {
  const { logStd, mean } = batchBands(laws, { falseAlarm });
  const plain = ({ low, mean: middle, high }: Edges, isLog: (layer: number) => boolean): Edges => {
    const [a, b, c] = [low, middle, high].map((edge) =>
      edge.map((x, layer) => (isLog(layer) ? Math.exp(x) : x)),
    );
    return { low: a, mean: b, high: c };
  };
  return { std: plain(logStd, () => true), mean: plain(mean, (layer) => laws.positive[layer]) };
}

export const runBands = (setting: StatisticsSetting, falseAlarm: number) =>
  bandsOf(lawsOf(setting), falseAlarm);

/** What the standard deviation of one layer stays within: its geometric mean over the seeds. */
export function stdInterval(
  setting: StatisticsSetting,
  layer: number,
  { seeds, falseAlarm }: { seeds: number; falseAlarm: number },
) {
  const { low, high } = meanInterval(lawsOf(setting).logStd[layer], { terms: seeds, falseAlarm });
  return { low: Math.exp(low), high: Math.exp(high) };
}

/** The band around the gradient's root mean square, layers 0 … depth. */
export function gradientBand(
  setting: StatisticsSetting,
  asked: { seeds?: number; falseAlarm: number },
): Edges {
  return finiteWidthBand({ ...stackOf(setting), direction: 'backward', ...asked });
}

/** The share of a layer where its activation is expected to be flat; entries 0 … depth, the first 0. */
export function expectedFlat(setting: StatisticsSetting): number[] {
  const { activation, weightVariance } = stackOf(setting);
  const { left, right } = flatParts[activation];
  const { std, mean } = runBands(setting, 0.05);
  return std.mean.map((_, layer) => {
    if (layer === 0) return 0;
    const size = Math.sqrt(weightVariance) * Math.hypot(std.mean[layer - 1], mean.mean[layer - 1]);
    return normalCdf(left / size) + normalCdf(-right / size);
  });
}

/** Whether float32 holds the deviation at this layer with all its digits, in nearly all runs. */
export function held(setting: StatisticsSetting, layer: number): boolean {
  const { low, high } = runBands(setting, 1e-3).std;
  return low[layer] > SMALLEST && high[layer] < LARGEST;
}

/** How far the mean path of the gradient's log2 rms strays from its band, where float32 holds it. */
export function gradientStray(
  setting: StatisticsSetting,
  path: readonly number[],
  asked: { seeds: number; falseAlarm: number },
): number {
  const band = gradientBand(setting, asked);
  const inside = (_: number, layer: number) =>
    2 ** band.low[layer] > SMALLEST && 2 ** band.high[layer] < LARGEST;
  return shareOfBand(path.filter(inside), {
    low: band.low.filter(inside),
    mean: band.mean.filter(inside),
    high: band.high.filter(inside),
  });
}

/** Means over the seeds, by layer. */
export interface MeanPath {
  logStd: number[];
  mean: number[];
  /** Of ln(mean), where it is positive. */
  logMean: number[];
  seeds: number;
}

/** Of rows of layers 0 … depth. */
export function meanPath(
  rows: readonly { seed: number; layer: number; std: number; mean: number }[],
  depth: number,
): MeanPath {
  const layers = Array.from({ length: depth + 1 }, (_, layer) => rows.filter((row) => row.layer === layer));
  return {
    logStd: layers.map((there) => average(there.map(({ std }) => Math.log(std)))),
    mean: layers.map((there) => average(there.map(({ mean }) => mean))),
    logMean: layers.map((there) => average(there.map(({ mean }) => Math.log(mean)))),
    seeds: new Set(rows.map(({ seed }) => seed)).size,
  };
}

/** How far the paths stray from the middle of their bands, as a share of what is allowed; 1 is the edge. */
export function strayedFrom(laws: BatchLaws, path: MeanPath, falseAlarm: number) {
  const { logStd, seeds } = path;
  const bands = batchBands(laws, { seeds, falseAlarm });
  const inside = (_: number, layer: number) =>
    Math.exp(bands.logStd.low[layer]) > SMALLEST && Math.exp(bands.logStd.high[layer]) < LARGEST;
  const share = (values: number[], { low, mean: middle, high }: Edges) =>
    shareOfBand(values.filter(inside), {
      low: low.filter(inside),
      mean: middle.filter(inside),
      high: high.filter(inside),
    });
  return { std: share(logStd, bands.logStd), mean: share(inTheirUnits(path, laws), bands.mean) };
}

export const strayed = (setting: StatisticsSetting, path: MeanPath, falseAlarm: number) =>
  strayedFrom(lawsOf(setting), path, falseAlarm);

/** The means as their laws have them: as logarithms where they are positive. */
const inTheirUnits = ({ mean, logMean }: MeanPath, { positive }: BatchLaws) =>
  mean.map((value, layer) => (positive[layer] ? logMean[layer] : value));

/**
 * How far a printed table strays from the mean of S runs, as a share of what is allowed if it is one more run of the same
 * kind: the difference has the variance of one run times 1 + 1/S. A printed number stands for all that round to it.
 */
export function printedStray(
  setting: StatisticsSetting,
  printed: PrintedTable,
  path: MeanPath,
  falseAlarm: number,
): number {
  const { logStd, seeds } = path;
  const laws = lawsOf(setting);
  const means = inTheirUnits(path, laws);
  // Half of the rate for the deviations, half for the means.
  const bands = batchBands(laws, { seeds: seeds / (seeds + 1), falseAlarm: falseAlarm / 2 });
  const depth = Math.min(setting.depth, PRINTED_SIZE.depth);
  const nearest = (value: number, wanted: number, read = (x: number) => x) =>
    Math.min(read(value + PRINTED_ROUNDING), Math.max(read(value - PRINTED_ROUNDING), wanted));
  const log = (x: number) => (x > 0 ? Math.log(x) : Number.NEGATIVE_INFINITY);
  const shares = Array.from({ length: depth + 1 }, (_, layer) => {
    const apart = [
      nearest(printed.std[layer], logStd[layer], log) - logStd[layer],
      nearest(printed.mean[layer], means[layer], laws.positive[layer] ? log : undefined) - means[layer],
    ];
    return [bands.logStd, bands.mean].map(({ low, mean: middle, high }, which) =>
      apart[which] > 0
        ? apart[which] / (high[layer] - middle[layer])
        : apart[which] / (low[layer] - middle[layer]),
    );
  });
  return Math.max(...shares.flat());
}

/**
 * What the factor by which the deviation is multiplied from layer 1 to the last stays within, per layer: the geometric mean
 * over the layers and over the seeds. The two ends are taken as independent, which errs on the wide side.
 */
export function factorBand(
  setting: StatisticsSetting,
  { seeds, falseAlarm }: { seeds: number; falseAlarm: number },
) {
  const { logStd } = lawsOf(setting);
  const [first, last] = [logStd[1], logStd[setting.depth]];
  const steps = setting.depth - 1;
  const room = -normalQuantile(falseAlarm / 2) * Math.sqrt((first.variance + last.variance) / seeds);
  const middle = last.mean - first.mean;
  return { low: Math.exp((middle - room) / steps), high: Math.exp((middle + room) / steps) };
}
