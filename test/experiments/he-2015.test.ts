/** He against Xavier in deep nets: against the Python twin in real PyTorch, what the grid costs, and where claims are made. */
import { beforeAll, describe, expect, test } from 'vitest';
import he2015 from '../../src/experiments/he-2015.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/he-2015.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(he2015.controls);

/** The same draws bit for bit; sums in another order move a logit by 1e-6 of its size, and a loss by less. */
const FIRST_LOSS = 1e-6;
/**
 * Of a quarter of a million signs in a net of thirty layers one may lie within rounding of zero and fall either way. It
 * changes one point's gradient, by a few of its 64 units; the mean over 128 points by a part in a thousand at the most.
 */
const GRADIENT = 1e-3;
/** Steps of descent where the loss is not steep: the few hundred roundings of twenty steps. */
const LOSS = 1e-4;
/** From He's start through twenty layers and more it is: 1e-7 becomes a tenth in fifteen steps, in PyTorch as here. */
const isSteep = (initializer: unknown, depth: number) => initializer === 'kaiming_normal_' && depth >= 20;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same losses and the same gradient', async () => {
    const rows = await collect(he2015, { ...defaults, ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    const apart = (value: unknown, from: unknown) => Math.abs(Number(value) / Number(from) - 1);
    wanted.forEach(([initializer, optimizer, step, loss, gradient], i) => {
      expect(rows[i]).toMatchObject({ initializer, optimizer, step });
      expect(apart(rows[i].gradient, gradient)).toBeLessThan(GRADIENT);
      if (step === 0) expect(apart(rows[i].loss, loss)).toBeLessThan(FIRST_LOSS);
      else if (!isSteep(initializer, params.depth)) expect(apart(rows[i].loss, loss)).toBeLessThan(LOSS);
    });
  });
});

test('the grid trains every net, and its price says so', () => {
  const one = { ...defaults, optimizer: 'sgd' as const, steps: 20 };
  expect(he2015.length(one)).toBe(2 * 5);
  expect(he2015.work?.(one)).toBe(20 * 31 * 2);
  expect(he2015.length({ ...one, all: true })).toBe(4 * 5);
  const all = { ...one, grid: true };
  expect(he2015.length(all)).toBe(3 * 2 * 4 * 5);
  // Depths 5 + 20 + 30 and a layer each, four initializers, SGD once and Adam twice as dear.
  expect(he2015.work?.(all)).toBe(20 * 58 * 4 * 3);
});

test.each([
  [{}, true, true],
  [{ depth: 20 }, false, true],
  [{ optimizer: 'adam' }, false, true],
  [{ optimizer: 'sgd' }, true, false],
  [{ steps: 100 }, false, true],
  [{ steps: 40 }, true, false],
  [{ steps: 20 }, true, false],
  [{ depth: 5, grid: true }, true, true],
] as const)('with %o it is claimed that Xavier stays: %s, and that Adam rescues it: %s', (given, ...made) => {
  const setting = { ...defaults, ...given };
  const { 'xavier-stays': stays, 'adam-rescues': rescues } = he2015.claims;
  expect([stays, rescues].map(({ applies }) => applies?.(setting))).toEqual(made);
});

test('N(0, 0.01²) sends a gradient that float32 cannot hold, and the claims leave it out', async () => {
  const params = { ...defaults, all: true, optimizer: 'sgd', steps: 20 } as const;
  const rows = await collect(he2015, params, [1]);
  const first = new Map(rows.map(({ initializer, gradient }) => [initializer, Number(gradient)]));
  expect(first.get('normal_ 0.01')).toBeLessThan(2 ** -120);
  expect(first.get('default')).toBeGreaterThan(2 ** -60);
  expect(judge(he2015.claims, rows as never[], params).filter(({ holds }) => !holds)).toEqual([]);
});
