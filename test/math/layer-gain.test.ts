import { describe, expect, test } from 'vitest';
import { expectedGain, gainBand, rightWidth } from '../../src/math/layer-gain.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

test('the widths that claims in the notes come to', () => {
  expect(rightWidth({ variance: 0.07 ** 2 / 3, activation: 'linear' })).toBeCloseTo(612.24, 2);
  expect(rightWidth({ variance: 0.07 ** 2 / 3, activation: 'relu' })).toBeCloseTo(1224.49, 2);
  expect(rightWidth({ variance: 1e-4, activation: 'linear' })).toBeCloseTo(10000, 8);
  expect(expectedGain({ fan_in: 20000, variance: 1e-4, activation: 'relu' })).toBeCloseTo(1, 12);
});

test('for one relu output: the rate of its law, found by another way', () => {
  // Cramér's rate at a, as a supremum over a grid of t.
  const rate = (a: number) =>
    Math.max(
      ...Array.from({ length: 40000 }, (_, i) => {
        const t = 0.49999 - i * 0.001;
        return t * a - Math.log((1 + (1 - 2 * t) ** -0.5) / 2);
      }),
    );
  const { low, high } = gainBand({ activation: 'relu', terms: 50, falseAlarm: 1e-2 });
  for (const end of [low, high]) expect(rate(end / 2)).toBeCloseTo(Math.log(200) / 50, 4);
});

describe.each(['linear', 'relu'] as const)('%s', (activation) => {
  /** Gains over their expectation, of layers of 16 inputs and 32 outputs, the narrowest that the band is meant for. */
  function gains(weights: 'uniform' | 'normal', runs: number): number[] {
    const [inputs, outputs] = [16, 32];
    const rng = new Generator(5);
    return Array.from({ length: runs }, () => {
      const x = rng.randn(inputs);
      const empty = new Float32Array(inputs * outputs);
      const w = weights === 'normal' ? rng.normal_(empty) : rng.uniform_(empty, -Math.sqrt(3), Math.sqrt(3));
      const squares = Array.from({ length: outputs }, (_, i) => {
        let z = 0;
        for (let j = 0; j < inputs; j++) z += w[i * inputs + j] * x[j];
        return activation === 'relu' ? Math.max(z, 0) ** 2 : z ** 2;
      });
      const gain = mean(squares) / mean(x.map((value) => value ** 2));
      return gain / expectedGain({ fan_in: inputs, variance: 1, activation });
    });
  }

  test.each(['uniform', 'normal'] as const)(
    '%s weights: few honest layers leave, on either side',
    (weights) => {
      const runs = 6000;
      const falseAlarm = 0.05;
      const { low, high } = gainBand({ activation, terms: 32, falseAlarm });
      const sample = gains(weights, runs);
      const below = sample.filter((gain) => gain < low).length;
      const above = sample.filter((gain) => gain > high).length;
      // Chernoff's bound is one of at most falseAlarm / 2 a side; that it is not idle shows in that some do leave.
      for (const side of [below, above]) expect(side / runs).toBeLessThanOrEqual(falseAlarm / 2);
      expect(below + above).toBeGreaterThan(0);
      // Fifteen layers together show a variance twice too large.
      const many = gainBand({ activation, terms: 15 * 32, falseAlarm });
      const means = Array.from({ length: runs / 15 }, (_, i) => mean(sample.slice(15 * i, 15 * i + 15)));
      expect(means.filter((gain) => 2 * gain > many.high).length / means.length).toBeGreaterThan(0.99);
    },
  );
});

test('a sum of uniform numbers: E exp(-tZ²) is below a normal one’s, along any input', () => {
  // By the characteristic function: the average of Π sin(u_j)/u_j, u_j = √3 c_j √(2t) g, over a standard normal g.
  const transform = (directions: number[], t: number) => {
    const [points, end] = [2000, 9];
    let sum = 0;
    for (let i = 0; i < points; i++) {
      const g = ((i + 0.5) * end) / points;
      const product = directions.reduce((value, c) => {
        const u = Math.sqrt(6 * t) * c * g || 1e-9;
        return (value * Math.sin(u)) / u;
      }, 1);
      sum += product * Math.exp((-g * g) / 2);
    }
    return (sum * end * 2) / points / Math.sqrt(2 * Math.PI);
  };
  const unit = (values: number[]) => values.map((value) => value / Math.hypot(...values));
  const rng = new Generator(3);
  const random = Array.from({ length: 40 }, (_, i) => [...rng.randn(1 + (i % 20))]);
  for (const x of [[1], [1, 1], [2, 1], [3, ...Array(15).fill(0.5)], Array(16).fill(1), ...random]) {
    for (const t of [0.05, 0.25, 0.5, 1, 4, 10])
      expect(transform(unit(x), t)).toBeLessThan((1 + 2 * t) ** -0.5);
  }
});

test('what is no sample is refused', () => {
  expect(() => gainBand({ activation: 'linear', terms: 0 })).toThrow('a whole number from 1 on');
  expect(() => rightWidth({ variance: 0, activation: 'linear' })).toThrow('positive and finite');
});
