/** The PyTorch stream against real PyTorch: test/fixtures/torch-streams.json, made by make_torch_streams.py. */

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Generator } from '../../src/random/torch.ts';
import { play, seedOf } from '../parity/torch-streams.ts';

type Out = { size: number; sum: number; sumsq: number } & ({ values: number[] } | Large);
type Large = { head: number[]; tail: number[]; crc32: number };
type Call = { method: string; args: (number | string | number[])[]; out?: Out };
type Case = { seed: number | string; calls: Call[] };

const path = new URL('../fixtures/torch-streams.json', import.meta.url);
const cases = (JSON.parse(readFileSync(path, 'utf8')) as { data: Case[] }).data;

/** One step of float32 next to `value`, at most. */
const step = (value: number) => 2 ** -23 * Math.abs(value);

/** Any order of adding n doubles errs by at most n·2^-53·Σ|term|; two orders are compared. */
function expectSameSum(terms: number[], expected: number): void {
  const scale = terms.reduce((sum, term) => sum + Math.abs(term), 0);
  const sum = terms.reduce((total, term) => total + term, 0);
  expect(Math.abs(sum - expected)).toBeLessThanOrEqual(terms.length * 2 ** -52 * scale);
}

describe('the stream is PyTorch’s', () => {
  test('the fixture has its 113 cases of PyTorch’s sizes and chains, and more', () => {
    expect(cases.length).toBeGreaterThan(113);
  });

  const named = cases.map(({ seed, calls }) => ({
    name: `manual_seed(${seed}): ${calls.map(({ method, args }) => `${method}(${args.join(', ')})`).join(', ')}`,
    seed,
    calls,
  }));

  test.each(named)('$name', ({ seed, calls }) => {
    const generator = new Generator(seedOf(seed));
    for (const call of calls) {
      const drawn = play(generator, call.method, call.args);
      if (!drawn || !call.out) {
        expect(drawn).toBe(call.out);
        continue;
      }
      const { out } = call;
      const numbers = Array.from(drawn);
      expect(numbers.length).toBe(out.size);
      if ('crc32' in out) {
        // The sums tell how far off the numbers are, the checksum whether they are.
        expectSameSum(numbers, out.sum);
        expectSameSum(
          numbers.map((x) => x * x),
          out.sumsq,
        );
        expect(numbers.slice(0, out.head.length)).toEqual(out.head);
        expect(numbers.slice(-out.tail.length)).toEqual(out.tail);
        expect(crc32(new Uint8Array(Float64Array.from(numbers).buffer))).toBe(out.crc32);
      } else if (/randn|normal_/.test(call.method) && out.size < 16) {
        // These rest on the JavaScript engine's log1p, sin and cos, which may differ from C's in the last bit of a
        // double. That may tip the rounding to float32, but by one step only.
        out.values.forEach((value, i) => {
          expect(Math.abs(numbers[i] - value)).toBeLessThanOrEqual(step(value));
        });
      } else {
        expect(numbers).toEqual(out.values);
      }
    }
  });
});

