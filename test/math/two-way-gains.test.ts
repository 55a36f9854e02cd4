import { expect, test } from 'vitest';
import { lawInterval, lawScore } from '../../src/math/skewed-law.ts';
import { mean, std } from '../../src/math/statistics.ts';
import {
  expectedGain,
  meanGainLaw,
  ratioSlopeLaw,
  relativeGainBand,
  stackGainLaw,
  sumOfGainsBand,
} from '../../src/math/two-way-gains.ts';
import { Generator } from '../../src/random/torch.ts';

const rng = new Generator(12);

/** Gains of a real layer, forward and backward. */
function drawn({
  n_in,
  n_out,
  variance,
}: {
  n_in: number;
  n_out: number;
  variance: number;
}): [number, number] {
  const w = rng.normal_(new Float32Array(n_in * n_out), 0, Math.sqrt(variance));
  const [x, g] = [rng.randn(n_in), rng.randn(n_out)];
  const square = (values: ArrayLike<number>) => mean(Array.from(values, (value) => value * value));
  const h = Array.from({ length: n_out }, (_, i) =>
    x.reduce((sum, value, j) => sum + w[i * n_in + j] * value, 0),
  );
  const back = Array.from({ length: n_in }, (_, j) =>
    g.reduce((sum, value, i) => sum + w[i * n_in + j] * value, 0),
  );
  return [square(h) / square(x), square(back) / square(g)];
}

const layers = [
  { n_in: 4, n_out: 16, variance: 0.1 },
  { n_in: 16, n_out: 4, variance: 0.1 },
];
const RUNS = 3000;
const runs = Array.from({ length: RUNS }, () => layers.map(drawn));

test('one layer: the mean and the spread of the logarithm', () => {
  for (const [k, layer] of layers.entries()) {
    for (const [i, direction] of (['forward', 'backward'] as const).entries()) {
      const gains = runs.map((run) => run[k][i]);
      const law = meanGainLaw(layer, direction, { draws: 1 });
      const logs = gains.map(Math.log2);
      expect(Math.abs(mean(gains) / expectedGain(layer, direction) - 1)).toBeLessThan(
        4 * Math.sqrt(2 / 4 / RUNS),
      );
      expect(Math.abs(mean(logs) - law.mean) / law.sd).toBeLessThan(4 / Math.sqrt(RUNS));
      // The logarithm of a χ² of 4 has a kurtosis of about 4.
      expect(Math.abs(std(logs) / law.sd - 1)).toBeLessThan(4 * Math.sqrt(3 / 4 / RUNS));
    }
  }
});

test('the sum of both gains, which share a number: of honest ones some leave the band, and no more than it says', () => {
  const sums = runs.map((run) => mean(run.map(([up, down]) => up + down)));
  for (const falseAlarm of [0.02, 0.2]) {
    const { low, mean: middle, high } = sumOfGainsBand(layers, { terms: 1, falseAlarm });
    expect(middle).toBeCloseTo(0.1 * 20, 12);
    const share = sums.filter((sum) => sum < low || sum > high).length / RUNS;
    expect(share).toBeLessThan(falseAlarm);
    expect(share).toBeGreaterThan(0);
  }
});

test('gains over what they should be', () => {
  const { low, high } = relativeGainBand(layers, 'forward', { terms: 10, falseAlarm: 0.02 });
  let outside = 0;
  for (let at = 0; at < RUNS; at += 10) {
    const relative = mean(
      runs
        .slice(at, at + 10)
        .map((run) => mean(layers.map((layer, k) => run[k][0] / expectedGain(layer, 'forward')))),
    );
    if (relative < low || relative > high) outside++;
  }
  expect(outside / (RUNS / 10)).toBeLessThan(0.02);
});

test('the slope of the ratio of the gains over the ratio of the sides', () => {
  const law = ratioSlopeLaw(layers, { draws: 1 });
  const x = layers.map(({ n_in, n_out }) => Math.log2(n_in / n_out));
  const norm = x.reduce((sum, value) => sum + value * value, 0);
  const slopes = runs.map(
    (run) => run.reduce((sum, [up, down], k) => sum + x[k] * Math.log2(up / down), 0) / norm,
  );
  expect(Math.abs(mean(slopes) - law.mean) / law.sd).toBeLessThan(4 / Math.sqrt(RUNS) + 0.01);
  // Cov(ln F, ln B) is known to leading order only: 2 of 32 parts here.
  expect(Math.abs(std(slopes) / law.sd - 1)).toBeLessThan(4 * Math.sqrt(3 / 4 / RUNS) + 0.03);
  const { low, high } = lawInterval(law, { falseAlarm: 0.01 });
  expect(slopes.filter((slope) => slope < low || slope > high).length / RUNS).toBeLessThan(0.02);
  expect(() => ratioSlopeLaw([{ n_in: 4, n_out: 4, variance: 1 }], { draws: 1 })).toThrow(/no slope/);
});

test('a stack there and back: the gains of both layers multiply, in either direction alike', () => {
  for (const direction of ['forward', 'backward'] as const) {
    const law = stackGainLaw(layers, direction);
    const log = Math.log2(0.1 * 4 * 0.1 * 16);
    expect(law.mean).toBeLessThan(log);
    expect(law.mean).toBeGreaterThan(log - 0.6);
    expect(lawScore(law, law.mean + 2 * law.sd)).toBeGreaterThan(2);
  }
});
