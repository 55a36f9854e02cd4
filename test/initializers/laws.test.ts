/** The laws of the initializers: their moments from their densities, and what is drawn against them. */
import { describe, expect, test } from 'vitest';
import { type Law, lawOf, type RandomLaw } from '../../src/initializers/laws.ts';
import { findInitializer, initializers, readArguments, readShape } from '../../src/initializers/registry.ts';
import { gaussLegendre } from '../../src/math/quadrature.ts';
import { RuntimeError, ValueError } from '../../src/random/errors.ts';
import { Generator } from '../../src/random/torch.ts';

type Args = Record<string, number | string>;

const RANDOM: [name: string, shape: number[], args: Args][] = [
  ['uniform_', [300, 200], { a: -0.3, b: 0.7 }],
  ['normal_', [60000], { mean: 0.4, std: 0.03 }],
  ['trunc_normal_', [300, 200], {}],
  ['trunc_normal_', [300, 200], { mean: 0.5, std: 0.2, a: 0.4, b: 1 }],
  ['trunc_normal_', [300, 200], { std: 0.02 }],
  ['xavier_uniform_', [300, 20, 3, 3], { gain: 5 / 3 }],
  ['xavier_normal_', [300, 200], {}],
  ['kaiming_uniform_', [300, 200], { a: Math.sqrt(5) }],
  ['kaiming_normal_', [300, 20, 3, 3], { mode: 'fan_out', nonlinearity: 'relu' }],
  ['orthogonal_', [200, 300], { gain: 1.5 }],
  ['orthogonal_', [40, 6000], {}],
  ['sparse_', [300, 200], { sparsity: 0.35, std: 0.5 }],
  ['lecun_uniform_', [300, 200], {}],
  ['lecun_normal_', [300, 200], {}],
  ['mxnet_default_', [300, 200], {}],
];
const FIXED: [name: string, shape: number[], args: Args][] = [
  ['constant_', [3, 4], { val: -0.5 }],
  ['ones_', [3], {}],
  ['zeros_', [3, 4], {}],
  ['eye_', [3, 7], {}],
  ['dirac_', [6, 2, 3, 3], { groups: 2 }],
  ['sparse_', [4, 3], { sparsity: 1 }],
  ['orthogonal_', [4, 3], { gain: 0 }],
  ['uniform_', [4], { a: 0.5, b: 0.5 }],
  ['normal_', [20], { mean: 0.5, std: 0 }],
  ['trunc_normal_', [4], { a: 0.5, b: 0.5 }],
];

function random(law: Law): RandomLaw {
  if (law.kind !== 'random') throw new Error(`a ${law.kind} law`);
  return law;
}

function draw(name: string, shape: number[], args: Args, seed: number): Float32Array {
  const tensor = new Float32Array(readShape(shape));
  return findInitializer(name).fill(tensor, shape, new Generator(seed), readArguments(name, args));
}

const PANEL = gaussLegendre(24, 0, 1);

/** The integral of the law's density times f, from its lower end, or 12 deviations below the mean, to `to`. */
function integral(
  { mean, variance, bounds, density }: RandomLaw,
  f: (x: number) => number,
  to = Infinity,
): number {
  const reach = 12 * Math.sqrt(variance);
  const from = Math.max(bounds[0], mean - reach);
  const length = (Math.min(bounds[1], mean + reach, to) - from) / 40;
  let total = 0;
  for (let panel = 0; panel < 40; panel++) {
    for (let i = 0; i < PANEL.points.length; i++) {
      const x = from + (panel + PANEL.points[i]) * length;
      total += PANEL.weights[i] * length * density(x) * f(x);
    }
  }
  return total;
}

test('every initializer has a law', () => {
  const covered = new Set([...RANDOM, ...FIXED].map(([name]) => name));
  expect([...covered].sort()).toEqual(initializers.map(({ name }) => name).sort());
});

describe.each(RANDOM)('%s %j %j', (name, shape, args) => {
  const law = random(lawOf(name, shape, args));

  test('mean, variance and kurtosis are those of the density and the atoms', () => {
    const moment = (power: number) =>
      integral(law, (x) => (x - law.mean) ** power) +
      law.atoms.reduce((sum, { at, share }) => sum + share * (at - law.mean) ** power, 0);
    // 960 points leave a smooth density's integral good to 1e-10 of itself.
    const sd = Math.sqrt(law.variance);
    expect(Math.abs(moment(0) - 1)).toBeLessThan(1e-10);
    expect(Math.abs(moment(1) / sd)).toBeLessThan(1e-10);
    expect(Math.abs(moment(2) / law.variance - 1)).toBeLessThan(1e-10);
    expect(Math.abs(moment(4) / law.variance ** 2 / law.kurtosis - 1)).toBeLessThan(1e-10);
  });

  const tensors = [1, 2, 3].map((seed) => draw(name, shape, args, seed));

  test('what is drawn has its distribution and its bounds', () => {
    // Dvoretzky, Kiefer, Wolfowitz and Massart: further off than this in one of 10^6 samples, at any point.
    const all = tensors.flatMap((tensor) => Array.from(tensor));
    const band = Math.sqrt(Math.log(2e6) / (2 * all.length));
    const sd = Math.sqrt(law.variance);
    for (let z = -3; z <= 3; z += 0.25) {
      const x = law.mean + (z + 0.01) * sd;
      const below = all.reduce((count, value) => count + (value <= x ? 1 : 0), 0) / all.length;
      const atoms = law.atoms.reduce((sum, { at, share }) => sum + (at <= x ? share : 0), 0);
      const expected = x <= law.bounds[0] ? 0 : integral(law, () => 1, x) + atoms;
      expect(Math.abs(below - expected)).toBeLessThan(band);
    }
    // A float32 may round to the other side of a bound.
    const slack = 2 ** -23 * Math.max(...law.bounds.map(Math.abs));
    expect(all.every((value) => value >= law.bounds[0] - slack && value <= law.bounds[1] + slack)).toBe(true);
  });

  test('its mean square scatters as the law says', () => {
    for (const tensor of tensors) {
      const square = tensor.reduce((sum, x) => sum + (x - law.mean) ** 2, 0) / tensor.length;
      const off = square - law.variance;
      if (law.varianceOfMeanSquare === 0) {
        // Roundings alone: two of 2^-24 an entry.
        expect(Math.abs(off) / law.variance).toBeLessThan(4 * 2 ** -24);
      } else {
        // Beyond five deviations in one of 1.7 million draws; a law off by a twentieth is six or more away.
        expect(Math.abs(off) / Math.sqrt(law.varianceOfMeanSquare)).toBeLessThan(5);
        expect((0.05 * law.variance) / Math.sqrt(law.varianceOfMeanSquare)).toBeGreaterThan(6);
      }
    }
  });
});

