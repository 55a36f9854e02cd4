import { beforeAll, describe, expect, test } from 'vitest';
import { defineExperiment, partLength, type Row, type Seeded } from '../../src/lab/experiment.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { drive } from '../../src/runtime/drive.ts';
import { startInNode } from '../../src/runtime/node.ts';
import { collect } from '../experiments/collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const growing = (nonFinite: 'stop' | 'show') =>
  defineExperiment({
    title: 'Squares that leave float32',
    caption: '',
    law: '',
    controls: {},
    columns: { layer: 'layer', step: 'step', rms: 'the signal’s rms' },
    key: ['layer', 'step'],
    nonFinite,
    length: () => 8,
    async *run(_, { tf, read }) {
      let x = tf.tensor1d([1e5]);
      for (let layer = 1; layer <= 8; layer++) {
        x = tf.mul(x, x);
        const [values] = await read([x]);
        yield { layer, step: 3, rms: values[0] };
      }
    },
    plot: () => [],
    summary: () => '',
    claims: {},
  });

describe('a number that leaves float32', () => {
  test('stops the run, and the message names the layer and the step', async () => {
    const before = tensorCount();
    await expect(collect(growing('stop'), {}, [0])).rejects.toThrow(
      'The run stopped at layer 3, step 3: the signal’s rms is infinite.',
    );
    expect(tensorCount()).toBe(before);
  });

  test('is shown where the experiment is about it', async () => {
    const rows = await collect(growing('show'), {}, [0]);
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)?.rms).toBe(Number.POSITIVE_INFINITY);
  });
});

test('every seed starts its own stream, and its rows carry it', async () => {
  const draw = defineExperiment({
    ...growing('stop'),
    async *run(_, { rng }) {
      yield { layer: 1, step: 1, rms: rng.rand(1)[0] };
    },
  });
  const rows = await collect(draw, {}, [0, 1, 0]);
  expect(rows.map(({ seed }) => seed)).toEqual([0, 1, 0]);
  // torch.manual_seed(0); torch.rand(1), and the same for 1.
  expect(rows.map(({ rms }) => rms)).toEqual([0.49625658988952637, 0.7576315999031067, 0.49625658988952637]);
});

describe('a run in parts', () => {
  const inParts = defineExperiment({
    ...growing('stop'),
    length: () => 6,
    parts: () => 3,
    async *run(_, { rng, part }) {
      for (let step = 1; step <= 2; step++) yield { layer: part, step, rms: rng.rand(1)[0] };
    },
  });
  const places = (rows: Seeded<Row>[]) => rows.map(({ seed, layer, step }) => [seed, layer, step]);

  test('calls for each in turn, and each starts the stream anew', async () => {
    const rows = await collect(inParts, {}, [4, 5]);
    expect(places(rows)).toEqual(
      [4, 5].flatMap((seed) => [0, 1, 2].flatMap((part) => [1, 2].map((step) => [seed, part, step]))),
    );
    expect(new Set(rows.filter(({ step }) => step === 2).map(({ rms }) => rms)).size).toBe(2);
  });

  test.each([2, 6, 10])('goes on after %i rows', async (done) => {
    const all = await collect(inParts, {}, [4, 5]);
    const rest: Seeded<Row>[] = [];
    for await (const row of drive({ experiment: inParts, params: {}, seeds: [4, 5], done })) rest.push(row);
    expect(rest).toEqual(all.slice(done));
  });

  test('without parts a seed is one', async () => {
    const whole = defineExperiment({ ...inParts, parts: undefined });
    expect(partLength(whole, {})).toBe(6);
    expect(partLength(inParts, {})).toBe(2);
  });
});
