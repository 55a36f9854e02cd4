/** Numbers quoted from a recording. */

import { expect, test } from 'vitest';
import { quote, seedsOf, verdictOf } from '../../src/book/recordings.ts';
import { fakeExperiment } from './fake-book.ts';

const { recording } = fakeExperiment('stack');
if (!recording) throw new Error('the fake has a recording');

test('a claim is quoted to the digits that its interval justifies', () => {
  expect(quote(recording, { claim: 'grows' })).toEqual({
    value: 0.561,
    text: '0.561',
    from: 'stack: grows, recorded on wasm, 2 seeds',
  });
  expect(quote(recording, { claim: 'grows', show: 'low' }).text).toBe('0.520');
  expect(quote(recording, { claim: 'grows', show: 'middle' })).toMatchObject({ text: '0.560' });
  expect(quote(recording, { claim: 'grows', digits: 1 }).text).toBe('0.6');
});

test('a quantity is quoted to four digits, or as many as asked for', () => {
  expect(quote(recording, { quantity: 'peak' }).text).toBe('0.25');
  expect(quote(recording, { quantity: 'peak', digits: 1 }).text).toBe('0.3');
});

test('what was not recorded says what to do', () => {
  expect(() => verdictOf(recording, 'fades')).toThrow('no claim "fades"; run npm run lab -- record stack');
  expect(() => quote(recording, { quantity: 'top' })).toThrow(
    'no quantity "top"; run npm run lab -- record stack',
  );
});

test('seeds are counted where there are several', () => {
  expect(seedsOf(recording)).toBe('2 seeds');
  expect(seedsOf({ ...recording, seeds: [0] })).toBe('');
});
