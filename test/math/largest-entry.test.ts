import { beforeAll, describe, expect, it } from 'vitest';
import { logChiVariance } from '../../src/math/gaussian-products.ts';
import table from '../../src/math/largest-entry.json' with { type: 'json' };
import {
  largestEntry,
  largestEntryCdf,
  largestEntrySizes,
  lastFactor,
} from '../../src/math/largest-entry.ts';
import { firstOffset, limitingOffset, meanLogMaxNormal } from '../../src/math/largest-entry-limits.ts';
import { pathBand } from '../../src/math/path-band.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { largestEntryPath, normalStream } from './normal-stream.ts';

const EULER_GAMMA = 0.5772156649015329;
const { knots, sizes } = table;

describe('the limits theory knows', () => {
  it('one normal, and two: closed forms', () => {
    expect(meanLogMaxNormal(1)).toBeCloseTo(-(EULER_GAMMA + Math.LN2) / 2, 13);
    // Two are χ_2 times the larger of |cos|, |sin|. E ln χ_2 = (ln 2 - γ)/2; ln cos averages 2 Catalan/π - ln 2 on (0, π/4).
    const catalan = 0.915965594177219;
    expect(meanLogMaxNormal(2)).toBeCloseTo(
      (Math.LN2 - EULER_GAMMA) / 2 + (2 / Math.PI) * catalan - Math.LN2,
      13,
    );
  });

  it.each(sizes)(
    'size $size: the measured offset at factor 0 is that of N² normals',
    ({ size, offset, offsetError }) => {
      // Four standard errors, and half a unit of the last stored digit.
      expect(Math.abs(offset[0] - firstOffset(size))).toBeLessThan(4 * offsetError[0] + 5e-6);
    },
  );

  it('after many factors the measured offset is that of a product of rank one', () => {
    // N = 2 and 4 are there by factor 100; at N = 8 the second direction still shows there, by 0.003, and is gone by 150.
    for (const [size, from] of [
      [2, 20],
      [4, 100],
      [8, 150],
    ]) {
      const { offset, offsetError } = rowOf(size);
      for (const [i, knot] of knots.entries()) {
        if (knot >= from) expect(Math.abs(offset[i] - limitingOffset(size))).toBeLessThan(4 * offsetError[i]);
      }
    }
    // Wider products are still on their way, from below.
    for (const size of [16, 32, 64]) {
      const { offset } = rowOf(size);
      expect(offset.at(-1)).toBeLessThan(limitingOffset(size));
      expect(offset.every((value, i) => i === 0 || value > offset[i - 1])).toBe(true);
    }
  });

  it('late variance grows by that of ln χ_N per factor', () => {
    for (const size of [2, 4, 8]) {
      const sdAt = (factor: number) => rowOf(size).sd[knots.indexOf(factor)];
      const perFactor = (sdAt(200) ** 2 - sdAt(100) ** 2) / 100;
      // The control variate leaves an error of about 2 sd(S) sd(D) / sqrt(draws), 0.5 % of this difference.
      expect(Math.abs((perFactor * Math.LN10 ** 2) / logChiVariance(size) - 1)).toBeLessThan(0.02);
    }
  });
});

describe('the law as a function', () => {
  it('passes through the stored knots', () => {
    for (const { size, sd, skewness, innovation } of sizes) {
      for (const [i, factor] of knots.entries()) {
        const law = largestEntry({ size, sigma: 1, factor });
        expect(law.sd).toBeCloseTo(sd[i], 12);
        expect(law.skewness).toBeCloseTo(skewness[i], 12);
        expect(law.innovation).toBeCloseTo(innovation[i], 12);
      }
    }
  });

  it('depends on sigma by exactly (k + 1) log10 sigma', () => {
    const one = largestEntry({ size: 4, sigma: 1, factor: 100 });
    const tenth = largestEntry({ size: 4, sigma: 0.1, factor: 100 });
    expect(one.mean - tenth.mean).toBeCloseTo(101, 11);
    expect(tenth.sd).toBe(one.sd);
  });

  it('rises without steps between knots', () => {
    for (const size of largestEntrySizes) {
      const laws = Array.from({ length: lastFactor + 1 }, (_, factor) =>
        largestEntry({ size, sigma: 1, factor }),
      );
      for (let k = 1; k <= lastFactor; k++) expect(laws[k].sd).toBeGreaterThan(laws[k - 1].sd);
      expect(laws.every(({ innovation }) => innovation > 0 && innovation < 1)).toBe(true);
    }
  });

  it('says what was measured', () => {
    expect(() => largestEntry({ size: 3, sigma: 1, factor: 0 })).toThrow(/2, 4, 8, 16, 32, 64/);
    expect(() => largestEntry({ size: 4, sigma: 1, factor: 201 })).toThrow(/0 to 200/);
    expect(() => pathBand({ size: 4, sigma: 1, factors: 0.5 })).toThrow(/whole number from 0 to 200/);
    expect(() => pathBand({ size: 4, sigma: 1, factors: 5, level: 1 })).toThrow(/between 0 and 1/);
  });
});

