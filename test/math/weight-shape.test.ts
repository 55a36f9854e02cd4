import { expect, test } from 'vitest';
import { linearPath } from '../../src/experiments/normal-or-uniform/linear-path.ts';
import { weightShapes } from '../../src/experiments/normal-or-uniform/shapes.ts';
import { logOfLinearMeanSquare } from '../../src/math/relu-layer-law.ts';
import { rmsLaw } from '../../src/math/rms-laws.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { NORMAL_MOMENTS, shapeLaws, sumMomentsOf } from '../../src/math/weight-shape.ts';
import { Generator } from '../../src/random/torch.ts';

test('normal weights add up to a normal, whatever they are given', () => {
  const odd = { fourth: 1, sixth: 1, eighth: 1 };
  for (const inputs of [NORMAL_MOMENTS, odd])
    expect(sumMomentsOf(NORMAL_MOMENTS, inputs, 10)).toEqual(NORMAL_MOMENTS);
});

test('a single sign leaves its input as it is', () => {
  // One input: h = ±x, and of x over its own root mean square every even power is 1.
  const sign = { fourth: 1, sixth: 1, eighth: 1 };
  expect(sumMomentsOf(sign, NORMAL_MOMENTS, 1)).toEqual(sign);
});

test('for normal weights the stack has the law of a product of χ²', () => {
  const { gain, scatter } = shapeLaws(NORMAL_MOMENTS, { width: 64, layers: 10 });
  const one = logOfLinearMeanSquare(64);
  const exact = rmsLaw({ mean: 10 * one.mean, variance: 10 * one.variance, third: 10 * one.third });
  expect(Math.abs(gain.mean - exact.mean)).toBeLessThan(1e-4);
  expect(Math.abs(gain.sd / exact.sd - 1)).toBeLessThan(1e-3);
  expect(scatter.mean).toBeCloseTo(2, 12);
});

test.each(['uniform', 'signs', 'one in ten'] as const)('real matrices: %s', (name) => {
  const [width, layers, nets] = [32, 4, 600];
  const laws = shapeLaws(weightShapes[name].moments, { width, layers });
  const rng = new Generator(3);
  const paths = Array.from({ length: nets }, () => {
    const signals = [rng.randn(width)];
    for (let l = 0; l < layers; l++) {
      const weight = weightShapes[name].draw([width, width], rng);
      signals.push(
        Float32Array.from({ length: width }, (_, i) =>
          signals[l].reduce((sum, x, j) => sum + weight[i * width + j] * x, 0),
        ),
      );
    }
    return linearPath(signals, 1);
  });
  const gains = paths.map(({ gain }) => gain);
  // Four standard errors each; a twentieth of the deviation for the orders left out.
  expect(Math.abs(mean(gains) - laws.gain.mean) / laws.gain.sd).toBeLessThan(4 / Math.sqrt(nets) + 0.05);
  expect(Math.abs(std(gains) / laws.gain.sd - 1)).toBeLessThan(4 / Math.sqrt(2 * nets) + 0.05);
  const scatter = mean(paths.map((path) => path.scatter)) - laws.scatter.mean;
  expect(Math.abs(scatter) / laws.scatter.sd).toBeLessThan(4 / Math.sqrt(nets * layers * width));
});
