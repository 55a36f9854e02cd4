import { describe, expect, it, test } from 'vitest';
import { fixedPoint, type MomentLayer, momentJacobian, momentMap } from '../../src/math/moment-map.ts';

const selu: MomentLayer = { activation: 'selu', weightVariance: 1 };

describe('SELU with weights of variance 1/n', () => {
  it('leaves mean 0 and variance 1 as they are', () => {
    const { mean, variance } = momentMap(selu, { mean: 0, variance: 1 });
    expect(mean).toBeCloseTo(0, 14);
    expect(variance).toBeCloseTo(1, 14);
  });

  it('has a Jacobian there of the norm that its paper gives, 0.7877 (Klambauer et al. 2017)', () => {
    const { mean, variance } = momentJacobian(selu, { mean: 0, variance: 1 });
    expect([mean.byMean, variance.byMean].map(Math.abs)).toEqual([0, 0]);
    expect(Math.hypot(mean.byVariance, variance.byVariance)).toBeCloseTo(0.7877, 4);
  });

  it('is drawn there from everywhere', () => {
    for (const start of [
      { mean: 0, variance: 1e-6 },
      { mean: 3, variance: 0.1 },
      { mean: -1, variance: 400 },
    ]) {
      let moments = start;
      for (let layer = 0; layer < 150; layer++) moments = momentMap(selu, moments);
      expect(moments.mean).toBeCloseTo(0, 10);
      expect(moments.variance).toBeCloseTo(1, 10);
    }
  });
});

test('the Jacobian is that of differences', () => {
  const layer: MomentLayer = { activation: 'elu', weightVariance: 1.7 };
  const at = { mean: 0.4, variance: 0.8 };
  const step = 1e-5;
  const apart = (key: 'mean' | 'variance') => {
    const [more, less] = [step, -step].map((by) => momentMap(layer, { ...at, [key]: at[key] + by }));
    return [(more.mean - less.mean) / (2 * step), (more.variance - less.variance) / (2 * step)];
  };
  const { mean, variance } = momentJacobian(layer, at);
  // Differences of this step err by its square, and by rounding over it: 1e-10 both.
  expect(Math.abs(mean.byMean - apart('mean')[0])).toBeLessThan(1e-8);
  expect(Math.abs(variance.byMean - apart('mean')[1])).toBeLessThan(1e-8);
  expect(Math.abs(mean.byVariance - apart('variance')[0])).toBeLessThan(1e-8);
  expect(Math.abs(variance.byVariance - apart('variance')[1])).toBeLessThan(1e-8);
});

describe('where it comes to rest', () => {
  it('SELU with LeCun’s variance at mean 0 and variance 1', () => {
    const { mean, variance } = fixedPoint(selu) ?? { mean: Number.NaN, variance: Number.NaN };
    expect(mean).toBeCloseTo(0, 12);
    expect(variance).toBeCloseTo(1, 12);
  });

  it('SELU with PyTorch’s gain elsewhere, at a point that it leaves as it is', () => {
    const layer: MomentLayer = { activation: 'selu', weightVariance: 0.75 ** 2 };
    const rest = fixedPoint(layer) ?? { mean: Number.NaN, variance: Number.NaN };
    const next = momentMap(layer, rest);
    expect(next.mean).toBeCloseTo(rest.mean, 12);
    expect(next.variance).toBeCloseTo(rest.variance, 12);
    expect(rest.variance + rest.mean ** 2).toBeLessThan(0.05);
  });

  it('nowhere, where a layer always grows or always shrinks', () => {
    // relu multiplies the mean square by v/2; far out SELU does by v/2 times its scale squared, and by more further in.
    expect(fixedPoint({ activation: 'relu', weightVariance: 1 })).toBeUndefined();
    expect(fixedPoint({ activation: 'selu', weightVariance: 2 })).toBeUndefined();
    expect(fixedPoint({ activation: 'tanh', weightVariance: 1 })).toBeUndefined();
  });

  it('tanh of a larger gain where the mean-field recursion settles', () => {
    const layer: MomentLayer = { activation: 'tanh', weightVariance: 25 / 9 };
    const { variance } = fixedPoint(layer) ?? { variance: Number.NaN };
    let square = 4;
    for (let i = 0; i < 200; i++) square = momentMap(layer, { mean: 0, variance: square }).variance;
    expect(variance).toBeCloseTo(square, 12);
  });
});
