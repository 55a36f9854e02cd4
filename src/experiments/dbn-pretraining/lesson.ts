/** The lessons of one net of `dbn-pretraining`: from images alone, layer by layer, and from labels, all layers at once. */
import { HALF_PIXELS, HALF_SIDE } from '../../data/shrink.ts';
import type { Tools } from '../../lab/experiment.ts';
import { signedPicture } from '../../lab/picture.ts';
import type { Tensor, Tensor1D } from '../../lab/tf.ts';
import { mean } from '../../math/statistics.ts';
import { crossEntropies, shareRight } from '../../networks/class-scores.ts';
import { forward } from '../../networks/dense.ts';
import { firstGradient } from '../../networks/first-gradient.ts';
import { type Layout, layerTensors } from '../../networks/layout.ts';
import { cross_entropy } from '../../networks/losses.ts';
import { learnInBatches } from '../../networks/mini-batches.ts';
import { counting } from '../../networks/multiply-adds.ts';
import { predictedGradient } from './gradient-law.ts';
import { batchOf, type Images } from './images.ts';
import {
  CLASSES,
  IMAGES,
  labelledCost,
  labelsOf,
  marksOf,
  optimizerOf,
  pretrainingCost,
  rowsOf,
  type Setting,
  stepsOf,
  type Way,
} from './plan.ts';
import type { Line } from './rows.ts';
import { activityShare } from './same-machine.ts';
import { type Machine, pretrain } from './stack.ts';

const GIGA = 1e9;
/** Units of the first layer that are shown, and of which nets. */
export const UNITS = 8;
const pictured: readonly Way[] = ['he', 'pre-trained'];
/** Images whose gradients are taken, and at which the net is held against its machines. */
const ASKED = 100;
const CHECKED = 5;

/** A net at its start, and all that its lessons need. */
export interface Pupil {
  way: Way;
  setting: Setting;
  layout: Layout;
  /** Flat parameters [size]: where labels find it. Pre-training writes over them. */
  initial: Float32Array;
  learned: Images;
  heldOut: Images;
  /** What it was pre-trained as, layer by layer. */
  machines: Machine[];
}

const noStart = { gradient: 0, gradientPredicted: 0, activityShare: 0 };
const noPicture = { unit: '', picture: '' };
const priced = (spent: number, foreseen: number) => ({ spent: spent / GIGA, foreseen: foreseen / GIGA });

/** Pre-training. After each layer a row for either set of labels, none of which it has seen; then the first layer's pictures. */
export async function* learnFromImages(tools: Tools, pupil: Pupil): AsyncGenerator<Line> {
  const { way, setting, layout, initial, learned, heldOut, machines } = pupil;
  const meter = counting(tools.tf);
  const examined = examiner(tools, layout, heldOut);
  const row = async (labels: number): Promise<Line> => ({
    ...{ way, labels, stage: 'images', step: machines.length },
    ...priced(meter.spent(), pretrainingCost(setting, machines.length)),
    ...(await examined.at(initial)),
    ...noStart,
    ...noPicture,
  });
  for (const labels of labelsOf(setting)) yield row(labels);
  const taught = pretrain({ ...tools, tf: meter.tf }, layout, initial, learned.x, setting.passes);
  for await (const machine of taught) {
    machines.push(machine);
    for (const labels of labelsOf(setting)) yield row(labels);
  }
  yield* pictures(await row(0), layout, initial);
}

/** Backpropagation from where the net starts, with so many labels; with all of them pictures of what it comes to. */
export async function* learnFromLabels(tools: Tools, pupil: Pupil, labels: number): AsyncGenerator<Line> {
  const { way, setting, layout, initial, learned, heldOut, machines } = pupil;
  const meter = counting(tools.tf);
  const examined = examiner(tools, layout, heldOut);
  const paid = way === 'pre-trained' ? pretrainingCost(setting) : 0;
  const data = { x: learned.x.subarray(0, ASKED * HALF_PIXELS), y: new Float32Array(ASKED) };
  const checked = heldOut.x.subarray(0, CHECKED * HALF_PIXELS);
  const start = {
    gradient: await firstGradient(tools, { layout, initial, data }),
    gradientPredicted: predictedGradient(way, setting),
    activityShare: await activityShare(tools, { layout, initial }, machines, checked),
  };
  const lineAt = (step: number, { loss, right }: Pick<Line, 'loss' | 'right'>): Line => ({
    ...{ way, labels, stage: 'labels', step },
    ...priced(paid + meter.spent(), paid + step * labelledCost(setting, labels)),
    ...{ loss, right },
    ...start,
    ...noPicture,
  });
  let line = lineAt(0, await examined.at(initial));
  yield line;
  const [rows, steps] = [rowsOf(labels), stepsOf(way, setting, labels)];
  const marks = marksOf(steps);
  const recipe = { layout, loss: cross_entropy, optimizer: optimizerOf(way, setting) };
  const looks = learnInBatches({ ...tools, tf: meter.tf }, recipe, {
    initial,
    batch: (step) => batchOf(learned, ((step - 1) * rows) % labels, rows),
    steps,
    isLook: (step) => marks.includes(step),
    look: (parameters) => [examined.logits(parameters), tools.tf.clone(parameters)],
  });
  let last = initial;
  for await (const { step, values } of looks) {
    line = lineAt(step, examined.scores(values[0]));
    yield line;
    last = values[1];
  }
  if (pictured.includes(way) && labels === IMAGES) yield* pictures(line, layout, last);
}

/** What a net says of the digits held out. */
function examiner({ tf, read }: Pick<Tools, 'tf' | 'read'>, layout: Layout, { x, labels }: Images) {
  const logits = (parameters: Tensor1D): Tensor =>
    tf.tidy(() => {
      const layers = layerTensors(tf, layout, parameters);
      return forward(tf, layout, layers, tf.tensor2d(x, [labels.length, HALF_PIXELS])).h[layers.length];
    });
  const scores = (answers: Float32Array) => ({
    loss: mean(crossEntropies(answers, labels, CLASSES)),
    right: shareRight(answers, labels, CLASSES),
  });
  const at = async (parameters: Float32Array) => {
    const said = tf.tidy(() => logits(tf.tensor1d(parameters)));
    const [values] = await read([said]);
    tf.dispose(said);
    return scores(values);
  };
  return { logits, scores, at };
}

/** The weights of the first units as they see the image. */
function* pictures(line: Line, layout: Layout, parameters: Float32Array): Generator<Line> {
  const [{ weightAt, fan_in }] = layout.layers;
  for (let unit = 0; unit < UNITS; unit++) {
    const from = weightAt + unit * fan_in;
    const picture = signedPicture(parameters.subarray(from, from + fan_in), HALF_SIDE);
    yield { ...line, unit: `${unit + 1}`, picture };
  }
}
