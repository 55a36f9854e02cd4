import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { incompleteGamma } from '../../src/math/log-gamma-law.ts';
import { digamma, lgamma, normalCdf, normalQuantile, tetragamma, trigamma } from '../../src/math/special.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/special-functions.json', import.meta.url), 'utf8'),
);

const EULER_GAMMA = 0.5772156649015329;

/** The worst relative error over the [argument, value] pairs; a value of 0 counts absolutely. */
function worst(pairs: [number, number][], f: (x: number) => number, floor = 0): number {
  return Math.max(
    ...pairs.map(([x, y]) => Math.abs(f(x) - y) / Math.max(Math.abs(y), floor || Number.MIN_VALUE)),
  );
}

describe('against mpmath at 50 digits', () => {
  it('lgamma holds 1e-13 relative, next to its zeros at 1 and 2 too', () => {
    expect(worst(fixture.lgamma, lgamma)).toBeLessThan(1e-13);
  });

  it('digamma holds 1e-14, absolute below 1 because of its zero at 1.4616', () => {
    expect(worst(fixture.digamma, digamma, 1)).toBeLessThan(1e-14);
  });

  it('trigamma and tetragamma, sums of one sign, hold 1e-14 relative', () => {
    expect(worst(fixture.trigamma, trigamma)).toBeLessThan(1e-14);
    expect(worst(fixture.tetragamma, tetragamma)).toBeLessThan(1e-14);
  });

  // In the far tail the argument of exp is -703: rounding it alone costs 703 ulp halves, 8e-14.
  it('the normal distribution function holds 1e-12 relative from -37.5 on', () => {
    expect(worst(fixture.normalCdf, normalCdf)).toBeLessThan(1e-12);
  });

  // Near p = 1/2 the quantile is a difference from 1/2: held absolutely there.
  it('the normal quantile holds 1e-12', () => {
    expect(worst(fixture.normalQuantile, normalQuantile, 1e-3)).toBeLessThan(1e-12);
  });

  it('both incomplete gamma functions hold 1e-12 relative', () => {
    for (const [a, x, below, above] of fixture.incompleteGamma) {
      const got = incompleteGamma(a, x);
      // The one that is not the smaller is 1 minus the other: held absolutely.
      expect(Math.abs(got.below - below) / (x < a + 1 ? below : 1)).toBeLessThan(1e-12);
      expect(Math.abs(got.above - above) / (x < a + 1 ? 1 : above)).toBeLessThan(1e-12);
    }
  });
});

describe('closed forms and recurrences', () => {
  it('has the textbook values', () => {
    expect(lgamma(1)).toBe(0);
    expect(lgamma(2)).toBe(0);
    expect(lgamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(lgamma(7)).toBeCloseTo(Math.log(720), 14);
    expect(digamma(1)).toBeCloseTo(-EULER_GAMMA, 14);
    expect(digamma(0.5)).toBeCloseTo(-EULER_GAMMA - 2 * Math.LN2, 14);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 14);
    expect(tetragamma(1)).toBeCloseTo(-2 * 1.2020569031595942, 14);
    expect(normalCdf(0)).toBe(0.5);
    expect(normalQuantile(0.5)).toBe(0);
  });

  it('obeys f(x + 1) = f(x) + term across the seams between series', () => {
    for (let x = 0.05; x < 20; x += 0.0931) {
      expect(Math.abs(lgamma(x + 1) - lgamma(x) - Math.log(x))).toBeLessThan(
        4e-15 * (1 + lgamma(x + 1)) + 4e-15,
      );
      expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x) * x).toBeLessThan(1e-14 * (1 + x));
      expect(Math.abs(trigamma(x + 1) - trigamma(x) + 1 / x ** 2) * x ** 2).toBeLessThan(1e-14 * (1 + x));
    }
  });

  it('the normal quantile undoes the distribution function', () => {
    for (let x = -37; x <= 0; x += 0.173) {
      expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-12);
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalQuantile(5e-324)).toBeCloseTo(-38.4674, 3);
  });
});

it('says what is allowed', () => {
  expect(() => lgamma(0)).toThrow(/lgamma\(0\).*greater than 0/);
  expect(() => digamma(-1)).toThrow(RangeError);
  expect(() => trigamma(Number.NaN)).toThrow(RangeError);
  expect(() => normalQuantile(1.5)).toThrow(/between 0 and 1/);
});
