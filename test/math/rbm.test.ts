import { describe, expect, test } from 'vitest';
import { sharesOf } from '../../src/math/contrastive-divergence.ts';
import {
  correlations,
  distribution,
  divergence,
  logPartition,
  logSumExp,
  negativeEnergy,
  negativeFreeEnergies,
  partitionRounding,
  type Rbm,
  reconstructionError,
  turned,
} from '../../src/math/rbm.ts';
import { Generator } from '../../src/random/torch.ts';

/** Parameters from N(0, scale²). */
function machine(visible: number, hidden: number, scale: number, seed = 1): Rbm {
  const parameters = new Float64Array(visible * hidden + visible + hidden);
  // Sixteen or more, so that the stream is the one that is checked bit for bit.
  const normals = new Generator(seed).randn(parameters.length + 16);
  return { visible, hidden, parameters: parameters.map((_, k) => scale * normals[k]) };
}

/** e^(-E) / Z for every pair of states, straight from the definition. */
function joint(rbm: Rbm): { v: number; h: number; p: number }[] {
  const pairs = Array.from({ length: 2 ** (rbm.visible + rbm.hidden) }, (_, s) => ({
    v: s & (2 ** rbm.visible - 1),
    h: s >> rbm.visible,
  }));
  const weights = pairs.map(({ v, h }) => Math.exp(negativeEnergy(rbm, v, h)));
  const z = weights.reduce((sum, w) => sum + w, 0);
  return pairs.map((pair, i) => ({ ...pair, p: weights[i] / z }));
}

const patterns = Int32Array.from([0, 7, 56, 63, 448, 455, 504, 511, 73, 146, 219, 292, 365, 438]);
const data = sharesOf(patterns, 512);

test('the energy is what it says', () => {
  // Two visible units, three hidden: W = [[1, 2, 3], [4, 5, 6]], b = [10, 20], c = [100, 200, 300].
  const rbm = {
    visible: 2,
    hidden: 3,
    parameters: Float64Array.of(1, 2, 3, 4, 5, 6, 10, 20, 100, 200, 300),
  };
  expect(negativeEnergy(rbm, 0b10, 0b101)).toBe(4 + 6 + 20 + 100 + 300);
  expect(negativeEnergy(rbm, 0b11, 0b010)).toBe(2 + 5 + 10 + 20 + 200);
  expect(negativeEnergy(turned(rbm), 0b101, 0b10)).toBe(4 + 6 + 20 + 100 + 300);
  expect(turned(turned(rbm))).toEqual(rbm);
});

describe.each([
  { visible: 3, hidden: 2, scale: 1 },
  { visible: 4, hidden: 5, scale: 2 },
  { visible: 6, hidden: 3, scale: 0.01 },
])('$visible visible and $hidden hidden units, parameters of size $scale', ({ visible, hidden, scale }) => {
  const rbm = machine(visible, hidden, scale);
  const pairs = joint(rbm);
  const { p } = distribution(rbm);

  test('the distribution over visible states is the sum over hidden ones', () => {
    p.forEach((probability, state) => {
      const listed = pairs.filter(({ v }) => v === state).reduce((sum, pair) => sum + pair.p, 0);
      expect(Math.abs(probability / listed - 1)).toBeLessThan(1e-13);
    });
  });

  test('its correlations are those of the definition', () => {
    const sums = new Float64Array(rbm.parameters.length);
    for (const { v, h, p: weight } of pairs) {
      for (let i = 0; i < visible; i++) {
        for (let j = 0; j < hidden; j++) sums[i * hidden + j] += weight * ((v >> i) & 1) * ((h >> j) & 1);
        sums[visible * hidden + i] += weight * ((v >> i) & 1);
      }
      for (let j = 0; j < hidden; j++) sums[visible * (hidden + 1) + j] += weight * ((h >> j) & 1);
    }
    // Sums of at most 2^9 numbers that add up to 1 at most.
    correlations(rbm, p).forEach((value, k) => {
      expect(Math.abs(value - sums[k])).toBeLessThan(2 ** 9 * 2 ** -53);
    });
  });
});

