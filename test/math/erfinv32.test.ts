/** exp, log, erf and erf's inverse in float32, to the bit of the C library's and PyTorch's. */
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exp32, log32 } from '../../src/math/elementary32.ts';
import { erf32 } from '../../src/math/erf32.ts';
import { erfinv32 } from '../../src/math/erfinv32.ts';
import { normalQuantile } from '../../src/math/special.ts';
import fixture from '../fixtures/float32-functions.json' with { type: 'json' };

const functions = { exp: exp32, log: log32, erf: erf32, erfinv: erfinv32 };
const infinities: Record<string, number> = { inf: Infinity, '-inf': -Infinity };

describe.each(Object.entries(functions))('%s32', (name, f) => {
  const { points, values, grids } = fixture[name as keyof typeof functions];

  test('at single points', () => {
    const expected = values.map((value) => (typeof value === 'string' ? infinities[value] : value));
    // A list, not one point after the other: -0 and 0 are one number here.
    expect(points.map((x) => f(x) + 0)).toEqual(expected);
  });

  test.each(grids)('on $count points from $from', ({ from, step, count, crc32: sum }) => {
    const results = Float32Array.from({ length: count }, (_, i) => f(from + step * i));
    expect(crc32(new Uint8Array(results.buffer))).toBe(sum);
  });
});

test('erf32 and erfinv32 are odd', () => {
  for (let x = 2 ** -12; x < 1; x += 2 ** -10) {
    expect(erf32(-5 * x)).toBe(-erf32(5 * x));
    expect(erfinv32(-x)).toBe(-erfinv32(x));
  }
});

test('what has no value has none', () => {
  for (const y of [1.5, -2, Number.NaN]) expect(erfinv32(y)).toBeNaN();
  expect(erf32(Number.NaN)).toBeNaN();
  expect(log32(-1)).toBeNaN();
  expect(log32(0)).toBe(-Infinity);
});

test('erfinv32 is the inverse up to what the rounding of erf, over its slope, makes of it', () => {
  for (let units = 1; units < 2 ** 24; units += 4099) {
    const x = Math.abs(normalQuantile(units * 2 ** -25)) / Math.SQRT2;
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    // erf is off by an ulp or less, here 2^-24, its argument by half of one; a step of Newton's is rounded three times.
    const off = Math.abs(erfinv32(1 - units * 2 ** -24) - x);
    expect(off).toBeLessThan(2 ** -24 / slope + 4 * 2 ** -24 * Math.max(1, x));
  }
});
