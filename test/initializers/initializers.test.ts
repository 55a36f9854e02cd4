/** The initializers against real PyTorch, bit for bit where that can be, and what they refuse. */
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { constant_ } from '../../src/initializers/constants.ts';
import { calculate_fans, type Mode } from '../../src/initializers/fans.ts';
import { calculate_gain, type Nonlinearity } from '../../src/initializers/gain.ts';
import { linear_default_ } from '../../src/initializers/linear-default.ts';
import { orthogonal_ } from '../../src/initializers/orthogonal.ts';
import { type Arguments, initializers } from '../../src/initializers/registry.ts';
import { sparse_ } from '../../src/initializers/sparse.ts';
import { trunc_normal_ } from '../../src/initializers/trunc-normal.ts';
import { mxnet_default_, normal_ } from '../../src/initializers/uniform-normal.ts';
import {
  kaiming_normal_,
  kaiming_uniform_,
  xavier_normal_,
} from '../../src/initializers/variance-scaling.ts';
import { RuntimeError, ValueError } from '../../src/random/errors.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/initializers.json' with { type: 'json' };
import type { Packed } from '../parity/agreement.ts';
import { agreements, cases, play } from '../parity/initializers.ts';

type Out = Packed & { crc32: number };

const checksum = (tensor: Float32Array) => crc32(new Uint8Array(Float64Array.from(tensor).buffer));

/** Fewer than sixteen normals go through the system's log, sin and cos: PyTorch's may differ by a unit of 2^-24. */
const drawnInPairs = (name: string, size: number) => /(?<!trunc_)normal_|sparse_/.test(name) && size < 16;

/** In bits; but normals drawn in pairs may be a float32 off. */
function expectSame(name: string, tensor: Float32Array, out: Out) {
  if (drawnInPairs(name, out.size)) {
    out.values?.forEach((value, i) => {
      expect(Math.abs(tensor[i] - value)).toBeLessThanOrEqual(2 ** -23 * Math.abs(value));
    });
  } else {
    const head = out.values ?? out.head ?? [];
    expect(Array.from(tensor.subarray(0, head.length))).toEqual(head);
    expect(checksum(tensor)).toBe(out.crc32);
  }
}

const named = cases.map((one) => ({ ...one, name: one.init }));

test('the fixture has PyTorch’s 74 cases twice over', () => {
  expect(cases.length).toBeGreaterThanOrEqual(148);
});

test.each(named.filter(({ init }) => init !== 'orthogonal_'))('$name $args, $shape, seed $seed', (one) => {
  expectSame(one.init, play(one).values, one.out);
});

test('every case is within what the page allows, and leaves the stream where PyTorch’s is', () => {
  const found = agreements();
  expect(found.length).toBe(cases.length);
  expect(found.filter(({ share }) => !(share <= 1))).toEqual([]);
});

test.each(fixture.linears)('nn.Linear, $shape, seed $seed', ({ shape, seed, out }) => {
  const [fan_out, fan_in] = shape;
  const both = new Float32Array(fan_out * (fan_in + 1));
  const bias = both.subarray(fan_out * fan_in);
  linear_default_(both.subarray(0, fan_out * fan_in), shape, new Generator(seed), { bias });
  expectSame('linear', both, out as Out);
});

test.each(fixture.gains)('calculate_gain $args', ({ args, gain }) => {
  expect(calculate_gain(args[0] as Nonlinearity, args[1] as number | undefined)).toBe(gain);
});

test.each(fixture.fans)('the fans of $shape', ({ shape, fan_in_out: [fan_in, fan_out] }) => {
  expect(calculate_fans(shape)).toEqual({ fan_in, fan_out });
});

test('the array that is given comes back', () => {
  const tensor = new Float32Array(6);
  const required: Arguments = { val: 1, sparsity: 0.5 };
  for (const { name, fill } of initializers) {
    const shape = name === 'dirac_' ? [2, 3, 1] : [2, 3];
    expect(fill(tensor, shape, new Generator(0), required)).toBe(tensor);
  }
});

describe('orthogonal_', () => {
  /** The largest deviation of gain² I from the products of rows with each other, or of columns if they are fewer. */
  function deviation(tensor: Float32Array, rows: number, columns: number, gain: number): number {
    let worst = 0;
    const few = Math.min(rows, columns);
    const at = (j: number, k: number) => tensor[rows < columns ? j * columns + k : k * columns + j];
    for (let i = 0; i < few; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < Math.max(rows, columns); k++) product += at(i, k) * at(j, k);
        worst = Math.max(worst, Math.abs(product / gain ** 2 - (i === j ? 1 : 0)));
      }
    }
    return worst;
  }

  test.each([
    [5, 3, 1],
    [3, 5, 2],
    [64, 64, -0.5],
    [40, 200, 1],
  ])('%i × %i, gain %d: the shorter side is orthonormal', (rows, columns, gain) => {
    const tensor = orthogonal_(new Float32Array(rows * columns), [rows, columns], new Generator(3), { gain });
    // Each entry was rounded twice, by 2^-24 of itself: a product of two unit vectors is off by four times that at most.
    expect(deviation(tensor, rows, columns, gain)).toBeLessThan(4 * 2 ** -24);
  });

  test('it takes its work in reason', () => {
    const absurd = () => orthogonal_(new Float32Array(2 ** 23), [2 ** 12, 2 ** 11], new Generator(0));
    expect(absurd).toThrow(ValueError);
    expect(absurd).toThrow('absurd size for a QR decomposition, allowed: rows');
  });
});

