import { describe, expect, test } from 'vitest';
import { sharesOf } from '../../src/math/contrastive-divergence.ts';
import { directionOf, foreseenFall, safeRate } from '../../src/math/divergence-change.ts';
import {
  correlations,
  distribution,
  divergence,
  negativeEnergy,
  partitionRounding,
  type Rbm,
} from '../../src/math/rbm.ts';
import { dot, norm } from '../../src/math/vectors.ts';
import { Generator } from '../../src/random/torch.ts';

const patterns = Int32Array.from([0, 7, 56, 63, 448, 455, 504, 511, 73, 146, 219, 292, 365, 438]);
const data = sharesOf(patterns, 512);

function vector(size: number, scale: number, seed: number): Float64Array {
  return Float64Array.from(new Generator(seed).randn(size + 16).subarray(0, size), (z) => scale * z);
}
const machine = (hidden: number, scale: number, seed = 1): Rbm => ({
  visible: 9,
  hidden,
  parameters: vector(9 * hidden + 9 + hidden, scale, seed),
});
const klAt = (rbm: Rbm, by: number, along: Float64Array) =>
  divergence(
    data,
    distribution({ ...rbm, parameters: rbm.parameters.map((value, k) => value + by * along[k]) }).logP,
  );
const gradientOf = (rbm: Rbm) => {
  const down = correlations(rbm, distribution(rbm).p);
  return correlations(rbm, data).map((up, k) => up - down[k]);
};
const lookAlong = (rbm: Rbm, along: Float64Array) =>
  directionOf(rbm, along, { data, model: distribution(rbm).p });

describe.each([
  { hidden: 2, scale: 0.01 },
  { hidden: 4, scale: 1 },
  { hidden: 7, scale: 3 },
])('%o', ({ hidden, scale }) => {
  const rbm = machine(hidden, scale);
  const along = vector(rbm.parameters.length, 0.1, 2);
  const { slope, curvature, range } = lookAlong(rbm, along);

  test('the slope is the gradient’s, found another way', () => {
    expect(slope).toBeCloseTo(-dot(gradientOf(rbm), along), 12);
  });

  test('slope and curvature are difference quotients of the KL', () => {
    const h = 1e-3;
    const [below, here, above] = [-h, 0, h].map((by) => klAt(rbm, by, along));
    // Third and fourth derivative are at most 0.2 and 0.1 times powers of the range.
    expect(Math.abs((above - below) / (2 * h) - slope)).toBeLessThan(0.04 * h ** 2 * range ** 3 + 1e-9);
    expect(Math.abs((above - 2 * here + below) / h ** 2 - curvature)).toBeLessThan(
      0.02 * h ** 2 * range ** 4 + 1e-6,
    );
  });

  test('the fall is within its bounds, for steps of any length', () => {
    for (const eta of [1e-3, 0.1, 1, 10]) {
      const { fall, rest } = foreseenFall({ slope, curvature, range }, eta);
      const rounding =
        4 *
        partitionRounding({
          ...rbm,
          parameters: rbm.parameters.map((p, k) => Math.abs(p) + eta * Math.abs(along[k])),
        });
      expect(Math.abs(klAt(rbm, 0, along) - klAt(rbm, eta, along) - fall)).toBeLessThanOrEqual(
        rest + rounding,
      );
    }
  });

  test('the range is that of a sum over pairs of states, and no larger than its bound', () => {
    let [most, least] = [-Infinity, Infinity];
    for (let v = 0; v < 512; v++) {
      for (let h = 0; h < 2 ** hidden; h++) {
        const x = negativeEnergy({ ...rbm, parameters: along }, v, h);
        [most, least] = [Math.max(most, x), Math.min(least, x)];
      }
    }
    expect(range).toBeCloseTo(most - least, 12);
    expect(range).toBeLessThanOrEqual(Math.sqrt(rbm.parameters.length) * norm(along));
  });
});

test('below the safe rate no step along the gradient raises the KL, wherever it is taken', () => {
  for (let seed = 0; seed < 60; seed++) {
    const rbm = machine(2 + (seed % 5), [0.01, 0.3, 1, 3, 10][seed % 5], seed);
    const gradient = gradientOf(rbm);
    const fall = klAt(rbm, 0, gradient) - klAt(rbm, 0.999 * safeRate(rbm), gradient);
    expect(fall).toBeGreaterThan(-4 * partitionRounding(rbm));
  }
});

test('the bound is reached: two opposite states, and the direction between them', () => {
  // The model says all or nothing, with equal chances, so that every statistic is 0 or 1 with all the others.
  const hidden = 2;
  const size = 9 * hidden;
  const weight = 40;
  const parameters = new Float64Array(size + 9 + hidden).fill(weight, 0, size);
  // E(0, 0) = 0, and all on costs as much as it gains.
  parameters.fill((-weight * hidden) / 2, size, size + 9);
  parameters.fill((-weight * 9) / 2, size + 9);
  const rbm = { visible: 9, hidden, parameters };
  const along = new Float64Array(parameters.length).fill(1 / Math.sqrt(parameters.length));
  const model = distribution(rbm).p;
  const { curvature } = directionOf(rbm, along, { data: model, model });
  expect(curvature * safeRate(rbm)).toBeCloseTo(2, 6);
});
