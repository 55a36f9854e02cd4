import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GradedProduct } from '../../src/math/graded-product.ts';
import { gaussianMatrix, matrixProduct, normalStream } from './normal-stream.ts';

interface Case {
  size: number;
  seed: number;
  rows: { factor: number; logSingularValues: number[] }[];
}

const fixture: Case[] = JSON.parse(
  readFileSync(new URL('../fixtures/graded-product.json', import.meta.url), 'utf8'),
);

const DECADE = Math.LN10;

/** The generator of make_graded_product.py. */
function fixtureMatrices(size: number, seed: number): () => Float64Array {
  let state = seed;
  return () =>
    Float64Array.from({ length: size * size }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return ((state >>> 8) + 0.5) / 2 ** 22 - 2;
    });
}

describe('against 400 digits (mpmath)', () => {
  // Each factor is perturbed by rounding to 1e-16 of its norm; that moves a singular value by 1e-16 times the condition
  // of the factor, up to about 1e3 here, times 200 factors in the worst case: 2e-11.
  it.each(fixture)('size $size', ({ size, seed, rows }) => {
    const next = fixtureMatrices(size, seed);
    const product = new GradedProduct(size);
    for (const { factor, logSingularValues } of rows) {
      while (product.factors <= factor) product.multiply(next());
      const measured = product.logSingularValues(size);
      for (const [i, expected] of logSingularValues.entries()) {
        expect(Math.abs(measured[i] - expected)).toBeLessThan(2e-11);
      }
    }
  });

  it('has ratios far below what float64 holds beside the largest', () => {
    const deepest = fixture.flatMap((c) =>
      c.rows.map(({ logSingularValues: s }) => (s[0] - s[s.length - 1]) / DECADE),
    );
    expect(Math.max(...deepest)).toBeGreaterThan(40);
  });
});

describe('against identities', () => {
  it('2 × 2, 201 factors: ln s1 + ln s2 is the sum of ln|det|', () => {
    const normal = normalStream(1);
    let deepest = 0;
    for (let run = 0; run < 200; run++) {
      const product = new GradedProduct(2);
      let logDet = 0;
      let condition = 0;
      for (let factor = 0; factor <= 200; factor++) {
        const m = gaussianMatrix(normal, 2);
        const det = Math.abs(m[0] * m[3] - m[1] * m[2]);
        logDet += Math.log(det);
        condition += (m[0] ** 2 + m[1] ** 2 + m[2] ** 2 + m[3] ** 2) / det;
        product.multiply(m);
      }
      const [first, second] = product.logSingularValues();
      expect(Math.abs(first + second - logDet)).toBeLessThan(4 * Number.EPSILON * condition);
      expect(Math.abs(product.logDiagonal[0] + product.logDiagonal[1] - logDet)).toBeLessThan(
        4 * Number.EPSILON * condition,
      );
      deepest = Math.max(deepest, (first - second) / DECADE);
    }
    expect(deepest).toBeGreaterThan(60);
  });

  it('triangular factors that grade the wrong way round keep their determinant', () => {
    const product = new GradedProduct(2);
    for (let factor = 0; factor < 60; factor++) product.multiply([1e-5, 0, 1, 1]);
    const [first, second] = product.logSingularValues();
    // P = [[1e-300, 0], [1 + 1e-5 + 1e-10 + …, 1]].
    const corner = 1 / (1 - 1e-5);
    expect(first).toBeCloseTo(Math.log(1 + corner ** 2) / 2, 12);
    expect(first + second).toBeCloseTo(60 * Math.log(1e-5), 10);
    expect(product.logRowNorm).toBeCloseTo(60 * Math.log(1e-5), 10);
  });

  it('agrees with the plain product while that has digits: Frobenius norm, row norm, largest 2 × 2 area', () => {
    for (const size of [2, 4, 8]) {
      const normal = normalStream(size);
      const product = new GradedProduct(size);
      let plain: Float64Array = gaussianMatrix(normal, size);
      product.multiply(plain);
      for (let factor = 1; factor <= 12; factor++) {
        const m = gaussianMatrix(normal, size);
        product.multiply(m);
        plain = matrixProduct(plain, m, size);
        const row = plain.subarray(0, size);
        const below = plain.subarray(size, 2 * size);
        const [rr, rb, bb] = [inner(row, row), inner(row, below), inner(below, below)];
        const squares = product.logSingularValues(size).reduce((sum, log) => sum + Math.exp(2 * log), 0);
        expect(Math.log(squares / inner(plain, plain))).toBeCloseTo(0, 12);
        expect(product.logRowNorm).toBeCloseTo(Math.log(rr) / 2, 12);
        // The plain Gram determinant loses rr bb / area² of its digits.
        const area = rr * bb - rb * rb;
        const lost = (rr * bb) / area;
        expect(Math.abs(product.logDiagonal[0] + product.logDiagonal[1] - Math.log(area) / 2)).toBeLessThan(
          1e-13 * lost + 1e-12,
        );
      }
    }
  });

  it('orthogonal factors leave every singular value 1', () => {
    const product = new GradedProduct(2);
    for (let factor = 0; factor < 500; factor++) product.multiply([0.6, 0.8, -0.8, 0.6]);
    for (const log of product.logSingularValues()) expect(Math.abs(log)).toBeLessThan(500 * Number.EPSILON);
  });
});

