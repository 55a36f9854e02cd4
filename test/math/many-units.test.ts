/** A machine of many units, against the one that lists its states. */
import { describe, expect, test } from 'vitest';
import { chernoffInterval } from '../../src/math/chernoff.ts';
import {
  drawnFrom,
  freeEnergy,
  freeEnergyRounding,
  meanCorrelations,
  pixelLikelihoods,
} from '../../src/math/many-units.ts';
import { correlations, distribution, negativeFreeEnergies, type Rbm } from '../../src/math/rbm.ts';
import { Generator } from '../../src/random/torch.ts';

const [visible, hidden] = [7, 5];

function draw(seed: number, std = 1): Rbm {
  const rng = new Generator(seed);
  return {
    visible,
    hidden,
    parameters: Float64Array.from(rng.randn(visible * hidden + visible + hidden), (z) => std * z),
  };
}

const pixels = (state: number): number[] => Array.from({ length: visible }, (_, i) => (state >> i) & 1);
const states = [0, 5, 77, 127];

describe.each([1, 2, 3])('seed %d', (seed) => {
  test.each([0.01, 1, 30])('free energies and pixels, weights of %d', (std) => {
    const rbm = draw(seed, std);
    const all = negativeFreeEnergies(rbm);
    const { logP } = distribution(rbm);
    for (const state of states) {
      const energy = freeEnergy(rbm, pixels(state));
      expect(Math.abs(energy + all[state])).toBeLessThan(
        2 * freeEnergyRounding(rbm, pixels(state), 2 ** -53),
      );
      const each = pixelLikelihoods(rbm, pixels(state));
      for (let i = 0; i < visible; i++) {
        const odds = logP[state] - logP[state ^ (1 << i)];
        const wanted = -Math.log1p(Math.exp(-Math.abs(odds))) - Math.max(-odds, 0);
        expect(Math.abs(each[i] - wanted)).toBeLessThan(1e-11 * (1 + Math.abs(wanted)));
      }
    }
  });

  test('correlations over images', () => {
    const rbm = draw(seed);
    const shares = new Float64Array(2 ** visible);
    for (const state of states) shares[state] = 1 / states.length;
    const { means, rounding } = meanCorrelations(rbm, states.flatMap(pixels), 2 ** -53);
    const wanted = correlations(rbm, shares);
    for (let k = 0; k < wanted.length; k++) {
      expect(Math.abs(means[k] - wanted[k])).toBeLessThanOrEqual(2 * rounding[k]);
    }
  });
});

test('an image in the middle of a list', () => {
  const rbm = draw(4);
  const list = states.flatMap(pixels);
  expect(freeEnergy(rbm, list, 2 * visible)).toBe(freeEnergy(rbm, pixels(77)));
  expect(pixelLikelihoods(rbm, list, 2 * visible)).toEqual(pixelLikelihoods(rbm, pixels(77)));
});

test('a product that leaves float64 on its way', () => {
  const many = { visible: 2, hidden: 400, parameters: new Float64Array(800 + 2 + 400).fill(3) };
  const odds = freeEnergy(many, [0, 1]) - freeEnergy(many, [1, 1]);
  expect(odds).toBeGreaterThan(1);
  expect(pixelLikelihoods(many, [0, 1])[0]).toBeCloseTo(-odds, 8);
});

test('numbers drawn from lists: their mean, and an interval that holds it', () => {
  const lists = [Float64Array.of(0, 0, 0, -8), Float64Array.of(-1, -3, -1, -3)];
  const law = drawnFrom(lists);
  expect(law.slope(0)).toBe(-2);
  const h = 1e-5;
  expect((law.value(0.3 + h) - law.value(0.3 - h)) / (2 * h)).toBeCloseTo(law.slope(0.3), 8);
  const rng = new Generator(1);
  const [terms, runs] = [40, 2000];
  const interval = chernoffInterval(law, { terms, falseAlarm: 0.05 });
  let outside = 0;
  for (let run = 0; run < runs; run++) {
    let sum = 0;
    for (const list of lists) {
      for (const u of rng.rand(terms / 2)) sum += list[Math.floor(u * 4)];
    }
    outside += Number(sum / terms < interval.low || sum / terms > interval.high);
  }
  expect(outside).toBeGreaterThan(0);
  expect(outside).toBeLessThan(0.05 * runs);
});
