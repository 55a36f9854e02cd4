/** Leaky nets against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import leakySlope from '../../src/experiments/leaky-slope.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/leaky-slope.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(leakySlope.controls);
/** The same draws bit for bit, sums in another order: about sqrt(128 · 5) 2^-24 of the signal; in log2 of its square. */
const TOLERANCE = 2e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same nets', async () => {
    const rows = await collect(leakySlope, { ...defaults, ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([slope, ...numbers], i) => {
      expect(rows[i].slope).toBe(slope);
      for (const [k, column] of ['gain', 'passed', 'told', 'untold', 'toldBackward'].entries()) {
        expect(Math.abs(Number(rows[i][column]) - numbers[k])).toBeLessThan(TOLERANCE);
      }
    });
  });
});

describe('wrong laws', () => {
  const params = { slope: 1, depth: 10, width: 64 };
  const broken = async (alter?: (tools: Tools) => Tools) =>
    judge(leakySlope.claims, (await collect(leakySlope, params, [1, 2], alter)) as never[], params as never)
      .filter(({ holds }) => !holds)
      .map(({ id }) => id);

  test('the right one breaks none', async () => {
    expect(await broken()).toEqual([]);
  });

  test('units that do not leak', async () => {
    const relu = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: { ...tf, leakyRelu: ((z) => tf.relu(z as never)) as typeof tf.leakyRelu },
    });
    expect(await broken(relu)).toEqual(expect.arrayContaining(['passed', 'every-slope', 'told-forward']));
  });

  test('an initializer that is never told', async () => {
    // Every deviation is that for a ReLU.
    const deaf = ({ rng, ...tools }: Tools): Tools => {
      const normal = rng.normal_.bind(rng);
      rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : Math.sqrt(2 / 64));
      return { ...tools, rng };
    };
    expect(await broken(deaf)).toEqual(['told-forward', 'told-backward', 'ignored']);
  });
});
