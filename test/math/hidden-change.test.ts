import { expect, test } from 'vitest';
import { changeOf, evaluationError, isSymmetry } from '../../src/math/hidden-change.ts';

const z = [1.5, -0.5, 2];
const outgoing = [0.25, -2, 1];

test.each([
  { activation: 'tanh', factors: [-1, 1, -1], change: 0 },
  { activation: 'relu', factors: [3, 0.25, 7], change: 0 },
  // -0.25 · 1.5 - (-2) · 0.5
  { activation: 'relu', factors: [-1, -1, 1], change: 0.625 },
  { activation: 'tanh', factors: [2, 1, 1], change: 0.25 * (Math.tanh(3) / 2 - Math.tanh(1.5)) },
] as const)('$activation times $factors adds $change', ({ activation, factors, change }) => {
  expect(changeOf({ activation, z, outgoing }, factors)).toBeCloseTo(change, 14);
  expect(factors.every((a) => isSymmetry(activation, a))).toBe(change === 0);
});

test('the error bound grows with the roundoff, and holds for sums added in float32', () => {
  const given = {
    activation: 'relu',
    z,
    outgoing,
    reach: z.map(Math.abs),
    inputs: 1,
    bias: 0,
    factors: [1, 1, 1],
  } as const;
  const bound = evaluationError({ ...given, unit: 2 ** -24 });
  expect(evaluationError({ ...given, unit: 2 ** -23 }) / bound).toBeCloseTo(2, 12);
  const relu = (value: number) => Math.max(value, 0);
  const exact = z.reduce((sum, value, i) => sum + (outgoing[i] / 3) * relu(value), 0);
  const rounded = z.reduce(
    (sum, value, i) => Math.fround(sum + Math.fround(Math.fround(outgoing[i] / 3) * relu(value))),
    0,
  );
  expect(Math.abs(exact - rounded)).toBeLessThan(bound);
});
