import { describe, expect, test } from 'vitest';
import { PrintedRbm } from '../../src/experiments/rbm-as-printed/printed.ts';
import rbmAsPrinted from '../../src/experiments/rbm-as-printed.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { drawStates } from '../../src/networks/pattern-learners.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/rbm-as-printed.json' with { type: 'json' };
import { collect } from './collect.ts';

const defaults = defaultsOf(rbmAsPrinted.controls);

const failing = async (change: object, seeds = [1, 2]) => {
  const params = { ...defaults, ...change };
  const rows = await collect(rbmAsPrinted, params, seeds);
  return judge(rbmAsPrinted.claims, rows as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);
};

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  // Each step rounds its parameters by some 1e-15. What becomes of that by the end is what becomes of a nudge of all the
  // weights at the start, a million times as large, to first order. The printed class computes in float32 there: its loss is
  // a sum of 126 numbers of about a quarter, each rounded a few times, and their mean errs by 20 units at most.
  test('the same errors and KLs, to what rounding can do', async () => {
    const all = { ...defaults, ...params };
    const rows = await collect(rbmAsPrinted, all, [seed]);
    const nudged = await collect(rbmAsPrinted, all, [seed], ({ rng, ...tools }) => {
      const randn = rng.randn.bind(rng);
      rng.randn = (size) => randn(size).map((z) => z * (1 + 1e-6));
      return { ...tools, rng };
    });
    expect(rows).toHaveLength(wanted.length);
    for (const [i, [machine, step, loss, kl]] of wanted.entries()) {
      expect(rows[i]).toMatchObject({ machine, step });
      const moved = (column: 'loss' | 'kl') =>
        Math.max(
          ...rows.flatMap((row, at) =>
            row.machine === machine ? [Math.abs(Number(row[column]) - Number(nudged[at][column]))] : [],
          ),
        );
      const single = machine === 'as printed' ? 20 * 2 ** -24 * 0.25 : 0;
      expect(Math.abs(Number(rows[i].loss) - Number(loss))).toBeLessThan(
        single + 1e-3 * moved('loss') + 1e-14,
      );
      expect(Math.abs(Number(rows[i].kl) - Number(kl))).toBeLessThan(1e-3 * moved('kl') + 1e-12);
    }
  });
});

test('the printed class leaves its weights alone', () => {
  const rbm = new PrintedRbm(4, 6, new Generator(1));
  const before = rbm.W.slice();
  const images = [Float32Array.of(1, 0, 1, 0), Float32Array.of(0, 0, 1, 1)];
  const losses = Array.from({ length: 100 }, () => rbm.train_step(images));
  expect(new Set(losses).size).toBe(1);
  expect(rbm.W).toEqual(before);
  expect(rbm.b_hidden.some(Boolean) || rbm.b_visible.some(Boolean)).toBe(false);
});

test('states are drawn as often as they should be', () => {
  const p = Float64Array.of(0, 0.25, 0, 0.5, 0.25, 0);
  const uniforms = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const counts = [0, 0, 0, 0, 0, 0];
  for (const v of drawStates(p, uniforms)) counts[v] += 1;
  expect(counts).toEqual([0, 250, 0, 500, 250, 0]);
});

test.each([
  { hidden: 2, k: 1, lr: 0.1, steps: 240 },
  { hidden: 2, k: 10, lr: 0.5, steps: 2040 },
  { hidden: 8, k: 1, lr: 0.4, steps: 3000 },
  { hidden: 12, k: 1, lr: 0.5, steps: 2400 },
])('the claims hold with %o', async (change) => {
  expect(await failing(change)).toEqual([]);
});
