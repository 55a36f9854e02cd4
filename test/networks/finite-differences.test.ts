/**
 * The gradient against central differences of a stack in float64 and plain TypeScript: no autodiff, no tensors, no
 * PyTorch.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Tensor2D } from '../../src/lab/tf.ts';
import { activations } from '../../src/math/activations.ts';
import type { Layout } from '../../src/networks/layout.ts';
import { lossAndGradient } from '../../src/networks/training.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';
import { distance, nets, rebuild, rows, tensorsOf } from './nets.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

/** h^L of one row. */
function output({ layers }: Layout, parameters: Float64Array, x: ArrayLike<number>): number[] {
  let h = Array.from(x);
  for (const { fan_in, fan_out, activation, negativeSlope, residual, weightAt, biasAt } of layers) {
    const f = activation === 'linear' ? (z: number) => z : activations[activation].value;
    h = Array.from({ length: fan_out }, (_, i) => {
      let z = biasAt === undefined ? 0 : parameters[biasAt + i];
      for (let j = 0; j < fan_in; j++) z += parameters[weightAt + i * fan_in + j] * h[j];
      return f(z, { negativeSlope }) + (residual ? h[i] : 0);
    });
  }
  return h;
}

function loss(
  { layout, x, target }: ReturnType<typeof rebuild>,
  parameters: Float64Array,
  kind: string,
): number {
  const inputs = x.length / rows;
  const outputs = target.length / rows;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const y = output(layout, parameters, x.subarray(row * inputs, (row + 1) * inputs));
    const wanted = target.subarray(row * outputs, (row + 1) * outputs);
    const logSum = Math.log(y.reduce((sum, logit) => sum + Math.exp(logit), 0));
    y.forEach((value, i) => {
      total += kind === 'mse_loss' ? (value - wanted[i]) ** 2 / outputs : wanted[i] * (logSum - value);
    });
  }
  return total / rows;
}

/**
 * A central difference over ±h errs by h²/6 times the third derivative, about 1e-8 relative at h = 1e-4, and by 1e-16/h =
 * 1e-12. A kink of relu within h of a pre-activation would show; with these seeds there is none. What is left is the
 * float32 of the gradient under test (dense.test.ts).
 */
const H = 1e-4;
const TOLERANCE = 1e-5;

test.each(nets)('$name', async (net) => {
  const rebuilt = rebuild(net);
  const parameters = Float64Array.from(rebuilt.parameters);
  const differences = Array.from(parameters, (value, i) => {
    parameters[i] = value + H;
    const above = loss(rebuilt, parameters, net.loss);
    parameters[i] = value - H;
    const below = loss(rebuilt, parameters, net.loss);
    parameters[i] = value;
    return (above - below) / (2 * H);
  });
  const { flat, input, wanted } = tensorsOf(rebuilt);
  const { terms, gradient } = lossAndGradient(tf, rebuilt, flat, input as Tensor2D, wanted);
  expect(distance(await gradient.data<'float32'>(), differences)).toBeLessThan(TOLERANCE);
  tf.dispose([flat, input, wanted, terms, gradient]);
});
