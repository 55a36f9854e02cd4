import { beforeAll, describe, expect, test } from 'vitest';
import defaultLearns from '../../src/experiments/default-learns.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/default-learns.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(defaultLearns.controls);

/**
 * The same draws bit for bit. Sums in another order move a logit by 1e-6 of its size, and what a step of descent makes
 * of that doubles in a few steps where the loss is steep: after 20 steps a hundred times as much is the most.
 */
const TOLERANCE = 1e-4;
const STEPS = 20;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same losses in the first twenty steps', async () => {
    const rows = await collect(defaultLearns, { ...defaults, ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([initializer, step, loss], i) => {
      expect(rows[i]).toMatchObject({ initializer, step });
      if (Number(step) <= STEPS) {
        expect(Math.abs(Number(rows[i].loss) / Number(loss) - 1)).toBeLessThan(TOLERANCE);
      }
    });
  });
});

test('the grid trains every net, and its price says so', () => {
  const one = { ...defaults, optimizer: 'sgd' as const, steps: 20 };
  const all = { ...one, grid: true };
  expect(defaultLearns.length(one)).toBe(3 * 5);
  expect(defaultLearns.length(all)).toBe(4 * 2 * 4 * 5);
  // Depths 5 + 10 + 20 + 30 and a layer each, four initializers, SGD once and Adam twice as dear.
  expect(defaultLearns.work?.(all)).toBe(20 * 69 * 4 * 3);
  expect(defaultLearns.work?.(one)).toBe(20 * 21 * 3);
});

test.each([
  { depth: 5, optimizer: 'sgd', constant: false },
  { depth: 10, optimizer: 'sgd', constant: false },
  { depth: 20, optimizer: 'sgd', constant: true },
  { depth: 20, optimizer: 'adam', constant: false },
  { depth: 30, optimizer: 'sgd', constant: true },
] as const)('$depth layers under $optimizer: said to stay constant is $constant', ({ constant, ...cell }) => {
  expect(defaultLearns.claims.constant.applies?.({ ...defaults, ...cell })).toBe(constant);
});

test('normal_ 0.01 stays constant too, and Xavier at depth 30 explains next to nothing', async () => {
  const params = { ...defaults, optimizer: 'sgd', depth: 30, steps: 40, tiny: true } as const;
  const rows = await collect(defaultLearns, params, [1]);
  expect(judge(defaultLearns.claims, rows as never[], params).filter(({ holds }) => !holds)).toEqual([]);
  const last = rows.filter(({ step }) => step === 40);
  expect(last.map(({ initializer, explained }) => [initializer, Number(explained) > 0.01])).toEqual([
    ['default', false],
    ['xavier_normal_', false],
    ['kaiming_normal_', true],
    ['normal_ 0.01', false],
  ]);
});
