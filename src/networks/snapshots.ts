/** Training a net on all its data at once, with a look at parameters and outputs at chosen steps. */
import type { Tools } from '../lab/experiment.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { forward } from './dense.ts';
import { descend } from './descent.ts';
import { layerTensors } from './layout.ts';
import type { Recipe } from './training.ts';

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
  tools: Pick<Tools, 'tf' | 'read'>,
  recipe: Recipe,
  { initial, at, x, target }: { initial: Float32Array; at: readonly number[]; x: Tensor2D; target: Tensor2D },
): Promise<Snapshot[]> {
  const { tf } = tools;
  const { layout } = recipe;
  const snapshots: Snapshot[] = [];
  const looks = descend(tools, recipe, {
    initial,
    x,
    target,
    steps: at[at.length - 1],
    look: ({ parameters }, step) => {
      if (!at.includes(step)) return [];
      const outputs = tf.tidy(
        () => forward(tf, layout, layerTensors(tf, layout, parameters), x).h[layout.layers.length],
      );
      return [tf.clone(parameters), outputs];
    },
  });
  for await (const { step, values } of looks) {
    snapshots.push({ step, parameters: values[0], outputs: values[1] });
  }
  return snapshots;
}
