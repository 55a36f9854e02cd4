/** What ReLU leaves, against the Python twin in real PyTorch, and the claims against a ReLU that is none. */
import { beforeAll, describe, expect, test } from 'vitest';
import reluMoments from '../../src/experiments/relu-moments.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/relu-moments.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(reluMoments.controls);

/**
 * The same draws bit for bit; a logarithm of another library may turn the last digit of one in float32. Means of 65,536
 * squares then agree to 2^-24 or so; the sums of the next layer, of 128 products each, to sqrt(128) times that.
 */
const TOLERANCE = 2e-6;

describe.each(fixture.cases)('$options in PyTorch', ({ options: { seed, ...params }, rows: wanted }) => {
  test('the same means', async () => {
    const rows = await collect(reluMoments, { ...defaults, ...params }, [seed]);
    expect(rows).toHaveLength(wanted.length);
    wanted.forEach(([law, shift, ...numbers], i) => {
      expect(rows[i]).toMatchObject({ law, shift });
      for (const [k, column] of ['mean', 'square', 'variance', 'below', 'next'].entries()) {
        const expected = Number(numbers[k]);
        expect(Math.abs(Number(rows[i][column]) - expected)).toBeLessThan(TOLERANCE * (1 + expected));
      }
    });
  });
});

const judged = async (params: object, alter?: (tools: Tools) => Tools) =>
  judge(
    reluMoments.claims,
    (await collect(reluMoments, { ...defaults, ...params }, [5], alter)) as never[],
    { ...defaults, ...params } as never,
  );

test('half is claimed of symmetric laws only', async () => {
  const ids = async (law: string) => (await judged({ law })).map(({ id }) => id);
  expect(await ids('Laplace')).toContain('half');
  expect(await ids('exponential')).not.toContain('half');
});

const withRelu = (relu: (z: never) => unknown) => (tools: Tools) => ({
  ...tools,
  tf: { ...tools.tf, relu: relu as typeof tools.tf.relu },
});

test.each<[string, (tools: Tools) => Tools, string[]]>([
  // Everything passes: the half is missing, and so is the square of the mean.
  [
    'no half',
    (tools) => withRelu((z) => tools.tf.clone(z))(tools),
    ['half', 'every-law', 'mean', 'variance', 'shifted'],
  ],
  // Half of the variance instead of half of the second moment: each h is √(.5/.341) too small or too large.
  [
    'the variance is halved instead',
    (tools) => withRelu((z) => tools.tf.mul(tools.tf.relu(z), Math.sqrt(0.5 / 0.340845)))(tools),
    ['half', 'every-law', 'mean', 'variance', 'shifted'],
  ],
  // The next layer’s weights of half the variance.
  [
    'a √2 in the wrong place',
    ({ rng, ...tools }) => {
      const normal = rng.normal_.bind(rng);
      rng.normal_ = (out, mean, std = 1) => normal(out, mean, std === 1 ? 1 : std * Math.SQRT1_2);
      return { ...tools, rng };
    },
    ['square-counts'],
  ],
])('%s', async (_, alter, claims) => {
  const broken = (await judged({}, alter)).filter(({ holds }) => !holds).map(({ id }) => id);
  expect(broken).toEqual(claims);
});
