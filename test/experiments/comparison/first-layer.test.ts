import { expect, test } from 'vitest';
import { layerChange } from '../../../src/experiments/comparison/first-layer.ts';

test('distance and share along a direction, by hand', () => {
  const start = Float32Array.of(0, 0, 0, 0);
  const weight = Float32Array.of(1, 1, 2, -2);
  // The first unit looks along (1, 1), the second at right angles to it.
  const { travelled, aligned } = layerChange(weight, start, Float64Array.of(3, 3));
  expect(travelled).toBeCloseTo(Math.sqrt(10), 14);
  expect(aligned).toBeCloseTo(2 / 10, 14);
});

test('weights of zero look nowhere', () => {
  const zeros = new Float32Array(4);
  expect(layerChange(zeros, zeros, Float64Array.of(1, 1))).toEqual({ travelled: 0, aligned: 0 });
});
