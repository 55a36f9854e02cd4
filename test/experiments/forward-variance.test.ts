import { beforeAll, describe, expect, test } from 'vitest';
import { inputKinds, lineNames, weightKinds } from '../../src/experiments/forward-variance/lines.ts';
import experiment from '../../src/experiments/forward-variance.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { Seeded, Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/forward-variance.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(experiment.controls);

/** The same draws bit for bit. A sum of 64 float32 products is off by a few 2^-24 of its size; so are means of its squares. */
const ROUNDED = 1e-5;

test.each(fixture.cases)('$options: as its twin in PyTorch', async ({ options, rows: wanted }) => {
  const { seed, ...params } = options;
  const rows = await collect(experiment, { ...defaults, ...params } as never, [seed]);
  expect(rows).toHaveLength(wanted.length);
  for (const [i, [weights, inputs, ...values]] of wanted.entries()) {
    expect(rows[i]).toMatchObject({ weights, inputs });
    const order = ['meanApart', 'mean', 'squareApart', 'cross', 'squares', 'square'] as const;
    for (const [k, line] of order.entries()) {
      expect(Math.abs(Number(rows[i][line]) - Number(values[k]))).toBeLessThan(ROUNDED);
    }
  }
});

describe('each switch breaks the lines that need what it takes away', () => {
  const none: string[] = [];
  const cross = ['cross-terms', 'second-moment'];
  const dependent = ['mean-factors', 'mean-zero', 'second-moment', 'square-factors'];
  const wanted: Record<string, Record<string, string[]>> = {
    'as assumed': { 'mean 0': none, 'a mean': none, tied: none, 'from W': dependent },
    'a mean': { 'mean 0': none, 'a mean': [...cross, 'mean-zero'], tied: cross, 'from W': dependent },
    tied: { 'mean 0': none, 'a mean': cross, tied: cross, 'from W': dependent },
  };
  const small = { ...defaults, n_in: 64, sigma: 0.125 };
  let rows: Seeded<never>[];
  beforeAll(async () => {
    rows = (await collect(experiment, small, [11])) as Seeded<never>[];
  });

  const all = weightKinds.flatMap((weights) => inputKinds.map((inputs) => ({ weights, inputs })));
  test.each(all)('weights: $weights, inputs: $inputs', ({ weights, inputs }) => {
    const verdicts = judge(experiment.claims, rows, { ...small, weights, inputs });
    const broken = verdicts.filter(({ holds }) => !holds).map(({ id }) => id);
    expect(broken.sort()).toEqual([...wanted[weights][inputs]].sort());
  });

  test('the theory of the broken lines moves with the rows', () => {
    for (const row of rows as Seeded<Record<string, number>>[]) {
      for (const line of lineNames) expect(Math.abs(row[line] - row[`${line}Predicted`])).toBeLessThan(0.2);
    }
  });
});

test('weights of a tenth more variance break the squares and the sum in five runs', async () => {
  const tenthMore = ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    let first = true;
    rng.normal_ = (out, mean, std = 1) => {
      const scale = first ? Math.sqrt(1.1) : 1;
      first = false;
      return normal(out, mean, std * scale);
    };
    return { ...tools, rng };
  };
  const params = { ...defaults, n_in: 16, sigma: 0.25 };
  const rows = await collect(experiment, params, [1, 2, 3, 4, 5], tenthMore);
  const verdicts = judge(experiment.claims, rows as never[], params);
  const broken = verdicts.filter(({ holds }) => !holds).map(({ id }) => id);
  expect(broken).toEqual(['squares', 'second-moment', 'broken']);
});
