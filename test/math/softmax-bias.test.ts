import { describe, expect, test } from 'vitest';
import {
  biasDescent,
  biasLoss,
  classShares,
  entropyOf,
  LARGEST_RATE,
  lossCeiling,
} from '../../src/math/softmax-bias.ts';

const shares = classShares([0, 0, 0, 1, 1, 3], 4);

test('shares and entropy of six labels, by hand', () => {
  expect(shares.map((share) => Math.round(6 * share))).toEqual([3, 2, 0, 1]);
  const byHand = Math.log(2) / 2 + Math.log(3) / 3 + Math.log(6) / 6;
  expect(entropyOf(shares)).toBeCloseTo(byHand, 14);
});

test('the loss at b = 0 is ln 4, and its slope is softmax(b) - shares', () => {
  expect(biasLoss([0, 0, 0, 0], shares)).toBeCloseTo(Math.log(4), 14);
  const b = [0.3, -0.2, 1, 0];
  const total = b.reduce((sum, value) => sum + Math.exp(value), 0);
  for (const k of b.keys()) {
    const nudged = (by: number) => b.map((value, i) => (i === k ? value + by : value));
    const slope = (biasLoss(nudged(1e-5), shares) - biasLoss(nudged(-1e-5), shares)) / 2e-5;
    // A central difference errs by h² / 6 times a third derivative below 1, and by rounding over h.
    expect(Math.abs(slope - (Math.exp(b[k]) / total - shares[k]))).toBeLessThan(1e-10);
  }
});

describe.each([0.1, 1, LARGEST_RATE])('descent at a rate of %d', (lr) => {
  const steps = 200;
  const path = biasDescent(shares, { lr, steps });

  test('falls at every step, stays above the entropy and below the ceiling', () => {
    const entropy = entropyOf(shares);
    for (let t = 1; t <= steps; t++) {
      expect(path[t].loss).toBeLessThan(path[t - 1].loss);
      expect(path[t].loss).toBeGreaterThan(entropy);
      expect(path[t].loss).toBeLessThanOrEqual(lossCeiling(shares, { lr, steps: t }));
    }
  });

  test('the ceiling comes down to the entropy', () => {
    const far = lossCeiling(shares, { lr, steps: 1e6 });
    expect(far - entropyOf(shares)).toBeLessThan(1e-3);
    expect(far).toBeGreaterThan(entropyOf(shares));
  });
});

test('a rate beyond the bound is refused', () => {
  expect(() => lossCeiling(shares, { lr: 2.5, steps: 10 })).toThrow(/up to 2/);
});