describe('seeds', () => {
  const first = (seed: number | bigint) => Array.from(new Generator(seed).rand(20));

  test('a number and a bigint are one seed, 0 too', () => {
    for (const seed of [0, 1, -1, 2 ** 40 + 3, -(2 ** 63), 2 ** 63])
      expect(first(seed)).toEqual(first(BigInt(seed)));
  });

  test('a negative seed wraps by 2^64, and only the low 32 bits count', () => {
    expect(first(-1)).toEqual(first(2n ** 64n - 1n));
    expect(first(-42)).toEqual(first(2n ** 64n - 42n));
    expect(first(7)).toEqual(first(7n + 5n * 2n ** 32n));
    expect(first(7)).not.toEqual(first(8));
  });

  test('manual_seed starts again, drops the waiting normal and returns its generator', () => {
    const generator = new Generator(3);
    const before = Array.from(generator.randn(5));
    expect(generator.manual_seed(3)).toBe(generator);
    expect(Array.from(generator.randn(5))).toEqual(before);
  });

  const bad = [
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 64,
    -(2 ** 63) - 2048,
    2n ** 64n,
    -(2n ** 63n) - 1n,
    '3',
    true,
    null,
    undefined,
  ].map((seed) => ({ seed, name: `${typeof seed} ${seed}` }));

  test.each(bad)('$name is refused, and the error says what is allowed', ({ seed }) => {
    const generator = new Generator(1);
    for (const attempt of [
      () => new Generator(seed as number),
      () => generator.manual_seed(seed as number),
    ]) {
      expect(attempt).toThrow(RangeError);
      expect(attempt).toThrow(
        `seed = ${seed} (${typeof seed}); allowed is an integer from -2^63 to 2^64 - 1`,
      );
    }
    expect(Array.from(generator.rand(20))).toEqual(first(1));
  });
});

describe('arrays', () => {
  test('in-place methods return the array that they were given', () => {
    const out = new Float32Array(20);
    expect(new Generator(0).uniform_(out)).toBe(out);
    expect(new Generator(0).normal_(out)).toBe(out);
  });

  test('a view is filled within its bounds', () => {
    const whole = new Float32Array(40).fill(9);
    new Generator(4).normal_(whole.subarray(5, 25));
    expect(Array.from(whole.subarray(5, 25))).toEqual(Array.from(new Generator(4).randn(20)));
    expect([...whole.subarray(0, 5), ...whole.subarray(25)]).toEqual(Array(20).fill(9));
  });

  test('randint gives integers of more than 32 bits exactly', () => {
    const low = Number.MAX_SAFE_INTEGER - 3;
    expect(new Set(new Generator(0).randint(low, low + 3, 200))).toEqual(new Set([low, low + 1, low + 2]));
  });
});

describe('errors say what is wrong and what is allowed', () => {
  const g = new Generator(0);
  const out = new Float32Array(3);
  const bad: [() => unknown, string][] = [
    [() => g.normal_(out, 0, -1), 'normal expects std >= 0.0, but found std -1'],
    [() => g.normal_(out, 0, Number.NaN), 'normal expects std >= 0.0, but found std nan'],
    [() => g.normal_(new Float32Array(0), 0, -1), 'normal expects std >= 0.0, but found std -1'],
    [() => g.uniform_(out, 1, 0), 'uniform_ expects to return a [from, to) range, but found from=1 > to=0'],
    [() => g.uniform_(out, Number.NaN, 1), 'from is out of bounds for float'],
    [() => g.uniform_(out, 0, 1e39), 'to is out of bounds for float'],
    [() => g.uniform_(out, -3e38, 3e38), 'but found to=3e+38 and from=-3e+38'],
    [() => g.rand(-1), 'rand: size = -1; allowed is a whole number of at least 0'],
    [() => g.randn(2.5), 'randn: size = 2.5; allowed is a whole number of at least 0'],
    [() => g.randperm(-1), 'randperm: n = -1; allowed is a whole number of at least 0'],
    [() => g.randperm(214748364), 'randperm: n = 214748364; allowed is less than 214748364'],
    [() => g.randint(3, 3, 2), 'randint expects low to be less than high, but got low=3 >= high=3'],
    [() => g.randint(0.5, 3, 2), 'randint: low = 0.5; allowed is an integer'],
    [() => g.randint(0, 2 ** 53, 2), 'randint: high = 9007199254740992; allowed is an integer'],
    [() => g.randint(0, 3, -2), 'randint: size = -2; allowed is a whole number'],
  ];

  test.each(bad)('%s', (attempt, message) => {
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(message);
  });

  test('a refused call draws nothing', () => {
    expect(Array.from(g.rand(3))).toEqual(Array.from(new Generator(0).rand(3)));
  });
});
