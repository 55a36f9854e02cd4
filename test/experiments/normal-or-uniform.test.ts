/** Four shapes of one variance: against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import normalOrUniform from '../../src/experiments/normal-or-uniform.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/normal-or-uniform.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** The same draws bit for bit, sums in another order: five layers of 64 err by about sqrt(5 · 64) 2^-24 of their size. */
const TOLERANCE = 1e-5;
/** Sixty steps of descent, whose roundings differ: each step adds 1e-7 of the loss, and descent evens out more than it adds. */
const LOSS_TOLERANCE = 3e-5;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same growth, the same weights, the same losses', async () => {
    const rows = await collect(normalOrUniform, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([shape, ...numbers], i) => {
      const [gain, factor, largest, loss] = numbers.map(Number);
      expect(rows[i].shape).toBe(shape);
      expect(Math.abs(Number(rows[i].gain) - gain)).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].factor) / factor - 1)).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].largest) / largest - 1)).toBeLessThan(1e-6);
      expect(Math.abs(Number(rows[i].loss) - loss)).toBeLessThan(LOSS_TOLERANCE);
    });
  });
});

const params = { width: 64, layers: 5, nets: 16 } as const;
const broken = async (seeds: number[], alter?: (tools: Tools) => Tools) =>
  judge(normalOrUniform.claims, (await collect(normalOrUniform, params, seeds, alter)) as never[], params)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test('uniform weights of twice the variance are seen everywhere, in what is learned too', async () => {
  const doubled = ({ rng, ...tools }: Tools): Tools => {
    const uniform = rng.uniform_.bind(rng);
    rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
    return { ...tools, rng };
  };
  const seeds = [1, 2, 3, 4];
  expect(await broken(seeds)).toEqual([]);
  expect(await broken(seeds, doubled)).toEqual(['bound', 'same-mean', 'all-layers', 'training']);
});

test('numbers that gather in the middle have another third', async () => {
  const gathered = ({ rng, ...tools }: Tools): Tools => {
    const uniform = rng.uniform_.bind(rng);
    rng.uniform_ = (out, from = 0, to = 1) => {
      uniform(out, from, to);
      if (from < 0) for (let i = 0; i < out.length; i++) out[i] *= Math.abs(out[i] / to) ** 0.02;
      return out;
    };
    return { ...tools, rng };
  };
  expect(await broken([1], gathered)).toContain('third');
});

test('one weight in five in place of one in ten scatters less than the claim allows', async () => {
  const five = ({ rng, ...tools }: Tools): Tools => {
    const randint = rng.randint.bind(rng);
    // Two of the faces that are 0 become signs, at half of the square.
    rng.randint = (low, high, size) =>
      high === 20 ? randint(0, 10, size).map((face) => (face < 2 ? face : 19)) : randint(low, high, size);
    return { ...tools, rng };
  };
  expect(await broken([1, 2, 3], five)).toContain('scatter');
});
