import { expect, test } from 'vitest';
import { firstClassesLoss } from '../../src/math/first-classes-loss.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

const CLASSES = 10;
const COUNT = 20;
const labels = Array.from({ length: COUNT }, (_, i) => i % CLASSES);

/** One variance, one correlation for all pairs; `same` more for inputs of one class. */
const kernel = (variance: number, correlation: number, same = 0) => ({
  covariance: Float64Array.from({ length: COUNT ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / COUNT), at % COUNT];
    if (i === j) return variance;
    return variance * (correlation + (labels[i] === labels[j] ? same : 0));
  }),
  sizes: 0,
});

test('logits that are alike cost ln 10, whatever they are', () => {
  const { mean: loss, variance } = firstClassesLoss(kernel(1e-12, 0.5), labels, CLASSES);
  expect(loss).toBeCloseTo(Math.log(10), 9);
  expect(variance).toBeLessThan(1e-12);
});

test('small logits: half their variance more, less the share of their mean', () => {
  const { mean: loss } = firstClassesLoss(kernel(0.01, 0.5), labels, CLASSES);
  expect(loss - Math.log(10)).toBeCloseTo((0.01 / 2) * (1 - 1 / CLASSES), 5);
});

test('very large logits: the largest of ten normals above the mean is 1.5388 deviations away', () => {
  const { mean: loss } = firstClassesLoss(kernel(1e6, 0.5), labels, CLASSES);
  expect(loss / 1000).toBeCloseTo(1.5388, 3);
});

test('nets that differ in size spread the loss', () => {
  const still = firstClassesLoss(kernel(4, 0.5), labels, CLASSES);
  const moving = firstClassesLoss({ ...kernel(4, 0.5), sizes: 0.1 }, labels, CLASSES);
  expect(moving.variance).toBeGreaterThan(still.variance * 1.05);
});

/** The loss of normal logits with the covariance of `kernel`: a part for all, a part for the class, and the input's own. */
function draw(rng: Generator, variance: number, correlation: number, same: number): number {
  const common = rng.randn(CLASSES * 16);
  const own = rng.randn(COUNT * CLASSES);
  const losses = labels.map((label, i) => {
    const z = Array.from({ length: CLASSES }, (_, k) => {
      const shared = Math.sqrt(correlation) * common[k] + Math.sqrt(same) * common[CLASSES * (label + 1) + k];
      return Math.sqrt(variance) * (shared + Math.sqrt(1 - correlation - same) * own[i * CLASSES + k]);
    });
    const top = Math.max(...z);
    return top + Math.log(z.reduce((sum, each) => sum + Math.exp(each - top), 0)) - z[label];
  });
  return mean(losses);
}

test.each([
  [0.25, 0.8, 0],
  [1, 0.7, 0.2],
  [30, 0.8, 0.05],
  [900, 0.9, 0],
])('variance %d, correlation %d, %d in a class: mean and spread of simulated losses', (variance, ...rest) => {
  const [correlation, same] = rest;
  const runs = 3000;
  const rng = new Generator(7);
  const losses = Array.from({ length: runs }, () => draw(rng, variance, correlation, same));
  const law = firstClassesLoss(kernel(variance, correlation, same), labels, CLASSES);
  // Four standard errors; the variance is an upper bound, known to a tenth or two.
  expect(Math.abs(mean(losses) - law.mean)).toBeLessThan((4 * std(losses)) / Math.sqrt(runs));
  const ratio = std(losses) / Math.sqrt(law.variance);
  expect(ratio).toBeGreaterThan(0.85);
  expect(ratio).toBeLessThan(1.06);
});
