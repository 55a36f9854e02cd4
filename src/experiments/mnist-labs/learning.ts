/** One net of the labs from one start, look by look: its loss, what it gets right of the held-out digits, how far its weights are. */

import type { Tools } from '../../lab/experiment.ts';
import { pictureOf, signedPicture } from '../../lab/picture.ts';
import type { Tensor, Tensor1D } from '../../lab/tf.ts';
import { firstClassesLoss } from '../../math/first-classes-loss.ts';
import { innerProducts, reluKernel } from '../../math/relu-kernel.ts';
import { mean } from '../../math/statistics.ts';
import { forward } from '../../networks/dense.ts';
import { layerTensors } from '../../networks/layout.ts';
import { cross_entropy } from '../../networks/losses.ts';
import { learnInBatches } from '../../networks/mini-batches.ts';
import { adam } from '../../networks/optimizers.ts';
import { asBatch, type LabImages, slice } from './images.ts';
import { CLASSES, drawLab, INPUTS, kernelLayers, type LabNet, type LabStartName, labNets } from './nets.ts';

export const LR = 1e-3;
const EVERY = 10;
/** Held-out digits that are asked on the way. */
export const ASKED = 500;
const SIDE = 28;

export const labColumns = {
  net: 'net',
  start: 'start',
  step: 'batches learned from',
  loss: 'loss of the batches since the row before, each before its step',
  expected: 'first loss, expected',
  variance: 'its variance over draws of the weights',
  third: 'its third cumulant',
  right: 'share of held-out digits that are right',
  asked: 'held-out digits asked',
  gained: 'digits right that the first net has wrong',
  lost: 'digits wrong that the first net has right',
  largest: 'largest way of a weight, in learning rates',
  travelled: 'rms way of the first layer, in learning rates',
  shown: 'picture of',
  down: 'digit written, or start',
  across: 'digit read, or hidden unit',
  times: 'how often',
  image: 'picture',
} as const;

/** A look at a net after some batches; one with a picture says so in `shown`. */
export type LabRow = { [Column in keyof typeof labColumns]: number | string } & {
  net: LabNet;
  start: LabStartName;
  shown: '' | 'digits' | 'weights';
  image: string;
} & Record<NumberColumn, number>;
type NumberColumn =
  | 'step'
  | 'loss'
  | 'expected'
  | 'variance'
  | 'third'
  | 'right'
  | 'asked'
  | 'gained'
  | 'lost'
  | 'largest'
  | 'travelled'
  | 'times';

export const isLook = (step: number): boolean => step === 1 || step % EVERY === 0;
/** Looks of a net; `steps` is a multiple of ten. */
export const lookCount = (steps: number): number => steps / EVERY + 1;

/** What a net in the end says of the held-out digits, and the first layer's weights [units, 784] as far as they were asked for. */
export interface Ending {
  row: LabRow;
  answers: Uint8Array;
  weights: Float32Array;
}

export interface Lesson {
  net: LabNet;
  start: LabStartName;
  steps: number;
  images: LabImages;
  /** Which held-out digits the first net of the run has right, by step: that net writes it, and the others read it. */
  first: Map<number, Uint8Array>;
  /** How many of the first layer's units are to be shown in the end. */
  units: number;
}

