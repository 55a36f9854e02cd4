import { describe, expect, it } from 'vitest';
import { activations } from '../../src/math/activations.ts';
import { gradientLaw } from '../../src/math/rms-laws.ts';
import { signalLaws } from '../../src/math/signal-laws.ts';
import { lawScore } from '../../src/math/skewed-law.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { differenceField, forgettingLaw } from '../../src/math/two-inputs.ts';
import { Generator } from '../../src/random/torch.ts';

const fieldOf = (stack: Parameters<typeof signalLaws>[0]) => differenceField(stack, signalLaws(stack));

describe('the difference at infinite width', () => {
  it('is another input to a linear stack', () => {
    const field = fieldOf({ activation: 'linear', gain: 2, width: 64, depth: 8 });
    field.forEach((bits, l) => {
      expect(bits).toBeCloseTo(l, 12);
    });
  });

  it('follows the arc-cosine kernel for relu (Cho & Saul 2009, equation 6)', () => {
    const field = fieldOf({ activation: 'relu', gain: Math.SQRT2, width: 64, depth: 12 });
    let c = 0;
    for (let l = 1; l <= 12; l++) {
      c = (Math.sqrt(1 - c * c) + (Math.PI - Math.acos(c)) * c) / Math.PI;
      // A correlation of relu's is off by 5e-5 at most (gaussian-moments.ts), and each layer adds its own.
      expect(Math.abs(2 ** (2 * field[l]) - (1 - c))).toBeLessThan(5e-5 * l);
    }
  });

  it('shrinks by the slope where it is small, without a step where the formula changes', () => {
    // So wide that the size of the signal is that of infinite width to 1e-4.
    const field = fieldOf({ activation: 'sigmoid', gain: 1, width: 10_000, depth: 50 });
    const steps = field.slice(1).map((bits, l) => bits - field[l]);
    for (let l = 5; l < 50; l++) expect(Math.abs(steps[l] - steps[l - 1])).toBeLessThan(1e-4);
    // Less than a quarter of it passes a sigmoid, and at its fixed point 0.2345.
    expect(2 ** steps[49]).toBeGreaterThan(0.23);
    expect(2 ** steps[49]).toBeLessThan(0.25);
  });

  it('is not known with biases', () => {
    const stack = { activation: 'tanh', gain: 1, width: 64, depth: 2, biasVariance: 0.1 } as const;
    expect(() => fieldOf(stack)).toThrow(/without biases/);
  });
});

/** log2 rms of (h - h~) / √2. Given both signals, the pairs of pre-activations are independent and normal: no matrices. */
function runTwo(width: number, depth: number, gain: number, generator: Generator): number {
  const { value } = activations.sigmoid;
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0) / width;
  let h = Float64Array.from(generator.randn(width));
  let apart = Float64Array.from(generator.randn(width), (x, i) => x - h[i]);
  for (let l = 0; l < depth; l++) {
    const size = Math.sqrt(product(h, h));
    const along = product(h, apart) / size;
    const across = Math.sqrt(Math.max(0, product(apart, apart) - along ** 2));
    const [a, b] = [generator.randn(width), generator.randn(width)];
    const z = Float64Array.from(a, (x) => gain * size * x);
    const nudge = Float64Array.from(a, (x, i) => gain * (along * x + across * b[i]));
    h = z.map((x) => value(x));
    apart = z.map((x, i) => value(x + nudge[i]) - value(x));
  }
  return Math.log2(Math.sqrt(product(apart, apart) / 2));
}

it('in a sigmoid stack the difference has the law it is said to have', () => {
  const runs = 500;
  const stack = { activation: 'sigmoid', gain: 1, width: 64, depth: 10 } as const;
  const signal = signalLaws(stack);
  const law = forgettingLaw(differenceField(stack, signal)[10], gradientLaw(stack, signal, 10));
  const generator = new Generator(8);
  const scores = Array.from({ length: runs }, () => lawScore(law, runTwo(64, 10, 1, generator)));
  // Four standard errors each, a tenth for the mean and 7 % too wide for what the law leaves out.
  expect(Math.abs(mean(scores))).toBeLessThan(4 / Math.sqrt(runs) + 0.1);
  expect(std(scores)).toBeGreaterThan(0.93 - 4 / Math.sqrt(2 * runs));
  expect(std(scores)).toBeLessThan(1 + 4 / Math.sqrt(2 * runs));
});
