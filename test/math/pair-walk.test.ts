import { describe, expect, it, test } from 'vitest';
import { activations } from '../../src/math/activations.ts';
import { pairWalk } from '../../src/math/pair-walk.ts';
import { logOfLinearMeanSquare } from '../../src/math/relu-layer-law.ts';
import { rmsLaw } from '../../src/math/rms-laws.ts';
import { signalLaws } from '../../src/math/signal-laws.ts';
import { lawInterval } from '../../src/math/skewed-law.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { differenceField } from '../../src/math/two-inputs.ts';
import { Generator } from '../../src/random/torch.ts';

test('in a linear stack a difference is one more input: the law of a product of χ²', () => {
  const [width, depth] = [64, 10];
  const laws = pairWalk({ activation: 'linear', gain: 1.2, width, depth, correlation: 0.7 });
  const one = logOfLinearMeanSquare(width);
  const layers = depth + 1;
  const wanted = Math.log(1 - 0.7) + 2 * depth * Math.log(1.2) + layers * one.mean;
  // Left out are orders beyond 1/n² in a layer.
  expect(Math.abs(laws[depth].mean - wanted)).toBeLessThan((layers * 2) / width ** 3);
  expect(Math.abs(laws[depth].variance / (layers * one.variance) - 1)).toBeLessThan(2 / width ** 2);
});

test.each([
  ['sigmoid', 1],
  ['tanh', 5 / 3],
] as const)('at great width it is the correlation map (%s, gain %f)', (activation, gain) => {
  const stack = { activation, gain, width: 1e6, depth: 20 };
  const field = differenceField(stack, signalLaws(stack));
  const laws = pairWalk({ ...stack, correlation: 0 });
  laws.forEach(({ mean: middle }, l) => {
    // 48 Hermite terms there, 12 points for the difference here.
    expect(Math.abs(rmsLaw({ ...laws[l], mean: middle }).mean - field[l])).toBeLessThan(1e-3);
  });
});

test('a difference that is hardly there is a nudge, without a step where the formula changes', () => {
  const laws = pairWalk({ activation: 'sigmoid', gain: 1, width: 1000, depth: 40, correlation: 0.5 });
  const steps = laws.slice(1).map(({ mean: middle }, l) => middle - laws[l].mean);
  for (let l = 4; l < 40; l++) expect(Math.abs(steps[l] - steps[l - 1])).toBeLessThan(1e-4);
});

type Stack = Parameters<typeof pairWalk>[0] & { activation: 'tanh' | 'sigmoid' };

/** ln D by layer. Given both signals, the pairs of pre-activations are independent and normal: no matrices. */
function runPair({ activation, gain, width, depth, correlation: c }: Stack, generator: Generator): number[] {
  const { value } = activations[activation];
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0) / width;
  let h = Float64Array.from(generator.randn(width));
  const other = generator.randn(width);
  let apart = h.map((x, i) => (c - 1) * x + Math.sqrt(1 - c * c) * other[i]);
  const path = [Math.log(product(apart, apart) / 2)];
  for (let l = 0; l < depth; l++) {
    const size = Math.sqrt(product(h, h));
    const along = product(h, apart) / size;
    const across = Math.sqrt(Math.max(0, product(apart, apart) - along ** 2));
    const [a, b] = [generator.randn(width), generator.randn(width)];
    const z = Float64Array.from(a, (x) => gain * size * x);
    const nudge = Float64Array.from(a, (x, i) => gain * (along * x + across * b[i]));
    h = z.map((x) => value(x));
    apart = z.map((x, i) => value(x + nudge[i]) - value(x));
    path.push(Math.log(product(apart, apart) / 2));
  }
  return path;
}

describe.each([
  { activation: 'sigmoid', gain: 1, correlation: 0 },
  { activation: 'sigmoid', gain: 4, correlation: 0.9 },
  { activation: 'tanh', gain: 1, correlation: 0.9 },
  { activation: 'tanh', gain: 5 / 3, correlation: 0.9 },
] as const)('$activation, gain $gain, inputs alike by $correlation', (net) => {
  it('has the law that it is said to have', () => {
    const runs = 600;
    const stack = { ...net, width: 256, depth: 20 };
    const laws = pairWalk(stack);
    const generator = new Generator(4);
    const paths = Array.from({ length: runs }, () => runPair(stack, generator));
    for (const layer of [0, 1, 3, 10, 20]) {
      const { mean: middle, variance } = laws[layer];
      const own = paths.map((path) => path[layer]);
      // Four standard errors each, and a twentieth for the orders left out.
      expect(Math.abs(mean(own) - middle) / Math.sqrt(variance)).toBeLessThan(4 / Math.sqrt(runs) + 0.05);
      expect(Math.abs(std(own) / Math.sqrt(variance) - 1)).toBeLessThan(4 / Math.sqrt(2 * runs) + 0.05);
      // Of 600 honest paths 6 leave an interval drawn for one in a hundred; more than 18 would be one chance in 10^4.
      const { low, high } = lawInterval(rmsLaw(laws[layer]), { falseAlarm: 0.01 });
      const bits = own.map((log) => log / (2 * Math.LN2));
      expect(bits.filter((x) => x < low || x > high).length).toBeLessThanOrEqual(18);
    }
  });
});

test('two inputs that are one, or opposites, are refused', () => {
  const stack = { activation: 'tanh', gain: 1, width: 64, depth: 2 } as const;
  expect(() => pairWalk({ ...stack, correlation: 1 })).toThrow(/less than 1/);
  expect(() => pairWalk({ ...stack, correlation: -0.5 })).toThrow(/from 0/);
});
