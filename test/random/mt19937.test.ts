/** The words of MT19937 against those that the C++ standard and its authors fix. */

import { describe, expect, test } from 'vitest';
import { Mt19937 } from '../../src/random/mt19937.ts';

describe('Mt19937', () => {
  test('gives the 10000th word that the C++ standard demands of std::mt19937, [rand.predef]', () => {
    const engine = new Mt19937(5489);
    for (let i = 1; i < 10000; i++) engine.next();
    expect(engine.next()).toBe(4123659995);
  });

  test('words are unsigned: half of them have the top bit', () => {
    const engine = new Mt19937(0);
    const words = Array.from({ length: 1248 }, () => engine.next());
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
    const large = words.filter((word) => word >= 2 ** 31).length;
    // 624 ± 5 standard deviations of a fair coin tossed 1248 times, sqrt(1248)/2 = 17.7 each.
    expect(Math.abs(large - 624)).toBeLessThan(89);
  });

  test('two engines do not share a state', () => {
    const first = new Mt19937(1);
    const word = first.next();
    const second = new Mt19937(1);
    for (let i = 0; i < 1000; i++) first.next();
    expect(second.next()).toBe(word);
  });

  test.each([-1, 2 ** 32, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the seed %s', (seed) => {
    expect(() => new Mt19937(seed)).toThrow(RangeError);
    expect(() => new Mt19937(seed)).toThrow(/seed32 = .*from 0 to 4294967295/);
  });
});
