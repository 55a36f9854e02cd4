/** Layers whose two sides differ: against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import compromise from '../../src/experiments/compromise.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Row, Seeded, Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/compromise.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, sums in another order: a layer of n inputs errs by about sqrt(n) 2^-24 of its size, 1.4e-6 for
 * the widest, a stack of ten by three times that; 1.2e-5 in log2 of the square.
 */
const TOLERANCE = 3e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same gains', async () => {
    const rows = await collect(compromise, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([choice, direction, ratio, gain, stack], i) => {
      expect(rows[i]).toMatchObject({ choice, direction, ratio });
      expect(Math.abs(Number(rows[i].gain) - Number(gain))).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].stack) - Number(stack))).toBeLessThan(TOLERANCE);
    });
  });
});

const params = { narrow: 32, layers: 4 } as const;
const brokenBy = (rows: Seeded<Row>[], setting: { narrow: 16 | 32 | 64 | 128; layers: number } = params) =>
  judge(compromise.claims, rows as never[], setting)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test.each([
  { narrow: 16, layers: 2 },
  { narrow: 64, layers: 20 },
] as const)('the claims hold at $narrow units and $layers layers', async (setting) => {
  expect(brokenBy(await collect(compromise, setting, [1, 2]), setting)).toEqual([]);
});

/** Normals of another deviation: what a weight of this standard deviation, in an array of so many, gets. */
const withStd =
  (change: (std: number, size: number) => number) =>
  ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : change(std, out.length));
    return { ...tools, rng };
  };

test('a variance half as much again breaks all but the one that holds for any variance', async () => {
  const rows = await collect(
    compromise,
    params,
    [1, 2, 3, 4],
    withStd((std) => std * Math.sqrt(1.5)),
  );
  expect(brokenBy(rows)).toEqual(Object.keys(compromise.claims).filter((id) => id !== 'no-both'));
});

test('with fan_in and fan_out exchanged none of the four claims about them holds', async () => {
  // 1/n_in becomes 1/n_out, and the other way round; Xavier's does not tell them apart.
  const rows = await collect(
    compromise,
    params,
    [1, 2],
    withStd((std, size) => {
      const fan = Math.round(1 / std ** 2);
      const isOne = Math.abs(fan * std ** 2 - 1) < 1e-9 && size % fan === 0;
      return isOne ? Math.sqrt(fan / size) : std;
    }),
  );
  expect(brokenBy(rows)).toEqual([
    'fan-in-forward',
    'fan-in-backward',
    'fan-out-backward',
    'fan-out-forward',
  ]);
});

test('had some variance kept both, the claim that none does would break', async () => {
  const rows = await collect(compromise, params, [1, 2]);
  const both = rows.map((row) => ({ ...row, gain: Number(row.gain) - Number(row.expected) }));
  expect(brokenBy(both)).toContain('no-both');
});
