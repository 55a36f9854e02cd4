import { afterEach, describe, expect, test, vi } from 'vitest';
import { barsAndStripes } from '../../src/data/bars-and-stripes.ts';
import rbmExact from '../../src/experiments/rbm-exact.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { safeRate } from '../../src/math/divergence-change.ts';
import { distribution, divergence, logPartition, reconstructionError, turned } from '../../src/math/rbm.ts';
import { angle } from '../../src/math/vectors.ts';
import { learners, patternsOf, startOf, updateFrom } from '../../src/networks/pattern-learners.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/rbm-exact.json' with { type: 'json' };
import { collect } from './collect.ts';

const defaults = defaultsOf(rbmExact.controls);
const patterns = patternsOf(barsAndStripes(3), 9, 1);
const failing = async (change: object, seeds = [1, 2]) => {
  const params = { ...defaults, ...change };
  const rows = await collect(rbmExact, params, seeds);
  return judge(rbmExact.claims, rows as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);
};

test('bars and stripes are fourteen states, each of them once', () => {
  const wanted = [0, 7, 56, 63, 448, 455, 504, 511, 73, 146, 219, 292, 365, 438];
  expect([...patterns.states].sort()).toEqual(wanted.sort());
  expect(patterns.shares.filter((share) => share > 0)).toHaveLength(14);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  // Each step rounds its parameters by some 1e-15. What becomes of that by the end is what becomes of a nudge of all the
  // weights at the start, a million times as large, to first order.
  test('the same KLs and reconstruction errors, to what rounding can do', async () => {
    const all = { ...defaults, ...params };
    const rows = await collect(rbmExact, all, [seed]);
    const nudged = await collect(rbmExact, all, [seed], ({ rng, ...tools }) => {
      const randn = rng.randn.bind(rng);
      // In double precision: float32 would round the nudge away.
      rng.randn = (size) => Float64Array.from(randn(size), (z) => z * (1 + 1e-7)) as unknown as Float32Array;
      return { ...tools, rng };
    });
    expect(rows).toHaveLength(wanted.length);
    const most = { kl: 0, reconstruction: 0 };
    for (const [i, row] of rows.entries()) {
      for (const column of ['kl', 'reconstruction'] as const) {
        most[column] = Math.max(most[column], Math.abs(Number(row[column]) - Number(nudged[i][column])));
      }
    }
    wanted.forEach(([method, step, kl, reconstruction], i) => {
      expect(rows[i]).toMatchObject({ method, step });
      expect(Math.abs(Number(rows[i].kl) - Number(kl))).toBeLessThan(1e-3 * most.kl);
      expect(Math.abs(Number(rows[i].reconstruction) - Number(reconstruction))).toBeLessThan(
        1e-3 * most.reconstruction,
      );
    });
  });
});

test.each([
  { hidden: 2, lr: 0.02, steps: 240 },
  { hidden: 2, lr: 1, steps: 960 },
  { hidden: 10, lr: 0.02, steps: 240 },
  { hidden: 5, lr: 1, steps: 960, chains: 5 },
  { hidden: 4, lr: 0.1, steps: 240, chains: 20 },
])('the claims hold with %o', async (change) => {
  expect(await failing(change)).toEqual([]);
});

describe('a wrong law breaks a claim', () => {
  const small = { hidden: 4, lr: 0.4, steps: 240 };
  const times = (factor: number) =>
    vi
      .spyOn(learners.exact, 'negative')
      .mockImplementation((rbm) => distribution(rbm).p.map((p) => factor * p));

  test.each([0, 0.5, 2])('the second phase counts %d times', async (factor) => {
    times(factor);
    expect(await failing(small)).toContain('falls');
  });
});

/** Where the exact gradient has got to after some steps. */
function trained(hidden: number, lr: number, steps: number, each = (_: number) => {}) {
  const rbm = startOf({ visible: 9, hidden }, 0.01, new Generator(1));
  for (let step = 0; step < steps; step++) {
    const { p, logP } = distribution(rbm);
    each(divergence(patterns.shares, logP));
    const update = updateFrom(rbm, patterns, p);
    for (let i = 0; i < update.length; i++) rbm.parameters[i] += lr * update[i];
  }
  return rbm;
}

test('at the safe rate the KL falls in every single step', () => {
  for (const hidden of [2, 5]) {
    const kls: number[] = [];
    trained(hidden, safeRate({ visible: 9, hidden }), 3000, (kl) => kls.push(kl));
    expect(kls.slice(1).filter((kl, i) => !(kl < kls[i]))).toEqual([]);
    expect(kls[kls.length - 1]).toBeLessThan(kls[0] - 0.5);
  }
});

test('ln Z agrees to 1e-10 on the way, summed over either layer', () => {
  for (const steps of [0, 300, 1500]) {
    const rbm = trained(8, 0.4, steps);
    expect(Math.abs(logPartition(rbm) - logPartition(turned(rbm)))).toBeLessThan(1e-10);
  }
});

test('what lowers the reconstruction error is quite another direction', () => {
  const rbm = trained(6, 0.4, 900);
  const h = 1e-5;
  const errorAt = (k: number, by: number) =>
    reconstructionError(
      { ...rbm, parameters: rbm.parameters.with(k, rbm.parameters[k] + by) },
      patterns.shares,
    );
  const down = rbm.parameters.map((_, k) => (errorAt(k, -h) - errorAt(k, h)) / (2 * h));
  expect(angle(down, updateFrom(rbm, patterns, distribution(rbm).p))).toBeGreaterThan(45);
});
