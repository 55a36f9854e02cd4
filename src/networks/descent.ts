/** Training a dense stack on all its data at once, with a look at it at chosen steps, read back in batches. */
import type { Tools } from '../lab/experiment.ts';
import type { Tensor, Tensor2D } from '../lab/tf.ts';
import { type OptimizerState, startAt } from './optimizers.ts';
import { type Recipe, type Step, trainingStep } from './training.ts';

export interface Descent {
  /** Flat parameters [size]. */
  initial: Float32Array;
  /** [n, fan_in] */
  x: Tensor2D;
  /** [n, fan_out] */
  target: Tensor2D;
  steps: number;
  /**
   * Tensors to read before this step, which are then disposed of; 0 is before the first one, `steps` after the last. `before`
   * is the step that led here: its terms and its gradient are at hand, to be cloned.
   */
  look(state: OptimizerState, step: number, before?: Step): Tensor[];
  /** Looks in one transfer: on a GPU each transfer waits for the queue. All of them if absent. */
  together?: number;
}

/** What was seen, step by step; a step at which `look` showed nothing is left out. */
export async function* descend(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  recipe: Recipe,
  { initial, x, target, steps, look, together = Number.POSITIVE_INFINITY }: Descent,
): AsyncGenerator<{ step: number; values: Float32Array[] }> {
  let state = startAt(tf.tensor1d(initial));
  let before: Step | undefined;
  const pending: { step: number; seen: Tensor[] }[] = [];
  for (let step = 0; step <= steps; step++) {
    const seen = look(state, step, before);
    if (before) tf.dispose([before.gradient, before.terms]);
    if (before?.norm) tf.dispose(before.norm);
    if (seen.length > 0) pending.push({ step, seen });
    if (pending.length >= together || step === steps) {
      const values = await read(pending.flatMap((one) => one.seen));
      tf.dispose(pending.map((one) => one.seen));
      for (const one of pending.splice(0)) {
        yield { step: one.step, values: values.splice(0, one.seen.length) };
      }
    }
    if (step === steps) break;
    before = trainingStep(tf, recipe, state, x, target);
    tf.dispose([state.parameters, ...state.slots]);
    state = before.state;
  }
  tf.dispose([state.parameters, ...state.slots]);
}
