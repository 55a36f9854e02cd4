/** NumPy's legacy stream against real NumPy: test/fixtures/numpy-streams.json, made by make_numpy_streams.py. */

import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ValueError } from '../../src/random/errors.ts';
import { RandomState } from '../../src/random/numpy.ts';
import { polarPair } from '../../src/random/polar-gauss.ts';
import { compare, exact, normal64 } from '../parity/agreement.ts';
import { agreements, cases, play } from '../parity/numpy-streams.ts';

describe('the stream is NumPy’s', () => {
  const named = cases.map((played) => ({
    name: `np.random.seed(${played.seed}); ${played.calls.map(({ text }) => text).join('; ')}`,
    played,
  }));

  test.each(named)('$name', ({ played: { seed, calls, next } }) => {
    const state = new RandomState(seed);
    for (const call of calls) {
      const drawn = play(state, call);
      if (!drawn || !call.out) {
        expect(drawn).toBe(call.out);
        continue;
      }
      // An ulp of the engine's log, halved by the root, and one rounding each of *, / and sqrt leave |z| < 6 within
      // 3e-15 at most, and the sum with loc, at most 100 scales here, within 1e-14 scales. A draw out of step would
      // be off by about 1; 1e-12 is what the book promises.
      const isNormal = /randn|normal/.test(call.method);
      const scale = call.method === 'normal' ? call.args[1] : 1;
      const { deviation, share } = compare(drawn, call.out, isNormal ? normal64(scale) : exact);
      expect(share).toBeLessThanOrEqual(1);
      if (!isNormal) {
        expect(deviation).toBe(0);
        if (call.out.crc32 !== undefined) expect(crc32(new Uint8Array(drawn.buffer))).toBe(call.out.crc32);
      }
    }
    expect(Array.from(state.rand(2))).toEqual(next);
  });

  test('the fixture has the methods, and more than a few of each', () => {
    const entries = agreements();
    for (const method of ['rand', 'randn', 'uniform', 'normal', 'permutation', 'randint']) {
      expect(entries.filter(({ of }) => of === `np.random.${method}`).length).toBeGreaterThan(10);
    }
  });
});

describe('the polar method', () => {
  test('drops points outside the circle, on it and at its centre', () => {
    // Uniforms of 0 and 0.5 are coordinates -1 and 0; 0.75 is 1/2.
    const uniforms = [0, 0, 0, 0.5, 0.5, 0.5, 0.75, 0.5];
    const [first, second] = polarPair(() => uniforms.shift() as number);
    expect(uniforms).toEqual([]);
    expect(first).toBe(0);
    // x = 1/2, y = 0: 1/2·sqrt(-2 log(1/4)·4) = sqrt(4 log 2); two roundings of the last bit.
    expect(Math.abs(second - Math.sqrt(4 * Math.LN2))).toBeLessThanOrEqual(2 * 2 ** -52);
  });
});

describe('seeds', () => {
  const first = (seed: number | bigint) => Array.from(new RandomState(seed).rand(4));

  test('a number and a bigint are one seed', () => {
    for (const seed of [0, 1, 2 ** 32 - 1]) expect(first(seed)).toEqual(first(BigInt(seed)));
  });

  test('seed starts again, drops the waiting normal and returns its state', () => {
    const state = new RandomState(3);
    const before = Array.from(state.randn(5));
    expect(state.seed(3)).toBe(state);
    expect(Array.from(state.randn(5))).toEqual(before);
  });

  test.each([-1, 2 ** 32, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1n, 2n ** 32n])(
    '%s is refused in NumPy’s words, and the stream stays where it was',
    (seed) => {
      const state = new RandomState(1);
      for (const attempt of [() => new RandomState(seed), () => state.seed(seed)]) {
        expect(attempt).toThrow(ValueError);
        expect(attempt).toThrow(
          `Seed must be between 0 and 2**32 - 1, found ${seed}, allowed: an integer from 0 to 4294967295.`,
        );
      }
      expect(Array.from(state.rand(4))).toEqual(first(1));
    },
  );

  test.each(['3', true, null, undefined, [1]])('%j is no number: a TypeError', (seed) => {
    const attempt = () => new RandomState(seed as unknown as number);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow('allowed: an integer from 0 to 4294967295');
  });
});

describe('errors say what is wrong and what is allowed', () => {
  const state = new RandomState(0);
  const bad: [() => unknown, string][] = [
    [() => state.rand(-1), 'rand: size = -1: negative dimensions are not allowed, allowed: a whole number'],
    [() => state.randn(2.5), 'randn: size = 2.5, allowed: a whole number from 0 to 134217728'],
    [() => state.rand(2 ** 60), 'rand: size = 1152921504606847000, allowed: a whole number from 0 to'],
    [() => state.rand(Number.NaN), 'rand: size = NaN, allowed: a whole number'],
    [() => state.normal(0, -1, 3), 'scale < 0, found scale = -1, allowed: 0 or more'],
    [() => state.normal(0, -0, 3), 'scale < 0, found scale = -0, allowed: 0 or more'],
    [() => state.normal(0, 1, -3), 'normal: size = -3: negative dimensions are not allowed'],
    [() => state.uniform(0, Infinity, 3), 'Range exceeds valid bounds, found low = 0 and high = Infinity'],
    [() => state.uniform(-1e308, 1e308, 3), 'Range exceeds valid bounds'],
    [() => state.uniform(Number.NaN, 1, 3), 'Range exceeds valid bounds, found low = NaN'],
    [() => state.uniform(0, 1, 0.5), 'uniform: size = 0.5, allowed: a whole number'],
    [() => state.permutation(-3), 'permutation: n = -3: negative dimensions are not allowed'],
    [() => state.randint(3, 3, 2), 'randint: low >= high, found low = 3 and high = 3, allowed: low < high'],
    [() => state.randint(3, 2, 2), 'low >= high, found low = 3 and high = 2'],
    [() => state.randint(0.5, 3, 2), 'randint: low = 0.5, allowed: an integer'],
    [() => state.randint(0, 2 ** 53, 2), 'randint: high = 9007199254740992, allowed: an integer'],
    [() => state.randint(0, 3, -2), 'randint: size = -2: negative dimensions are not allowed'],
  ];

  test.each(bad)('%s', (attempt, message) => {
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(message);
  });

  test.each<[string, () => unknown]>([
    ['rand: size', () => state.rand('3' as unknown as number)],
    ['uniform: high', () => state.uniform(0, '1' as unknown as number, 3)],
    ['normal: loc', () => state.normal(null as unknown as number, 1, 3)],
    ['randint: low', () => state.randint(undefined as unknown as number, 1, 3)],
  ])('%s of another type is a TypeError', (where, attempt) => {
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(where);
  });

  test('a refused call draws nothing', () => {
    expect(Array.from(state.rand(3))).toEqual(Array.from(new RandomState(0).rand(3)));
  });
});
