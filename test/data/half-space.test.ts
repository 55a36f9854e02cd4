import { expect, test } from 'vitest';
import { directions, sideOf } from '../../src/data/half-space.ts';

test('the side of a plane, row by row', () => {
  const x = Float32Array.of(1, 2, -4, 3, -1, -1.5, 1, -1, 0);
  expect([...sideOf(x, directions.sum(3))]).toEqual([0, 1, 0]);
  expect([...sideOf(x, directions.alternating(3))]).toEqual([0, 1, 1]);
});

test('alternating is the sum with every other input turned', () => {
  const x = Float32Array.of(0.3, -1.2, 2, 0.7, 0.1, -0.4, 1, 1);
  const turned = x.map((value, i) => (i % 2 === 0 ? value : -value));
  expect(sideOf(turned, directions.sum(4))).toEqual(sideOf(x, directions.alternating(4)));
});
