import { expect, test } from 'vitest';
import { chiSquareMeanBand, chiSquareSumBand } from '../../src/math/chi-square.ts';
import { Generator } from '../../src/random/torch.ts';

test('one term: the bound in closed form', () => {
  // For chi-square with N degrees the rate at a N is (N/2)(a - 1 - ln a); both ends cost ln(2/alpha) over the terms.
  const { low, high } = chiSquareMeanBand({ freedom: 4, terms: 10, falseAlarm: 1e-3 });
  for (const end of [low, high]) {
    const a = end / 4;
    expect(2 * (a - 1 - Math.log(a))).toBeCloseTo(Math.log(2000) / 10, 9);
  }
});

test('at most the stated share of honest samples leaves, and twice the variance is caught', () => {
  const terms = 101;
  const runs = 4000;
  const falseAlarm = 0.05;
  const { low, high } = chiSquareMeanBand({ freedom: 4, terms, falseAlarm });
  const normals = new Generator(1).randn(4 * terms * runs);
  let left = 0;
  let caught = 0;
  for (let run = 0; run < runs; run++) {
    let sum = 0;
    for (let i = 0; i < 4 * terms; i++) sum += normals[4 * terms * run + i] ** 2;
    const mean = sum / terms;
    if (mean < low || mean > high) left += 1;
    if (2 * mean > high) caught += 1;
  }
  expect(left / runs).toBeLessThanOrEqual(falseAlarm);
  expect(left).toBeGreaterThan(0);
  expect(caught / runs).toBeGreaterThan(0.99);
});

test('parts of one weight are one χ² of all their degrees, and a weight is a unit', () => {
  const asked = { terms: 3, falseAlarm: 1e-3 };
  const whole = chiSquareMeanBand({ freedom: 7, ...asked });
  const parts = [3, 4].map((freedom) => ({ weight: 2, freedom }));
  const { low, mean, high } = chiSquareSumBand(parts, asked);
  expect(low).toBeCloseTo(2 * whole.low, 10);
  expect(mean).toBeCloseTo(14, 12);
  expect(high).toBeCloseTo(2 * whole.high, 10);
  expect(() => chiSquareSumBand([{ weight: 0, freedom: 1 }], asked)).toThrow('positive weight');
});

test('what is no sample is refused', () => {
  expect(() => chiSquareMeanBand({ freedom: 4, terms: 0 })).toThrow('both are positive');
});
