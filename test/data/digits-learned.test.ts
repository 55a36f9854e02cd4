/** Our own net on the wasm backend learns the digits as PyTorch's does (digits.json), as long as a test may take. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Digits, digitSource, unitPixels } from '../../src/data/digits.ts';
import type { Tensor1D, Tensor2D } from '../../src/lab/tf.ts';
import { forward } from '../../src/networks/dense.ts';
import { denseLayout, layerTensors } from '../../src/networks/layout.ts';
import { cross_entropy, oneHot } from '../../src/networks/losses.ts';
import { adam, startAt } from '../../src/networks/optimizers.ts';
import { drawStart } from '../../src/networks/starts.ts';
import { trainingStep } from '../../src/networks/training.ts';
import { Generator } from '../../src/random/torch.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';

const SIZE = 8000;
const EPOCHS = 4;
const BATCH = 100;

const layout = denseLayout({ widths: [784, 256, 256, 10], activation: 'relu' });
const measured = JSON.parse(readFileSync('test/fixtures/digits.json', 'utf8'));

onBackend('wasm');

const rows = (images: Uint8Array) => tf.tensor2d(unitPixels(images), [images.length / 784, 784]);

/** The net's parameters after training. */
function learn({ images, labels }: Digits): Tensor1D {
  const recipe = { layout, loss: cross_entropy, optimizer: adam() };
  let state = startAt(tf.tensor1d(drawStart(layout, 'default', new Generator(0))));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let at = 0; at < SIZE; at += BATCH) {
      const x = rows(images.subarray(at * 784, (at + BATCH) * 784));
      const target = tf.tensor2d(oneHot(labels.subarray(at, at + BATCH), 10), [BATCH, 10]);
      const step = trainingStep(tf, recipe, state, x, target);
      tf.dispose([x, target, state, step.terms, step.gradient]);
      state = step.state;
    }
  }
  tf.dispose(state.slots);
  return state.parameters;
}

async function percentRight({ images, labels }: Digits, parameters: Tensor1D): Promise<number> {
  const x = rows(images);
  const trace = tf.tidy(() => forward(tf, layout, layerTensors(tf, layout, parameters), x));
  const logits = await (trace.h.at(-1) as Tensor2D).data();
  tf.dispose([x, trace]);
  const right = labels.filter((label, i) => {
    const row = logits.subarray(10 * i, 10 * i + 10);
    return row.indexOf(Math.max(...row)) === label;
  });
  return (100 * right.length) / labels.length;
}

test('after four epochs of 8,000 digits 784-256-256-10 is right 97 times in 100, a linear model never', async () => {
  const { seed, learned } = measured.seeds[0];
  const draw = digitSource(seed);
  const heldOut = draw(measured.heldOut);
  const parameters = learn(draw(SIZE));
  const net = await percentRight(heldOut, parameters);
  tf.dispose(parameters);
  expect(net).toBeGreaterThanOrEqual(97);
  // The best that a linear model comes to, when PyTorch trains it on the same digits to the end.
  const { linear } = learned.find(({ size }: { size: number }) => size === SIZE);
  expect(net - linear).toBeGreaterThanOrEqual(3);
}, 120_000);
