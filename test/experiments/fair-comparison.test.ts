/** The map of the fair comparison: against its twin in real PyTorch, run in pieces, looked at in other ways, and what it may claim. */
import { beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, sameCell } from '../../src/experiments/fair-comparison/cells.ts';
import fairComparison from '../../src/experiments/fair-comparison.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { partLength, type Row, type Seeded } from '../../src/lab/experiment.ts';
import { Generator } from '../../src/random/torch.ts';
import { drive } from '../../src/runtime/drive.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';
import fixture from '../fixtures/fair-comparison.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(fairComparison.controls);
/** No reader may ask for so few, but what is tested here does not depend on it. */
const short = { ...defaults, steps: 20 };
type Rows = Parameters<typeof fairComparison.plot>[0];

/** The same draws bit for bit; sums in another order move a logit by 1e-6 of its size, and a loss by less. */
const FIRST_LOSS = 1e-6;
/** Of the signs in a net one may lie within rounding of zero; that changes one of 64 points' gradient by a few of 32 units. */
const GRADIENT = 2e-3;
/** Steps of descent where the loss is not steep: what rounding does, and a hundred times as much. */
const LOSS = 1e-4;
/** From He's start through ten layers it is steep: what rounding does is ten times as much after every five steps. */
const compared = (start: string, depth: number) => (start === 'kaiming_normal_' && depth >= 10 ? 10 : 20);

describe.each(fixture.cases)(
  '$options in PyTorch',
  ({ options: { seed, steps, task, start, ...cell }, rows }) => {
    test('the same losses and the same gradient', async () => {
      const setting = { ...defaults, task: task as typeof defaults.task, steps, all: true };
      const wanted = { ...cell, initializer: start };
      const part = cellsOf(setting).findIndex((other) => sameCell(other, wanted as typeof other));
      const own: Record<string, number | string>[] = [];
      const tools = {
        tf,
        rng: new Generator(seed),
        part,
        read: (tensors: { data(): Promise<unknown> }[]) => Promise.all(tensors.map((one) => one.data())),
      };
      for await (const row of fairComparison.run(setting, tools as never)) own.push(row);
      const apart = (value: unknown, from: number) => Math.abs(Number(value) / from - 1);
      expect(own.map(({ step }) => step)).toEqual(rows.map(([step]) => step));
      rows.forEach(([step, loss, gradient], i) => {
        expect(own[i]).toMatchObject(wanted);
        expect(apart(own[i].gradient, gradient)).toBeLessThan(GRADIENT);
        if (step <= compared(start, cell.depth)) {
          expect(apart(own[i].loss, loss)).toBeLessThan(step === 0 ? FIRST_LOSS : LOSS);
        }
      });
    });
  },
);

test('a run that goes on after its first cells ends as one that was never stopped, bit for bit', async () => {
  const whole = await collect(fairComparison, short, [7, 8]);
  const part = partLength(fairComparison, short);
  const perSeed = cellsOf(short).length;
  expect(whole).toHaveLength(2 * perSeed * part);
  // In the midst of the first seed, at its end, and in the second.
  for (const parts of [3, perSeed, 2 * perSeed - 2]) {
    const rows: Seeded<Row>[] = whole.slice(0, parts * part);
    const rest = drive({ experiment: fairComparison, params: short, seeds: [7, 8], done: rows.length });
    for await (const row of rest) rows.push(row);
    expect(rows).toEqual(whole);
  }
});

test('what is looked at changes the figures and nothing else', async () => {
  const rows = (await collect(fairComparison, short, [3])) as Rows;
  const other = {
    ...short,
    shows: 'per cent explained at the end',
    activation: 'tanh',
    initializer: 'default',
    depth: 2,
    optimizer: 'adam',
  } as const;
  const saying = (params: typeof short) => [
    judge(fairComparison.claims, rows, params),
    fairComparison.summary(rows, params),
    fairComparison.length(params),
    fairComparison.work?.(params),
  ];
  expect(saying(other)).toEqual(saying(short));
  const [first, , runs] = fairComparison.plot(rows, other);
  expect(first.title).toContain('per cent');
  expect(runs.title).toContain('tanh, default, 2 hidden layers, adam');
  // A cell of the map that was not run has no curve.
  const empty = fairComparison.plot(rows, { ...short, depth: 5 })[2];
  expect(empty.marks.map((mark) => ('data' in mark ? mark.data.length : 0))).toEqual([0, 0]);
  expect(runs.marks.map((mark) => ('data' in mark ? mark.data.length : 0))).toEqual([0, 5]);
});

test('the map: each place has the cell that a click picks, and one is picked', async () => {
  const rows = (await collect(fairComparison, short, [3])) as Rows;
  const places = fairComparison
    .plot(rows, short)
    .flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'cells' ? [...mark.data] : [])));
  expect(places).toHaveLength(cellsOf(short).length);
  expect(new Set(places.map(({ sets }) => JSON.stringify(sets))).size).toBe(places.length);
  const { activation, initializer, depth, optimizer } = short;
  expect(places.filter(({ picked }) => picked).map(({ sets }) => sets)).toEqual([
    { activation, initializer, optimizer, depth },
  ]);
});

test('the whole map has every start, depth and activation under both optimizers, and its price says so', () => {
  const all = { ...defaults, all: true };
  expect(cellsOf(all)).toHaveLength(3 * 5 * 2 * 4);
  expect(cellsOf(defaults)).toHaveLength(2 * 5 * 2 * 2 + 2 * 2);
  // Depths 2 + 5 + 10 + 20, one layer more under SGD and two under Adam, for fifteen starts.
  expect(fairComparison.work?.(all)).toBe(120 * 15 * (41 + 45));
  expect(cellsOf(defaults).every((cell) => cellsOf(all).some((other) => sameCell(cell, other)))).toBe(true);
});

test.each([
  [{}, true, true, true],
  [{ steps: 60 }, false, true, true],
  [{ steps: 300 }, true, false, true],
  [{ rate: 5 }, false, false, true],
  [{ all: true }, true, true, true],
] as const)(
  'with %o it is claimed that He starts: %s, that the default stays: %s, and constancy: %s',
  (given, ...made) => {
    const { 'he-starts': he, 'default-stays': stays, constant } = fairComparison.claims;
    const setting = { ...defaults, ...given };
    expect([he, stays, constant].map(({ applies }) => applies?.(setting))).toEqual(made);
  },
);

test.each([
  { task: 'random teacher', steps: 60 },
  { task: 'ten clusters', steps: 60 },
  { rate: 5, steps: 60 },
  { rate: 0.2, steps: 60 },
] as const)('no claim breaks with %o', async (given) => {
  const params = { ...defaults, ...given };
  const rows = (await collect(fairComparison, params, [5])) as Rows;
  expect(judge(fairComparison.claims, rows, params).filter(({ holds }) => !holds)).toEqual([]);
});
