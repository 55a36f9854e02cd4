import { describe, expect, test } from 'vitest';
import { adamLimit, adamReach, biasesUnderAdam } from '../../src/math/adam.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/comparison.json' with { type: 'json' };

/** m̂ / √v̂ after each of these gradients. */
function ratios(gradients: readonly number[]): number[] {
  let [m, v] = [0, 0];
  return gradients.map((gradient, i) => {
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    return m / (1 - 0.9 ** (i + 1)) / Math.sqrt(v / (1 - 0.999 ** (i + 1)));
  });
}

describe('adamLimit', () => {
  test('is 1 at the first step', () => {
    expect(adamLimit(1)).toBeCloseTo(1, 14);
  });

  test.each([1, 2, 10, 50, 200])(
    'is reached at step %d by the gradients for which Cauchy and Schwarz are equal',
    (t) => {
      const worst = Array.from({ length: t }, (_, i) => (0.9 / 0.999) ** (t - 1 - i));
      expect(ratios(worst)[t - 1]).toBeCloseTo(adamLimit(t), 12);
    },
  );

  test('is passed by no others', () => {
    const rng = new Generator(1);
    for (let run = 0; run < 50; run++) {
      // Sizes over many powers of ten, some of them 0.
      const gradients = [...rng.randn(60)].map((g, i, all) =>
        g > 1.5 ? 0 : g * 10 ** (4 * all[(i + 7) % 60]),
      );
      for (const [i, ratio] of ratios(gradients).entries()) {
        if (!Number.isNaN(ratio)) expect(Math.abs(ratio)).toBeLessThanOrEqual(adamLimit(i + 1) * (1 + 1e-12));
      }
    }
  });

  test('adds up to the reach', () => {
    expect(adamReach(0)).toBe(0);
    expect(adamReach(3)).toBeCloseTo(adamLimit(1) + adamLimit(2) + adamLimit(3), 14);
  });
});

describe('biasesUnderAdam', () => {
  test.each(fixture.cases)('gives the losses of PyTorch’s net of zeros: $options', ({ options, rows }) => {
    for (const [method, epoch, loss, accuracy] of rows) {
      if (method !== 'zeros') continue;
      const { losses, bias } = biasesUnderAdam(Number(accuracy), { lr: 1e-3, steps: options.epochs });
      // PyTorch's loss is a float32 near 0.7, a mean of a thousand.
      expect(Math.abs(losses[Number(epoch) - 1] - Number(loss))).toBeLessThan(5e-7);
      // The larger class is the second one here.
      expect(Number(accuracy)).toBeGreaterThan(0.5);
      expect(bias).toBeGreaterThan(0);
    }
  });

  test('stays where it is when the classes are equal, and mirrors them', () => {
    const lr = 1e-3;
    expect(biasesUnderAdam(0.5, { lr, steps: 20 })).toEqual({ losses: Array(20).fill(Math.LN2), bias: 0 });
    const [more, less] = [0.6, 0.4].map((share) => biasesUnderAdam(share, { lr, steps: 20 }));
    expect(less.bias).toBeCloseTo(-more.bias, 12);
    // The first step is one learning rate, whatever the gradient.
    expect(biasesUnderAdam(0.6, { lr, steps: 1 }).bias).toBeCloseTo(lr, 8);
  });
});
