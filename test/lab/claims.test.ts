import { expect, test } from 'vitest';
import { judge } from '../../src/lab/claims.ts';

const claim = (measured: number) => ({
  says: 'The mean is 1.',
  measure: () => measured,
  within: (_: object, { seeds }: { seeds: number }) => ({ low: 1 - 1 / seeds, high: 1 + 1 / seeds }),
  falseAlarm: 1e-3,
});
const rows = [{ seed: 1 }, { seed: 2 }, { seed: 2 }];

test.each([
  [1.5, true],
  [0.5, true],
  [1.51, false],
  [0.49, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
])('a measured %d holds: %s, with the interval for two seeds', (measured, holds) => {
  const [verdict] = judge({ mean: claim(measured) }, rows, {});
  expect(verdict).toMatchObject({ id: 'mean', holds, within: { low: 0.5, high: 1.5 } });
});

test('a claim that does not apply is not made', () => {
  const claims = { mean: { ...claim(1), applies: ({ width }: { width: number }) => width > 8 } };
  expect(judge(claims, rows, { width: 4 })).toEqual([]);
  expect(judge(claims, rows, { width: 16 })).toHaveLength(1);
});

test('a claim may be about certain seeds only', () => {
  const claims = {
    mean: { ...claim(1), applies: (_: object, seeds: readonly number[] = []) => seeds.includes(42) },
  };
  expect(judge(claims, rows, {})).toEqual([]);
  expect(judge(claims, [...rows, { seed: 42 }], {})).toHaveLength(1);
});
