/** LARS and LSUV against the same written out in real PyTorch, and what their laws say; losses side by side. */
import { describe, expect, test } from 'vitest';
import { ownLosses, repeated } from '../../src/experiments/equal-weights/regressions.ts';
import { linear_default_ } from '../../src/initializers/linear-default.ts';
import type { Tensor2D } from '../../src/lab/tf.ts';
import { forward } from '../../src/networks/dense.ts';
import { lars } from '../../src/networks/lars.ts';
import { denseLayout, layerTensors, layerViews } from '../../src/networks/layout.ts';
import { cross_entropy, mse_loss, oneHot } from '../../src/networks/losses.ts';
import { lsuv } from '../../src/networks/lsuv.ts';
import { startAt } from '../../src/networks/optimizers.ts';
import { trainingStep } from '../../src/networks/training.ts';
import { Generator } from '../../src/random/torch.ts';
import * as tf from '../../src/runtime/tf.ts';
import fixture from '../fixtures/mending.json' with { type: 'json' };
import { onBackend } from '../runtime/on-backend.ts';
import { distance, read } from './nets.ts';

onBackend('wasm');

/** As in optimizers.test.ts: a part in 10^6 a gradient, over eight steps; the worst measured is 1e-6. */
const TOLERANCE = 1e-5;

function rebuild({ seed, widths, activation, bias }: (typeof fixture.cases)[number]) {
  const layout = denseLayout({ widths, activation: activation as 'relu' | 'tanh', bias });
  const rng = new Generator(seed);
  const initial = new Float32Array(layout.size);
  for (const { weight, shape, bias: own } of layerViews(layout, initial)) {
    linear_default_(weight, shape, rng, own && { bias: own });
  }
  const [x, target] = [rng.randn(11 * widths[0]), rng.randn(11 * (widths.at(-1) ?? 0))];
  return {
    layout,
    initial,
    x: tf.tensor2d(x, [11, widths[0]]),
    target: tf.tensor2d(target, [11, target.length / 11]),
  };
}

async function trained(
  { layout, initial, x, target }: ReturnType<typeof rebuild>,
  steps: number,
  options: Parameters<typeof lars>[1],
) {
  const recipe = { layout, loss: mse_loss, optimizer: lars(layout, options) };
  let state = startAt(tf.tensor1d(initial));
  for (let step = 0; step < steps; step++) {
    const next = trainingStep(tf, recipe, state, x, target);
    tf.dispose([state, next.gradient, next.terms]);
    state = next.state;
  }
  const [parameters] = await read([state.parameters]);
  tf.dispose(state);
  return parameters;
}

describe.each(fixture.cases)('$widths, $activation', (net) => {
  test('the net is PyTorch’s', () => {
    const { initial, x, target } = rebuild(net);
    expect(distance(initial, net.start)).toBeLessThan(1e-6);
    tf.dispose([x, target]);
  });

  test.each(net.lars)('LARS, $steps steps', async ({ steps, options, parameters }) => {
    const built = rebuild(net);
    expect(distance(await trained(built, steps, options), parameters)).toBeLessThan(TOLERANCE);
    // And it can fail: with another trust coefficient it would.
    const other = await trained(built, steps, { ...options, trust: 1.01 * options.trust });
    expect(distance(other, parameters)).toBeGreaterThan(TOLERANCE);
    tf.dispose([built.x, built.target]);
  });

  test.each(net.lsuv)('LSUV, $rounds rounds', async ({ rounds, parameters }) => {
    const { layout, initial, x, target } = rebuild(net);
    const mended = tf.tidy(() => lsuv(tf, layout, tf.tensor1d(initial), x, { rounds }));
    const [values] = await read([mended]);
    expect(distance(values, parameters)).toBeLessThan(TOLERANCE);
    tf.dispose([mended, x, target]);
  });
});

