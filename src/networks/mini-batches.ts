/** Training a dense stack on one batch after the other, with a look at it at chosen steps, all that a look needs in one transfer. */
import type { Tools } from '../lab/experiment.ts';
import type { Tensor, Tensor1D } from '../lab/tf.ts';
import { mean } from '../math/statistics.ts';
import { startAt } from './optimizers.ts';
import { type Recipe, trainingStep } from './training.ts';

export interface Batch {
  /** [n, fan_in], row by row. */
  x: Float32Array;
  /** [n, fan_out] */
  target: Float32Array;
}

export interface Learning {
  /** Flat parameters [size]. */
  initial: Float32Array;
  /** What step 1, 2 … learns from; asked for when its turn comes. */
  batch(step: number): Batch;
  steps: number;
  /** Whether to look after this step; the last one is looked at in any case. */
  isLook(step: number): boolean;
  /** Tensors to read after this step, which are then disposed of. */
  look(parameters: Tensor1D, step: number): Tensor[];
}

export interface Looked {
  step: number;
  /** Of each batch since the look before, its loss before its own step. */
  losses: number[];
  values: Float32Array[];
}

/** What was seen, look by look. Nothing is read in between, and cancelled it leaves no tensor. */
export async function* learnInBatches(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  recipe: Recipe,
  { initial, batch, steps, isLook, look }: Learning,
): AsyncGenerator<Looked> {
  const { layers } = recipe.layout;
  const [inputs, outputs] = [layers[0].fan_in, layers[layers.length - 1].fan_out];
  let state = startAt(tf.tensor1d(initial));
  const terms: Tensor[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const { x, target } = batch(step);
      const before = state;
      const taken = tf.tidy(() => {
        const images = tf.tensor2d(x, [x.length / inputs, inputs]);
        const classes = tf.tensor2d(target, [target.length / outputs, outputs]);
        return trainingStep(tf, recipe, before, images, classes);
      });
      state = taken.state;
      terms.push(taken.terms);
      tf.dispose([taken.gradient, before.parameters, ...before.slots]);
      if (taken.norm) tf.dispose(taken.norm);
      if (step < steps && !isLook(step)) continue;
      const seen = look(state.parameters, step);
      const values = await read([...terms, ...seen]);
      tf.dispose(seen);
      const losses = values.splice(0, terms.length).map((each) => mean(each));
      tf.dispose(terms.splice(0));
      yield { step, losses, values };
    }
  } finally {
    tf.dispose([state.parameters, ...state.slots, ...terms]);
  }
}
