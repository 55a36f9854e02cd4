import { describe, expect, it } from 'vitest';
import { criticalGain, preservingGain } from '../../src/math/critical-gain.ts';
import {
  correlatedMean,
  hermiteCoefficients,
  normalMean,
  normalRule,
} from '../../src/math/gaussian-moments.ts';
import { layerMoments, layerNoise } from '../../src/math/layer-moments.ts';
import { imagesOf, logOfLognormalMean, logOfMean, SQUARED_NORMAL } from '../../src/math/log-law.ts';
import { meanField } from '../../src/math/mean-field.ts';
import { digamma, tetragamma, trigamma } from '../../src/math/special.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';
import { runStack } from './dense-stack.ts';

const rmsOf = (bits: number) => 2 ** bits;

describe('expectations over normals', () => {
  it('has the moments of a normal, of half of it, and of a steep function', () => {
    const rule = normalRule();
    const { points } = rule;
    for (const [power, moment] of [0, 2, 4, 6, 12].map((p) => [
      p,
      [1, 1, 3, 15, 10395][[0, 2, 4, 6, 12].indexOf(p)],
    ])) {
      expect(normalMean(rule, (i) => points[i] ** power) / moment).toBeCloseTo(1, 12);
    }
    expect(normalMean(rule, (i) => Math.max(points[i], 0))).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14);
    // E sech²(s Z) → φ(0) 2 / s for large s, with a relative error near π² / (24 s²).
    const steep = normalRule(1000);
    const expected = (2 / 1000 / Math.sqrt(2 * Math.PI)) * (1 - Math.PI ** 2 / 24 / 1e6);
    expect(normalMean(steep, (i) => Math.cosh(1000 * steep.points[i]) ** -2) / expected).toBeCloseTo(1, 9);
  });

  it('gives polynomials of two correlated normals exactly', () => {
    const rule = normalRule();
    const [cube] = hermiteCoefficients(rule, [rule.points.map((z) => z ** 3)]);
    // E Z³ Z'³ = 9c + 6c³.
    for (const c of [-1, -0.3, 0, 0.5, 1])
      expect(correlatedMean(cube, cube, 15, c)).toBeCloseTo(9 * c + 6 * c ** 3, 11);
  });

  it('agrees with the arc-cosine kernels of relu (Cho & Saul 2009)', () => {
    const { pair } = layerNoise({ activation: 'relu' }, 0.7);
    for (const c of [0, 0.3, 0.6, 0.8, 0.95, 1]) {
      const angle = Math.acos(c);
      const { correlation, slopeCorrelation, forward } = pair(c);
      expect(correlation).toBeCloseTo((Math.sin(angle) + (Math.PI - angle) * c) / Math.PI, 4);
      const second = (3 * Math.sin(angle) * c + (Math.PI - angle) * (1 + 2 * c * c)) / Math.PI;
      expect(forward).toBeCloseTo(2 * second - 1, 5);
      // A step's series ends late: 0.003 at 0.95.
      expect(Math.abs(slopeCorrelation - (Math.PI - angle) / Math.PI)).toBeLessThan(0.005);
    }
  });
});

