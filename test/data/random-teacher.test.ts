import { expect, test } from 'vitest';
import { randomTeacher, TEACHER_INPUTS } from '../../src/data/random-teacher.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

test('the points are the first numbers of the stream, and half of them are answered yes', () => {
  const points = 10_000;
  const { x, y } = randomTeacher(new Generator(1), points);
  expect(x).toEqual(new Generator(1).randn(points * TEACHER_INPUTS));
  // Two units speak for each answer; their random angles leave a few per cent between the two.
  expect(Math.abs(mean(y) - 0.5)).toBeLessThan(0.1);
});

test('a point and its opposite have the same answer, so no line through 0 gets more than half', () => {
  const points = 64;
  const rng = new Generator(2);
  const first = randomTeacher(rng, points);
  // The same teacher: the same numbers after the points.
  const turned = new Generator(2);
  const randn = turned.randn.bind(turned);
  let calls = 0;
  turned.randn = ((size: number) =>
    calls++ === 0 ? randn(size).map((value) => -value) : randn(size)) as typeof randn;
  expect(randomTeacher(turned, points).y).toEqual(first.y);
  expect(new Set(first.y).size).toBe(2);
});