describe('LARS', () => {
  const layout = denseLayout({ widths: [3, 4, 2], activation: 'relu' });
  const initial = new Float32Array(layout.size).map((_, i) => Math.sin(i + 1));
  const stepWith = async (gradient: Float32Array, from = initial) => {
    const next = tf.tidy(() =>
      lars(layout, { trust: 0.1 }).update(tf, startAt(tf.tensor1d(from)), tf.tensor1d(gradient)),
    );
    const [parameters] = await read([next.parameters]);
    tf.dispose(next);
    return layerViews(
      layout,
      parameters.map((value, i) => value - from[i]),
    );
  };
  const size = (...parts: (ArrayLike<number> | undefined)[]) =>
    Math.hypot(...parts.flatMap((part) => Array.from(part ?? [])));

  test.each([1e-30, 1, 1e30])(
    'changes each layer by a tenth of it, where gradients are near %d',
    async (scale) => {
      const steps = await stepWith(initial.map((_, i) => scale * Math.cos(i)));
      for (const [i, { weight, bias }] of layerViews(layout, initial).entries()) {
        expect(size(steps[i].weight, steps[i].bias) / size(weight, bias)).toBeCloseTo(0.1, 5);
      }
    },
  );

  test('moves nothing where there is no gradient, and no layer of zeros', async () => {
    const still = await stepWith(new Float32Array(layout.size));
    expect(size(still[0].weight, still[1].weight)).toBe(0);
    const zeros = await stepWith(initial, new Float32Array(layout.size));
    expect(size(zeros[0].weight, zeros[1].weight)).toBe(0);
  });

  test('a negative option is refused', () => {
    expect(() => lars(layout, { trust: -1 })).toThrow('lars: trust = -1; allowed is 0 or more');
  });
});

describe('LSUV', () => {
  test('makes every variance 1, with biases by and by', async () => {
    const built = rebuild(fixture.cases[0]);
    const { layout, initial, x, target } = built;
    for (const { bias = new Float32Array(0) } of layerViews(layout, initial)) {
      for (let i = 0; i < bias.length; i++) bias[i] = 0.3 * i;
    }
    const spreads = async (rounds: number) => {
      const z = tf.tidy(() => {
        const mended = lsuv(tf, layout, tf.tensor1d(initial), x, { rounds });
        return forward(tf, layout, layerTensors(tf, layout, mended), x).z;
      });
      const values = await read(z);
      tf.dispose(z);
      return values.map((all) => {
        const centre = all.reduce((sum, v) => sum + v, 0) / all.length;
        return all.reduce((sum, v) => sum + (v - centre) ** 2, 0) / all.length;
      });
    };
    const off = (all: number[]) => Math.max(...all.map((variance) => Math.abs(variance - 1)));
    expect(off(await spreads(1))).toBeGreaterThan(0.01);
    expect(off(await spreads(8))).toBeLessThan(0.01);
    tf.dispose([x, target]);
  });

  test('no round at all is refused', () => {
    const { layout, initial, x, target } = rebuild(fixture.cases[1]);
    const flat = tf.tensor1d(initial);
    expect(() => lsuv(tf, layout, flat, x, { rounds: 0 })).toThrow(
      'rounds = 0; allowed are whole numbers from 1',
    );
    tf.dispose([flat, x, target]);
  });
});

test('nets side by side each have the loss and the gradient that they have alone', async () => {
  const rng = new Generator(9);
  const [rows, nets, count] = [6, 2, 3];
  const output = rng.randn(rows * nets * count);
  const target = oneHot([0, 2, 1, 1, 0, 2], count);
  const losses = tf.tidy(() => {
    const both = tf.tensor2d(output, [rows, nets * count]);
    const wanted = tf.tensor2d(repeated(target, count, nets), [rows * nets, count]);
    const one = tf.slice(both, [0, count], [rows, count]) as Tensor2D;
    const joined = ownLosses(cross_entropy, nets)(tf, both, wanted);
    const alone = cross_entropy(tf, one, tf.tensor2d(target, [rows, count]));
    return [joined.terms, joined.gradient, alone.terms, alone.gradient];
  });
  const [terms, gradient, ownTerms, ownGradient] = await read(losses);
  for (let i = 0; i < rows; i++) {
    expect(terms[i * nets + 1]).toBeCloseTo(ownTerms[i], 6);
    for (let k = 0; k < count; k++) {
      expect(gradient[i * nets * count + count + k]).toBeCloseTo(ownGradient[i * count + k], 6);
    }
  }
  tf.dispose(losses);
});
