/** The nets of the fixture, rebuilt from their seeds. */
import { linear_default_ } from '../../src/initializers/linear-default.ts';
import type { Tensor, Tensor2D } from '../../src/lab/tf.ts';
import type { LayerActivation } from '../../src/networks/activations.ts';
import { denseLayout, layerViews } from '../../src/networks/layout.ts';
import { cross_entropy, mse_loss, oneHot } from '../../src/networks/losses.ts';
import { Generator } from '../../src/random/torch.ts';
import * as tf from '../../src/runtime/tf.ts';
import fixture from '../fixtures/networks.json' with { type: 'json' };

export const { nets, rows, steps, max_norm } = fixture;
export type Net = (typeof nets)[number];

/** Layout, start and data as PyTorch has them after torch.manual_seed(seed). */
export function rebuild({ seed, widths, activation, output, bias, residual, negativeSlope, loss }: Net) {
  const layout = denseLayout({
    widths,
    activation: activation as LayerActivation,
    output: output as LayerActivation | undefined,
    bias,
    residual,
    negativeSlope,
  });
  const generator = new Generator(seed);
  const parameters = new Float32Array(layout.size);
  for (const { weight, shape, bias } of layerViews(layout, parameters)) {
    linear_default_(weight, shape, generator, { bias });
  }
  const [inputs, outputs] = [widths[0], widths[widths.length - 1]];
  const x = generator.randn(rows * inputs);
  const classes = loss === 'cross_entropy';
  const drawn = classes ? generator.randint(0, outputs, rows) : generator.randn(rows * outputs);
  return {
    layout,
    loss: classes ? cross_entropy : mse_loss,
    parameters,
    x,
    drawn,
    target: classes ? oneHot(drawn, outputs) : (drawn as Float32Array),
  };
}

/** The rebuilt net's tensors, to be disposed of. */
export function tensorsOf({ layout, parameters, x, target }: ReturnType<typeof rebuild>) {
  const last = layout.layers[layout.layers.length - 1];
  return {
    flat: tf.tensor1d(parameters),
    input: tf.tensor2d(x, [rows, layout.layers[0].fan_in]) as Tensor2D,
    wanted: tf.tensor2d(target, [rows, last.fan_out]) as Tensor2D,
  };
}

/** The largest difference, relative to the largest number wanted. NaN is infinitely far off. */
export function distance(actual: ArrayLike<number>, wanted: readonly number[]): number {
  if (actual.length !== wanted.length) return Infinity;
  let [error, scale] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(actual[i] - wanted[i]);
    error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
    scale = Math.max(scale, Math.abs(wanted[i]));
  }
  return error / scale;
}

export async function read(tensors: Tensor[]): Promise<Float32Array[]> {
  return Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
}