describe('trunc_normal_', () => {
  test('one point between the cuts is all there is', () => {
    const tensor = trunc_normal_(new Float32Array(3), [3], new Generator(0), { a: 1, b: 1 });
    expect(Array.from(tensor)).toEqual([1, 1, 1]);
  });

  test.each([
    [{ std: 0 }, ValueError, 'float division by zero'],
    [{ a: 10, b: 9 }, RuntimeError, 'uniform_ expects to return a [from, to) range'],
    [{ a: Number.NaN }, ValueError, 'a = NaN'],
    [{ b: Infinity }, ValueError, 'b = Infinity'],
    [{ std: 3e38 }, ValueError, 'std · √2 = Infinity'],
    [{ std: 1e-46 }, ValueError, 'std = 1e-46 is 0 in float32'],
  ])('%j is refused', (args, kind, text) => {
    const attempt = () => trunc_normal_(new Float32Array(3), [3], new Generator(0), args);
    expect(attempt).toThrow(kind);
    expect(attempt).toThrow(text);
  });
});

describe('what PyTorch refuses is refused in its words', () => {
  const kinds: Record<string, new (...args: never[]) => Error> = { ValueError, RuntimeError };

  test.each(
    fixture.bad as unknown as { init: string; shape: number[]; args: object; error: string; text: string }[],
  )('$init $shape $args', ({ init, shape, args, error, text }) => {
    const attempt = () =>
      play({ init, shape: shape.length > 0 ? shape : [1], args: args as Record<string, number>, seed: 0 });
    expect(attempt).toThrow(kinds[error]);
    expect(attempt).toThrow(text);
    expect(attempt).toThrow(/, allowed: |, please use one of /);
  });
});

describe('what PyTorch lets pass is refused', () => {
  const generator = new Generator(0);
  const two = new Float32Array(2);

  test.each<[string, () => unknown, string]>([
    ['NaN for a constant', () => constant_(two, [2], generator, { val: Number.NaN }), 'val = NaN'],
    ['an infinite mean', () => normal_(two, [2], generator, { mean: Infinity }), 'mean = Infinity'],
    ['an infinite std', () => normal_(two, [2], generator, { std: Infinity }), 'std = Infinity'],
    ['an infinite gain', () => xavier_normal_(two, [1, 2], generator, { gain: Infinity }), 'std = Infinity'],
    ['NaN as gain', () => orthogonal_(two, [1, 2], generator, { gain: Number.NaN }), 'gain = NaN'],
    [
      'more zeros than rows',
      () => sparse_(two, [2, 1], generator, { sparsity: 1.1 }),
      'sparsity = 1.1, allowed',
    ],
    [
      'fewer than none',
      () => sparse_(two, [2, 1], generator, { sparsity: -0.1 }),
      'sparsity = -0.1, allowed',
    ],
    [
      'a share that is NaN',
      () => sparse_(two, [2, 1], generator, { sparsity: Number.NaN }),
      'sparsity = NaN',
    ],
    [
      'an infinite slope',
      () => kaiming_uniform_(two, [1, 2], generator, { a: Infinity }),
      'negative_slope Infinity',
    ],
    [
      'a gain of elu',
      () => calculate_gain('elu' as Nonlinearity),
      'Unsupported nonlinearity elu, allowed: linear',
    ],
    [
      'a mode of its own',
      () => kaiming_normal_(two, [1, 2], generator, { mode: 'fan' as Mode }),
      'Mode fan not',
    ],
    [
      'a shape of another size',
      () => normal_(two, [2, 3], generator),
      'the shape [2, 3] has 6 elements, the array 2.',
    ],
  ])('%s', (_, attempt, text) => {
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(text);
  });

  test('text instead of a number', () => {
    expect(() => constant_(two, [2], generator, { val: '1' as unknown as number })).toThrow(TypeError);
  });
});

test('a tensor without elements is left alone, as in PyTorch', () => {
  const none = new Float32Array(0);
  for (const fill of [kaiming_uniform_, kaiming_normal_, orthogonal_, mxnet_default_]) {
    expect(fill(none, [0, 5], new Generator(0))).toBe(none);
  }
});
