import { expect, test } from 'vitest';
import { logisticLoss } from '../../src/math/constant-answer.ts';
import { type FirstNet, firstLossLaw, logitDifference } from '../../src/math/first-loss.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

const net = { inputs: 20, hidden: [30, 24, 16], examples: 60 };
const he: FirstNet = { ...net, weight: (fan_in) => 2 / fan_in };
const xavier: FirstNet = { ...net, weight: (fan_in, fan_out) => 2 / (fan_in + fan_out) };

test('the mean square of the difference between the logits, by hand', () => {
  // He keeps the second moment up to the last layer, which is linear: 2 a logit.
  expect(logitDifference(he)).toBeCloseTo(4, 12);
  const kept = (20 / 50) * (30 / 54) * (24 / 40);
  expect(logitDifference(xavier)).toBeCloseTo(2 * kept * 16 * (2 / 18), 12);
});

test('small weights start at ln 2', () => {
  const { mean: log, variance } = firstLossLaw({ ...net, weight: () => 1e-8 });
  expect(log).toBeCloseTo(Math.log(Math.LN2), 9);
  expect(variance).toBeLessThan(1e-12);
});

/** The logarithm of one net's first loss, its weights uniform. */
function draw({ inputs, hidden, examples, weight }: FirstNet, rng: Generator): number {
  const widths = [inputs, ...hidden, 2];
  const x = rng.randn(examples * inputs);
  let h = Array.from({ length: examples }, (_, i) =>
    Float64Array.from(x.subarray(i * inputs, (i + 1) * inputs)),
  );
  const labels = h.map((row) => (row.reduce((sum, value) => sum + value, 0) > 0 ? 1 : 0));
  for (const [l, fan_in] of widths.slice(0, -1).entries()) {
    const fan_out = widths[l + 1];
    const bound = Math.sqrt(3 * weight(fan_in, fan_out));
    const w = rng.uniform_(new Float32Array(fan_in * fan_out), -bound, bound);
    h = h.map((row) =>
      Float64Array.from({ length: fan_out }, (_, unit) => {
        let z = 0;
        for (let i = 0; i < fan_in; i++) z += w[unit * fan_in + i] * row[i];
        return l === widths.length - 2 ? z : Math.max(z, 0);
      }),
    );
  }
  return Math.log(
    logisticLoss(
      h.map(([a, b]) => b - a),
      labels,
    ),
  );
}

test.each([
  ['he', he],
  ['xavier', xavier],
])('%s: mean and spread of simulated nets', (_, which) => {
  const runs = 400;
  const rng = new Generator(3);
  const logs = Array.from({ length: runs }, () => draw(which, rng));
  const law = firstLossLaw(which);
  const sd = Math.sqrt(law.variance);
  // Four standard errors of a mean; and a tenth of the spread for layers a quarter as wide as those it was tried on.
  expect(Math.abs(mean(logs) - law.mean)).toBeLessThan((4 / Math.sqrt(runs) + 0.1) * sd);
  // A skewed law: the standard error of its spread is about 1.5 / sqrt(2 runs) of it.
  expect(Math.abs(std(logs) / sd - 1)).toBeLessThan(0.25);
  // Twice the variance in each layer would be far outside.
  const doubled = firstLossLaw({ ...which, weight: (a, b) => 2 * which.weight(a, b) });
  expect(Math.abs(mean(logs) - doubled.mean)).toBeGreaterThan(sd);
});
