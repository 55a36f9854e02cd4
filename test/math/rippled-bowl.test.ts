import { expect, test } from 'vitest';
import {
  heightAt,
  lowest,
  SMOOTHNESS,
  shareOf,
  slopeAt,
  valleyOf,
  valleys,
} from '../../src/math/rippled-bowl.ts';

test('the slope is that of the height, and its own slope stays within the bound', () => {
  for (let w = -6; w <= 6; w += 0.01) {
    const slope = (heightAt(w + 1e-5) - heightAt(w - 1e-5)) / 2e-5;
    // h² / 6 times a third derivative of 13.5 at most, and rounding over h.
    expect(Math.abs(slope - slopeAt(w))).toBeLessThan(1e-9);
    expect(Math.abs(slopeAt(w + 0.005) - slopeAt(w))).toBeLessThanOrEqual(0.005 * SMOOTHNESS);
  }
});

test('tops and bottoms take turns, each flat, and the lowest is lowest', () => {
  for (const [i, { from, to, bottom, height }] of valleys.entries()) {
    expect(from < bottom && bottom < to).toBe(true);
    expect(Math.abs(slopeAt(bottom))).toBeLessThan(1e-12);
    expect(height).toBeGreaterThanOrEqual(valleys[lowest].height);
    expect(valleyOf(bottom)).toBe(i);
    if (i > 0) expect(from).toBe(valleys[i - 1].to);
  }
  // On a fine lattice nothing is lower.
  for (let w = -13; w < 13; w += 1e-3)
    expect(heightAt(w)).toBeGreaterThanOrEqual(valleys[lowest].height - 1e-12);
});

test('the shares of a stretch add up to one', () => {
  const total = valleys.reduce((sum, _, i) => sum + shareOf(i, -4, 4), 0);
  expect(total).toBeCloseTo(1, 14);
});
