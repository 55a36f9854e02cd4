/**
 * LARS, layer-wise adaptive rate scaling (You, Gitman & Ginsburg, "Large batch training of convolutional networks", 2017,
 * algorithm 1): each layer's rate is multiplied by how much larger its weights are than their gradient.
 *
 *   λ = η |w| / (|g| + β |w|),   v ← m v + γ λ (g + β w),   w ← w - v
 *
 * with the global rate γ, the trust coefficient η, the momentum m and the weight decay β. Without the last two a step changes
 * every layer by γ η of its own length, whatever its gradient is. A layer's weight and bias count as one vector here. One that
 * is all zeros keeps λ = 0, as the formula has it, and never moves.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import type { Layout } from './layout.ts';
import type { Optimizer } from './optimizers.ts';

interface LarsOptions {
  /** γ */
  lr?: number;
  /** η */
  trust?: number;
  momentum?: number;
  weight_decay?: number;
}

/** Beside any norm that float32 can divide by, this is nothing; beside 0 it keeps a quotient finite. */
const TINY = 2 ** -126;

/** @throws RangeError for a negative option. */
export function lars(
  layout: Layout,
  { lr = 1, trust = 1e-3, momentum = 0, weight_decay = 0 }: LarsOptions = {},
): Optimizer {
  for (const [name, value] of Object.entries({ lr, trust, momentum, weight_decay })) {
    if (!(value >= 0)) throw new RangeError(`lars: ${name} = ${value}; allowed is 0 or more.`);
  }
  const rows = rowsOf(layout);
  return {
    update: (tf, { t, parameters, slots }, gradient) =>
      tf.tidy(() => {
        const [w, g] = [rows.apart(tf, parameters), rows.apart(tf, gradient)];
        const [sizeOfW, sizeOfG] = [lengths(tf, w, rows.side), lengths(tf, g, rows.side)];
        const against = tf.add(sizeOfG, tf.add(tf.mul(sizeOfW, weight_decay), TINY));
        const ratio = tf.mul(tf.div(sizeOfW, against), trust * lr);
        const decayed = weight_decay === 0 ? g : tf.add<Tensor2D>(g, tf.mul(w, weight_decay));
        const scaled = rows.together(tf, tf.mul<Tensor2D>(decayed, ratio));
        const velocity =
          momentum === 0 || slots.length === 0
            ? scaled
            : tf.add<Tensor1D>(tf.mul(slots[0], momentum), scaled);
        return {
          t: t + 1,
          parameters: tf.sub<Tensor1D>(parameters, velocity),
          slots: momentum === 0 ? [] : [velocity],
        };
      }),
  };
}

/** A flat buffer as one row a layer, each filled up with zeros to side², and back. */
function rowsOf({ layers }: Layout) {
  const parts = layers.map(({ weightAt, biasAt, fan_in, fan_out }) => ({
    at: weightAt,
    size: fan_out * fan_in + (biasAt === undefined ? 0 : fan_out),
  }));
  const side = Math.ceil(Math.sqrt(Math.max(...parts.map(({ size }) => size))));
  const width = side * side;
  return {
    side,
    apart: (tf: Tf, flat: Tensor1D): Tensor2D => {
      const pieces = parts.flatMap(({ at, size }) => [
        tf.slice(flat, [at], [size]) as Tensor1D,
        ...(size < width ? [tf.tensor1d(new Float32Array(width - size))] : []),
      ]);
      return tf.reshape(tf.concat(pieces), [parts.length, width]) as Tensor2D;
    },
    together: (tf: Tf, rows: Tensor2D): Tensor1D => {
      const flat = tf.reshape(rows, [rows.size]) as Tensor1D;
      return tf.concat(parts.map(({ size }, i) => tf.slice(flat, [i * width], [size]) as Tensor1D));
    },
  };
}

/** The length of each row of side² numbers, also where the squares would leave float32; added up in stages. */
function lengths(tf: Tf, rows: Tensor2D, side: number): Tensor2D {
  const count = rows.shape[0];
  const largest = tf.max(tf.concat([rows, tf.sub<Tensor2D>(0, rows)], 1), 1, true);
  const scale = tf.add<Tensor2D>(largest, TINY);
  const squares = tf.reshape(tf.square(tf.div(rows, scale)), [count, side, side]);
  const sums = tf.reshape(tf.sum(tf.sum(squares, 2), 1), [count, 1]);
  return tf.mul<Tensor2D>(scale, tf.sqrt(sums));
}
