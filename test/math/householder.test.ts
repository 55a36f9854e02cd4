/** Householder's QR: the columns are orthonormal, and span what they spanned. */
import { expect, test } from 'vitest';
import { orthonormalize } from '../../src/math/householder.ts';
import { dot } from '../../src/math/vectors.ts';
import { Generator } from '../../src/random/torch.ts';

const columnsOf = (all: Float64Array, rows: number) =>
  Array.from({ length: all.length / rows }, (_, j) => all.subarray(j * rows, (j + 1) * rows));

test.each([
  [1, 1],
  [7, 1],
  [3, 2],
  [9, 9],
  [40, 37],
  [200, 5],
])('%i × %i', (rows, n) => {
  // A small multiple of the number of roundings, rows · n, times 2^-53 (Higham 2002, section 19.3).
  const bound = 10 * rows * n * 2 ** -53;
  const matrix = Float64Array.from(new Generator(rows).randn(rows * n));
  const before = columnsOf(matrix.slice(), rows);
  const diagonal = orthonormalize(matrix, rows);
  const q = columnsOf(matrix, rows);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      expect(Math.abs(dot(q[i], q[j]) - (i === j ? 1 : 0))).toBeLessThan(bound);
      // R = Qᵀ (old matrix) is upper triangular, and has the diagonal that came back.
      const r = dot(q[i], before[j]);
      const size = Math.sqrt(dot(before[j], before[j]));
      if (i === j) expect(Math.abs(r - diagonal[j])).toBeLessThan(bound * size);
      if (i > j) expect(Math.abs(r)).toBeLessThan(bound * size);
    }
  }
});

test('a known case', () => {
  const matrix = Float64Array.of(3, 4, 1, 2);
  const diagonal = orthonormalize(matrix, 2);
  // (3, 4) has the size 5; what (1, 2) has across it is 2/5.
  expect(Math.abs(diagonal[0])).toBeCloseTo(5, 14);
  expect(Math.abs(diagonal[1])).toBeCloseTo(0.4, 14);
  expect(matrix[0] * diagonal[0]).toBeCloseTo(3, 14);
  expect(matrix[1] * diagonal[0]).toBeCloseTo(4, 14);
});

test('a column of zeros has a 0 in the diagonal, and Q is orthonormal all the same', () => {
  const matrix = Float64Array.of(0, 0, 0, 1, 2, 2);
  expect(orthonormalize(matrix, 3)[0]).toBe(0);
  const [a, b] = columnsOf(matrix, 3);
  expect([dot(a, a), dot(a, b), dot(b, b)].map((x) => Math.round(x * 1e14) / 1e14 + 0)).toEqual([1, 0, 1]);
});

test('more columns than rows, or no whole columns, are refused', () => {
  for (const [size, rows] of [
    [6, 2],
    [5, 2],
    [2, 0],
    [4, 2.5],
  ]) {
    expect(() => orthonormalize(new Float64Array(size), rows)).toThrow(
      'allowed are whole columns, as many as rows',
    );
  }
});
