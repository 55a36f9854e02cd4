/** Singular values and the laws of large random matrices; histograms and the laws of large samples. */
import { describe, expect, test } from 'vitest';
import { countInBins, expectedInBins, pearson, worseFits } from '../../src/math/histogram.ts';
import {
  marchenkoPasturEdge,
  marchenkoPasturQuantiles,
  unevenness,
  unevennessLaw,
} from '../../src/math/marchenko-pastur.ts';
import { meanSquareBand } from '../../src/math/mean-square-band.ts';
import { singularValues } from '../../src/math/singular-values.ts';
import { normalDensity } from '../../src/math/special.ts';
import { tracyWidomBand, tracyWidomScore } from '../../src/math/tracy-widom.ts';
import { Generator } from '../../src/random/torch.ts';

const square = (values: readonly number[]) => values.reduce((sum, s) => sum + s * s, 0);

describe('singular values', () => {
  test('of diagonal, rank-one, zero and orthogonal matrices', () => {
    expect(singularValues([3, 0, 0, 0, -7, 0], 2, 3)).toEqual([expect.closeTo(7, 12), expect.closeTo(3, 12)]);
    const [first, ...others] = singularValues(new Float32Array(20).fill(0.5), 5, 4);
    expect(first).toBeCloseTo(0.5 * Math.sqrt(20), 12);
    for (const other of others) expect(other).toBeLessThan(1e-14);
    expect(singularValues(new Float32Array(6), 3, 2)).toEqual([0, 0]);
    expect(singularValues([0, 1, -1, 0], 2, 2)).toEqual([expect.closeTo(1, 14), expect.closeTo(1, 14)]);
    expect(() => singularValues([1, 2, 3], 2, 2)).toThrow('2 × 2');
  });

  test('of a matrix and its transpose, with the sums of second and fourth powers', () => {
    const [m, n] = [23, 40];
    const w = new Generator(2).randn(m * n);
    const transposed = Float32Array.from({ length: m * n }, (_, at) => w[(at % m) * n + Math.floor(at / m)]);
    const s = singularValues(w, m, n);
    expect(s).toHaveLength(m);
    for (const [i, value] of singularValues(transposed, n, m).entries()) expect(value).toBeCloseTo(s[i], 12);
    expect(square(s)).toBeCloseTo(square([...w]), 9);
    let fourth = 0;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        let product = 0;
        for (let k = 0; k < n; k++) product += w[i * n + k] * w[j * n + k];
        fourth += product ** 2;
      }
    }
    expect(square(s.map((value) => value ** 2)) / fourth).toBeCloseTo(1, 12);
  });
});

describe('Marchenko and Pastur', () => {
  test('the moments of the quantiles are those of the law', () => {
    for (const [rows, columns] of [
      [4000, 4000],
      [1000, 4000],
    ]) {
      const quantiles = marchenkoPasturQuantiles({ rows, columns }, 0.5);
      // Quantiles in the middle of their shares miss the moments by about the square of a share at the edges.
      expect(square(quantiles) / (0.25 * rows * columns)).toBeCloseTo(1, 4);
      expect(unevenness(quantiles)).toBeCloseTo(1 + rows / columns, 3);
      const edge = marchenkoPasturEdge({ rows, columns }, 0.5);
      expect(quantiles[0]).toBeLessThan(edge);
      expect(quantiles[0] / edge).toBeCloseTo(1, 2);
    }
  });

  test('unevenness: equal values 1, one alone their number', () => {
    expect(unevenness([2, 2, 2])).toBe(1);
    expect(unevenness([5, 0, 0, 0])).toBe(4);
  });

  test('unevenness of 300 matrices, normal and uniform', () => {
    const [rows, columns] = [24, 48];
    const rng = new Generator(8);
    for (const kurtosis of [3, 1.8]) {
      const law = unevennessLaw({ rows, columns }, kurtosis);
      const scores = Array.from({ length: 300 }, () => {
        const w =
          kurtosis === 3 ? rng.randn(rows * columns) : rng.uniform_(new Float32Array(rows * columns), -1, 1);
        return (unevenness(singularValues(w, rows, columns)) - law.mean) / law.sd;
      });
      // Four standard errors, and for the law's leading order a tenth at this size.
      expect(Math.abs(scores.reduce((sum, z) => sum + z, 0) / 300)).toBeLessThan(4 / Math.sqrt(300) + 0.1);
      expect(Math.abs(Math.sqrt(square(scores) / 300) - 1)).toBeLessThan(4 / Math.sqrt(600) + 0.1);
    }
  });
});

