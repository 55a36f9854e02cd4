/** The experiments against their Python twins, run in real PyTorch. */
import { beforeAll, describe, expect, test } from 'vitest';
import floatRange from '../../src/experiments/float-range.ts';
import gradientByLayer from '../../src/experiments/gradient-by-layer.ts';
import unstableUpdate from '../../src/experiments/unstable-update.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/twins.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const casesOf = (id: string) =>
  fixture.cases
    .filter(({ experiment }) => experiment === id)
    .map(({ options, rows }) => ({ options, rows: rows.map((row) => row.map(Number)) }));

/**
 * The same draws bit for bit; sums in another order. A layer of width n errs by about sqrt(n) 2^-24 of its size, a
 * stack of L by sqrt(L) times that: 3e-6 in log2 for what is run here.
 */
const TOLERANCE = 3e-5;

describe('gradient-by-layer', () => {
  test.each(casesOf('gradient-by-layer'))('$options', async ({ options, rows: wanted }) => {
    const params = {
      activation: 'relu',
      initializer: 'xavier_normal_',
      width: Number(options.width),
      depth: Number(options.depth),
      residual: false,
    };
    const rows = await collect(gradientByLayer, params, [options.seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([layer, forward, backward], i) => {
      expect(rows[i].layer).toBe(layer);
      expect(Math.abs(Number(rows[i].forward) - forward)).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].backward) - backward)).toBeLessThan(TOLERANCE);
    });
  });
});

describe('unstable-update', () => {
  test.each(casesOf('unstable-update'))('$options', async ({ options, rows: wanted }) => {
    const { seed, lr = 0.01 } = options;
    const depth = Number(options.depth);
    const params = { activation: 'sigmoid', gain: 1, depth, lr, steps: 1, residual: false, clip: 0 };
    const rows = await collect(unstableUpdate, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    // Where most weights stay where they are, a last digit of the gradient decides which of the few move.
    const moving = wanted.filter((_, i) => Number(rows[i].frozen) < 0.5);
    expect(moving.length).toBeGreaterThanOrEqual(5);
    for (const [layer, log10Update] of moving) {
      expect(Math.abs(Number(rows[layer - 1].log10Update) - log10Update)).toBeLessThan(1e-3);
    }
  });
});

describe('float-range', () => {
  test.each(casesOf('float-range'))('$options', async ({ options: { seed, scale, steps }, rows: wanted }) => {
    const rows = await collect(floatRange, { scale: Number(scale), steps: Number(steps) }, [seed]);
    wanted.forEach(([step, log10, float16, bfloat16, float32, float64], i) => {
      expect(rows[i]).toMatchObject({ step, float16, bfloat16, float32, float64 });
      expect(Math.abs(Number(rows[i].log10Product) - log10)).toBeLessThan(1e-9);
    });
  });
});
