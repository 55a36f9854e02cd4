/**
 * A backend proves itself before its first result: a product, a nonlinearity, a gradient, NaN and infinity, each
 * against float64 in plain TypeScript. Phones have been seen whose GPU returned zero for every gradient
 * (tensorflow/tfjs#8590) or lost NaN (#4734); that would look just like the subject of this book.
 */
import type { Tensor } from '../lab/tf.ts';
import * as tf from './tf.ts';

const SIZE = 12;

/**
 * Largest error accepted, relative to the largest entry of what is compared. WGSL grants exp 3 + 2|x| ulp and the
 * sums here have 12 terms with |x| <= 3: at most about 25 ulp of 2^-24, so 1e-5 leaves room for six times that.
 */
export const TOLERANCE = 1e-5;

export interface SelfCheck {
  /** Largest relative error found. */
  agreement: number;
  /** What is wrong, or undefined when the backend may be trusted. */
  problem?: string;
}

export async function selfCheck(): Promise<SelfCheck> {
  const a = wave(0.7);
  const b = wave(1.3);
  const tensors: Tensor[] = [];
  const keep = <T extends Tensor>(tensor: T): T => {
    tensors.push(tensor);
    return tensor;
  };
  try {
    const x = keep(tf.tensor2d(a, [SIZE, SIZE]));
    const w = keep(tf.tensor2d(b, [SIZE, SIZE]));
    const forward = await keep(tf.tidy(() => tf.sigmoid(tf.matMul(x, w)))).data();
    const gradient = await keep(
      tf.tidy(() => tf.grad((v) => tf.sum(tf.sigmoid(tf.matMul(x, v as typeof w))))(w)),
    ).data();
    const extremes = await keep(tf.tidy(() => tf.mul(tf.tensor1d([Number.NaN, 3e38, -3e38, 1]), 10))).data();

    const expected = reference(a, b);
    const agreement = Math.max(
      largestError(forward, expected.forward),
      largestError(gradient, expected.gradient),
    );
    const [nan, up, down, ten] = extremes;
    if (!(agreement <= TOLERANCE)) {
      return { agreement, problem: `its numbers are off by ${agreement.toExponential(1)}` };
    }
    if (!Number.isNaN(nan)) return { agreement, problem: 'it loses NaN' };
    if (up !== Infinity || down !== -Infinity || ten !== 10)
      return { agreement, problem: 'it loses infinity' };
    return { agreement };
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

/** A fixed matrix without structure that could hide an error: float32 values up to 0.5 in size. */
function wave(frequency: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => 0.5 * Math.sin(frequency * i * i + i));
}

/** sigmoid(a b), and the gradient of its sum with respect to b, in float64. */
function reference(a: Float32Array, b: Float32Array) {
  const forward = new Float64Array(SIZE * SIZE);
  const gradient = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      let z = 0;
      for (let k = 0; k < SIZE; k++) z += a[i * SIZE + k] * b[k * SIZE + j];
      const y = 1 / (1 + Math.exp(-z));
      forward[i * SIZE + j] = y;
      for (let k = 0; k < SIZE; k++) gradient[k * SIZE + j] += a[i * SIZE + k] * y * (1 - y);
    }
  }
  return { forward, gradient };
}

function largestError(actual: ArrayLike<number>, expected: Float64Array): number {
  let error = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    // A NaN must not pass as a small error.
    const difference = Math.abs(actual[i] - expected[i]);
    error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return error / scale;
}