/** How many products are simulated at each size; 101 factors each. */
const PATHS = { 2: 20_000, 4: 20_000, 8: 6000, 64: 50 };

describe.each(Object.entries(PATHS).map(([size, count]) => ({ size: Number(size), count })))(
  'against $count simulated products of size $size',
  ({ size, count }) => {
    let paths: Float64Array[] = [];
    beforeAll(() => {
      const normal = normalStream(100 + size);
      paths = Array.from({ length: count }, () => largestEntryPath(normal, size, 100));
    }, 60_000);

    it('mean and spread agree, between knots too', () => {
      for (const factor of [0, 1, 4, 7, 16, 28, 63, 90, 100]) {
        const law = largestEntry({ size, sigma: 1, factor });
        const values = paths.map((path) => path[factor]);
        // Four standard errors; 0.002 decades and 1 % for the straight lines between knots.
        expect(Math.abs(mean(values) - law.mean)).toBeLessThan((4 * law.sd) / Math.sqrt(count) + 0.002);
        expect(Math.abs(std(values) / law.sd - 1)).toBeLessThan(4 * Math.sqrt(1 / (2 * count)) * 1.3 + 0.01);
      }
    });

    it('the distribution function errs by less than 0.02', () => {
      for (const factor of [0, 5, 100]) {
        const sorted = paths.map((path) => path[factor]).sort((a, b) => a - b);
        const errors = sorted.map((log10, i) =>
          Math.abs(largestEntryCdf({ size, sigma: 1, factor, log10 }) - (i + 0.5) / count),
        );
        // The simulated distribution itself errs by up to 1.95 / sqrt(count) in 999 of 1000 samples (Kolmogorov).
        const noise = 1.95 / Math.sqrt(count);
        expect(Math.max(...errors)).toBeLessThan(Math.max(0.02, 0.005 + noise));
      }
    });

    const leaves = ({ low, high }: { low: number[]; high: number[] }, path: Float64Array) =>
      path.some((value, k) => value < low[k] || value > high[k]);

    it('the band of 95 % holds 93 to 98 % of whole paths', () => {
      const band = pathBand({ size, sigma: 1, factors: 100, level: 0.95 });
      const held = 1 - paths.filter((path) => leaves(band, path)).length / count;
      const noise = 3 * Math.sqrt((0.05 * 0.95) / count);
      expect(held).toBeGreaterThan(Math.max(0.93, 0.95 - noise) - (count < 1000 ? noise : 0));
      expect(held).toBeLessThan(0.98 + (count < 1000 ? noise : 0));
    });

    it('the band of a claim gives at most 1 false alarm in 1000, and not far fewer', () => {
      for (const factors of [5, 100]) {
        const band = pathBand({ size, sigma: 1, factors, level: 1 - 1e-3 });
        const alarms = paths.filter((path) => leaves(band, path.subarray(0, factors + 1))).length;
        const allowed = count / 1000;
        expect(alarms).toBeLessThanOrEqual(allowed + 3 * Math.sqrt(allowed) + 1);
        if (allowed >= 10) expect(alarms).toBeGreaterThanOrEqual(allowed / 4);
      }
    });
  },
);

it('a variance twice too large leaves the band of a claim in 99 of 100 runs', () => {
  for (const [size, runs] of [
    [4, 400],
    [8, 200],
  ]) {
    const normal = normalStream(900 + size);
    const { low, high } = pathBand({ size, sigma: 1, factors: 100, level: 1 - 1e-3 });
    let caught = 0;
    for (let run = 0; run < runs; run++) {
      const path = largestEntryPath(normal, size, 100, Math.SQRT2);
      if (path.some((value, k) => value < low[k] || value > high[k])) caught++;
    }
    expect(caught / runs).toBeGreaterThanOrEqual(0.99);
  }
});

function rowOf(size: number) {
  const row = sizes.find((candidate) => candidate.size === size);
  if (!row) throw new Error(`No row for size ${size}.`);
  return row;
}