describe('over either layer', () => {
  const cases = [2, 5, 8, 12].flatMap((hidden) =>
    [0.01, 1, 5].flatMap((scale) => [1, 2, 3].map((seed) => ({ hidden, scale, seed }))),
  );
  test.each(cases)('ln Z agrees to 1e-10, and to its rounding: %o', ({ hidden, scale, seed }) => {
    const rbm = machine(9, hidden, scale, seed);
    const apart = Math.abs(logPartition(rbm) - logPartition(turned(rbm)));
    expect(apart).toBeLessThan(1e-10);
    expect(apart).toBeLessThanOrEqual(2 * partitionRounding(rbm));
  });

  test('where e^x would overflow', () => {
    const rbm = machine(9, 8, 100);
    expect(logPartition(rbm)).toBeGreaterThan(710);
    expect(Math.abs(logPartition(rbm) - logPartition(turned(rbm)))).toBeLessThan(2 * partitionRounding(rbm));
  });

  test('and a weight that only one side sees is noticed', () => {
    const rbm = machine(9, 8, 1);
    const other = turned(rbm);
    other.parameters[10] += 1e-9;
    expect(Math.abs(logPartition(rbm) - logPartition(other))).toBeGreaterThan(2 * partitionRounding(rbm));
  });
});

test('without weights every unit is on its own', () => {
  const rbm = machine(3, 2, 1);
  rbm.parameters.fill(0, 0, 6);
  const alone = rbm.parameters.slice(6).reduce((sum, bias) => sum + Math.log1p(Math.exp(bias)), 0);
  expect(logPartition(rbm)).toBeCloseTo(alone, 13);
});

describe.each([0.01, 0.5, 2])('the exact gradient, parameters of size %d', (scale) => {
  const rbm = machine(9, 8, scale);
  const kl = (parameters: Float64Array) => divergence(data, distribution({ ...rbm, parameters }).logP);
  const up = correlations(rbm, data);
  const down = correlations(rbm, distribution(rbm).p);

  test('is a difference quotient of the exact KL, in every parameter, to 1e-6', () => {
    const h = 1e-4;
    rbm.parameters.forEach((value, k) => {
      const [above, below] = [h, -h].map((by) => kl(rbm.parameters.with(k, value + by)));
      // Off by h² times the third derivative, which is below 0.2, and by the rounding of two KLs over 2h.
      expect(Math.abs((below - above) / (2 * h) - (up[k] - down[k]))).toBeLessThan(1e-6);
    });
  });

  test('and neither phase alone is, nor one with the other twice', () => {
    const step = up.map((u, k) => u - down[k]);
    const [doubled, dropped] = [up.map((u, k) => u - 2 * down[k]), up];
    const h = 1e-4;
    const along = (by: number) => kl(rbm.parameters.map((value, k) => value + by * step[k]));
    const slope = (along(-h) - along(h)) / (2 * h);
    const dot = (a: Float64Array) => a.reduce((sum, value, k) => sum + value * step[k], 0);
    expect(Math.abs(slope - dot(step))).toBeLessThan(1e-6);
    expect(Math.abs(slope - dot(doubled))).toBeGreaterThan(1e-3);
    expect(Math.abs(slope - dot(dropped))).toBeGreaterThan(1e-3);
  });
});

test('the KL of a machine that knows nothing is ln 512 - ln 14', () => {
  const rbm = machine(9, 4, 0);
  expect(divergence(data, distribution(rbm).logP)).toBeCloseTo(Math.log(512 / 14), 13);
  expect(divergence(data, data.map(Math.log))).toBe(0);
});

test('the reconstruction error of one unit each, by hand', () => {
  const rbm = { visible: 1, hidden: 1, parameters: Float64Array.of(2, -0.5, 0.3) };
  const on = (z: number) => 1 / (1 + Math.exp(-z));
  const back = (v: number) => on(2 * on(2 * v + 0.3) - 0.5);
  expect(reconstructionError(rbm, Float64Array.of(0.25, 0.75))).toBeCloseTo(
    0.25 * back(0) ** 2 + 0.75 * (1 - back(1)) ** 2,
    14,
  );
});

test('free energies stay within their rounding of the definition', () => {
  for (const scale of [0.1, 3, 30]) {
    const rbm = machine(9, 8, scale);
    const closed = negativeFreeEnergies(rbm);
    for (const v of patterns) {
      const listed = logSumExp(Float64Array.from({ length: 256 }, (_, h) => negativeEnergy(rbm, v, h)));
      expect(Math.abs(listed - closed[v])).toBeLessThan(2 * partitionRounding(rbm));
    }
  }
});