describe('at the edges', () => {
  it('starts as the identity, and takes size 1', () => {
    expect(new GradedProduct(3).logSingularValues(3)).toEqual([0, 0, 0]);
    const scalar = new GradedProduct(1);
    for (let factor = 0; factor < 1000; factor++) scalar.multiply([-1e-3]);
    expect(scalar.logSingularValues()).toEqual([scalar.logRowNorm]);
    expect(scalar.logRowNorm).toBeCloseTo(-3000 * DECADE, 8);
  });

  it('does not over- or underflow with entries of any size', () => {
    for (const scale of [1e-200, 1e150]) {
      const product = new GradedProduct(2);
      for (let factor = 0; factor < 50; factor++) product.multiply([scale, 0, 0, 3 * scale]);
      expect(product.logSingularValues()[0]).toBeCloseTo(50 * Math.log(3 * scale), 8);
      expect(product.logSingularValues()[1]).toBeCloseTo(50 * Math.log(scale), 8);
    }
  });

  it('gives -Infinity for a singular product', () => {
    const singular = new GradedProduct(3)
      .multiply([1, 2, 3, 2, 4, 6, 1, 0, 1])
      .multiply([1, 1, 0, 0, 1, 0, 0, 0, 2]);
    expect(singular.logSingularValues(3)[2]).toBe(-Infinity);
    expect(singular.logSingularValues(3)[1]).toBeGreaterThan(-10);
    expect(singular.logDiagonal[1]).toBe(-Infinity);
    const zero = new GradedProduct(2).multiply([0, 0, 0, 0]).multiply([1, 2, 3, 4]);
    expect(zero.logSingularValues()).toEqual([-Infinity, -Infinity]);
  });

  it('names the entry that is not finite, and the wrong length', () => {
    const product = new GradedProduct(2).multiply([1, 2, 3, 4]);
    expect(() => product.multiply([1, 2, Number.NaN, 4])).toThrow(/Factor 1 has NaN at row 1, column 0/);
    expect(() => product.multiply([1, 2, 3])).toThrow(/3 entries.*2 × 2.*4/);
    expect(() => new GradedProduct(0)).toThrow(/whole number from 1/);
  });
});

// The budgets of the page, with room for a slow machine: measured 8 ms and 0.3 s.
it('is quick: size 4 at every factor, size 64 at every tenth', () => {
  const time = (size: number, every: number) => {
    const normal = normalStream(9);
    const matrices = Array.from({ length: 101 }, () => gaussianMatrix(normal, size));
    const started = performance.now();
    const product = new GradedProduct(size);
    for (const [factor, matrix] of matrices.entries()) {
      product.multiply(matrix);
      if (factor % every === 0) product.logSingularValues(2);
    }
    return performance.now() - started;
  };
  time(4, 1);
  expect(time(4, 1)).toBeLessThan(60);
  expect(time(64, 10)).toBeLessThan(3000);
});

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
