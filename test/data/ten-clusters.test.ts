import { expect, test } from 'vitest';
import { CLUSTER_INPUTS, tenClusters } from '../../src/data/ten-clusters.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

const POINTS = 2000;
const { x, y } = tenClusters(new Generator(4), POINTS);
const row = (i: number) => x.subarray(i * CLUSTER_INPUTS, (i + 1) * CLUSTER_INPUTS);
const centre = (cluster: number) =>
  Float64Array.from({ length: CLUSTER_INPUTS }, (_, j) =>
    mean(Array.from({ length: POINTS / 10 }, (_, i) => row(10 * i + cluster)[j])),
  );
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

test('a coordinate has a mean square of 1', () => {
  // Per point its mean square over 16 coordinates varies by √(2·0.09·16 + 4·0.21·16)/16 = 0.25; four deviations of 2,000.
  expect(Math.abs(mean(x.map((value) => value ** 2)) - 1)).toBeLessThan((4 * 0.26) / Math.sqrt(POINTS));
});

test('the sixth cluster is the negative of the first, and both have the same answer', () => {
  for (let shape = 0; shape < 5; shape++) {
    const [a, b] = [centre(shape), centre(shape + 5)];
    expect(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))).toBeLessThan(-0.99);
    expect([y[shape], y[shape + 5]]).toEqual(shape % 2 === 0 ? [1, 1] : [0, 0]);
  }
  expect(mean(y)).toBeCloseTo(0.6, 10);
});
