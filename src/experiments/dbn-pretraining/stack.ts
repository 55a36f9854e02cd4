/** Layers of a net taught one after the other as restricted Boltzmann machines, each on what the one below makes of the images. */
import type { Tools } from '../../lab/experiment.ts';
import type { Tensor2D } from '../../lab/tf.ts';
import { type Layout, layerViews } from '../../networks/layout.ts';
import { type OptimizerState, sgd, startAt } from '../../networks/optimizers.ts';
import { contrastiveGradient, hiddenGiven, type RbmLayers, rbmSize, rbmTensors } from '../../networks/rbm.ts';
import { RBM_RATE, RBM_ROWS } from './plan.ts';

/** A machine as it was left: [visible · hidden] weights, a row a visible unit, then the biases of both; as in src/networks/rbm.ts. */
export interface Machine extends RbmLayers {
  flat: Float32Array;
}

/**
 * Writes each hidden layer's weights and biases over those in `parameters`, and yields after each the machine that had them.
 * @param parameters flat [size]; each machine begins with the layer's own, and without biases of its visible units
 * @param images [count, fan_in of the first layer], row by row
 */
export async function* pretrain(
  { tf, rng, read }: Pick<Tools, 'tf' | 'rng' | 'read'>,
  layout: Layout,
  parameters: Float32Array,
  images: Float32Array,
  passes: number,
): AsyncGenerator<Machine> {
  const views = layerViews(layout, parameters).slice(0, -1);
  const [{ fan_in }] = layout.layers;
  let v = tf.tensor2d(images, [images.length / fan_in, fan_in]);
  for (const [i, { weight, shape, bias }] of views.entries()) {
    const [hidden, visible] = shape;
    const layers = { visible, hidden };
    const machine: Machine = { ...layers, flat: new Float32Array(rbmSize(layers)) };
    machine.flat.set(transposed(weight, hidden, visible));
    machine.flat.set(bias as Float32Array, visible * hidden + visible);
    machine.flat = await teach({ tf, rng, read }, machine, { v, passes });
    weight.set(transposed(machine.flat.subarray(0, visible * hidden), visible, hidden));
    (bias as Float32Array).set(machine.flat.subarray(visible * hidden + visible));
    if (i < views.length - 1) {
      const below = v;
      v = tf.tidy(() => hiddenGiven(tf, rbmTensors(tf, layers, tf.tensor1d(machine.flat)), below));
      tf.dispose(below);
    }
    yield machine;
  }
  tf.dispose(v);
}

/** CD-1 on the rows of v, twenty at a time and in their order; what it comes to, [size]. */
async function teach(
  { tf, rng, read }: Pick<Tools, 'tf' | 'rng' | 'read'>,
  { flat, ...layers }: Machine,
  { v, passes }: { v: Tensor2D; passes: number },
): Promise<Float32Array> {
  const [count, width] = v.shape;
  const { update } = sgd({ lr: RBM_RATE });
  let state: OptimizerState = startAt(tf.tensor1d(flat));
  try {
    for (let pass = 0; pass < passes; pass++) {
      for (let at = 0; at < count; at += RBM_ROWS) {
        const { parameters, ...rest } = state;
        // #region divergence
        state = tf.tidy(() => {
          const rows = tf.slice(v, [at, 0], [RBM_ROWS, width]);
          const rbm = rbmTensors(tf, layers, parameters);
          const { gradient } = contrastiveGradient(tf, rbm, rows, { k: 1, rng, drawVisible: false });
          return update(tf, { parameters, ...rest }, gradient);
        });
        // #endregion
        tf.dispose(parameters);
      }
      // Once a pass the run lets others have their turn: a reader may want to cancel.
      flat = (await read([state.parameters]))[0];
    }
    return flat;
  } finally {
    tf.dispose(state.parameters);
  }
}

/** [columns, rows] of a matrix [rows, columns]. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j];
  return turned;
}
