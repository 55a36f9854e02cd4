import { describe, expect, test } from 'vitest';
import { floatFormats, largestFinite, roundTo, smallestSubnormal } from '../../src/math/float-formats.ts';
import fixture from '../fixtures/float-formats.json' with { type: 'json' };

describe.each(['float16', 'bfloat16'] as const)('%s', (name) => {
  test('rounds as PyTorch does', () => {
    fixture.input.forEach((value, i) => {
      expect(roundTo(floatFormats[name], value), `${value}`).toBe(Number(fixture[name][i]));
    });
  });
});

test('float32 rounds as Math.fround does, at the edges too', () => {
  const tiny = 2 ** -149;
  const values = [
    0.1,
    1 + 2 ** -24,
    1 + 3 * 2 ** -24,
    tiny,
    tiny / 2,
    0.75 * tiny,
    1.5 * tiny,
    2 ** 128,
    3.4028236e38,
  ];
  for (let i = 0; i < 2000; i++) values.push(Math.sin(i) * 2 ** ((i * 37) % 270) * 2 ** -150);
  for (const value of values) expect(roundTo(floatFormats.float32, value)).toBe(Math.fround(value));
});

test('the ends of the ranges', () => {
  expect(largestFinite(floatFormats.float16)).toBe(65504);
  expect(largestFinite(floatFormats.float64)).toBe(Number.MAX_VALUE);
  expect(smallestSubnormal(floatFormats.float64)).toBe(Number.MIN_VALUE);
  expect(roundTo(floatFormats.float16, 65520)).toBe(Number.POSITIVE_INFINITY);
  expect(roundTo(floatFormats.float16, Number.NaN)).toBeNaN();
});
