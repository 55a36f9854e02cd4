import { describe, expect, test } from 'vitest';
import { type ProductSum, sumMoments, type UnitLaw } from '../../src/math/product-sums.ts';
import { gaussLegendre } from '../../src/math/quadrature.ts';
import { normalDensity } from '../../src/math/special.ts';
import { Generator } from '../../src/random/torch.ts';

/** Values with probabilities. */
type Discrete = { at: number; weight: number }[];

/** Gauss–Hermite's five points: exact for polynomials of a normal variable up to degree 9, and h⁴ has degree 8 in each. */
const root10 = Math.sqrt(10);
const hermite = [0, Math.sqrt(5 - root10), Math.sqrt(5 + root10)].flatMap((at) => {
  const he4 = at ** 4 - 6 * at ** 2 + 3;
  const weight = 24 / (5 * he4 ** 2);
  return at === 0
    ? [{ at, weight }]
    : [
        { at, weight },
        { at: -at, weight },
      ];
});
const legendre = gaussLegendre(5, -Math.sqrt(3), Math.sqrt(3));
const laws: Record<UnitLaw, Discrete> = {
  normal: hermite,
  uniform: Array.from(legendre.points, (at, i) => ({ at, weight: legendre.weights[i] / (2 * Math.sqrt(3)) })),
  coin: [-1, 1].map((at) => ({ at, weight: 1 / 2 })),
};

test('the five points have the moments of a standard normal', () => {
  const moment = (k: number) => hermite.reduce((sum, { at, weight }) => sum + weight * at ** k, 0);
  [1, 1, 3, 15, 105].forEach((wanted, i) => {
    expect(moment(2 * i)).toBeCloseTo(wanted, 10);
  });
  const { points, weights } = gaussLegendre(64, -9, 9);
  expect(points.reduce((sum, z, i) => sum + weights[i] * normalDensity(z) * z ** 8, 0)).toBeCloseTo(105, 8);
});

/** All outcomes of n = 2 terms, one by one. */
function enumerated({ law, weights, inputs, exchanged }: ProductSum) {
  const sums = { h: 0, h2: 0, h4: 0, cross: 0, cross2: 0, squares: 0, squares2: 0 };
  const ways: { values: number[]; weight: number }[] = [{ values: [], weight: 1 }];
  const factors = [laws.coin, laws.coin, laws[law], laws[law], laws.normal, laws.normal];
  if (exchanged) factors.push(laws[law], laws[law]);
  const all = factors.reduce(
    (so, factor) =>
      so.flatMap(({ values, weight }) =>
        factor.map((next) => ({ values: [...values, next.at], weight: weight * next.weight })),
      ),
    ways,
  );
  for (const { values, weight } of all) {
    const [s, t, z0, z1, y0, y1, other0 = z0, other1 = z1] = values;
    const w = [z0, z1].map((z) => (weights.mean ?? 0) + (weights.shared ?? 0) * s + weights.own * z);
    const x = [
      [y0, other0],
      [y1, other1],
    ].map(
      ([y, z]) => (inputs.mean ?? 0) + (inputs.shared ?? 0) * t + inputs.own * y + (inputs.follows ?? 0) * z,
    );
    const q = [w[0] * x[0], w[1] * x[1]];
    const h = q[0] + q[1];
    const [cross, squares] = [2 * q[0] * q[1], q[0] ** 2 + q[1] ** 2];
    sums.h += weight * h;
    sums.h2 += weight * h ** 2;
    sums.h4 += weight * h ** 4;
    sums.cross += weight * cross;
    sums.cross2 += weight * cross ** 2;
    sums.squares += weight * squares;
    sums.squares2 += weight * squares ** 2;
  }
  return sums;
}

const half = Math.SQRT1_2;
const parts = {
  fair: { own: 1 },
  mean: { mean: half, own: half },
  shared: { shared: 0.6, own: 0.8 },
  follows: { own: 0.8, follows: 0.6 },
};

