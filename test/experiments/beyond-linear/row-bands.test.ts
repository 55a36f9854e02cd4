import { expect, test } from 'vitest';
import { inBand, strayOf } from '../../../src/experiments/beyond-linear/row-bands.ts';
import { lawInterval } from '../../../src/math/skewed-law.ts';
import { normalQuantile } from '../../../src/math/special.ts';

const law = { mean: -2, sd: 0.5, skewness: 0 };
const [places, falseAlarm] = [10, 1e-3];
const rowAt = (layer: number, off: number, seed: number) => ({
  layer,
  seed,
  ...inBand('forward', law.mean + off, law, places),
});
const asked = { key: (row: Record<string, unknown>) => String(row.layer), places, falseAlarm };

test('a row holds the value, what is expected of it, and the band of all places', () => {
  expect(rowAt(0, 0.1, 0)).toMatchObject({ forward: -1.9, forwardPredicted: -2 });
  const { low, high } = lawInterval(law, { falseAlarm: 0.05 / places });
  expect(rowAt(0, 0, 0)).toMatchObject({ forwardLow: low, forwardHigh: high });
});

test('one run: 1 is where a normal score is as rare as was asked for', () => {
  const edge = -normalQuantile(falseAlarm / (2 * places)) * law.sd;
  expect(strayOf([rowAt(0, edge, 0), rowAt(1, -edge / 2, 0)], 'forward', asked)).toBeCloseTo(1, 9);
  expect(strayOf([rowAt(0, 0, 0), rowAt(1, -edge / 2, 0)], 'forward', asked)).toBeCloseTo(1 / 2, 9);
});

test('four runs: their mean, in a band half as wide', () => {
  const edge = -normalQuantile(falseAlarm / (2 * places)) * law.sd;
  const rows = [0, 1, 2, 3].map((seed) => rowAt(0, seed === 0 ? 2 * edge : 0, seed));
  expect(strayOf(rows, 'forward', asked)).toBeCloseTo(1, 9);
});
