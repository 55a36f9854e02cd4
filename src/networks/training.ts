/** One training step of a dense stack: forward, loss, backward, clipping if asked for, update. */
import type { Scalar, Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import { backward, forward, parameterGradient } from './dense.ts';
import { type Layout, layerTensors } from './layout.ts';
import type { Loss } from './losses.ts';
import { clip_grad_norm_, type Optimizer, type OptimizerState } from './optimizers.ts';

export interface Recipe {
  layout: Layout;
  loss: Loss;
  optimizer: Optimizer;
  /** Clips the gradient to this norm. */
  max_norm?: number;
}

export type Step = {
  state: OptimizerState;
  /** [n]: their mean is the loss before the step. Yours to dispose of. */
  terms: Tensor1D;
  /** [size], before clipping. Yours to dispose of. */
  gradient: Tensor1D;
  /** The gradient's norm, where it is clipped. Yours to dispose of. */
  norm?: Scalar;
};

/**
 * The loss's terms and its gradient with respect to the flat parameters.
 * @param x [n, fan_in] @param target [n, fan_out]
 */
export function lossAndGradient(
  tf: Tf,
  { layout, loss }: Pick<Recipe, 'layout' | 'loss'>,
  parameters: Tensor1D,
  x: Tensor2D,
  target: Tensor2D,
): { terms: Tensor1D; gradient: Tensor1D } {
  return tf.tidy(() => {
    const layers = layerTensors(tf, layout, parameters);
    const trace = forward(tf, layout, layers, x);
    const { terms, gradient } = loss(tf, trace.h[layers.length], target);
    const { z } = backward(tf, layout, layers, trace, gradient, { input: false });
    return { terms, gradient: parameterGradient(tf, layout, trace, z) };
  });
}

/** A step from `state`, which stays as it is: dispose of it once you have read what you want to compare. */
export function trainingStep(
  tf: Tf,
  recipe: Recipe,
  state: OptimizerState,
  x: Tensor2D,
  target: Tensor2D,
): Step {
  return tf.tidy(() => {
    const { terms, gradient } = lossAndGradient(tf, recipe, state.parameters, x, target);
    if (recipe.max_norm === undefined) {
      return { state: recipe.optimizer.update(tf, state, gradient), terms, gradient };
    }
    const clipped = clip_grad_norm_(tf, gradient, recipe.max_norm);
    const next = recipe.optimizer.update(tf, state, clipped.gradient);
    return { state: next, terms, gradient, norm: clipped.norm };
  });
}
