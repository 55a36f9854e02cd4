/** Widths that change against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import fanFunnel from '../../src/experiments/fan-funnel.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/fan-funnel.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, sums in another order: a layer of width n errs by about sqrt(n) 2^-24 of its size, 2e-6, a
 * stack of nine by three times that; 5e-6 in log10 of the square.
 */
const TOLERANCE = 3e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, widths }, rows: wanted }) => {
  test('the same mean squares', async () => {
    const rows = await collect(fanFunnel, { widths }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([scheme, layer, width, forward, backward], i) => {
      expect(rows[i]).toMatchObject({ scheme, layer, width });
      expect(Math.abs(Number(rows[i].forward) - Number(forward))).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].backward) - Number(backward))).toBeLessThan(TOLERANCE);
    });
  });
});

test('a variance half as much again breaks each claim', async () => {
  const halfMore = ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.sqrt(1.5));
    return { ...tools, rng };
  };
  const params = { widths: '64-48-80-32-10' };
  const seeds = [1, 2, 3, 4, 5, 6];
  const broken = async (alter?: typeof halfMore) =>
    judge(fanFunnel.claims, (await collect(fanFunnel, params, seeds, alter)) as never[], params)
      .filter(({ holds }) => !holds)
      .map(({ id }) => id);
  expect(await broken()).toEqual([]);
  expect(await broken(halfMore)).toEqual(Object.keys(fanFunnel.claims));
});

test.each([
  '784',
  '784-10',
  '784-23-10',
  '10-4096-10',
  '784-1e2-10',
  '784--10',
  Array(20).fill(24).join('-'),
])('no list of widths: %s', (text) => {
  expect(() => fanFunnel.controls.widths.check?.(text)).toThrow(/allowed: 3 to 17 whole numbers/);
});
