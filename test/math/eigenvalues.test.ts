/** Eigenvalues against LAPACK, and the bounds on those of a product. */
import { describe, expect, test } from 'vitest';
import { eigenvalues, sizeOf } from '../../src/math/eigenvalues.ts';
import { matmul, transposed } from '../../src/math/matrices.ts';
import { pairSpectra } from '../../src/math/pair-spectra.ts';
import { singularValues } from '../../src/math/singular-values.ts';
import { symmetricEigen } from '../../src/math/symmetric-eigen.ts';
import fixture from '../fixtures/eigenvalues.json' with { type: 'json' };
import { gaussianMatrix, normalStream } from './normal-stream.ts';

const lengthOf = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

describe('eigenvalues', () => {
  test.each(fixture.cases.map((one, i) => ({ i, ...one })))(
    'of matrix $i, as LAPACK has them',
    ({ matrix, eigenvalues: wanted }) => {
      const left = wanted.map(([re, im]) => ({ re, im }));
      // Both are exact for a matrix within some units of rounding; these are well conditioned, to a factor of ten or so.
      const tolerance = 1e-13 * lengthOf(matrix);
      for (const { re, im } of eigenvalues(matrix)) {
        const at = left.findIndex((other) => Math.hypot(other.re - re, other.im - im) < tolerance);
        expect(at, `${re} + ${im}i`).toBeGreaterThanOrEqual(0);
        left.splice(at, 1);
      }
      expect(left).toEqual([]);
    },
  );

  test('largest first', () => {
    const sizes = eigenvalues(fixture.cases[5].matrix).map(sizeOf);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  test('a matrix without entries on and below the diagonal has none but 0', () => {
    expect(eigenvalues([0, 2, 3, 0, 0, 4, 0, 0, 0]).map(sizeOf)).toEqual([0, 0, 0]);
  });

  test('a turn by 90 degrees has i and -i; a cycle of five the fifth roots of one', () => {
    const turn = eigenvalues([0, -1, 1, 0]);
    expect(turn.map(({ re }) => Math.abs(re) < 1e-14)).toEqual([true, true]);
    expect(turn[0].im * turn[1].im).toBeCloseTo(-1, 13);
    const cycle = Array.from({ length: 25 }, (_, at) =>
      ((at % 5) - Math.floor(at / 5) + 5) % 5 === 1 ? 1 : 0,
    );
    for (const { re, im } of eigenvalues(cycle)) {
      expect(Math.hypot(re, im)).toBeCloseTo(1, 13);
      expect(Math.cos(5 * Math.atan2(im, re))).toBeCloseTo(1, 13);
    }
  });

  test('entries near the end of float64 do not harm', () => {
    const [large] = eigenvalues([1e-200, 1e-200, 1e-200, 1e-200]).map(sizeOf);
    expect(large / 2e-200).toBeCloseTo(1, 12);
  });

  test('what cannot be is refused', () => {
    expect(() => eigenvalues([1, 2])).toThrow('2 numbers; a square matrix is needed');
    expect(() => eigenvalues([Number.NaN])).toThrow('NaN or infinite');
  });
});

describe('symmetricEigen', () => {
  const half = gaussianMatrix(normalStream(3), 6);
  const matrix = half.map((entry, at) => entry + half[(at % 6) * 6 + Math.floor(at / 6)]);
  const { values, vectors } = symmetricEigen(matrix);

  test('A v = λ v, orthonormal, largest first', () => {
    for (const [i, v] of vectors.entries()) {
      const image = matmul(matrix, v, 6);
      expect(lengthOf(image.map((entry, k) => entry - values[i] * v[k]))).toBeLessThan(1e-13);
      for (const [j, w] of vectors.entries()) expect(matmul(v, w, 6)[0]).toBeCloseTo(+(i === j), 13);
    }
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
  });

  test('the same as the general algorithm finds', () => {
    const general = eigenvalues(matrix)
      .map(({ re }) => re)
      .sort((a, b) => b - a);
    for (const [i, value] of general.entries()) expect(value).toBeCloseTo(values[i], 12);
  });

  test('what cannot be is refused', () => {
    expect(() => symmetricEigen([1, 2, 3])).toThrow('3 numbers; a square matrix is needed');
    expect(() => symmetricEigen([Number.POSITIVE_INFINITY])).toThrow('NaN or infinite');
  });
});

describe('pairSpectra', () => {
  const [a, b] = [gaussianMatrix(normalStream(11), 5), gaussianMatrix(normalStream(12), 5)];

  test('eigenvalues lie under singular values, and meet them at the determinant', () => {
    const { eigen, singular, bound, rounding } = pairSpectra(a, b);
    for (let k = 0; k < 5; k++) {
      expect(eigen[k]).toBeLessThanOrEqual(singular[k] + rounding[k]);
      expect(singular[k]).toBeLessThanOrEqual(bound[k] + rounding[k]);
    }
    expect(Math.abs(eigen[4] - bound[4])).toBeLessThan(rounding[4]);
    expect(rounding[4]).toBeLessThan(1e-9);
  });

  test('the sums are of what they say', () => {
    const { bound, separate, radii, norms } = pairSpectra(a, b);
    expect(norms[0]).toBeCloseTo(singularValues(a, 5, 5)[0], 12);
    expect(bound[0]).toBeCloseTo(Math.log10(norms[0] * norms[1]), 12);
    expect(separate[0]).toBeCloseTo(Math.log10(radii[0] * radii[1]), 12);
  });

  test('a nilpotent matrix and its transpose reach the bound', () => {
    const above = a.map((entry, at) => (at % 5 > Math.floor(at / 5) ? entry : 0));
    const { eigen, bound, separate } = pairSpectra(above, transposed(above, 5));
    expect(eigen[0]).toBeCloseTo(bound[0], 12);
    expect(separate[0]).toBe(Number.NEGATIVE_INFINITY);
  });
});
