import { beforeAll, describe, expect, test } from 'vitest';
import gradientByLayer from '../../src/experiments/gradient-by-layer.ts';
import { judge } from '../../src/lab/claims.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const seeds = [1, 2, 3, 4, 5];

/** Weights whose variance is a tenth too large. */
const tenthMore = ({ rng, ...tools }: Tools): Tools => {
  const normal = rng.normal_.bind(rng);
  rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.sqrt(1.1));
  return { ...tools, rng };
};

describe.each([
  ['relu', 'kaiming_normal_'],
  ['tanh', 'xavier_normal_'],
  ['linear', 'xavier_normal_'],
])('%s, five seeds of width 512 and depth 50', (activation, initializer) => {
  const params = { activation, initializer, width: 512, depth: 50, residual: false };
  const broken = async (alter?: typeof tenthMore) =>
    judge(gradientByLayer.claims, (await collect(gradientByLayer, params, seeds, alter)) as never[], params)
      .filter(({ holds }) => !holds)
      .map(({ id }) => id);

  test('the claims hold', async () => {
    expect(await broken()).toEqual([]);
  });

  test('a variance a tenth too large breaks them', async () => {
    expect(await broken(tenthMore)).toContain('forward-band');
  });
});

test('with residual connections the gradient is judged only where it has a law', () => {
  const applies = (activation: string) =>
    gradientByLayer.claims['backward-band'].applies?.({
      activation,
      initializer: 'kaiming_normal_',
      width: 64,
      depth: 4,
      residual: true,
    } as never);
  expect(['tanh', 'linear', 'relu', 'elu'].map(applies)).toEqual([true, true, false, false]);
});
