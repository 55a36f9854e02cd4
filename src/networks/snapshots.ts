/** Training a net on all its data at once, with a look at parameters and outputs at chosen steps. */
import type { Tools } from '../lab/experiment.ts';
import type { Tensor, Tensor2D } from '../lab/tf.ts';
import { forward } from './dense.ts';
import { layerTensors } from './layout.ts';
import { startAt } from './optimizers.ts';
import { type Recipe, trainingStep } from './training.ts';

export interface Snapshot {
  step: number;
  /** [size] */
  parameters: Float32Array;
  /** [n, fan_out] of the net with these parameters. */
  outputs: Float32Array;
}

/**
 * As many steps as the last one to look at, and one transfer at the end.
 * @param initial flat parameters [size] @param at the steps to look at, ascending; 0 is before the first one
 * @param x [n, fan_in] @param target [n, fan_out]
 */
export async function trainAndLook(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  recipe: Recipe,
  { initial, at, x, target }: { initial: Float32Array; at: readonly number[]; x: Tensor2D; target: Tensor2D },
): Promise<Snapshot[]> {
  const { layout } = recipe;
  const seen: Tensor[] = [];
  const end = at[at.length - 1];
  let state = startAt(tf.tensor1d(initial));
  for (let step = 0; ; step++) {
    if (at.includes(step)) {
      const outputs = tf.tidy(
        () => forward(tf, layout, layerTensors(tf, layout, state.parameters), x).h[layout.layers.length],
      );
      seen.push(tf.clone(state.parameters), outputs);
    }
    if (step === end) break;
    const next = trainingStep(tf, recipe, state, x, target);
    tf.dispose([state.parameters, ...state.slots, next.gradient, next.terms]);
    if (next.norm) tf.dispose(next.norm);
    state = next.state;
  }
  const values = await read(seen);
  tf.dispose([...seen, state.parameters, ...state.slots]);
  return at.map((step, i) => ({ step, parameters: values[2 * i], outputs: values[2 * i + 1] }));
}
