import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ActivationName, activations, flatRegions } from '../../src/math/activations.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/activation-gradient.json', import.meta.url), 'utf8'),
);
const names = Object.keys(activations) as ActivationName[];

it('has the activations of the fixture and no other', () => {
  expect(names).toEqual(Object.keys(fixture.activations));
});

describe.each(names)('%s against PyTorch', (name) => {
  const { value, derivative } = activations[name];
  const { params, float32, float64 } = fixture.activations[name];

  // PyTorch works in float32 here: 2⁻²⁴ = 6e-8 of rounding in the value, and in 1 - y up to 4 such units of 1.
  it('on torch.arange(-8, 8, 0.1)', () => {
    expect(fixture.grid).toHaveLength(160);
    for (const [i, rounded] of fixture.grid.entries()) {
      const x = Math.fround(rounded);
      expect(Math.abs(value(x, params) - float32.value[i])).toBeLessThan(2.4e-7 * Math.max(1, Math.abs(x)));
      expect(Math.abs(derivative(x, params) - float32.gradient[i])).toBeLessThan(2.4e-7);
    }
  });

  // In float64 the two differ by the rounding of y(1 - y) and 1 - y²: two units of 1.1e-16, and of the value elsewhere.
  it('at 0, next to it and far out', () => {
    for (const [i, x] of fixture.edges.entries()) {
      expect(Math.abs(value(x, params) - float64.value[i])).toBeLessThanOrEqual(
        4.5e-16 * Math.max(1, Math.abs(x)),
      );
      expect(Math.abs(derivative(x, params) - float64.gradient[i])).toBeLessThanOrEqual(4.5e-16);
    }
  });
});

it('has the derivatives at 0 of autograd', () => {
  const at0 = (name: ActivationName) => activations[name].derivative(0, fixture.activations[name].params);
  expect(names.map(at0)).toEqual([0.25, 1, 0, 0.2, 1.5, 1.7580993408473766]);
});

it("has PyTorch's defaults", () => {
  for (const name of ['leaky_relu', 'elu'] as const) {
    expect(activations[name].value(-1)).toBeCloseTo(fixture.defaults[name].value[0], 15);
    expect(activations[name].derivative(-1)).toBeCloseTo(fixture.defaults[name].gradient[0], 15);
  }
});

it('keeps the relative accuracy of small derivatives, where y(1 - y) gives 0', () => {
  for (const x of [20, 40, 100, 300]) {
    // sigmoid' = e^-x (1 - 2e^-x + …) and tanh' = 4 e^-2x (1 - 2e^-2x + …).
    expect(activations.sigmoid.derivative(x) / Math.exp(-x) - 1).toBeCloseTo(-2 * Math.exp(-x), 13);
    expect(activations.sigmoid.derivative(-x)).toBe(activations.sigmoid.derivative(x));
    expect(activations.tanh.derivative(x) / (4 * Math.exp(-2 * x)) - 1).toBeCloseTo(0, 13);
  }
  expect(activations.sigmoid.derivative(800)).toBe(0);
  expect(activations.tanh.derivative(800)).toBe(0);
});

describe('flat regions', () => {
  const cases: [ActivationName, object][] = [
    ['sigmoid', {}],
    ['tanh', {}],
    ['relu', {}],
    ['leaky_relu', { negativeSlope: 0.2 }],
    ['leaky_relu', { negativeSlope: -3 }],
    ['elu', { alpha: 1.5 }],
    ['elu', { alpha: 0 }],
    ['selu', {}],
  ];

  it.each(cases)('%s %o: membership is |derivative| < eps, point by point', (name, params) => {
    for (const eps of [1e-12, 1e-3, 0.05, 0.2, 0.25, 0.3, 1, 1.02, 1.06, 2, 5]) {
      const regions = flatRegions(name, eps, params);
      for (let x = -40.0137; x < 40; x += 0.0931) {
        const inside = regions.some(([from, to]) => from < x && x < to);
        expect(inside).toBe(Math.abs(activations[name].derivative(x, params)) < eps);
      }
    }
  });

  it.each(cases)('%s %o: at a finite end other than 0 the derivative is eps', (name, params) => {
    for (const eps of [1e-30, 1e-6, 0.01, 0.2]) {
      const ends = flatRegions(name, eps, params).flat();
      for (const end of ends.filter((x) => Number.isFinite(x) && x !== 0)) {
        // A relative error u in an end of size |x| is 2u|x| in the derivative: 70 · 2 · 1.1e-16 at eps = 1e-30.
        expect(Math.abs(activations[name].derivative(end, params) / eps - 1)).toBeLessThan(2e-14);
      }
    }
  });

  it('has the textbook cases', () => {
    expect(flatRegions('relu', 1e-3)).toEqual([[-Infinity, 0]]);
    expect(flatRegions('leaky_relu', 1e-3)).toEqual([]);
    expect(flatRegions('tanh', 2)).toEqual([[-Infinity, Infinity]]);
    const [[, left], [right]] = flatRegions('sigmoid', 0.01);
    expect(right).toBe(-left);
    expect(right).toBeCloseTo(2 * Math.acosh(5), 14);
    expect(() => flatRegions('relu', 0)).toThrow(/greater than 0/);
  });
});