test('the mean square of sparse_ scatters less than that of independent entries', () => {
  const [shape, args] = [[20, 10], { sparsity: 0.8, std: 1 }] as const;
  const law = random(lawOf('sparse_', shape, args));
  const squares = Array.from({ length: 400 }, (_, seed) => {
    const tensor = draw('sparse_', [...shape], args, seed);
    return tensor.reduce((sum, x) => sum + x * x, 0) / tensor.length;
  });
  const scatter = squares.reduce((sum, x) => sum + (x - law.variance) ** 2, 0) / squares.length;
  // Over 400 draws a variance is good to sqrt(2/400) = 7 %; independent entries would scatter 1.4 times as much.
  expect(scatter / law.varianceOfMeanSquare).toBeGreaterThan(0.65);
  expect(scatter / law.varianceOfMeanSquare).toBeLessThan(1.35);
  expect((law.variance ** 2 * (law.kurtosis - 1)) / 200 / law.varianceOfMeanSquare).toBeCloseTo(1.4, 10);
});

test.each(FIXED)('%s %j %j: the entries are what the law says', (name, shape, args) => {
  const law = lawOf(name, shape, args);
  const tensor = Array.from(draw(name, shape, args, 0));
  expect(law.kind).toBe('fixed');
  for (const { at, share } of law.atoms) {
    expect(tensor.filter((x) => x === at).length / tensor.length).toBeCloseTo(share, 12);
  }
  expect(law.atoms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  const mean = tensor.reduce((sum, x) => sum + x, 0) / tensor.length;
  expect(law.mean).toBeCloseTo(mean, 12);
  expect(law.variance).toBeCloseTo(tensor.reduce((sum, x) => sum + (x - mean) ** 2, 0) / tensor.length, 12);
});

describe('known cases', () => {
  test('PyTorch’s default has a sixth of He’s variance', () => {
    const he = lawOf('kaiming_normal_', [50, 80], { nonlinearity: 'relu' });
    const usual = lawOf('kaiming_uniform_', [50, 80], { a: Math.sqrt(5) });
    expect(usual.variance / he.variance).toBeCloseTo(1 / 6, 14);
  });

  test('normal and uniform of one name have one variance', () => {
    for (const name of ['xavier', 'kaiming', 'lecun']) {
      const [normal, uniform] = ['normal', 'uniform'].map(
        (kind) => lawOf(`${name}_${kind}_`, [30, 70]).variance,
      );
      expect(uniform / normal).toBeCloseTo(1, 14);
    }
  });

  test('an orthogonal 1 × 1 matrix is ±gain', () => {
    const law = random(lawOf('orthogonal_', [1, 1], { gain: -2 }));
    expect(law.atoms).toEqual([
      { at: -2, share: 0.5 },
      { at: 2, share: 0.5 },
    ]);
    expect([law.variance, law.kurtosis, law.density(1)]).toEqual([4, 1, 0]);
  });
});

test.each<[string, number[], Record<string, unknown>, new (...args: never[]) => Error, string]>([
  ['normal_', [3], { std: -1 }, RuntimeError, 'normal expects std >= 0.0, but found std -1'],
  [
    'uniform_',
    [3],
    { a: 2 },
    RuntimeError,
    'uniform_ expects to return a [from, to) range, but found from=2 > to=1',
  ],
  ['trunc_normal_', [3], { std: 0 }, ValueError, 'std = 0'],
  ['xavier_normal_', [3], {}, ValueError, 'Fan in and fan out can not be computed'],
  ['eye_', [3], {}, ValueError, 'Only tensors with 2 dimensions'],
  ['orthogonal_', [3], {}, ValueError, 'Only tensors with 2 or more dimensions'],
  ['sparse_', [3, 3], { sparsity: 2 }, ValueError, 'sparsity = 2'],
  ['dirac_', [3, 3, 3], { groups: 2 }, ValueError, 'dim 0 must be divisible by groups'],
  ['normal_', [0], {}, ValueError, 'shape [0]'],
  ['normal_', [3], { sd: 1 }, TypeError, "unexpected keyword argument 'sd'"],
  ['swishy_', [3], {}, ValueError, 'Unknown initializer swishy_'],
])('no law for %s %j %j', (name, shape, args, kind, text) => {
  expect(() => lawOf(name, shape, args)).toThrow(kind);
  expect(() => lawOf(name, shape, args)).toThrow(text);
});
