import { expect, test } from 'vitest';
import { circle } from '../../src/data/circle.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

test('half of the points lie inside, and are those nearer to the centre', () => {
  const points = 10_000;
  const { x, y } = circle(new Generator(1), points);
  // Four standard deviations of a fair coin.
  expect(Math.abs(mean(y) - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(points));
  const radius = (i: number) => Math.hypot(x[2 * i], x[2 * i + 1]);
  const inside = Array.from(y.keys()).filter((i) => y[i] === 1);
  const outside = Array.from(y.keys()).filter((i) => y[i] === 0);
  expect(Math.max(...inside.map(radius))).toBeLessThan(Math.sqrt(Math.log(4)) + 1e-6);
  expect(Math.min(...outside.map(radius))).toBeGreaterThan(Math.sqrt(Math.log(4)) - 1e-6);
});

test('the points are the first numbers of the stream', () => {
  expect(circle(new Generator(2), 16).x).toEqual(new Generator(2).randn(32));
});
