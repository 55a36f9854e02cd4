import { expect, it } from 'vitest';
import { type Cumulants, chernoffInterval } from '../../src/math/chernoff.ts';

const normal: Cumulants = {
  value: (t) => (t * t) / 2,
  slope: (t) => t,
  lowest: -Infinity,
  highest: Infinity,
};
/** An exponential variable of mean 1: K(t) = -ln(1 - t) for t < 1. */
const exponential: Cumulants = {
  value: (t) => -Math.log1p(-t),
  slope: (t) => 1 / (1 - t),
  lowest: -Infinity,
  highest: 1,
};

it('is sqrt(2 ln(2/p) / n) either side of a normal mean', () => {
  for (const terms of [1, 7, 1e4]) {
    for (const falseAlarm of [0.5, 1e-3, 1e-12]) {
      const { low, mean, high } = chernoffInterval(normal, { terms, falseAlarm });
      const half = Math.sqrt((2 * Math.log(2 / falseAlarm)) / terms);
      expect(mean).toBe(0);
      expect(high / half).toBeCloseTo(1, 9);
      expect(low).toBe(-high);
    }
  }
});

it('bounds the exact tails of one exponential term by the factor it should', () => {
  for (const falseAlarm of [0.5, 0.05, 1e-3, 1e-6, 1e-12]) {
    const { low, high } = chernoffInterval(exponential, { terms: 1, falseAlarm });
    const above = Math.exp(-high);
    const below = -Math.expm1(-low);
    expect(above).toBeLessThanOrEqual(falseAlarm / 2);
    expect(below).toBeLessThanOrEqual(falseAlarm / 2);
    // I(a) = a - 1 - ln a, so the bound is the tail e^-a times e a above, and e a e^-a, about e times the tail, below.
    expect(falseAlarm / 2 / above / (Math.E * high)).toBeCloseTo(1, 9);
    expect(falseAlarm / 2 / below).toBeLessThan(Math.E * (1 + low));
  }
});

it('says what is allowed', () => {
  expect(() => chernoffInterval(normal, { terms: 1, falseAlarm: 0 })).toThrow(/between 0 and 1/);
});
