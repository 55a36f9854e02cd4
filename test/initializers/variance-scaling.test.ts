/** The initializers against real PyTorch, bit for bit from sixteen numbers on. */
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { calculate_fans } from '../../src/initializers/fans.ts';
import { calculate_gain, type Nonlinearity } from '../../src/initializers/gain.ts';
import * as init from '../../src/initializers/variance-scaling.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/initializers.json' with { type: 'json' };

/** Fewer than sixteen normals go through the system's log, sin and cos: PyTorch's may differ by a unit of 2^-24. */
const LAST_BIT = 2 ** -23;

function compare(tensor: Float32Array, { head, crc32: sum }: { head: number[]; crc32: number }) {
  if (tensor.length >= 16) {
    expect(Array.from(tensor.subarray(0, head.length))).toEqual(head);
    expect(crc32(new Uint8Array(Float64Array.from(tensor).buffer))).toBe(sum);
  } else {
    head.forEach((value, i) => {
      expect(Math.abs(tensor[i] - value)).toBeLessThanOrEqual(LAST_BIT * Math.abs(value));
    });
  }
}

const initializers = init as unknown as Record<string, init.Initializer<object>>;

test.each(fixture.cases)('$name $args, $shape, seed $seed', ({ name, args, shape, seed, ...wanted }) => {
  const tensor = new Float32Array(shape.reduce((product, length) => product * length, 1));
  expect(initializers[name](tensor, shape, new Generator(seed), args)).toBe(tensor);
  compare(tensor, wanted);
});

test.each(fixture.linears)('nn.Linear, $shape, seed $seed', ({ shape, seed, ...wanted }) => {
  const [fan_out, fan_in] = shape;
  const both = new Float32Array(fan_out * (fan_in + 1));
  const bias = both.subarray(fan_out * fan_in);
  init.linear_default_(both.subarray(0, fan_out * fan_in), shape, new Generator(seed), { bias });
  compare(both, wanted);
});

test.each(fixture.gains)('calculate_gain $args', ({ args, gain }) => {
  expect(calculate_gain(args[0] as Nonlinearity, args[1] as number | undefined)).toBe(gain);
});

describe('what cannot be is refused', () => {
  const generator = new Generator(0);

  test('a gain that PyTorch does not have', () => {
    expect(() => calculate_gain('elu' as Nonlinearity)).toThrow('nonlinearity = elu; allowed are linear');
  });

  test('fans of a vector', () => {
    expect(() => calculate_fans([3])).toThrow('of the shape [3]: they need two dimensions');
    expect(() => init.xavier_normal_(new Float32Array(3), [3], generator)).toThrow(RangeError);
  });

  test('a shape of another size', () => {
    expect(() => init.kaiming_normal_(new Float32Array(5), [2, 3], generator)).toThrow(
      'the shape [2, 3] has 6 elements, the array 5.',
    );
  });
});

test('a kernel counts in both fans', () => {
  expect(calculate_fans([8, 3, 5, 5])).toEqual({ fan_in: 75, fan_out: 200 });
});
