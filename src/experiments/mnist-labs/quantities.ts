/** What the prose of the labs may quote, over the rows of either. */
import { mean } from '../../math/statistics.ts';
import type { Setting } from './claims.ts';
import { countedRuns } from './laws.ts';
import { LR } from './learning.ts';
import { batchesFrom, columnAt, deep, evenStep, paired, type Rows, shallow } from './measures.ts';
import { kernelLayers, type LabStartName, labNets, labStarts } from './nets.ts';
import { priceOfDepth } from './work.ts';

type Quantity = (rows: Rows, setting: Setting) => number;

/** `xavier-first-loss` and so on, averaged over the runs. */
const names: Record<LabStartName, string> = {
  xavier_uniform_: 'xavier',
  kaiming_uniform_: 'he',
  default: 'default',
  'normal_ 0.01': 'small',
  'normal_ 1': 'large',
};

export const xavierQuantities: Record<string, Quantity> = {
  ...Object.fromEntries(
    labStarts.flatMap((start): [string, Quantity][] => {
      const average = (rows: Rows, step: number, column: 'loss' | 'right' | 'travelled') =>
        mean(columnAt(rows, shallow(start), step, column));
      return [
        [`${names[start]}-first-loss`, (rows) => average(rows, 1, 'loss')],
        [`${names[start]}-last-loss`, (rows, { steps }) => average(rows, steps, 'loss')],
        [`${names[start]}-percent`, (rows, { steps }) => 100 * average(rows, steps, 'right')],
        [
          `${names[start]}-batches`,
          (rows) => Math.exp(mean(batchesFrom(rows, shallow(start)).map(Math.log))),
        ],
        [`${names[start]}-rms`, () => Math.sqrt(kernelLayers(labNets.shallow, start)[0].weight)],
        [`${names[start]}-travelled`, (rows, { steps }) => LR * average(rows, steps, 'travelled')],
      ];
    }),
  ),
  'saved-batches': (rows) => mean(batchesFrom(rows, shallow('default'))) - mean(batchesFrom(rows, shallow())),
  'counted-runs': () => countedRuns,
};

export const deepQuantities: Record<string, Quantity> = {
  'price-of-depth': () => priceOfDepth,
  'even-batches': (_, { steps }) => evenStep(steps),
  'deep-percent': (rows, { steps }) => 100 * mean(columnAt(rows, deep(), steps, 'right')),
  'shallow-percent': (rows, { steps }) => 100 * mean(columnAt(rows, shallow(), steps, 'right')),
  'even-percent': (rows, { steps }) => 100 * mean(columnAt(rows, deep(), evenStep(steps), 'right')),
  'shallow-batches': (rows) => mean(batchesFrom(rows, shallow())),
  'deep-batches': (rows) => mean(batchesFrom(rows, deep())),
  'deep-batches-price': (rows) => priceOfDepth * mean(batchesFrom(rows, deep())),
  'adds-percent': (rows, { steps }) => paired(rows, steps).adds,
  'adds-low': (rows, { steps }) => paired(rows, steps).low,
  'adds-high': (rows, { steps }) => paired(rows, steps).high,
};
