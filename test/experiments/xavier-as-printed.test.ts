import { beforeAll, expect, test } from 'vitest';
import experiment from '../../src/experiments/xavier-as-printed.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/xavier-as-printed.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(experiment.controls);

/** The same draws bit for bit; four layers of float32 sums of 128 products in another order: log10 rms to 1e-6 or so. */
const ROUNDED = 1e-5;

test.each(fixture.cases)('$options: as its twin in PyTorch', async ({ options, rows: wanted }) => {
  const { seed, ...params } = options;
  const rows = await collect(experiment, { ...defaults, ...params } as never, [seed]);
  const shown = rows.filter(({ part }) => part !== 'histogram');
  expect(shown).toHaveLength(wanted.length);
  for (const [i, [series, at, measured]] of wanted.entries()) {
    expect(shown[i]).toMatchObject({ series, at });
    expect(Math.abs(Number(shown[i].measured) - Number(measured))).toBeLessThan(ROUNDED);
  }
});

test('the bars are the weights of the note’s first layer, all of them', async () => {
  const rows = await collect(experiment, { width: 64, layers: 1 }, [3]);
  for (const name of ['xavier_uniform_', 'xavier_normal_']) {
    const bars = rows.filter(({ series, part }) => series === name && part === 'histogram');
    expect(bars.reduce((sum, { measured }) => sum + Number(measured), 0)).toBe(5000);
  }
});

test('a generator that takes NaN for a bound is caught', async () => {
  const lenient = ({ rng, ...tools }: Tools): Tools => {
    const uniform = rng.uniform_.bind(rng);
    rng.uniform_ = (out, from = 0, to = 1) => uniform(out, Number.isNaN(from) ? 0 : from, to);
    return { ...tools, rng };
  };
  const params = { width: 64, layers: 1 } as const;
  const rows = await collect(experiment, params, [3], lenient);
  const broken = judge(experiment.claims, rows as never[], params).filter(({ holds }) => !holds);
  expect(broken.map(({ id }) => id)).toEqual(['refused']);
});
