import { expect, test } from 'vitest';
import { planeTasks, sumLabels } from '../../src/data/plane-tasks.ts';
import { bestLine } from '../../src/math/best-line.ts';
import { Generator } from '../../src/random/torch.ts';

const POINTS = 128;

test.each(['circle', 'xor', 'teacher', 'sum'] as const)(
  '%s: the first numbers of the stream, labelled',
  (task) => {
    const { x, y } = planeTasks[task](new Generator(4), POINTS);
    expect(x).toEqual(new Generator(4).randn(2 * POINTS));
    expect(y).toHaveLength(POINTS);
    expect([...new Set(y)].sort()).toEqual([0, 1]);
  },
);

test('a line answers the sum, and neither the circle nor the xor', () => {
  const best = (task: keyof typeof planeTasks, seed: number) => {
    const { x, y } = planeTasks[task](new Generator(seed), POINTS);
    return bestLine(x, y);
  };
  for (let seed = 0; seed < 10; seed++) {
    expect(best('sum', seed)).toBe(POINTS);
    expect(best('circle', seed)).toBeLessThan(0.85 * POINTS);
    expect(best('xor', seed)).toBeLessThan(0.85 * POINTS);
  }
});

test('half of the points are above the teacher’s median, and a sum of 0 is not above 0', () => {
  const { y } = planeTasks.teacher(new Generator(1), POINTS);
  expect(y.reduce((a, b) => a + b)).toBe(POINTS / 2);
  expect([...sumLabels(Float32Array.from([1, -1, 1, -0.5])).y]).toEqual([0, 1]);
});
