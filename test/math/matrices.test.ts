import { describe, expect, test } from 'vitest';
import { logSpectralRadius, matmul } from '../../src/math/matrices.ts';

test('a product of rectangles', () => {
  expect([...matmul([1, 2, 3, 4, 5, 6], [1, 0, 0, 1, 1, 1], 3)]).toEqual([4, 5, 10, 11]);
});

describe('the spectral radius', () => {
  test.each([
    ['a diagonal', [3, 0, 0, -5], Math.log(5)],
    ['a rotation, whose eigenvalues are complex', [0, -2, 2, 0], Math.log(2)],
    ['a Jordan block', [1, 1, 0, 1], 0],
    ['a companion matrix with the roots 1, 2, 3', [6, -11, 6, 1, 0, 0, 0, 1, 0], Math.log(3)],
  ])('of %s', (_, matrix, expected) => {
    expect(logSpectralRadius(matrix)).toBeCloseTo(expected, 9);
  });

  test('of a nilpotent matrix is nothing, and of its product with its transpose is not', () => {
    const nilpotent = [0, 1, 0, 0];
    expect(logSpectralRadius(nilpotent)).toBe(Number.NEGATIVE_INFINITY);
    expect(logSpectralRadius([0, 0, 1, 0])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSpectralRadius(matmul(nilpotent, [0, 0, 1, 0], 2))).toBeCloseTo(0, 12);
  });
});
