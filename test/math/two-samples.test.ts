import { expect, test } from 'vitest';
import { binomialInterval } from '../../src/math/binomial.ts';
import { shareOfPairs } from '../../src/math/two-samples.ts';
import { Generator } from '../../src/random/torch.ts';

test('counts pairs, and ties by half', () => {
  expect(shareOfPairs([1, 2], [2, 3])).toBe((1 + 1 + 0.5 + 1) / 4);
  expect(shareOfPairs([5], [1, 2, 3])).toBe(0);
  expect(() => shareOfPairs([], [1])).toThrow('one number or more');
});

test('strays no more than the share of successes among as many trials', () => {
  const rng = new Generator(2);
  const [size, runs, falseAlarm] = [12, 2000, 0.05];
  // b is above a three times in four: P(a < b) for normals that are 0.954 apart.
  const { low, high } = binomialInterval({ shares: [0.75, 0.75], trials: size, falseAlarm });
  const outside = Array.from({ length: runs }, () => {
    const [a, b] = [rng.randn(size), rng.randn(size).map((value) => value + 0.9539)];
    return shareOfPairs([...a], [...b]);
  }).filter((share) => share < low || share > high);
  expect(outside.length / runs).toBeLessThan(falseAlarm);
});
