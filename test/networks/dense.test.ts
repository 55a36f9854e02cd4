/** Forward and backward by layer against real PyTorch, on wasm and on cpu. */
import { describe, expect, test } from 'vitest';
import type { Tensor2D } from '../../src/lab/tf.ts';
import { backward, forward, parameterGradient } from '../../src/networks/dense.ts';
import { denseLayout, layerTensors } from '../../src/networks/layout.ts';
import { means } from '../../src/networks/statistics.ts';
import { lossAndGradient } from '../../src/networks/training.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';
import { distance, nets, read, rebuild, tensorsOf } from './nets.ts';

/**
 * Both sides round to 2^-24 at each of some thirty steps (sums of up to 12 terms, six layers, one exp each), and the
 * errors of a batch's rows add like a random walk: 30 · 6e-8 = 2e-6. The worst measured: 7.3e-7.
 */
const TOLERANCE = 1e-5;

onBackend('wasm');

describe.each(nets)('$name', (net) => {
  const rebuilt = rebuild(net);
  const { layout, parameters, x, drawn } = rebuilt;

  test('parameters and data are PyTorch’s', () => {
    expect(layout.size).toBe(net.parameters.size);
    expect(distance(parameters.subarray(0, 4), net.parameters.head)).toBeLessThan(1e-8);
    expect(distance(parameters.subarray(-4), net.parameters.tail)).toBeLessThan(1e-8);
    expect(distance(x.subarray(0, net.x.length), net.x)).toBeLessThan(1e-7);
    expect(distance(drawn, net.target)).toBeLessThan(1e-7);
  });

  test('every layer, forward and backward', async () => {
    const { flat, input, wanted } = tensorsOf(rebuilt);
    const [trace, gradients, gradient, terms] = tf.tidy(() => {
      const layers = layerTensors(tf, layout, flat);
      const forwards = forward(tf, layout, layers, input);
      const loss = rebuilt.loss(tf, forwards.h[layout.layers.length], wanted);
      const backwards = backward(tf, layout, layers, forwards, loss.gradient);
      return [forwards, backwards, parameterGradient(tf, layout, forwards, backwards.z), loss.terms];
    });
    const close = async (tensors: Tensor2D[], values: number[][]) => {
      const errors = (await read(tensors)).map((actual, i) => distance(actual, values[i]));
      expect(errors).toHaveLength(values.length);
      expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
    };
    await close(trace.h, net.h);
    await close(trace.z, net.z);
    await close(gradients.h, net.grad_h);
    await close(gradients.z, net.grad_z);
    expect(distance(await gradient.data(), net.gradient)).toBeLessThan(TOLERANCE);
    const [mean] = await means(read, [terms]);
    expect(Math.abs(mean / net.loss_before - 1)).toBeLessThan(TOLERANCE);
    tf.dispose([flat, input, wanted, trace, gradients, gradient, terms]);
  });

  test('training’s short way gives the same gradient', async () => {
    const { flat, input, wanted } = tensorsOf(rebuilt);
    const { terms, gradient } = lossAndGradient(tf, rebuilt, flat, input, wanted);
    expect(distance(await gradient.data(), net.gradient)).toBeLessThan(TOLERANCE);
    tf.dispose([flat, input, wanted, terms, gradient]);
  });

  test('autodiff agrees about the first weight', async () => {
    const { flat, input, wanted } = tensorsOf(rebuilt);
    const layers = layerTensors(tf, layout, flat);
    // The output's gradient as a constant: then autodiff needs no loss, only what forward uses.
    const [ours, theirs] = tf.tidy(() => {
      const trace = forward(tf, layout, layers, input);
      const { gradient } = rebuilt.loss(tf, trace.h[layers.length], wanted);
      const { z } = backward(tf, layout, layers, trace, gradient, { input: false });
      const weight = tf.matMul(tf.transpose(z[0]), input);
      const output = (w: unknown) =>
        forward(tf, layout, [{ ...layers[0], weight: w as Tensor2D }, ...layers.slice(1)], input).h[
          layers.length
        ];
      return [weight, tf.grad((w) => tf.sum(tf.mul(output(w), gradient)))(layers[0].weight)];
    });
    expect(distance(await theirs.data(), Array.from(await ours.data()))).toBeLessThan(TOLERANCE);
    tf.dispose([flat, input, wanted, layers, ours, theirs]);
  });
});

test('what does not fit is refused', () => {
  expect(() => denseLayout({ widths: [3], activation: 'relu' })).toThrow('widths = [3]; allowed are two');
  expect(() => denseLayout({ widths: [3, 0.5], activation: 'relu' })).toThrow(RangeError);
  const layout = denseLayout({ widths: [3, 2], activation: 'relu' });
  const flat = tf.tensor1d(new Float32Array(8));
  const x = tf.tensor2d(new Float32Array(8), [2, 4]);
  const layers = layerTensors(tf, layout, flat);
  expect(() => forward(tf, layout, layers, x)).toThrow('rows of 4 numbers; the first layer takes 3');
  expect(() => forward(tf, layout, [], x)).toThrow('parameters of 0 layers; the layout has 1');
  const short = tf.slice(flat, [0], [7]);
  expect(() => layerTensors(tf, layout, short)).toThrow('7 numbers; this layout has 8');
  tf.dispose([flat, short, x, layers]);
});
