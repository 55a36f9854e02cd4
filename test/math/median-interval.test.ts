import { describe, expect, test } from 'vitest';
import { medianInterval } from '../../src/math/median-interval.ts';
import { Generator } from '../../src/random/torch.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

// Which ranks: from the tables of the sign test, two-sided at one in ten.
test.each([
  [1, 1, 1],
  [4, 1, 4],
  [5, 1, 5],
  [7, 1, 7],
  [8, 2, 7],
  [10, 2, 9],
  [20, 6, 15],
])('of %i numbers: the %ith and the %ith', (n, low, high) => {
  expect(medianInterval(upTo(n))).toEqual({ low, median: (n + 1) / 2, high });
});

test('what was never reached is infinite, and has its place', () => {
  const never = Number.POSITIVE_INFINITY;
  expect(medianInterval([never, 40, 60, never, 50, never, 70, 80])).toEqual({
    low: 50,
    median: 75,
    high: never,
  });
  expect(medianInterval([never, never, 5])).toEqual({ low: 5, median: never, high: never });
});

describe('over many samples', () => {
  test('holds the median of the law as often as it says, whatever the law', () => {
    const rng = new Generator(3);
    const samples = 4000;
    const held = Array.from({ length: samples }, () => {
      // Skewed: the square of a uniform number, of median a quarter.
      const { low, high } = medianInterval([...rng.rand(8)].map((u) => u * u));
      return low <= 0.25 && high >= 0.25;
    }).filter(Boolean).length;
    // 1 - 2 · 9/256, and four standard deviations of the count.
    const chance = 1 - 18 / 256;
    expect(Math.abs(held / samples - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / samples));
  });
});

test('no numbers have no median', () => {
  expect(() => medianInterval([])).toThrow('no numbers');
});
