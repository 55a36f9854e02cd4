import { expect, test } from 'vitest';
import {
  crossingBand,
  expectedGains,
  meanGains,
  ownGainBand,
  transposeError,
} from '../../../src/experiments/backward-variance/both-ways.ts';
import { std } from '../../../src/math/statistics.ts';
import { Generator } from '../../../src/random/torch.ts';

/** weight · x and g · weight, in float64. */
function passes(weight: Float32Array, n_in: number, x: ArrayLike<number>, gradients: ArrayLike<number>[]) {
  const n_out = weight.length / n_in;
  const h = Float64Array.from({ length: n_out }, (_, i) =>
    Array.from(x).reduce((sum, value, j) => sum + weight[i * n_in + j] * value, 0),
  );
  const down = (g: ArrayLike<number>) =>
    Array.from({ length: n_in }, (_, j) => h.reduce((sum, _, i) => sum + weight[i * n_in + j] * g[i], 0));
  return { h, back: [gradients[0], h, gradients[1]].flatMap(down) };
}

test('|Wᵀh|² / |h|² is a chi-square variable of n_in + n_out - 1: mean and deviation over 4000 small layers', () => {
  const [n_in, n_out, sigma] = [6, 3, 0.5];
  const rng = new Generator(3);
  const own = Array.from({ length: 4000 }, () => {
    const weight = rng.normal_(new Float32Array(n_in * n_out), 0, sigma);
    const layers = [{ x: Float32Array.from(rng.randn(n_in)), g: Float32Array.from(rng.randn(n_out)) }];
    const { h, back } = passes(weight, n_in, layers[0].x, [layers[0].g, layers[0].g]);
    return meanGains({ layers, h: [h], back: [back] }, sigma).own;
  });
  // In units of σ² n_out / n_in: a mean of 8 with deviation 4 = √(2 · 8), known to 4 / √4000 and about as much.
  const unit = (sigma ** 2 * n_out) / n_in;
  const average = own.reduce((sum, gain) => sum + gain / unit, 0) / own.length;
  expect(Math.abs(average - 8)).toBeLessThan((4 * 4) / Math.sqrt(4000));
  expect(std(own) / unit).toBeCloseTo(4, 0);
  expect(expectedGains({ n_in, n_out, sigma }).ownPredicted).toBeCloseTo(8 * unit, 12);
});

test('gains and the part along x, of a layer small enough to do by hand', () => {
  // h = (1·3, 2·4) = (3, 8); Wᵀ(1, 0) = (1, 0), Wᵀh = (3, 16), Wᵀ of the only layer's own output again.
  const weight = Float32Array.of(1, 0, 0, 2);
  const layers = [{ x: [3, 4], g: [1, 0] }];
  const { h, back } = passes(weight, 2, layers[0].x, [layers[0].g, [3, 8]]);
  const found = meanGains({ layers, h: [h], back: [back] }, 1);
  expect(found.forward).toBeCloseTo(73 / 25, 12);
  expect(found.drawn).toBeCloseTo(1, 12);
  expect(found.own).toBeCloseTo(265 / 73, 12);
  expect(found.another).toBeCloseTo(found.own, 12);
  expect(found.drawnAlong).toBeCloseTo(3 / 5, 12);
  expect(found.ownAlong).toBeCloseTo(Math.sqrt(73) / 5, 12);
});

test('a product with W in the place of its transpose is far outside of rounding', () => {
  const n = 8;
  const rng = new Generator(4);
  const weight = rng.randn(n * n);
  const g = rng.randn(n);
  const unit = 2 ** -24;
  const sums = (at: (i: number, j: number) => number) =>
    Float32Array.from({ length: n }, (_, j) =>
      g.reduce((sum, value, i) => sum + weight[at(i, j)] * value, 0),
    );
  expect(
    transposeError(
      sums((i, j) => i * n + j),
      { weight, g, unit },
    ),
  ).toBeLessThan(1);
  expect(
    transposeError(
      sums((i, j) => j * n + i),
      { weight, g, unit },
    ),
  ).toBeGreaterThan(1e4);
});

test('the bands are about what is expected, and narrow as layers are added', () => {
  const shapes = [16, 64].map((n_out) => ({ n_in: 32, n_out }));
  const [few, many] = [10, 1000].map((terms) => ownGainBand(shapes, { terms, falseAlarm: 1e-3 }));
  expect(few.mean).toBeCloseTo(1, 12);
  expect(few.high - few.low).toBeGreaterThan(9 * (many.high - many.low));
  const crossing = crossingBand(32, [16, 64], { terms: 1000, falseAlarm: 1e-3 });
  expect(crossing.low).toBeGreaterThan(30);
  expect(crossing.low).toBeLessThan(32);
  expect(crossing.high).toBeGreaterThan(32);
  expect(crossing.high).toBeLessThan(34.5);
});