describe('logarithms of means', () => {
  it('of squared normals: digamma and its derivatives, to the next order in 1/n', () => {
    const n = 200;
    const law = logOfMean(SQUARED_NORMAL, n);
    expect(Math.abs(law.mean - (digamma(n / 2) - Math.log(n / 2)))).toBeLessThan(2 / n ** 3);
    expect(Math.abs(law.variance - trigamma(n / 2))).toBeLessThan(4 / n ** 3);
    expect(Math.abs(law.third - tetragamma(n / 2))).toBeLessThan(20 / n ** 3);
  });

  it('of lognormal variables: the small ones by the delta method, the large ones as simulated', () => {
    expect(logOfLognormalMean(2, 1)).toEqual({ mean: 0, variance: 2, third: 0 });
    const below = logOfLognormalMean(0.06199, 64);
    const above = logOfLognormalMean(0.062, 64);
    // The two ways meet where e^d - 1 = 0.064.
    expect(above.mean / below.mean).toBeCloseTo(0.062 / 0.06199, 5);
    expect(above.variance / below.variance).toBeCloseTo(1, 2);
    const [d, batch, count] = [4, 16, 20_000];
    const normals = new Generator(8).randn(count * batch);
    const logs = Array.from({ length: count }, (_, k) =>
      Math.log(mean(normals.subarray(k * batch, (k + 1) * batch).map((x) => Math.exp(2 * x)))),
    );
    const law = logOfLognormalMean(d, batch);
    const centre = mean(logs);
    const moments = [2, 3, 4].map((power) => mean(logs.map((x) => (x - centre) ** power)));
    expect(Math.abs(centre - law.mean)).toBeLessThan(4 * Math.sqrt(law.variance / count));
    expect(Math.abs(moments[0] - law.variance)).toBeLessThan(
      4 * Math.sqrt((moments[2] - moments[0] ** 2) / count),
    );
    // The standard error of a third moment is about sqrt(15 variance³ / n), larger for these tails.
    expect(Math.abs(moments[1] - law.third)).toBeLessThan(8 * Math.sqrt((15 * law.variance ** 3) / count));
  });

  it('of smooth images of a normal: a square has mean 1 + v, variance 4v + 2v², slope 2', () => {
    const [image] = imagesOf({ mean: 1, variance: 0.09, third: 0 }, (u) => [u * u]);
    expect(image.mean).toBeCloseTo(1.09, 12);
    expect(image.variance).toBeCloseTo(4 * 0.09 + 2 * 0.09 ** 2, 12);
    expect(image.slope).toBeCloseTo(2, 12);
    const [line] = imagesOf({ mean: 0, variance: 1, third: 0.3 }, (u) => [2 * u]);
    // Cornish and Fisher's first term gives the skewness to first order.
    expect(line.third / 8).toBeCloseTo(0.3, 1);
  });
});

describe('mean field', () => {
  it('relu, leaky_relu and linear have straight lines, forward and backward alike', () => {
    for (const [activation, factor] of [
      ['relu', 1 / 2],
      ['leaky_relu', (1 + 0.2 ** 2) / 2],
      ['linear', 1],
    ] as const) {
      const { forward, backward } = meanField({
        activation,
        params: { negativeSlope: 0.2 },
        gain: 1.3,
        depth: 100,
      });
      const perLayer = Math.log2(1.3 ** 2 * factor) / 2;
      for (const l of [1, 50, 100]) {
        expect(forward[l]).toBeCloseTo(l * perLayer, 10);
        expect(backward[100 - l]).toBeCloseTo(l * perLayer, 10);
      }
    }
  });

  it('tanh: the known sizes of ten layers of 500 units', () => {
    // Over 20 runs of a ten-layer program: layer std 0.62757, 0.22837 at gain 1; gradient rms 0.268.
    const one = meanField({ activation: 'tanh', gain: 1, depth: 10 });
    expect(rmsOf(one.forward[1])).toBeCloseTo(0.6276, 3);
    expect(rmsOf(one.forward[10])).toBeCloseTo(0.2284, 3);
    expect(rmsOf(one.backward[0])).toBeCloseTo(0.268, 2);
    // Weights N(0, 1): saturated, and the gradient grows 3.47 times a layer.
    const loud = meanField({ activation: 'tanh', weightVariance: 500, depth: 10 });
    expect(rmsOf(loud.forward[10])).toBeCloseTo(0.9817, 3);
    expect(rmsOf((loud.backward[0] - loud.backward[9]) / 9)).toBeCloseTo(3.48, 2);
    // Gain 5/3 holds 0.651 and makes gradients grow.
    expect(rmsOf(meanField({ activation: 'tanh', gain: 5 / 3, depth: 60 }).forward[60])).toBeCloseTo(
      0.651,
      3,
    );
  });

  it('tanh at gain 1 decays as 1 / sqrt(2 l)', () => {
    // From E tanh²(x) = q - 2q² + …: q_l → 1 / (2l), with corrections of the order ln(l) / l.
    const { forward } = meanField({ activation: 'tanh', gain: 1, depth: 20_000 });
    expect(rmsOf(forward[20_000]) ** 2 * 2 * 20_000).toBeCloseTo(1, 2);
  });

  it('keeps its head for vanishing and exploding signals', () => {
    const tiny = meanField({ activation: 'tanh', gain: 1e-8, depth: 100 });
    expect(tiny.forward[100]).toBeCloseTo(100 * Math.log2(1e-8), 6);
    expect(meanField({ activation: 'elu', gain: 1e4, depth: 100 }).forward[100]).toBeCloseTo(
      100 * Math.log2(1e4 / Math.SQRT2),
      0,
    );
    expect(rmsOf(meanField({ activation: 'sigmoid', gain: 1e6, depth: 3 }).forward[3])).toBeCloseTo(
      Math.SQRT1_2,
      4,
    );
  });

  it('biases add to the pre-activations', () => {
    const { forward } = meanField({ activation: 'linear', gain: 1, biasVariance: 0.5, depth: 4 });
    expect(rmsOf(forward[4]) ** 2).toBeCloseTo(1 + 4 * 0.5, 12);
  });

  it('residual stacks: linear doubles, tanh grows slowly, relu feels its mean', () => {
    const linear = meanField({ activation: 'linear', gain: 1, residual: true, depth: 20 });
    expect(linear.forward[20]).toBeCloseTo(10, 10);
    expect(linear.backward[0]).toBeCloseTo(10, 10);
    for (const activation of ['relu', 'tanh', 'elu'] as const) {
      const stack = { activation, gain: 1, residual: true, depth: 4, width: 256 };
      const { forward, backward } = meanField(stack);
      const generator = new Generator(3);
      const runs = Array.from({ length: 12 }, () => runStack(stack, generator, 2));
      // Per run, ln q has a variance below 4 · 6/256 (half of it a standard deviation, in bits), and a bias of half that.
      const tolerance = (4 * Math.sqrt(24 / 256 / 12) + 12 / 256) / (2 * Math.LN2);
      expect(Math.abs(mean(runs.map((run) => run.forward[4])) - forward[4])).toBeLessThan(tolerance);
      expect(Math.abs(mean(runs.map((run) => run.backward[0])) - backward[0])).toBeLessThan(tolerance);
      // Without the cross term of mean and mean, relu would be off by more than this.
      if (activation === 'relu') expect(forward[4] - Math.log2(1.5 ** 4) / 2).toBeGreaterThan(tolerance);
    }
  });

  it('says what is allowed', () => {
    expect(() => meanField({ activation: 'tanh', depth: 3 })).toThrow(/either gain or weightVariance/);
    expect(() => meanField({ activation: 'tanh', gain: 1, weightVariance: 1, depth: 3 })).toThrow(/not both/);
    expect(() => meanField({ activation: 'tanh', gain: 1, depth: -1 })).toThrow(/depth/);
    expect(() => meanField({ activation: 'tanh', gain: 1, biasVariance: -1, depth: 1 })).toThrow(
      /biasVariance/,
    );
    expect(() => meanField({ activation: 'swish' as 'tanh', gain: 1, depth: 1 })).toThrow(
      /allowed are sigmoid/,
    );
  });
});

