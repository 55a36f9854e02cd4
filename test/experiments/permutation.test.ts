import { beforeAll, describe, expect, test } from 'vitest';
import permutation from '../../src/experiments/permutation.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/permutation.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same changes of the output, to what rounding can add', async () => {
    const rows = await collect(permutation, { ...defaultsOf(permutation.controls), ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([activation, change, largest], i) => {
      expect(rows[i]).toMatchObject({ activation, change });
      expect(Math.abs(Number(rows[i].largest) - Number(largest))).toBeLessThan(Number(rows[i].rounding));
    });
  });
});

test('what rounding can add is a thousandth of a change that is one, or less', async () => {
  const rows = await collect(permutation, defaultsOf(permutation.controls), [1]);
  const seen = rows.filter((row) => Number(row.expected) > 0);
  expect(seen.map(({ activation, change }) => `${activation} ${change}`)).toEqual([
    'tanh rescale',
    'relu turn signs',
  ]);
  for (const row of seen) expect(Number(row.rounding)).toBeLessThan(Number(row.expected) / 1000);
});
