import { expect, test } from 'vitest';
import { gapOfLargest, meanSquareInterval } from '../../src/math/mean-square.ts';
import { Generator } from '../../src/random/torch.ts';

const RUNS = 4000;
const FALSE_ALARM = 0.05;

/** How many of RUNS draws break a rule. */
const broken = (
  n: number,
  draw: (rng: Generator, n: number) => Float32Array,
  breaks: (z: Float32Array) => boolean,
) => {
  const rng = new Generator(1);
  return Array.from({ length: RUNS }, () => breaks(draw(rng, n))).filter(Boolean).length;
};

const normal = (rng: Generator, n: number) => rng.randn(n);
const uniform = (rng: Generator, n: number) => rng.uniform_(new Float32Array(n), -1, 1);
const meanSquare = (z: Float32Array) => z.reduce((sum, x) => sum + x * x, 0) / z.length;

test.each([1, 4, 30, 1000])('the mean of %i squares leaves its interval no more often than said', (n) => {
  const { low, high } = meanSquareInterval(n, FALSE_ALARM);
  const outside = (unit: number) => (z: Float32Array) => {
    const m = meanSquare(z) / unit;
    return m < low || m > high;
  };
  // A bound, not an equality: fewer are fine.
  const most = RUNS * FALSE_ALARM;
  expect(broken(n, normal, outside(1))).toBeLessThan(most);
  expect(broken(n, uniform, outside(1 / 3))).toBeLessThan(most);
});

test('a variance a fifth too large is seen among a thousand normals', () => {
  const { high } = meanSquareInterval(1000, 1e-3);
  expect(broken(1000, normal, (z) => 1.2 * meanSquare(z) <= high) / RUNS).toBeLessThan(0.5);
  expect(broken(10_000, normal, (z) => 1.2 * meanSquare(z) <= meanSquareInterval(10_000, 1e-3).high)).toBe(0);
});

test.each([5, 400])('the largest of %i uniforms stays further below its bound as often as said', (n) => {
  const { high } = gapOfLargest(n, FALSE_ALARM);
  const far = broken(n, uniform, (z) => 1 - Math.max(...z.map(Math.abs)) > high);
  // Four standard deviations of a binomial count.
  const expected = RUNS * FALSE_ALARM;
  expect(Math.abs(far - expected)).toBeLessThan(4 * Math.sqrt(expected));
});
