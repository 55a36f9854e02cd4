import { beforeAll, describe, expect, test } from 'vitest';
import defaultDepth from '../../src/experiments/default-depth.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { biasFloor } from '../../src/math/bias-floor.ts';
import { roundingSpread } from '../../src/math/input-spread.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/default-depth.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * The same draws bit for bit, sums in another order: a layer of width n errs by about sqrt(n) 2^-24 of its size, a stack
 * of 20 by sqrt(20) times that, 3e-6 in log2.
 */
const TOLERANCE = 3e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same signals, gradients and spreads', async () => {
    const rows = await collect(defaultDepth, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    const oneRounding = roundingSpread({ size: Math.SQRT2 * biasFloor(params.width) });
    wanted.forEach(([initializer, layer, forward, backward, spread], i) => {
      expect(rows[i]).toMatchObject({ initializer, layer });
      expect(Math.abs(Number(rows[i].forward) - Number(forward))).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].backward) - Number(backward))).toBeLessThan(TOLERANCE);
      // A difference is as uncertain as the roundings of what it is the difference of, two each in both programs.
      const rounded = initializer === 'default' ? 4 * 2 ** (oneRounding - Number(spread)) : 0;
      expect(Math.abs(Number(rows[i].spread) - Number(spread))).toBeLessThan(TOLERANCE + rounded);
    });
  });
});

/** Weights and biases whose variance is half as much again. */
const halfMore = ({ rng, ...tools }: Tools): Tools => {
  const uniform = rng.uniform_.bind(rng);
  const scale = Math.sqrt(1.5);
  rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * scale, to * scale);
  return { ...tools, rng };
};

test('a variance half as much again breaks each claim about the default, and no other', async () => {
  const params = { width: 64, depth: 20 } as const;
  const rows = await collect(defaultDepth, params, [1, 2, 3, 4, 5], halfMore);
  const broken = judge(defaultDepth.claims, rows as never[], params).filter(({ holds }) => !holds);
  expect(broken.map(({ id }) => id)).toEqual(['default-gradient', 'bias-floor', 'spread-rate']);
});

test('the spread is judged only where there are layers between its start and rounding', () => {
  const applies = (depth: number) => defaultDepth.claims['spread-rate'].applies?.({ width: 256, depth });
  expect([1, 4, 12, 50].map(applies)).toEqual([false, false, true, true]);
});
