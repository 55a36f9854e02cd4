/** Deep nets that show what LeCun's variance does and what SELU does, each with and without the other, and their laws. */
import { calculate_gain } from '../../initializers/gain.ts';
import type { BatchLaws, BatchStack } from '../../math/batch-moments.ts';
import { chainBand } from '../../math/chain-band.ts';
import {
  type MomentLayer,
  type Moments,
  momentJacobian,
  momentMap,
  rateNoise,
} from '../../math/moment-map.ts';
import { normalQuantile } from '../../math/special.ts';
import { lawsOfStack, meanPath, strayedFrom } from '../../networks/layer-laws.ts';

/** Inputs. */
export const BATCH = 64;

interface NetOf {
  activation: 'selu' | 'tanh' | 'relu';
  /** Of LeCun's deviation, 1/sqrt(fan_in). */
  gain: number;
  /** The input's deviation, if it is not what the reader set. */
  scale?: number;
}

/** Two that start a tenth on either side of 1 tell how fast SELU draws them together. */
const APART = 0.1;
export const nets = {
  'SELU, LeCun': { activation: 'selu', gain: 1 },
  'SELU, from 1.1': { activation: 'selu', gain: 1, scale: 1 + APART },
  'SELU, from 0.9': { activation: 'selu', gain: 1, scale: 1 - APART },
  'SELU, He': { activation: 'selu', gain: calculate_gain('relu') },
  'SELU, gain ¾': { activation: 'selu', gain: calculate_gain('selu') },
  'tanh, LeCun': { activation: 'tanh', gain: 1 },
  'ReLU, LeCun': { activation: 'relu', gain: 1 },
} as const satisfies Record<string, NetOf>;
export type NetName = keyof typeof nets;
export const netNames = Object.keys(nets) as NetName[];

/** One layer of one net, and the band that one run keeps to. */
export type NetLayer = { net: NetName } & Record<
  'layer' | 'ratio' | Statistic | `${Statistic}${'Expected' | 'Low' | 'High'}`,
  number
>;
type Statistic = 'mean' | 'std';

export interface NetSizes {
  /** The deviation of the input. */
  scale: number;
  width: number;
  depth: number;
}

export const scaleOf = (name: NetName, { scale }: NetSizes): number => {
  const net: NetOf = nets[name];
  return net.scale ?? scale;
};

export function lawsOfNet(name: NetName, sizes: NetSizes): BatchLaws {
  const { activation, gain } = nets[name];
  const { width, depth } = sizes;
  const inputSecondMoment = scaleOf(name, sizes) ** 2;
  const stack: BatchStack = {
    activation,
    weightVariance: gain ** 2,
    width,
    depth,
    batch: BATCH,
    inputSecondMoment,
  };
  return lawsOfStack(stack);
}

/**
 * How far the deviations and the means stray from their bands, at most. Their tails are approximate, so the bands are drawn
 * for a third of what is said of them: of 2,900 runs of width 64 drawn for 1e-3, 5e-4 each, seven strayed.
 */
export function strayOf(
  name: NetName,
  sizes: NetSizes,
  rows: readonly (NetLayer & { seed: number })[],
  falseAlarm: number,
): number {
  const path = meanPath(
    rows.filter(({ net }) => net === name),
    sizes.depth,
  );
  const { std, mean } = strayedFrom(lawsOfNet(name, sizes), path, falseAlarm / 6);
  return Math.max(std, mean);
}

export const layerOf = (name: NetName): MomentLayer => {
  const { activation, gain } = nets[name];
  return { activation, weightVariance: gain ** 2 };
};

/** Mean and variance by layer, at infinite width. */
export function momentPath(name: NetName, sizes: NetSizes): Moments[] {
  const path = [{ mean: 0, variance: scaleOf(name, sizes) ** 2 }];
  for (let layer = 1; layer <= sizes.depth; layer++) path.push(momentMap(layerOf(name), path[layer - 1]));
  return path;
}

/** Whether infinite width has brought SELU to its fixed point, to two percent, in so many layers. */
export function hasSettled(sizes: NetSizes): boolean {
  const { mean, variance } = momentPath('SELU, LeCun', sizes)[sizes.depth];
  return Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.02;
}

interface Asked {
  seeds: number;
  falseAlarm: number;
}

/** What the variance of SELU's last layer stays within: its geometric mean over the seeds. */
export function lastVariance(sizes: NetSizes, asked: Asked) {
  const { low, high } = chainBand([lawsOfNet('SELU, LeCun', sizes).logStd[sizes.depth]], asked);
  return { low: Math.exp(2 * low[0]), high: Math.exp(2 * high[0]) };
}

/** Layers over which two starts are followed: then their difference is still far above what chance makes of it. */
export const FOLLOWED = 6;

/** The factor by which a layer draws the variances of the two starts together, measured: the geometric mean. */
export const drawnTogether = (apart: readonly number[]): number =>
  (apart[FOLLOWED] / apart[0]) ** (1 / FOLLOWED);

/**
 * What it stays within. The two see the same weights and, but for their size, the same inputs, so what is left to chance is each
 * layer's own rate. It is a mean over units and inputs, which share about 1/n of it, for they share the weights; and it
 * moves with the mean square at which the two have arrived, taken as the same in all layers: that errs on the wide side.
 */
export function rateInterval(sizes: NetSizes, { seeds, falseAlarm }: Asked) {
  const { width } = sizes;
  const layer = layerOf('SELU, LeCun');
  const [above, below] = (['SELU, from 1.1', 'SELU, from 0.9'] as const).map((name) =>
    momentPath(name, sizes).map(({ variance }) => variance),
  );
  const expected = drawnTogether(above.map((variance, l) => variance - below[l]));
  const own = rateNoise(layer, { mean: 0, variance: 1 }) * (1 / BATCH + 1 / width);
  const logRate = (logSquare: number) =>
    Math.log(momentJacobian(layer, { mean: 0, variance: Math.exp(logSquare) }).variance.byVariance);
  const slope = (logRate(NUDGE) - logRate(-NUDGE)) / (2 * NUDGE);
  const { logStd } = lawsOfNet('SELU, from 1.1', sizes);
  const arrived = Math.max(...logStd.slice(0, FOLLOWED).map(({ variance }) => 4 * variance));
  const sd = Math.sqrt(own / (width * FOLLOWED) + slope ** 2 * arrived);
  const room = -normalQuantile(falseAlarm / 2) * (sd / Math.sqrt(seeds));
  return { low: expected * Math.exp(-room), high: expected * Math.exp(room) };
}
const NUDGE = 1e-3;
