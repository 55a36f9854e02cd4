import { describe, expect, it } from 'vitest';
import { criticalGain, preservingGain } from '../../src/math/critical-gain.ts';
import { layerMoments } from '../../src/math/layer-moments.ts';
import { meanField } from '../../src/math/mean-field.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';
import { runStack } from './dense-stack.ts';

const rmsOf = (bits: number) => 2 ** bits;

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