describe('Tracy and Widom', () => {
  test('quantiles of the law for real matrices', () => {
    // The quantiles that Johnstone (2001) prints in table 1, with two digits: at 5, 95, 10, 90, 1 and 99 %.
    for (const [falseAlarm, low, high] of [
      [0.1, -3.18, 0.98],
      [0.2, -2.78, 0.45],
      [0.02, -3.9, 2.02],
    ]) {
      const band = tracyWidomBand({ terms: 1, falseAlarm });
      // Half a digit of the table, and 0.02 for the gamma law that stands in.
      expect(Math.abs(band.low - low)).toBeLessThan(0.025);
      expect(Math.abs(band.high - high)).toBeLessThan(0.025);
    }
    expect(tracyWidomBand({ terms: 1, falseAlarm: 0.5 }).mean).toBeCloseTo(-1.2065, 3);
  });

  test('400 largest singular values, normal and uniform', () => {
    const dimensions = { rows: 32, columns: 96 };
    const rng = new Generator(9);
    for (const kurtosis of [3, 1.8]) {
      const bound = Math.sqrt(3);
      let total = 0;
      for (let run = 0; run < 400; run++) {
        const empty = new Float32Array(32 * 96);
        const w = kurtosis === 3 ? rng.normal_(empty) : rng.uniform_(empty, -bound, bound);
        const [largest] = singularValues(w, 32, 96);
        total += tracyWidomScore(dimensions, { largest, std: 1, kurtosis });
      }
      // Four standard errors of 1.27/20, and the margin that the shift needs at 32 rows.
      expect(Math.abs(total / 400 + 1.2065)).toBeLessThan(0.26 + 2 * (3 - kurtosis) * 32 ** (-2 / 3) + 0.05);
    }
  });
});

describe('histograms', () => {
  const bins = { low: -4, high: 4, bins: 32 };
  test('what lies beyond counts in the outer bins, and what is expected adds up', () => {
    expect(countInBins([-9, -4, 0, 3.9, 4, 12], { low: -4, high: 4, bins: 4 })).toEqual([2, 0, 1, 3]);
    const wanted = expectedInBins(normalDensity, bins, { size: 1000 });
    expect(wanted.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1000, 9);
    // P(0 < Z < 1/4) from a table.
    expect(wanted[16] / 1000).toBeCloseTo(0.0987063, 6);
  });

  test('bins that expect fewer than five are joined', () => {
    expect(pearson([1, 1, 20, 1], [2, 4, 16, 1])).toEqual({
      chiSquare: (2 - 6) ** 2 / 6 + (21 - 17) ** 2 / 17,
      freedom: 1,
    });
    // 95 % point of chi-square with 10 degrees of freedom.
    expect(worseFits({ chiSquare: 18.307, freedom: 10 })).toBeCloseTo(0.05, 4);
  });

  test('the share of worse fits is uniform for honest samples, and nil for a tenth more deviation', () => {
    const rng = new Generator(12);
    const expected = expectedInBins(normalDensity, bins, { size: 4000 });
    const shares = Array.from({ length: 400 }, () =>
      worseFits(pearson(countInBins(rng.randn(4000), bins), expected)),
    );
    // Its mean is 1/2, with a standard error of 0.289/20.
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) / 400 - 0.5)).toBeLessThan(4 * 0.0145);
    const wide = rng.normal_(new Float32Array(4000), 0, 1.1);
    expect(worseFits(pearson(countInBins(wide, bins), expected))).toBeLessThan(1e-4);
  });
});

test('the band of a mean square: how often 2000 honest samples leave it', () => {
  const rng = new Generator(13);
  const band = meanSquareBand({ meanSquare: 1 / 3, kurtosis: 9 / 5, terms: 500, falseAlarm: 0.05 });
  let outside = 0;
  for (let run = 0; run < 2000; run++) {
    const meanSquare = square([...rng.uniform_(new Float32Array(500), -1, 1)]) / 500;
    if (meanSquare < band.low || meanSquare > band.high) outside += 1;
  }
  // 100 expected, give or take four times 9.7.
  expect(Math.abs(outside - 100)).toBeLessThan(40);
});
