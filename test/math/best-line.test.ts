import { expect, test } from 'vitest';
import { bestLine } from '../../src/math/best-line.ts';
import { Generator } from '../../src/random/torch.ts';

test.each([
  { what: 'a corner against three', x: [0, 0, 0, 1, 1, 0, 1, 1], y: [0, 0, 0, 1], best: 4 },
  { what: 'the four corners of exclusive or', x: [0, 0, 0, 1, 1, 0, 1, 1], y: [0, 1, 1, 0], best: 3 },
  { what: 'all alike', x: [0, 0, 1, 3, 2, 1], y: [1, 1, 1], best: 3 },
  { what: 'a point inside a triangle', x: [0, 3, -3, -2, 3, -2, 0, 0], y: [0, 0, 0, 1], best: 3 },
])('$what: $best', ({ x, y, best }) => {
  expect(bestLine(x, y)).toBe(best);
});

test('no line of ten thousand drawn at random does better, and one comes near', () => {
  const rng = new Generator(5);
  const points = 40;
  const x = rng.randn(2 * points);
  const y = Float32Array.from({ length: points }, (_, i) =>
    Math.hypot(x[2 * i], x[2 * i + 1]) < 1.18 ? 1 : 0,
  );
  const best = bestLine(x, y);
  let drawn = 0;
  for (let k = 0; k < 10_000; k++) {
    const [a, b, c] = rng.randn(3);
    let right = 0;
    for (let i = 0; i < points; i++) if (a * x[2 * i] + b * x[2 * i + 1] > c === y[i] > 0) right += 1;
    drawn = Math.max(drawn, right, points - right);
  }
  expect(drawn).toBeLessThanOrEqual(best);
  expect(drawn).toBeGreaterThanOrEqual(best - 1);
});
