/** What training costs: the multiply-adds of matrix products, as they are made and as they are foreseen. All else is of lower order. */
import type { Tensor2D, Tf } from '../lab/tf.ts';
import type { Layout } from './layout.ts';
import type { RbmLayers } from './rbm.ts';

/** The same operations, and how many multiply-adds their products of matrices have taken so far. */
export function counting(tf: Tf): { tf: Tf; spent(): number } {
  let spent = 0;
  const matMul = ((a: Tensor2D, b: Tensor2D, transposeA?: boolean, transposeB?: boolean) => {
    spent += a.size * b.shape[transposeB ? 0 : 1];
    return tf.matMul(a, b, transposeA, transposeB);
  }) as Tf['matMul'];
  return { tf: { ...tf, matMul }, spent: () => spent };
}

/** Of a pass forward through all layers, for one input. */
const passCost = ({ layers }: Layout): number =>
  layers.reduce((sum, { fan_in, fan_out }) => sum + fan_in * fan_out, 0);

/**
 * Of a step of backpropagation: every weight is used once forward, once for its own gradient and once for that of the layer
 * below, which the first layer does not need.
 */
export const stepCost = (layout: Layout, rows: number): number =>
  rows * (3 * passCost(layout) - layout.layers[0].fan_in * layout.layers[0].fan_out);

/** Of a step of CD-k from the data: 2k + 1 times from layer to layer, and the two correlations. */
export const contrastiveCost = ({ visible, hidden }: RbmLayers, rows: number, k = 1): number =>
  rows * (2 * k + 3) * visible * hidden;
