/** Stacks that are not linear: against the Python twin in real PyTorch, and the claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import beyondLinear from '../../src/experiments/beyond-linear.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import type { Tensor } from '../../src/lab/tf.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/beyond-linear.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** The same draws; sums in another order. A layer of 256 errs by about 1e-6 of its size, a stack of ten by three times that. */
const TOLERANCE = 3e-5;
const U = 2 ** -24;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same signal, difference and gradient', async () => {
    const rows = await collect(beyondLinear, params, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([net, layer, ...numbers], i) => {
      const [middle, forward, difference, backward] = numbers.map(Number);
      expect(rows[i]).toMatchObject({ net, layer });
      expect(Math.abs(Number(rows[i].middle) - middle)).toBeLessThan(1e-5);
      expect(Math.abs(Number(rows[i].forward) - forward)).toBeLessThan(TOLERANCE);
      expect(Math.abs(Number(rows[i].backward) - backward)).toBeLessThan(TOLERANCE);
      // Two numbers near 1/2 are known to U / 2 each, and z to a few U; a difference of that size is noise.
      const apart = 2 ** difference;
      if (apart > 64 * U) {
        expect(Math.abs(Number(rows[i].difference) - difference)).toBeLessThan(TOLERANCE + (8 * U) / apart);
      } else expect(Number(rows[i].difference)).toBeLessThan(-17);
    });
  });
});

const params = { gain: 4, correlation: 0.9, depth: 10, width: 256 } as const;
const broken = async (seeds: number[], alter?: (tools: Tools) => Tools, setting: object = params) =>
  judge(
    beyondLinear.claims,
    (await collect(beyondLinear, { ...params, ...setting }, seeds, alter)) as never[],
    { ...params, ...setting } as never,
  )
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test.each([
  { gain: 1, correlation: 0, depth: 5 },
  { gain: 8, correlation: 0.99, depth: 50 },
])('the claims hold at $correlation, $gain and $depth layers', async (setting) => {
  expect(await broken([1, 2], undefined, setting)).toEqual([]);
});

test('half the variance breaks every claim but that of the mean, which hangs on no variance', async () => {
  const halved = ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : std * Math.SQRT1_2);
    return { ...tools, rng };
  };
  const ids = Object.keys(beyondLinear.claims);
  expect(await broken([1, 2], halved)).toEqual(ids.filter((id) => id !== 'sigmoid-mean'));
});

test('a sigmoid shifted by a hundredth has another mean', async () => {
  const shifted = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: { ...tf, sigmoid: ((z: Tensor) => tf.sigmoid(tf.add(z, 0.04))) as typeof tf.sigmoid },
  });
  expect(await broken([1, 2], shifted)).toContain('sigmoid-mean');
});

test('inputs that are less alike than said are seen in the difference', async () => {
  const apart = ({ rng, ...tools }: Tools): Tools => {
    const randn = rng.randn.bind(rng);
    let calls = 0;
    // The second vector drawn is what the second input has of its own.
    rng.randn = (size) => (++calls === 2 ? randn(size).map((value) => 2 * value) : randn(size));
    return { ...tools, rng };
  };
  expect(await broken([1, 2], apart)).toEqual(
    expect.arrayContaining(['difference-band', 'sigmoid-difference']),
  );
});
