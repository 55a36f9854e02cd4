import { describe, expect, it } from 'vitest';
import {
  mean,
  median,
  plottingPositions,
  quantile,
  rms,
  std,
  sum,
  variance,
} from '../../src/math/statistics.ts';

describe('statistics', () => {
  it('divides by n', () => {
    expect(variance([1, 2, 3, 4])).toBe(1.25);
    expect(std([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(std([7])).toBe(0);
  });

  it('takes typed arrays and leaves them as they are', () => {
    const values = Float32Array.of(3, 1, 2);
    expect(mean(values)).toBe(2);
    expect(quantile(values, 0.5)).toBe(2);
    expect([...values]).toEqual([3, 1, 2]);
  });

  it('adds without losing the small among the large', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(mean([1e16, 1, -1e16])).toBe(1 / 3);
    // A shift by 1e9 costs the naive E[x²] - E[x]² all its digits.
    expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4])).toBe(1.25);
  });

  it('lets infinities and NaN through', () => {
    expect(mean([1, Infinity])).toBe(Infinity);
    expect(mean([1, Number.NaN])).toBeNaN();
  });

  it('root mean square is the distance from 0', () => {
    expect(rms([3, -4])).toBe(Math.sqrt(12.5));
  });

  // numpy.quantile([15, 20, 35, 40, 50], p): position p (n - 1), straight lines in between.
  it('quantiles are those of NumPy', () => {
    const values = [50, 15, 40, 20, 35];
    expect(quantile(values, 0)).toBe(15);
    expect(quantile(values, 1)).toBe(50);
    expect(quantile(values, 0.4)).toBeCloseTo(29, 12);
    expect(quantile(values, 0.05)).toBeCloseTo(16, 12);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(quantile([-Infinity, -Infinity, 0], 0.25)).toBe(-Infinity);
  });

  it('says what is allowed', () => {
    expect(() => mean([])).toThrow(/at least one/);
    expect(() => quantile([1], 1.1)).toThrow(/between 0 and 1/);
  });
});

it('plotting positions rank a sample', () => {
  expect(plottingPositions([3, 1])).toEqual([
    { value: 1, below: 0.25 },
    { value: 3, below: 0.75 },
  ]);
});
