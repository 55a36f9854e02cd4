/**
 * How long training steps and deep passes take on wasm:
 * `node --import ./tools/tfjs-in-node.mjs test/networks/networks.bench.ts`.
 *
 * Beside ours stands tfjs used as its manual shows: transposes left to `matMul`, gradients by autodiff, Adam variable
 * by variable. All in one process on one thread; medians.
 */
import * as core from '@tensorflow/tfjs-core';
import { variableGrads } from '@tensorflow/tfjs-core';
import { expGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Exp_grad';
import { logGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Log_grad';
import { linear_default_ } from '../../src/initializers/linear-default.ts';
import { kaiming_normal_ } from '../../src/initializers/variance-scaling.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../src/lab/tf.ts';
import { backward, forward } from '../../src/networks/dense.ts';
import { denseLayout, layerTensors, layerViews } from '../../src/networks/layout.ts';
import { cross_entropy, oneHot } from '../../src/networks/losses.ts';
import { adam, startAt } from '../../src/networks/optimizers.ts';
import { rms } from '../../src/networks/statistics.ts';
import { lossAndGradient, trainingStep } from '../../src/networks/training.ts';
import { Generator } from '../../src/random/torch.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';

await startInNode('wasm');
// What the naive way needs and ours does not.
for (const gradient of [expGradConfig, logGradConfig]) core.registerGradient(gradient);

async function time(name: string, repeats: number, body: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await body();
    times.push(performance.now() - start);
  }
  const warm = times.slice(Math.ceil(repeats / 10)).sort((a, b) => a - b);
  const median = warm[warm.length >> 1];
  console.log(`${name.padEnd(58)} ${median.toFixed(2)} ms  (best ${warm[0].toFixed(2)})`);
  return median;
}

const ROWS = 1000;
const generator = new Generator(0);
const layout = denseLayout({ widths: [100, 128, 64, 32, 2], activation: 'relu' });
const start = new Float32Array(layout.size);
for (const { weight, shape, bias } of layerViews(layout, start)) {
  linear_default_(weight, shape, generator, { bias });
}
const x = tf.tensor2d(generator.randn(ROWS * 100), [ROWS, 100]);
const target = tf.tensor2d(oneHot(generator.randint(0, 2, ROWS), 2), [ROWS, 2]);
const optimizer = adam();
console.log(`100-128-64-32-2, relu, cross entropy, ${ROWS} rows, ${layout.size} parameters`);

let state = startAt(tf.tensor1d(start));
const flat = tf.clone(state.parameters);
await time('forward', 100, () => {
  tf.dispose(tf.tidy(() => forward(tf, layout, layerTensors(tf, layout, flat), x)));
});
await time('forward, loss, backward', 100, () => {
  const { terms, gradient } = lossAndGradient(tf, { layout, loss: cross_entropy }, flat, x, target);
  tf.dispose([terms, gradient]);
});
const ours = await time('a whole step with flat Adam', 200, () => {
  const step = trainingStep(tf, { layout, loss: cross_entropy, optimizer }, state, x, target);
  tf.dispose([state, step.terms, step.gradient]);
  state = step.state;
});

const variables = layerViews(layout, start).flatMap(({ weight, shape, bias }) => [
  core.variable(core.tensor2d(weight, [shape[0], shape[1]])),
  core.variable(core.tensor1d(bias as Float32Array)),
]);
const moments = variables.map((variable) => [
  core.variable(core.tensor(new Float32Array(variable.size), variable.shape)),
  core.variable(core.tensor(new Float32Array(variable.size), variable.shape)),
]);
let t = 0;
const naiveLoss = () => {
  let h: Tensor2D = x;
  for (let i = 0; i < variables.length; i += 2) {
    const z = tf.add<Tensor2D>(tf.matMul(h, variables[i], false, true), variables[i + 1]);
    h = i < variables.length - 2 ? tf.relu(z) : z;
  }
  const logSum = tf.log(tf.sum(tf.exp(h), 1));
  return tf.mul(tf.sum(tf.add(logSum, tf.mul(tf.sum(tf.mul(h, target), 1), -1))), 1 / ROWS) as core.Scalar;
};
const naive = await time('the same in tfjs, written naively', 40, () =>
  tf.tidy(() => {
    const { grads } = variableGrads(naiveLoss, variables);
    t++;
    variables.forEach((variable, i) => {
      const gradient = grads[variable.name];
      const [m, v] = moments[i];
      m.assign(tf.add(tf.mul(m, 0.9), tf.mul(gradient, 0.1)));
      v.assign(tf.add(tf.mul(v, 0.999), tf.mul(tf.square(gradient), 0.001)));
      const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - 0.999 ** t)), 1e-8);
      variable.assign(tf.sub(variable, tf.mul(tf.div(m, root), 1e-3 / (1 - 0.9 ** t))));
    });
  }),
);
console.log(`ratio ${(naive / ours).toFixed(1)}`);

const [DEPTH, WIDTH, BATCH] = [100, 256, 64];
console.log(`${DEPTH} layers, width ${WIDTH}, batch ${BATCH}, forward and backward, rms of every layer`);
const read = async (tensors: Tensor[]) => {
  const joined = tf.tidy(() =>
    tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as Tensor1D)),
  );
  const values = await joined.data<'float32'>();
  joined.dispose();
  let end = 0;
  return tensors.map(({ size }) => {
    end += size;
    return values.subarray(end - size, end);
  });
};
for (const activation of ['relu', 'tanh', 'linear'] as const) {
  const deep = denseLayout({
    widths: Array(DEPTH + 1).fill(WIDTH),
    activation,
    output: activation,
    bias: false,
  });
  const layers = deep.layers.map(({ fan_in, fan_out }) => ({
    weight: tf.tensor2d(
      kaiming_normal_(new Float32Array(fan_in * fan_out), [fan_out, fan_in], generator, {
        nonlinearity: activation,
      }),
      [fan_out, fan_in],
    ),
  }));
  const input = tf.tensor2d(generator.randn(BATCH * WIDTH), [BATCH, WIDTH]);
  const seed = tf.tensor2d(generator.randn(BATCH * WIDTH), [BATCH, WIDTH]);
  await time(`${activation}`, 11, async () => {
    const trace = forward(tf, deep, layers, input);
    const gradients = backward(tf, deep, layers, trace, seed);
    await rms(read, [...trace.h, ...gradients.h]);
    tf.dispose([trace, gradients]);
  });
  tf.dispose([layers, input, seed]);
}
