/** The truncated normals of TensorFlow.js: their seeds, and the net of the book's weights beside real PyTorch. */
import { beforeAll, expect, test } from 'vitest';
import heNormal from '../../src/experiments/tfjs-he-normal.ts';
import { judge } from '../../src/lab/claims.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/tfjs-he-normal.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** Sums of one layer in another order: about sqrt(width · layers) roundings of 2^-24, here below 4e-6. */
const TOLERANCE = 4e-5;

test.each(fixture.cases)('$options', async ({ options: { seed, width, layers }, rows: twin }) => {
  const params = { initializer: 'heNormal' as const, width: width as 64 | 256, layers };
  const rows = await collect(heNormal, params, [seed]);
  expect(rows).toHaveLength(twin.length);
  twin.forEach(([layer, , , , book], i) => {
    expect(rows[i].layer).toBe(layer);
    expect(Math.abs(Number(rows[i].book) / book - 1)).toBeLessThan(TOLERANCE);
  });
  // PyTorch's trunc_normal_ with the same cuts draws other numbers from the same law: they keep its claims.
  const theirs = twin.map(([, variance, largest, signal], i) => ({
    ...(rows[i] as Parameters<typeof heNormal.claims.variance.measure>[0][number]),
    ...{ variance, largest, signal },
  }));
  expect(judge(heNormal.claims, theirs, params).filter(({ holds }) => !holds)).toEqual([]);
});

test('the uniform ones have the variance of their name, the normal ones do not', async () => {
  const variances: Record<string, number> = {};
  for (const initializer of [
    'heNormal',
    'glorotNormal',
    'leCunNormal',
    'heUniform',
    'glorotUniform',
    'leCunUniform',
  ]) {
    const params = { initializer, width: 64, layers: 10 };
    const rows = await collect(heNormal, params, [5]);
    variances[initializer] = rows.reduce((sum, { variance }) => sum + Number(variance), 0) / rows.length;
    const made = judge(heNormal.claims, rows as never, params as never);
    expect(made.filter(({ holds }) => !holds)).toEqual([]);
  }
  // 40,960 weights: 0.774 and 1 are more than thirty standard errors from one another.
  for (const [name, variance] of Object.entries(variances)) {
    expect(Math.abs(variance - (name.endsWith('Normal') ? 0.774 : 1)), name).toBeLessThan(0.05);
  }
});

test('the edge tells a normal that is not cut off, and one that is cut off a thousandth too early', async () => {
  const params = { initializer: 'heNormal' as const, width: 64 as const, layers: 10 };
  const rows = await collect(heNormal, params, [6]);
  const holds = (factor: number) => {
    const changed = rows.map((row) => ({ ...row, largest: factor * Number(row.largest) }));
    return judge(heNormal.claims, changed as never, params).find(({ id }) => id === 'edge')?.holds;
  };
  // Of 40,960 normals the largest is beyond 3 but for one run in 1e48.
  expect([holds(1), holds(1.5), holds(1.001), holds(0.999)]).toEqual([true, false, false, false]);
});

test('no tensor is left', async () => {
  const before = tensorCount();
  await collect(heNormal, { initializer: 'heUniform', width: 64, layers: 2 }, [1]);
  expect(tensorCount()).toBe(before);
});
