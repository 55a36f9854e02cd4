/**
 * Every case against real PyTorch and NumPy. What comes out is the table of the page "Check it against your PyTorch",
 * content/parity.json: `npm run unit -- test/parity -u` writes it, here it has to be what the comparisons give.
 */
import { describe, expect, test } from 'vitest';
import { compare, exact, normal32, oneUlp } from './agreement.ts';
import * as initializers from './initializers.ts';
import * as layers from './layers.ts';
import * as numpyStreams from './numpy-streams.ts';
import { tabulate } from './table.ts';
import * as torchStreams from './torch-streams.ts';

const areas = {
  'PyTorch’s random stream': torchStreams.agreements(),
  'torch.nn.init': initializers.agreements(),
  'Layers as PyTorch makes them': layers.agreements(),
  'NumPy’s random stream': numpyStreams.agreements(),
};

describe.each(Object.entries(areas))('%s', (_, agreements) => {
  test('no number is further off than allowed', () => {
    expect(agreements.length).toBeGreaterThan(19);
    expect(agreements.filter(({ share }) => !(share <= 1))).toEqual([]);
  });
});

test('the table on the page is this one', async () => {
  const table = Object.entries(areas).map(([area, agreements]) => ({ area, lines: tabulate(agreements) }));
  await expect(`${JSON.stringify(table, undefined, 1)}\n`).toMatchFileSnapshot('../../content/parity.json');
});

describe('the comparison sees', () => {
  const two = { shape: [2], size: 2, sum: 3, sumsq: 5, values: [1, 2] };

  test('a number that is an ulp too far', () => {
    const off = 1 + 2 ** -22;
    expect(compare([off, 2], { ...two, sum: 3 + 2 ** -22, sumsq: off ** 2 + 4 }, oneUlp).share).toBe(2);
    expect(compare([1, 2], two, exact).share).toBe(0);
  });

  test('one that is not a number', () => {
    expect(() => compare([Number.NaN, 2], two, oneUlp)).toThrow('the sum is');
  });

  test('a number that the fixture did not keep', () => {
    const large = { shape: [3], size: 3, sum: 6, sumsq: 14, head: [1], tail: [3] };
    expect(() => compare([1, 2.001, 3], large, normal32(1))).toThrow('the sum is 6.0');
  });
});
