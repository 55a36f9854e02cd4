/** The experiments of the exercises against their Python twins, run in real PyTorch, and their claims against wrong laws. */
import { beforeAll, describe, expect, test } from 'vitest';
import afterwards from '../../src/experiments/afterwards.ts';
import eigenvalueBounds from '../../src/experiments/eigenvalue-bounds.ts';
import { regressionStarts } from '../../src/experiments/equal-weights/regressions.ts';
import equalWeights from '../../src/experiments/equal-weights.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { AnyExperiment, Row, Tools } from '../../src/lab/experiment.ts';
import type { Tensor } from '../../src/lab/tf.ts';
import { startInNode } from '../../src/runtime/node.ts';
import afterwardsCases from '../fixtures/afterwards.json' with { type: 'json' };
import eigenvalueCases from '../fixtures/eigenvalue-bounds.json' with { type: 'json' };
import equalCases from '../fixtures/equal-weights.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

interface Case {
  options: { seed: number } & Record<string, number>;
  rows: (string | number | null)[][];
}

const rowsFor = ({ options: { seed, ...params } }: Case, experiment: AnyExperiment) =>
  collect(experiment, { ...defaultsOf(experiment.controls), ...params } as never, [seed]);

/** The claims that break, over so many seeds, at the defaults but for `params`. */
async function broken(
  experiment: AnyExperiment,
  { seeds, alter, ...params }: { seeds: number; alter?(tools: Tools): Tools } & Record<string, unknown>,
) {
  const setting = { ...defaultsOf(experiment.controls), ...params } as never;
  const all = Array.from({ length: seeds }, (_, seed) => seed);
  const rows = await collect(experiment, setting, all, alter);
  return judge(experiment.claims, rows, setting)
    .filter(({ holds }) => !holds)
    .map(({ id }) => id);
}

describe('equal-weights', () => {
  test.each(equalCases.cases as unknown as Case[])('$options in PyTorch', async (one) => {
    const rows = (await rowsFor(one, equalWeights)).filter(({ step }) => Number(step) % 10 === 0);
    expect(rows).toHaveLength(one.rows.length);
    // The twin goes start by start, the experiment step by step.
    const order = (row: Row) =>
      `${row.model} ${regressionStarts.indexOf(row.start as never)} ${String(row.step).padStart(4, '0')}`;
    const model = (name: unknown) => ['linear', 'three points', 'softmax'].indexOf(String(name));
    rows.sort((a, b) => model(a.model) - model(b.model) || (order(a) < order(b) ? -1 : 1));
    one.rows.forEach(([name, step, loss, sum], i) => {
      expect(rows[i]).toMatchObject({ model: name, step });
      // Losses of order one, in float32 there.
      expect(Math.abs(Number(rows[i].loss) - Number(loss))).toBeLessThan(1e-5 * (1 + Number(loss)));
      if (name === 'softmax') expect(Math.abs(Number(rows[i].kept) - Number(sum))).toBeLessThan(1e-5);
    });
  });

  test('steps that are half a percent too long break what they should', async () => {
    const longer = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: { ...tf, sub: ((a: Tensor, b: Tensor) => tf.sub(a, tf.mul(b, 1.005))) as typeof tf.sub },
    });
    const setting = { seeds: 2, steps: 60 };
    expect(await broken(equalWeights, setting)).toEqual([]);
    expect(await broken(equalWeights, { ...setting, alter: longer })).toContain('eigen-law');
  });

  test('a softmax whose shares add up to more than one moves the sum', async () => {
    // `div` serves the shares and the loss; a part in a thousand more.
    const more = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: { ...tf, div: ((a: Tensor, b: Tensor) => tf.mul(tf.div(a, b), 1.001)) as typeof tf.div },
    });
    const setting = { seeds: 1, steps: 60, alter: more };
    expect(await broken(equalWeights, setting)).toEqual(
      expect.arrayContaining(['sum-kept', 'same-function']),
    );
  });
});