describe.each(['normal', 'uniform', 'coin'] as const)('%s weights', (law) => {
  test.each([
    ['fair', 'fair', false],
    ['mean', 'fair', false],
    ['mean', 'mean', false],
    ['shared', 'shared', false],
    ['mean', 'follows', false],
    ['shared', 'follows', false],
    ['fair', 'follows', true],
    ['mean', 'follows', true],
  ] as const)('weights %s, inputs %s, exchanged %s: as all outcomes of two terms say', (w, x, exchanged) => {
    const setting: ProductSum = { n: 2, law, weights: parts[w], inputs: parts[x], exchanged };
    const found = sumMoments(setting);
    const wanted = enumerated(setting);
    const sd = (first: number, second: number) => Math.sqrt(Math.max(0, second - first ** 2));
    expect(found.sum.mean).toBeCloseTo(wanted.h, 10);
    expect(found.sum.sd).toBeCloseTo(sd(wanted.h, wanted.h2), 10);
    expect(found.square.mean).toBeCloseTo(wanted.h2, 10);
    expect(found.square.sd).toBeCloseTo(sd(wanted.h2, wanted.h4), 9);
    expect(found.cross.mean).toBeCloseTo(wanted.cross, 10);
    expect(found.cross.sd).toBeCloseTo(sd(wanted.cross, wanted.cross2), 9);
    expect(found.squares.mean).toBeCloseTo(wanted.squares, 10);
    expect(found.squares.sd).toBeCloseTo(sd(wanted.squares, wanted.squares2), 9);
  });
});

test('sixteen terms, drawn a hundred thousand times: the ways indices coincide are counted right', () => {
  const setting: ProductSum = { n: 16, law: 'normal', weights: parts.mean, inputs: parts.mean };
  const { sum, square, cross } = sumMoments(setting);
  const rng = new Generator(5);
  const trials = 100_000;
  const [z, y] = [rng.randn(16 * trials), rng.randn(16 * trials)];
  const totals = { h: 0, h2: 0, cross: 0, cross2: 0 };
  for (let trial = 0; trial < trials; trial++) {
    let [h, squares] = [0, 0];
    for (let j = 16 * trial; j < 16 * (trial + 1); j++) {
      const q = half * (1 + z[j]) * half * (1 + y[j]);
      h += q;
      squares += q * q;
    }
    totals.h += h / trials;
    totals.h2 += h ** 2 / trials;
    totals.cross += (h ** 2 - squares) / trials;
    totals.cross2 += (h ** 2 - squares) ** 2 / trials;
  }
  // Five standard errors, those of the sample itself for the last.
  const room = 5 / Math.sqrt(trials);
  expect(Math.abs(totals.h - sum.mean)).toBeLessThan(room * sum.sd);
  expect(Math.abs(totals.h2 - square.mean)).toBeLessThan(room * square.sd);
  expect(Math.abs(totals.cross - cross.mean)).toBeLessThan(room * cross.sd);
  expect(Math.sqrt(totals.cross2 - totals.cross ** 2) / cross.sd).toBeCloseTo(1, 1);
});

test('the textbook’s own case, and one that adds a half', () => {
  const n = 256;
  const fair = sumMoments({ n, law: 'uniform', weights: { own: 1 }, inputs: parts.mean });
  expect([fair.sum.mean, fair.cross.mean]).toEqual([0, 0]);
  expect(fair.square.mean / n).toBeCloseTo(1, 14);
  expect(fair.squares.mean / n).toBeCloseTo(1, 14);
  const mean = 1 / Math.sqrt(n);
  const weights = { mean, own: Math.sqrt(1 - mean ** 2) };
  const off = sumMoments({ n, law: 'normal', weights, inputs: parts.mean });
  expect(off.square.mean / n).toBeCloseTo(1 + (n - 1) / (2 * n), 12);
});

test('a single term has no cross terms to speak of', () => {
  expect(() => sumMoments({ n: 1, law: 'coin', weights: { own: 1 }, inputs: { own: 1 } })).toThrow(
    'n = 1; allowed is a whole number from 2 on',
  );
});
