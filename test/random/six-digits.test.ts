/** Numbers as C++ streams print them, by PyTorch 1.13's own messages. */
import { expect, test } from 'vitest';
import { sixDigits } from '../../src/random/six-digits.ts';

test.each([
  [0.1, '0.1'],
  [-0.1, '-0.1'],
  [1e-7, '1e-07'],
  [123456789, '1.23457e+08'],
  [-123456789, '-1.23457e+08'],
  [1 / 3, '0.333333'],
  [1e20, '1e+20'],
  [-3.4e38, '-3.4e+38'],
  [1e-5, '1e-05'],
  [12345.678, '12345.7'],
  [100000, '100000'],
  [1000000, '1e+06'],
  [999999.6, '1e+06'],
  [0.0001, '0.0001'],
  [0.00012345678, '0.000123457'],
  [0.954499736103642, '0.9545'],
  [1e-300, '1e-300'],
  [0, '0'],
  [Number.NaN, 'nan'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%d is %s', (value, text) => {
  expect(sixDigits(value)).toBe(text);
});