describe('eigenvalue-bounds', () => {
  test.each(eigenvalueCases.cases as unknown as Case[])('$options in PyTorch', async (one) => {
    const rows = await rowsFor(one, eigenvalueBounds);
    expect(rows).toHaveLength(one.rows.length);
    one.rows.forEach(([kind, pair, k, eigen, bound], i) => {
      expect(rows[i]).toMatchObject({ kind, pair, k });
      const { rounding, eigen: own, bound: ownBound } = rows[i] as Record<string, number>;
      // Where a singular value is 0 its logarithm is that of rounding.
      if (rounding > 1e-3 || eigen === null) return;
      // Float64 on both sides, and nine digits in the fixture.
      expect(Math.abs(own - Number(eigen))).toBeLessThan(1e-7 + rounding);
      expect(Math.abs(ownBound - Number(bound))).toBeLessThan(1e-7 + rounding);
    });
  });

  test('half the variance breaks the scale, and nothing that is scale-free', async () => {
    const half = ({ rng, ...tools }: Tools): Tools => {
      const normal = rng.normal_.bind(rng);
      rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.SQRT1_2);
      return { ...tools, rng };
    };
    expect(await broken(eigenvalueBounds, { seeds: 2 })).toEqual([]);
    expect(await broken(eigenvalueBounds, { seeds: 2, alter: half })).toEqual(['edge']);
  });

  test('entries with a mean of one deviation put an eigenvalue outside the circle', async () => {
    const shifted = ({ rng, ...tools }: Tools): Tools => {
      const normal = rng.normal_.bind(rng);
      rng.normal_ = (out, mean, std = 1) => normal(out, (mean ?? 0) + std, std);
      return { ...tools, rng };
    };
    expect(await broken(eigenvalueBounds, { seeds: 1, alter: shifted })).toContain('circle');
  });
});

describe('afterwards', () => {
  test.each(afterwardsCases.cases as unknown as Case[])('$options in PyTorch', async (one) => {
    const rows = await rowsFor(one, afterwards);
    for (const [net, at, a, b] of one.rows) {
      if (at === 'step') {
        // Where the weights are too large each step multiplies an error by far more than one: only the first loss can agree.
        if (String(net).startsWith('too large') && net !== 'too large, LSUV' && Number(a) > 0) continue;
        const row = rows.find(({ curve, step }) => curve === net && step === a);
        expect(Math.abs(Number(row?.loss) / Number(b) - 1)).toBeLessThan(1e-3);
        continue;
      }
      const row = rows.find((other) => other.net === net && other.layer === at);
      // orthogonal_ differs by 1e-6 from LAPACK's, a part in 10^5 of an entry; ten layers and a gradient of it.
      expect(Math.abs(Number(row?.signal) - Number(a))).toBeLessThan(1e-3);
      // The twin has the step that is meant; of a tiny one the sum in float32 leaves only some digits.
      if (Number(b) > -4) expect(Math.abs(Number(row?.update) - Number(b))).toBeLessThan(1e-3);
    }
  });

  const setting = { seeds: 3, depth: 8, steps: 20 };

  test('no claim breaks', async () => {
    expect(await broken(afterwards, setting)).toEqual([]);
  });

  test('a threshold that acts where nothing should be clipped, a root that is a percent off', async () => {
    // The factor of clip_grad_norm_ is the only use of minimum.
    const idle = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: { ...tf, minimum: ((a: Tensor, b: number) => tf.mul(tf.minimum(a, b), 0.5)) as typeof tf.minimum },
    });
    expect(await broken(afterwards, { ...setting, alter: idle })).toEqual(['clip-idle']);
    const root = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: { ...tf, sqrt: ((a: Tensor) => tf.mul(tf.sqrt(a), 1.01)) as typeof tf.sqrt },
    });
    expect(await broken(afterwards, { ...setting, alter: root })).toContain('lsuv-variance');
  });

  test('a ReLU that lets some of the other side through is not halved', async () => {
    const leaky = ({ tf, ...tools }: Tools): Tools => ({
      ...tools,
      tf: {
        ...tf,
        relu: ((x: Tensor) => tf.sub(tf.relu(x), tf.mul(tf.relu(tf.sub(0, x)), 0.7))) as typeof tf.relu,
      },
    });
    expect(await broken(afterwards, { ...setting, alter: leaky })).toEqual(
      expect.arrayContaining(['same-pull', 'lsuv-finds-he']),
    );
  });
});
