import { expect, test } from 'vitest';
import { angle } from '../../src/math/vectors.ts';

const at = (degrees: number, length = 1) => {
  const radians = (degrees * Math.PI) / 180;
  return Float64Array.of(length * Math.cos(radians), length * Math.sin(radians));
};

test.each([0, 1e-12, 1e-3, 37, 90, 179.999999, 180])(
  'an angle of %d degrees, whatever the lengths',
  (degrees) => {
    // The cosine of the smallest is 1 in float64; and two vectors are known to one part in 2^52.
    expect(Math.abs(angle(at(0, 3), at(degrees, 1e-9)) - degrees)).toBeLessThan(1e-13 + 1e-14 * degrees);
  },
);

test('nothing points nowhere', () => {
  expect(angle(at(10), Float64Array.of(0, 0))).toBe(90);
});
