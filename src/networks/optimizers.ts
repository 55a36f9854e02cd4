/**
 * SGD and Adam over one flat buffer, with the arguments, the defaults and the order of operations of `torch.optim`.
 *
 * A state is never changed: `update` makes the next one from new tensors and disposes of nothing, so that the
 * parameters before and after a step can both be looked at.
 */
import type { Scalar, Tensor1D, Tf } from '../lab/tf.ts';

export type OptimizerState = {
  /** Steps taken. */
  t: number;
  /** [size] */
  parameters: Tensor1D;
  /** What the optimizer remembers, each [size]; none before the first step. */
  slots: Tensor1D[];
};

export interface Optimizer {
  /** One step along `gradient` [size]. */
  update(tf: Tf, state: OptimizerState, gradient: Tensor1D): OptimizerState;
}

/** The state before the first step. */
export function startAt(parameters: Tensor1D): OptimizerState {
  return { t: 0, parameters, slots: [] };
}

interface SgdOptions {
  lr: number;
  momentum?: number;
  dampening?: number;
  weight_decay?: number;
  nesterov?: boolean;
}

/**
 * `torch.optim.SGD`. The first step's velocity is the gradient itself, undampened, as PyTorch has it.
 * @throws RangeError for a negative rate, and for nesterov without momentum or with dampening.
 */
export function sgd({
  lr,
  momentum = 0,
  dampening = 0,
  weight_decay = 0,
  nesterov = false,
}: SgdOptions): Optimizer {
  requireNotNegative('sgd', { lr, momentum, weight_decay });
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new RangeError('sgd: nesterov needs a momentum above 0, and a dampening of 0.');
  }
  return {
    update: (tf, { t, parameters, slots }, gradient) =>
      tf.tidy(() => {
        const decayed = decay(tf, gradient, parameters, weight_decay);
        if (momentum === 0) {
          return { t: t + 1, parameters: tf.sub<Tensor1D>(parameters, tf.mul(decayed, lr)), slots: [] };
        }
        const velocity =
          t === 0
            ? tf.clone(decayed)
            : tf.add<Tensor1D>(tf.mul(slots[0], momentum), scaled(tf, decayed, 1 - dampening));
        const direction = nesterov ? tf.add(decayed, tf.mul(velocity, momentum)) : velocity;
        return {
          t: t + 1,
          parameters: tf.sub<Tensor1D>(parameters, tf.mul(direction, lr)),
          slots: [velocity],
        };
      }),
  };
}

interface AdamOptions {
  lr?: number;
  betas?: readonly [number, number];
  eps?: number;
  weight_decay?: number;
}

/**
 * `torch.optim.Adam`: the step is lr / (1 - β₁ᵗ) · m / (sqrt v / sqrt(1 - β₂ᵗ) + eps), in this order. That is algorithm 1
 * of Kingma & Ba 2015, and not the shortcut at the end of its section 2, whose eps weighs otherwise.
 * @throws RangeError for a negative rate or eps, and for betas outside [0, 1).
 */
export function adam({
  lr = 1e-3,
  betas: [beta1, beta2] = [0.9, 0.999],
  eps = 1e-8,
  weight_decay = 0,
}: AdamOptions = {}): Optimizer {
  requireNotNegative('adam', { lr, eps, weight_decay });
  if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
    throw new RangeError(`adam: betas = [${beta1}, ${beta2}]; allowed is from 0 to less than 1.`);
  }
  return {
    update: (tf, { t, parameters, slots: [m, v] }, gradient) =>
      tf.tidy(() => {
        const step = t + 1;
        const decayed = decay(tf, gradient, parameters, weight_decay);
        const freshM = tf.mul<Tensor1D>(decayed, 1 - beta1);
        const freshV = tf.mul<Tensor1D>(tf.square(decayed), 1 - beta2);
        const nextM = m ? tf.add<Tensor1D>(tf.mul(m, beta1), freshM) : freshM;
        const nextV = v ? tf.add<Tensor1D>(tf.mul(v, beta2), freshV) : freshV;
        const root = tf.div(tf.sqrt(nextV), Math.sqrt(1 - beta2 ** step));
        const change = tf.mul(tf.div(nextM, tf.add(root, eps)), lr / (1 - beta1 ** step));
        return { t: step, parameters: tf.sub<Tensor1D>(parameters, change), slots: [nextM, nextV] };
      }),
  };
}

/**
 * `torch.nn.utils.clip_grad_norm_`: the gradient times min(1, max_norm / (norm + 1e-6)), and the norm before. As in
 * PyTorch, a norm beyond float32 (entries above 1.8e19) gives a gradient of zero. The gradient given stays as it is.
 */
export function clip_grad_norm_(
  tf: Tf,
  gradient: Tensor1D,
  max_norm: number,
): { gradient: Tensor1D; norm: Scalar } {
  requireNotNegative('clip_grad_norm_', { max_norm });
  return tf.tidy(() => {
    const norm = tf.sqrt(sumInStages(tf, tf.square(gradient)));
    const factor = tf.minimum(tf.div(max_norm, tf.add(norm, 1e-6)), 1);
    return { gradient: tf.mul(gradient, factor), norm };
  });
}

/** Added one by one in float32, n numbers err by up to n · 2^-24; in rows of sqrt n, by up to 2 sqrt n · 2^-24. */
function sumInStages(tf: Tf, values: Tensor1D): Scalar {
  const row = Math.ceil(Math.sqrt(values.size));
  const rows = Math.ceil(values.size / row);
  const padded = tf.concat([values, tf.tensor1d(new Float32Array(rows * row - values.size))]);
  return tf.sum(tf.sum(tf.reshape(padded, [rows, row]), 1)) as Scalar;
}

function decay(tf: Tf, gradient: Tensor1D, parameters: Tensor1D, weight_decay: number): Tensor1D {
  return weight_decay === 0 ? gradient : tf.add(gradient, tf.mul(parameters, weight_decay));
}

function scaled(tf: Tf, tensor: Tensor1D, factor: number): Tensor1D {
  return factor === 1 ? tensor : tf.mul(tensor, factor);
}

function requireNotNegative(where: string, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value >= 0)) throw new RangeError(`${where}: ${name} = ${value}; allowed is 0 or more.`);
  }
}
