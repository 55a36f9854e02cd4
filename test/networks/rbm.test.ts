/** The machine in float32 against the one in float64, src/math/rbm.ts, which lists all states. */
import { describe, expect, test } from 'vitest';
import type { Tensor1D, Tensor2D } from '../../src/lab/tf.ts';
import { drawChains, sharesOf } from '../../src/math/contrastive-divergence.ts';
import {
  correlations as exactCorrelations,
  reconstructionError as exactReconstructionError,
  negativeFreeEnergies,
  type Rbm,
} from '../../src/math/rbm.ts';
import {
  contrastiveGradient,
  correlations,
  drawRbm,
  freeEnergies,
  gibbsRound,
  rbmTensors,
  reconstruction,
} from '../../src/networks/rbm.ts';
import { Generator } from '../../src/random/torch.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';

onBackend('wasm');

const layers = { visible: 9, hidden: 5 };
const CHAINS = 40;

/**
 * No number here adds up more than 14 + CHAINS products, each below 10: with a rounding a sum and a few for a sigmoid,
 * 100 · 2^-24 of 10 is more than all of it. Most of what is compared is right to a hundredth of this.
 */
const ROUNDING = 10 * 100 * 2 ** -24;

/** A machine with weights of about 1, and forty states that are as likely as any. */
function machine(seed: number) {
  const rng = new Generator(seed);
  const flat = drawRbm(layers, rng, { std: 1, b: rng.randn(layers.visible) });
  const exact: Rbm = { ...layers, parameters: Float64Array.from(flat) };
  const states = Int32Array.from(rng.randint(0, 2 ** layers.visible, CHAINS));
  return { flat, exact, states };
}

/** Row by row, pixel i is bit i. */
const pixels = (states: Int32Array): Float32Array =>
  Float32Array.from({ length: states.length * layers.visible }, (_, at) => {
    const unit = at % layers.visible;
    return (states[(at - unit) / layers.visible] >> unit) & 1;
  });

const bits = (states: Int32Array): Tensor2D => tf.tensor2d(pixels(states), [states.length, layers.visible]);

const farthest = (actual: ArrayLike<number>, wanted: ArrayLike<number>): number => {
  expect(actual.length).toBe(wanted.length);
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - wanted[i])));
};

describe.each([1, 2, 3])('seed %d', (seed) => {
  const { flat, exact, states } = machine(seed);
  const shares = sharesOf(states, 2 ** layers.visible);

  /** Runs something on the backend and sees that nothing else stays there. */
  async function onTensors(of: (rbm: ReturnType<typeof rbmTensors>, v: Tensor2D) => Tensor1D | Tensor2D) {
    const result = tf.tidy(() => of(rbmTensors(tf, layers, tf.tensor1d(flat)), bits(states)));
    const values = await result.data<'float32'>();
    tf.dispose(result);
    return values;
  }

  test('free energies', async () => {
    const all = negativeFreeEnergies(exact);
    const energies = await onTensors((rbm, v) => freeEnergies(tf, rbm, v));
    const wanted = Array.from(states, (state) => -all[state]);
    expect(farthest(energies, wanted)).toBeLessThan(ROUNDING);
  });

  test('correlations', async () => {
    const sums = await onTensors((rbm, v) => correlations(tf, rbm, v));
    expect(farthest(sums, exactCorrelations(exact, shares))).toBeLessThan(ROUNDING);
  });

  test('the reconstruction', async () => {
    const errors = await onTensors((rbm, v) => tf.square(tf.sub(v, reconstruction(tf, rbm, v))));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean - exactReconstructionError(exact, shares))).toBeLessThan(ROUNDING);
  });

  // A uniform number has 24 bits; that one of some 600 falls between two chances that differ by 1e-6 would be bad luck.
  test.each([1, 3])('CD-%d draws what the chain in float64 draws', async (k) => {
    const uniforms = new Generator(seed + 10);
    const ends = drawChains(exact, states, k, (size) => uniforms.rand(size));
    const rng = new Generator(seed + 10);
    const reached = await onTensors((rbm, v) => contrastiveGradient(tf, rbm, v, { k, rng }).reached);
    const rest = new Generator(seed + 10);
    rest.rand(k * CHAINS * (layers.visible + layers.hidden));
    expect(rng.rand(1), 'as many numbers were taken').toEqual(rest.rand(1));
    expect(reached).toEqual(pixels(ends));

    const gradient = await onTensors(
      (rbm, v) => contrastiveGradient(tf, rbm, v, { k, rng: new Generator(seed + 10) }).gradient,
    );
    const up = exactCorrelations(exact, shares);
    const wanted = exactCorrelations(exact, sharesOf(ends, 2 ** layers.visible)).map(
      (down, i) => down - up[i],
    );
    expect(farthest(gradient, wanted)).toBeLessThan(2 * ROUNDING);
  });
});

test('persistent chains go on from where they are, and not from the data', async () => {
  const { flat, states } = machine(4);
  const [rbm, data, chains] = tf.tidy(() => [
    rbmTensors(tf, layers, tf.tensor1d(flat)),
    bits(states),
    bits(states.slice(0, 10).map((state) => state ^ 511)),
  ]) as [ReturnType<typeof rbmTensors>, Tensor2D, Tensor2D];
  const one = contrastiveGradient(tf, rbm, data, { k: 1, rng: new Generator(1), from: chains });
  const round = gibbsRound(tf, rbm, chains, new Generator(1));
  expect(one.reached.shape).toEqual([10, 9]);
  expect(await one.reached.data()).toEqual(await round.v.data());
  tf.dispose([rbm, data, chains, one, round] as never);
});

test('without drawing, the visible units hand on their chances', async () => {
  const { flat, states } = machine(5);
  const [rbm, data] = tf.tidy(() => [rbmTensors(tf, layers, tf.tensor1d(flat)), bits(states)]) as [
    ReturnType<typeof rbmTensors>,
    Tensor2D,
  ];
  const rng = new Generator(1);
  const { gradient, reached } = contrastiveGradient(tf, rbm, data, { k: 1, rng, drawVisible: false });
  const round = gibbsRound(tf, rbm, data, new Generator(1));
  expect(await reached.data()).toEqual(await round.chances.data());
  const rest = new Generator(1);
  rest.rand(CHAINS * layers.hidden);
  expect(rng.rand(1)).toEqual(rest.rand(1));
  tf.dispose([rbm, data, gradient, reached, round] as never);
});

test('what does not fit is refused', () => {
  expect(() => drawRbm(layers, new Generator(1), { b: new Float32Array(4) })).toThrow(
    '4 biases for 9 visible units',
  );
  const flat = tf.tensor1d([1, 2, 3]);
  expect(() => rbmTensors(tf, layers, flat)).toThrow('3 numbers; 9 visible and 5 hidden units have 59');
  flat.dispose();
});
