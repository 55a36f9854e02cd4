/** Tensors as text against real PyTorch's: test/fixtures/tensor-text.json, made by make_tensor_text.py. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printParameter, printTensor } from '../../src/lab/print-tensor.ts';
import { ValueError } from '../../src/random/errors.ts';
import { Generator } from '../../src/random/torch.ts';

interface Case {
  shape: number[];
  parameter: boolean;
  text: string;
  /** Strings are NaN, infinities and -0 as Python writes them. */
  values?: (number | string)[];
  drawn?: [seed: number, method: string, ...args: number[]];
  scale?: number;
}

const path = new URL('../fixtures/tensor-text.json', import.meta.url);
const cases = (JSON.parse(readFileSync(path, 'utf8')) as { data: Case[] }).data;

const spelled: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity, '-0.0': -0 };

function draw(size: number, [seed, method, a, b]: NonNullable<Case['drawn']>): Float32Array {
  const generator = new Generator(seed);
  switch (method) {
    case 'uniform_':
      return generator.uniform_(new Float32Array(size), a, b);
    case 'randn':
      return generator.randn(size);
    case 'randint':
      return Float32Array.from(generator.randint(a, b, size));
    case 'bits':
      return new Float32Array(Uint32Array.from(generator.randint(a, b, size)).buffer);
    default:
      throw new Error(`tensor-text.json has a method unknown to this test: ${method}`);
  }
}

function valuesOf({ shape, values, drawn, scale = 1 }: Case): Float32Array {
  if (!drawn) return Float32Array.from(values ?? [], (x) => (typeof x === 'string' ? spelled[x] : x));
  const size = shape.reduce((product, length) => product * length, 1);
  return draw(size, drawn).map((x) => x * Math.fround(scale));
}

describe('the text is PyTorch’s', () => {
  const named = cases.map((example) => {
    const { shape, parameter, drawn, values } = example;
    const what = drawn ? drawn.join(' ') : `[${values?.slice(0, 8).join(', ')}]`;
    return { name: `${parameter ? 'Parameter' : 'tensor'} (${shape.join(', ')}) ${what}`, example };
  });

  test.each(named)('$name', ({ example }) => {
    const print = example.parameter ? printParameter : printTensor;
    expect(print(valuesOf(example), example.shape)).toBe(example.text);
  });

  test('the fixture has each way of writing, cut short and in full', () => {
    const texts = cases.map(({ text }) => text);
    for (const way of [
      /\d\.\d{4}[,\]]/,
      /\d\.,/,
      /e-\d\d/,
      /\bnan\b/,
      / {2}\.\.\./,
      /\n\n\n/,
      /,\n {7}requires_grad/,
    ]) {
      expect(texts.filter((text) => way.test(text)).length).toBeGreaterThan(2);
    }
  });
});

describe('numbers', () => {
  test('doubles are taken as float32, as PyTorch stores them', () => {
    // 16777217 is no float32, and 1e-46 is 0.
    expect(printTensor([16777217, 1e-46], [2])).toBe('tensor([16777216.,        0.])');
  });

  test('values are only read where they are shown', () => {
    const read: string[] = [];
    const values = new Proxy({ length: 2_000_000 } as ArrayLike<number>, {
      get: (target, key) => (key === 'length' ? target.length : read.push(String(key)) && 1),
    });
    expect(printTensor(values, [1000, 2000])).toContain('...');
    expect(new Set(read).size).toBe(36);
  });
});

describe('what follows', () => {
  const six = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5];

  test('stands behind the numbers while the line has room, PyTorch’s two characters to spare included', () => {
    // "tensor([0.5000, 1.5000, …, 5.5000]" has 55 characters; 21 more, with ", " and two to spare, are 80.
    expect(printTensor(six, [6], { suffix: 'x'.repeat(21) })).toBe(
      `tensor([0.5000, 1.5000, 2.5000, 3.5000, 4.5000, 5.5000], ${'x'.repeat(21)})`,
    );
    expect(printTensor(six, [6], { suffix: 'x'.repeat(22) })).toBe(
      `tensor([0.5000, 1.5000, 2.5000, 3.5000, 4.5000, 5.5000],\n       ${'x'.repeat(22)})`,
    );
  });
});

describe('errors say what is wrong and what is allowed', () => {
  test.each<[number, number[], string]>([
    [5, [2, 3], "shape '[2, 3]' is invalid for input of size 5, allowed: a shape whose product is 5"],
    [0, [], "shape '[]' is invalid for input of size 0"],
    [2, [-1, -2], 'shape (-1, -2), allowed: whole numbers of at least 0'],
    [3, [1.5, 2], 'shape (1.5, 2), allowed: whole numbers'],
    [1, [Number.NaN], 'shape (NaN,), allowed: whole numbers'],
  ])('%d values of shape %j', (length, shape, message) => {
    for (const print of [printTensor, printParameter]) {
      expect(() => print(new Float32Array(length), shape)).toThrow(ValueError);
      expect(() => print(new Float32Array(length), shape)).toThrow(message);
    }
  });
});
