import { beforeAll, expect, test } from 'vitest';
import orthogonalRnn from '../../src/experiments/orthogonal-rnn.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import type { Tensor } from '../../src/lab/tf.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/orthogonal-rnn.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/**
 * Gaussian weights are PyTorch's bit for bit; its orthogonal ones come from float32 and differ by a few 1e-7. A step in
 * another order of adding moves the state by about √N 2^-24 of its length, 5e-7 for N = 64, and a hundred of them by 5e-6
 * if they are independent. Later steps stretch such an error more than the state, by about s₁(Wᵗ) over the state's own
 * growth, which is 10 or so in these cases.
 */
const TOLERANCE = 5e-5;

test.each(fixture.cases)('$options: the lengths of real PyTorch', async ({ options, rows: wanted }) => {
  const { seed, size, gain, steps } = options;
  const rows = await collect(orthogonalRnn, { size, gain, steps }, [seed]);
  const after = rows.filter(({ step }) => Number(step) > 0);
  expect(after).toHaveLength(steps === 20 ? 20 : 21);
  for (const row of after) {
    const [step, ...lengths] = wanted[Number(row.step) - 1];
    expect(step).toBe(row.step);
    const columns = ['orthogonal', 'orthogonalBack', 'gaussian', 'gaussianBack'];
    for (const [i, column] of columns.entries()) {
      expect(Math.abs(Number(row[column]) - lengths[i]), `${column} at step ${step}`).toBeLessThan(TOLERANCE);
    }
  }
});

const broken = async (
  params: { size: number; gain: number; steps: number },
  alter?: (tools: Tools) => Tools,
) =>
  judge(
    orthogonalRnn.claims,
    (await collect(orthogonalRnn, params, [3, 4, 5], alter)) as never[],
    params as never,
  )
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);

test.each([
  { size: 16, gain: 1, steps: 20 },
  { size: 32, gain: 0.9, steps: 200 },
  { size: 32, gain: 1.1, steps: 100 },
  { size: 64, gain: 0.95, steps: 40 },
])('all claims hold for %o', async (params) => {
  expect(await broken(params)).toEqual([]);
});

const params = { size: 32, gain: 1, steps: 100 };

test('a product that is a ten thousandth too large does not keep the length', async () => {
  const alter = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: {
      ...tf,
      matMul: ((a: Tensor, b: Tensor, t?: boolean) => tf.mul(tf.matMul(a, b, t), 1.0001)) as never,
    },
  });
  expect(await broken(params, alter)).toEqual(['norm-kept']);
});

test('a Gaussian matrix of twice the variance shows in the volume and in the first step', async () => {
  const alter = ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : std * Math.SQRT2);
    return { ...tools, rng };
  };
  expect(await broken(params, alter)).toEqual(['first-step', 'volume']);
});

test('the powers of another matrix have other singular values than this state ends with', async () => {
  const alter = ({ tf, ...tools }: Tools): Tools => ({
    ...tools,
    tf: {
      ...tf,
      // Rows in reverse order: a Gaussian matrix again, but not the one whose powers are taken.
      matMul: ((a: Tensor, b: Tensor, t?: boolean) => {
        const [rows] = a.shape;
        const flip = tf.tensor2d(
          Float32Array.from({ length: rows ** 2 }, (_, i) =>
            (i % rows) + Math.floor(i / rows) === rows - 1 ? 1 : 0,
          ),
          [rows, rows],
        );
        return tf.matMul(flip, tf.matMul(a, b, t));
      }) as never,
    },
  });
  const seeds = Array.from({ length: 12 }, (_, i) => i);
  const rows = await collect(orthogonalRnn, params, seeds, alter);
  const { energy } = Object.fromEntries(
    judge(orthogonalRnn.claims, rows as never[], params as never).map((verdict) => [verdict.id, verdict]),
  );
  expect(energy.holds).toBe(false);
});
