import { describe, expect, test } from 'vitest';
import { spreadBand, stepLaw, walkLaws, walkQuantile, walkShare } from '../../src/math/log-walk.ts';
import { meanInterval } from '../../src/math/skewed-law.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

/** ln of the mean square of `width` rectified standard normals, or of the normals themselves. */
function logOfSquares(width: number, rng: Generator, rectified: boolean): number {
  let total = 0;
  for (const z of rng.randn(width)) total += rectified ? Math.max(z, 0) ** 2 : z * z;
  return Math.log(total / width);
}

describe.each([
  { width: 32, depth: 5 },
  { width: 64, depth: 12 },
])('$width wide, $depth deep', ({ width, depth }) => {
  const rng = new Generator(7);
  const count = 4000;
  const steps: number[] = [];
  const ends = Array.from({ length: count }, () => {
    let log = logOfSquares(width, rng, false);
    for (let layer = 0; layer < depth; layer++) {
      const step = Math.LN2 + logOfSquares(width, rng, true);
      steps.push(step);
      log += step;
    }
    return log;
  });
  const step = stepLaw(width);
  const end = walkLaws({ width, depth })[depth];
  // Twelve checks in all.
  const falseAlarm = 1e-3 / 12;

  test('the steps have the mean and the variance of the law', () => {
    const middle = meanInterval(step, { terms: steps.length, falseAlarm });
    expect(mean(steps)).toBeGreaterThan(middle.low);
    expect(mean(steps)).toBeLessThan(middle.high);
    const spread = spreadBand(step, { terms: steps.length, falseAlarm });
    const squares = mean(steps.map((x) => (x - step.mean) ** 2));
    expect(squares).toBeGreaterThan(spread.low);
    expect(squares).toBeLessThan(spread.high);
  });

  test('and so have the walks', () => {
    const squares = mean(ends.map((x) => (x - end.mean) ** 2));
    const spread = spreadBand(end, { terms: count, falseAlarm });
    expect(squares).toBeGreaterThan(spread.low);
    expect(squares).toBeLessThan(spread.high);
    for (const x of [end.mean - 1, 0]) {
      const share = walkShare(end, x);
      // Four standard deviations of a share, and what three cumulants leave open.
      const room = 4 * Math.sqrt((share * (1 - share)) / count) + 0.002;
      expect(Math.abs(mean(ends.map((end) => (end < x ? 1 : 0))) - share)).toBeLessThan(room);
    }
  });
});

test('to first order n times mean and variance of a step are -5/2 and 5', () => {
  const { mean, variance } = stepLaw(4096);
  expect(4096 * mean).toBeCloseTo(-5 / 2, 2);
  expect(4096 * variance).toBeCloseTo(5, 1);
});

test('a quantile is where its share lies', () => {
  const law = walkLaws({ width: 32, depth: 20 })[20];
  for (const p of [0.001, 0.3, 0.5, 0.95]) expect(walkShare(law, walkQuantile(law, p))).toBeCloseTo(p, 10);
});