/** Rows without pictures, then, returned, what the net has come to. */
export async function* learnLab(
  tools: Pick<Tools, 'tf' | 'rng' | 'read' | 'seed'>,
  { net, start, steps, images, first, units }: Lesson,
): AsyncGenerator<LabRow, Ending> {
  const { tf, rng, seed } = tools;
  const layout = labNets[net];
  const initial = drawLab(layout, start, rng, seed);
  const recipe = { layout, loss: cross_entropy, optimizer: adam({ lr: LR }) };
  const { x } = asBatch(images.learned(1));
  const { labels } = images.learned(1);
  const kernel = reluKernel(innerProducts(x, labels.length), kernelLayers(layout, start));
  const { mean: expected, variance, third } = firstClassesLoss(kernel, labels, CLASSES);
  const { heldOut } = images;
  const [{ fan_in, fan_out }] = layout.layers;
  const origin = tf.tensor1d(initial);

  const logitsOf = (parameters: Tensor1D, from: number, to: number): Tensor =>
    tf.tidy(() => {
      const pixels = asBatch(slice(heldOut, from, to)).x;
      const held = tf.tensor2d(pixels, [pixels.length / INPUTS, INPUTS]);
      return forward(tf, layout, layerTensors(tf, layout, parameters), held).h[layout.layers.length];
    });
  const look = (parameters: Tensor1D, step: number) => {
    const asked = step === steps ? heldOut.labels.length : Math.min(ASKED, heldOut.labels.length);
    return tf.tidy(() => {
      const squares = tf.square(tf.sub(parameters, origin));
      const rows = tf.reshape(tf.slice(squares, [0], [fan_in * fan_out]), [fan_out, fan_in]);
      const logits = [];
      for (let at = 0; at < asked; at += ASKED)
        logits.push(logitsOf(parameters, at, Math.min(at + ASKED, asked)));
      return [tf.max(squares), tf.sum(rows, 1), tf.slice(parameters, [0], [units * fan_in]), ...logits];
    });
  };
  const batch = (step: number) => asBatch(images.learned(step));
  let ending: Ending | undefined;
  for await (const looked of learnInBatches(tools, recipe, { initial, batch, steps, isLook, look })) {
    const { step, losses, values } = looked;
    const [largest, squares, weights, ...logits] = values;
    const answers = Uint8Array.from(logits.flatMap(answersOf));
    const right = answers.map((answer, i) => (answer === heldOut.labels[i] ? 1 : 0));
    const other = first.get(step) ?? right;
    first.set(step, other);
    const row: LabRow = {
      net,
      start,
      step,
      loss: mean(losses),
      expected,
      variance,
      third,
      right: mean(right),
      asked: right.length,
      gained: right.filter((is, i) => is > other[i]).length,
      lost: right.filter((is, i) => is < other[i]).length,
      largest: Math.sqrt(largest[0]) / LR,
      travelled: Math.sqrt(mean(squares) / fan_in) / LR,
      shown: '',
      down: '',
      across: '',
      times: 0,
      image: '',
    };
    ending = { row, answers, weights };
    yield row;
  }
  tf.dispose(origin);
  if (!ending) throw new RangeError(`learnLab: ${steps} steps; at least one is needed.`);
  return ending;
}

/** The class with the largest logit; of equal ones the first. */
function answersOf(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / CLASSES }, (_, i) => {
    const row = logits.subarray(CLASSES * i, CLASSES * (i + 1));
    return row.indexOf(Math.max(...row));
  });
}

/** For each digit written and each read how often, and the first such image: a hundred rows. */
export function* digitPictures({ row, answers }: Ending, { heldOut }: LabImages): Generator<LabRow> {
  for (let written = 0; written < CLASSES; written++) {
    for (let read = 0; read < CLASSES; read++) {
      const is = (answer: number, i: number) => answer === read && heldOut.labels[i] === written;
      const at = answers.findIndex(is);
      const image = at < 0 ? '' : pictureOf(heldOut.images.subarray(at * INPUTS, (at + 1) * INPUTS), SIDE);
      const times = answers.filter(is).length;
      yield { ...row, shown: 'digits', down: `${written}`, across: `${read}`, times, image };
    }
  }
}

/** Each unit's weights as it sees the image: ink where it wants ink. */
export function* weightPictures({ row, weights }: Ending): Generator<LabRow> {
  for (let unit = 0; unit * INPUTS < weights.length; unit++) {
    const image = signedPicture(weights.subarray(unit * INPUTS, (unit + 1) * INPUTS), SIDE);
    yield { ...row, shown: 'weights', down: row.start, across: `${unit + 1}`, times: 1, image };
  }
}
