import { beforeAll, describe, expect, test } from 'vitest';
import experiment from '../../src/experiments/backward-variance.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { Row, Seeded, Tools } from '../../src/lab/experiment.ts';
import type { Tensor } from '../../src/lab/tf.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/backward-variance.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(experiment.controls);
const columns = ['n_out', 'forward', 'drawn', 'own', 'another', 'drawnAlong', 'ownAlong', 'anotherAlong'];
const brokenBy = (rows: Seeded<Row>[], params: typeof defaults) =>
  judge(experiment.claims, rows as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

/** The same draws bit for bit; a sum of 512 float32 products is off by some 2^-24 √512 of its size, a mean of many by less. */
const ROUNDED = 1e-5;

test.each(fixture.cases)('$options: as its twin in PyTorch', async ({ options, rows: wanted }) => {
  const { seed, ...params } = options;
  const rows = await collect(experiment, { ...defaults, ...params }, [seed]);
  expect(rows).toHaveLength(wanted.length);
  for (const [i, values] of wanted.entries()) {
    for (const [k, column] of columns.entries()) {
      const room = ROUNDED * Math.max(1, Math.abs(values[k]));
      expect(Math.abs(Number(rows[i][column]) - values[k])).toBeLessThan(room);
    }
  }
});

describe('eight runs of layers with 64 inputs', () => {
  const params = { ...defaults, n_in: 64, sigma: 0.125 };
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  let rows: Seeded<Row>[];
  beforeAll(async () => {
    rows = await collect(experiment, params, seeds);
  });

  test('a gradient that is the layer’s own output breaks what rests on independence; one lent by another layer does not', () => {
    expect(brokenBy(rows, params)).toEqual([]);
    expect(brokenBy(rows, { ...params, gradient: 'g = h' })).toEqual([
      'mean-zero',
      'second-moment',
      'crossing',
    ]);
    expect(brokenBy(rows, { ...params, gradient: 'g = another’s h' })).toEqual([]);
  });

  test('fan_in and fan_out exchanged break the second moment', () => {
    const exchanged = rows.map((row) => ({ ...row, forward: row.drawn, drawn: row.forward }));
    expect(brokenBy(exchanged, params)).toContain('second-moment');
    expect(brokenBy(exchanged, params)).toContain('crossing');
  });

  test('gains that count one term less with g = h are seen', () => {
    const less = rows.map((row) => ({
      ...row,
      ownPredicted: (Number(row.ownPredicted) * (64 + Number(row.n_out) - 5)) / (64 + Number(row.n_out) - 1),
    }));
    expect(brokenBy(less, params)).toEqual(['knows-weights']);
  });
});

test('autodiff that gives a thousandth more is caught', async () => {
  const more = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: { ...tf, grad: (f) => (x, dy) => tf.mul(tf.grad(f)(x, dy), 1.001) as Tensor },
  });
  const params = { ...defaults, n_in: 16, sigma: 0.25 };
  expect(brokenBy(await collect(experiment, params, [1], more), params)).toEqual(['transpose']);
});