describe('critical gains', () => {
  it('are sqrt(2), sqrt(2 / (1 + a²)), 1 and 1', () => {
    expect(criticalGain({ activation: 'relu' })).toBeCloseTo(Math.SQRT2, 12);
    expect(criticalGain({ activation: 'leaky_relu', params: { negativeSlope: 0.2 } })).toBeCloseTo(
      Math.sqrt(2 / 1.04),
      12,
    );
    expect(criticalGain({ activation: 'linear' })).toBeCloseTo(1, 12);
    expect(criticalGain({ activation: 'tanh' })).toBeCloseTo(1, 12);
  });

  it('make the gradient of a deep sigmoid stack hold, at its fixed point', () => {
    const gain = criticalGain({ activation: 'sigmoid' });
    const { backward } = meanField({ activation: 'sigmoid', gain, depth: 200 });
    expect(backward[100]).toBeCloseTo(backward[150], 9);
  });

  it('preserve a signal: selu by design, elu at gain² = 1.63, tanh never at size 1', () => {
    expect(preservingGain({ activation: 'selu' })).toBeCloseTo(1, 9);
    const gain = preservingGain({ activation: 'elu' });
    expect(gain ** 2).toBeCloseTo(1.633, 3);
    expect(meanField({ activation: 'elu', gain, depth: 5 }).forward[5]).toBeCloseTo(0, 10);
    expect(() => preservingGain({ activation: 'tanh' })).toThrow(/no gain gives tanh/);
    const { mean: centre } = layerMoments({ activation: 'sigmoid' }, 0);
    expect(centre).toBeCloseTo(0.5, 14);
  });
});
