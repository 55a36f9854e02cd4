import { expect, test } from 'vitest';
import { formatInterval, formatMeasured, formatNumber } from '../../src/lab/numbers.ts';

test.each([
  [0.25, '0.25'],
  [-3.5, '−3.5'],
  [2.98e-7, '2.98e−7'],
  [4.5788e25, '4.58e25'],
  [0, '0'],
  [1e-300, '1.00e−300'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NaN, 'not a number'],
])('%d reads %s: a small number never reads as zero', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('a measured value has the digits that its interval justifies', () => {
  const within = { low: 0.523, high: 0.593 };
  expect(formatMeasured(0.561234, within)).toBe('0.561');
  expect(formatInterval(within)).toBe('0.558 ± 0.035');
});

test('a value far below its interval is not rounded to nothing', () => {
  expect(formatMeasured(3.2e-7, { low: 0, high: 1 })).toBe('3.2e−7');
  expect(formatMeasured(0, { low: 0, high: 1 })).toBe('0.00');
});

test('intervals with one end, or none, read as such', () => {
  expect(formatInterval({ low: Number.NEGATIVE_INFINITY, high: 2 })).toBe('at most 2');
  expect(formatInterval({ low: 3, high: Number.POSITIVE_INFINITY })).toBe('at least 3');
  expect(formatInterval({ low: 0.5, high: 0.5 })).toBe('exactly 0.5');
  expect(formatInterval({ low: 0, high: 1.43e-6 })).toBe('0 to 1.43e−6');
});
