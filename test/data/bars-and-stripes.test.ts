import { expect, test } from 'vitest';
import { barsAndStripes } from '../../src/data/bars-and-stripes.ts';
import { ValueError } from '../../src/random/errors.ts';

const rowsOf = (n: number) => {
  const pixels = barsAndStripes(n);
  return Array.from({ length: pixels.length / n ** 2 }, (_, i) =>
    [...pixels.subarray(i * n ** 2, (i + 1) * n ** 2)].join(''),
  );
};

/** Told from the image alone: does every row, or every column, hold one value? */
function isBarOrStripe(image: string, n: number): boolean {
  const lines = Array.from({ length: n }, (_, i) => i);
  const even = (at: (line: number, along: number) => number) =>
    lines.every((line) => lines.every((along) => image[at(line, along)] === image[at(line, 0)]));
  return even((row, column) => row * n + column) || even((column, row) => row * n + column);
}

test('3 × 3: the fourteen patterns, bars first, in the order of binary numbers', () => {
  const bars = ['000000000', '111000000', '000111000', '111111000'];
  bars.push('000000111', '111000111', '000111111', '111111111');
  const stripes = ['100100100', '010010010', '110110110', '001001001', '101101101', '011011011'];
  expect(rowsOf(3)).toEqual([...bars, ...stripes]);
});

test.each([1, 2, 3, 4])('n = %i: of all images those that are bars or stripes, each once', (n) => {
  const images = Array.from({ length: 2 ** (n * n) }, (_, i) => i.toString(2).padStart(n * n, '0'));
  expect(rowsOf(n).toSorted()).toEqual(images.filter((image) => isBarOrStripe(image, n)));
  expect(rowsOf(n)).toHaveLength(2 * 2 ** n - 2);
});

test('half of the pixels are on, each in half of the patterns', () => {
  const columns = Array.from({ length: 9 }, (_, pixel) => rowsOf(3).filter((row) => row[pixel] === '1'));
  expect(columns.map(({ length }) => length)).toEqual(Array(9).fill(7));
});

test.each([0, -1, 2.5, 11, Number.NaN])('n = %d is refused', (n) => {
  expect(() => barsAndStripes(n)).toThrow(ValueError);
  expect(() => barsAndStripes(n)).toThrow(
    `barsAndStripes: n = ${n}; allowed is a whole number from 1 to 10.`,
  );
});
