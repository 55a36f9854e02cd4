import { expect, test } from 'vitest';
import { binomialInterval, coinDivergence } from '../../src/math/binomial.ts';
import { lgamma } from '../../src/math/special.ts';

/** P(k of n), exactly. */
const probability = (k: number, n: number, p: number) =>
  Math.exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p));

test('the divergence of a coin from itself is 0, and ln 2 of a sure thing from a fair one', () => {
  expect(coinDivergence(0.3, 0.3)).toBe(0);
  expect(coinDivergence(1, 0.5)).toBeCloseTo(Math.LN2, 15);
});

test.each([
  [0.27, 100],
  [0.27, 2000],
  [0.02, 144],
  [0.635, 20],
])('p = %d, n = %d: outside lies no more than was asked for, and not next to nothing', (p, trials) => {
  const falseAlarm = 1e-3;
  const { low, high } = binomialInterval({ shares: [p, p], trials, falseAlarm });
  let outside = 0;
  for (let k = 0; k <= trials; k++) {
    if (k / trials < low || k / trials > high) outside += probability(k, trials, p);
  }
  expect(outside).toBeLessThanOrEqual(falseAlarm);
  // The Chernoff bound gives away a factor of some sqrt(2π n) at most at this level, and a lattice point.
  expect(outside).toBeGreaterThan(falseAlarm / 200);
});

test('a range of chances gets the hull of their intervals, and one trial says nothing', () => {
  const asked = { trials: 50, falseAlarm: 1e-3 };
  const hull = binomialInterval({ shares: [0.2, 0.4], ...asked });
  expect(hull.low).toBe(binomialInterval({ shares: [0.2, 0.2], ...asked }).low);
  expect(hull.high).toBe(binomialInterval({ shares: [0.4, 0.4], ...asked }).high);
  expect(binomialInterval({ shares: [0.6, 0.66], trials: 1, falseAlarm: 1e-3 })).toEqual({ low: 0, high: 1 });
});

test('chances out of order are refused', () => {
  expect(() => binomialInterval({ shares: [0.4, 0.2], trials: 5, falseAlarm: 1e-3 })).toThrow(/in order/);
});
