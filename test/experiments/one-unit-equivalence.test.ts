import { beforeAll, describe, expect, test } from 'vitest';
import equivalence from '../../src/experiments/one-unit-equivalence.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/one-unit-equivalence.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(equivalence.controls);

/** The net with the same rate for all has no bound of its own; its path is as steep as the others', up to this factor. */
const STEEPER = 100;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  // With an odd number of units PyTorch's kernels may treat the last one apart: then they part, see the chapter.
  test('the same three losses at every step, to what rounding can add', async () => {
    const rows = await collect(equivalence, { ...defaults, ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([step, many, one, same], i) => {
      expect(rows[i].step).toBe(step);
      const allowed = 2 * Number(rows[i].allowed);
      expect(Math.abs(Number(rows[i].lossOne) - one)).toBeLessThan(allowed);
      expect(Math.abs(Number(rows[i].loss) - many)).toBeLessThan(allowed);
      expect(Math.abs(Number(rows[i].lossSame) - same)).toBeLessThan(STEEPER * allowed);
    });
  });
});

test.each([
  { activation: 'relu' },
  { activation: 'sigmoid' },
  { hidden: 7, lr: 1 },
  { hidden: 32, task: 'xor' },
  { task: 'teacher' },
])('the claims hold with %o', async (change) => {
  const params = { ...defaults, ...change };
  const rows = await collect(equivalence, params, [1, 2]);
  expect(judge(equivalence.claims, rows as never[], params as never).filter(({ holds }) => !holds)).toEqual(
    [],
  );
});
