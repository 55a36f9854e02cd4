import { describe, expect, test } from 'vitest';
import { fanLaws } from '../../src/math/fan-products.ts';
import {
  logOfLeakyMeanSquare,
  logOfLinearMeanSquare,
  logOfReluMeanSquare,
  reluSquareBand,
} from '../../src/math/relu-layer-law.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

describe('leaky units', () => {
  test.each([64, 256])(
    '%d of them: without a leak and without a bend the exact laws, but for order 1/n³',
    (n) => {
      const [relu, linear] = [logOfReluMeanSquare(n), logOfLinearMeanSquare(n)];
      for (const [leaky, exact, log] of [
        [logOfLeakyMeanSquare(n, 0), relu, Math.LN2],
        [logOfLeakyMeanSquare(n, 1), linear, 0],
        [logOfLeakyMeanSquare(n, -1), linear, 0],
      ] as const) {
        // The next term is about 5³ / n³ times a number of a few.
        expect(Math.abs(leaky.mean - exact.mean - log)).toBeLessThan(500 / n ** 3);
        expect(Math.abs(leaky.variance - exact.variance)).toBeLessThan(500 / n ** 3);
      }
    },
  );

  test.each([-0.5, 0.25, 2])('slope %d: squares of normals agree with band and law', (slope) => {
    const [n, runs] = [128, 3000];
    const rng = new Generator(2);
    const squares = Array.from({ length: runs }, () =>
      mean(Float64Array.from(rng.randn(n), (z) => (z > 0 ? z : slope * z) ** 2)),
    );
    const expected = (1 + slope ** 2) / 2;
    const band = reluSquareBand({ terms: n * runs, falseAlarm: 1e-4, slope });
    expect(band.mean).toBeCloseTo(expected, 12);
    expect(mean(squares)).toBeGreaterThan(band.low);
    expect(mean(squares)).toBeLessThan(band.high);
    // Few of them leave the band of one, on either side: Chernoff's bound is one of at most 2.5 % each.
    const one = reluSquareBand({ terms: n, falseAlarm: 0.05, slope });
    for (const outside of [squares.filter((x) => x < one.low), squares.filter((x) => x > one.high)]) {
      expect(outside.length / runs).toBeLessThanOrEqual(0.025);
      expect(outside.length).toBeGreaterThan(0);
    }
    const law = logOfLeakyMeanSquare(n, slope);
    const logs = squares.map((x) => Math.log(x / expected));
    // Four standard deviations of a mean and of a variance over 3000.
    expect(Math.abs(mean(logs) - law.mean)).toBeLessThan(4 * Math.sqrt(law.variance / runs));
    const spread = mean(logs.map((x) => (x - law.mean) ** 2));
    expect(Math.abs(spread / law.variance - 1)).toBeLessThan(4 * Math.sqrt(2.2 / runs));
  });
});

test('a last layer with a ReLU passes half, and one of slope a (1 + a²)/2, forward and back', () => {
  const stack = { widths: [64, 32, 48], variances: [2 / 64, 2 / 32] };
  const [linear, relu, leaky] = [
    {},
    { output: 'relu' as const },
    { output: 'relu' as const, slope: 0.5 },
  ].map((more) => fanLaws({ ...stack, ...more }).lines);
  expect(relu.forward[2]).toBeCloseTo(linear.forward[2] - Math.LN2, 12);
  expect(relu.backward[0]).toBeCloseTo(linear.backward[0] - Math.LN2, 12);
  expect(leaky.forward[2]).toBeCloseTo(relu.forward[2] + 2 * Math.log(1.25), 12);
  expect(leaky.backward[0]).toBeCloseTo(relu.backward[0] + 2 * Math.log(1.25), 12);
});
