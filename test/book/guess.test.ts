/** A reader's guess: how it is read, and how far off it is in words. */

import { describe, expect, test } from 'vitest';
import { compareInWords, readGuess } from '../../components/predict/guess.ts';

describe('reads numbers as people write them', () => {
  test.each([
    ['0.25', 0.25],
    [' 25 ', 25],
    ['.5', 0.5],
    ['5.', 5],
    ['+3', 3],
    ['−3', -3],
    ['1e25', 1e25],
    ['1E-4', 1e-4],
    ['10^25', 1e25],
    ['10^-3', 1e-3],
    ['4.6 × 10^25', 4.6e25],
    ['4.6*10^(−7)', 4.6e-7],
    ['1,000', 1000],
    ['1,234,567.5', 1234567.5],
    ['0,25', 0.25],
    ['3/4', 0.75],
  ])('%s', (typed, value) => {
    expect(readGuess(typed)).toEqual({ value });
  });

  test.each(['', '  ', 'many', '1.2.3', '3/0', '10^', '1e999', '--3', '1,00,0', 'NaN', 'Infinity', '0x10'])(
    '%j is a kind problem',
    (typed) => {
      expect(readGuess(typed)).toEqual({
        problem: expect.stringMatching(/^(Type a number first|“.*” does not read)/),
      });
    },
  );
});

test.each([
  [24.8, 24.8, 'exactly as recorded'],
  [24.9, 24.8, 'as recorded, to within half a percent'],
  [26, 24.8, 'close: 4.8 % too high'],
  [0.4, 0.561, 'too low, by 29 %'],
  [3, 24.8, 'too low: the recorded value is 8.3 times as large'],
  [100, 24.8, 'too high: the recorded value is 4 times smaller'],
  [1000, 4.6e25, 'too low: the recorded value is 23 powers of ten larger'],
  [0, 24.8, 'too low, by 25'],
  [-1, 0.5, 'too low, by 1.5'],
  [1, 0, 'too high, by 1'],
  [-30, -3, 'too low: the recorded value is 10 times smaller'],
])('a guess of %d for %d is %s', (guess, answer, words) => {
  expect(compareInWords(guess, answer)).toBe(words);
});

test.each([
  [3, 24.8, 'too low, by a factor of 10^22'],
  [30, 24.8, 'too high, by a factor of 10^5.2'],
  [25, 24.8, 'right'],
])('a guess of %d powers of ten, where %d were recorded: %s', (guess, answer, words) => {
  expect(compareInWords(guess, answer, 'powers of ten')).toBe(words);
});
