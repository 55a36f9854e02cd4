/**
 * The plan of a dense stack, and where each parameter lies in one flat buffer: weight, then bias, layer by layer, the
 * order of PyTorch's `parameters()`. An optimizer then needs a dozen kernels a step, whatever the depth.
 */
import type { Tensor1D, Tensor2D, Tf } from '../lab/tf.ts';
import type { LayerActivation } from './activations.ts';

/** y = f(x Wᵀ + b), or x + f(x Wᵀ + b) if residual. */
export interface DenseLayer {
  fan_in: number;
  fan_out: number;
  activation: LayerActivation;
  /** The slope of leaky_relu left of 0. */
  negativeSlope: number;
  residual: boolean;
  /** Where the weight [fan_out, fan_in] begins in the flat buffer, row by row. */
  weightAt: number;
  /** Where the bias [fan_out] begins; undefined in a layer without one. */
  biasAt: number | undefined;
}

export interface Layout {
  layers: DenseLayer[];
  /** Number of parameters. */
  size: number;
}

/** A layer's parameters on the backend. */
export type LayerTensors = {
  /** [fan_out, fan_in] */
  weight: Tensor2D;
  /** [fan_out] */
  bias?: Tensor1D;
};

/** A layer's parameters in memory: views of the flat buffer. */
export interface LayerViews {
  weight: Float32Array;
  /** [fan_out, fan_in], as the initializers take it. */
  shape: [fan_out: number, fan_in: number];
  bias?: Float32Array;
}

interface Plan {
  /** Of the input, of each hidden layer, and of the output: one more than there are layers. */
  widths: readonly number[];
  activation: LayerActivation;
  /** The last layer's; 'linear' leaves logits. */
  output?: LayerActivation;
  bias?: boolean;
  /** Adds its input to the output of each layer that has as many of one as of the other. */
  residual?: boolean;
  negativeSlope?: number;
}

/** @throws RangeError for fewer than two widths, or one that is no whole number of at least 1. */
export function denseLayout({
  widths,
  activation,
  output = 'linear',
  bias = true,
  residual = false,
  negativeSlope = 0.01,
}: Plan): Layout {
  if (widths.length < 2 || widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new RangeError(
      `denseLayout: widths = [${widths.join(', ')}]; allowed are two or more whole numbers of at least 1.`,
    );
  }
  let size = 0;
  const layers = widths.slice(1).map((fan_out, i) => {
    const fan_in = widths[i];
    const weightAt = size;
    size += fan_out * fan_in;
    const biasAt = bias ? size : undefined;
    if (bias) size += fan_out;
    return {
      fan_in,
      fan_out,
      activation: i === widths.length - 2 ? output : activation,
      negativeSlope,
      residual: residual && fan_in === fan_out,
      weightAt,
      biasAt,
    };
  });
  return { layers, size };
}

/**
 * Each layer's part of a flat buffer, to fill or to read: parameters, a gradient, an update.
 * @throws RangeError when the buffer has another size.
 */
export function layerViews({ layers, size }: Layout, flat: Float32Array): LayerViews[] {
  requireSize(size, flat.length);
  return layers.map(({ fan_in, fan_out, weightAt, biasAt }) => ({
    weight: flat.subarray(weightAt, weightAt + fan_out * fan_in),
    shape: [fan_out, fan_in],
    ...(biasAt === undefined ? {} : { bias: flat.subarray(biasAt, biasAt + fan_out) }),
  }));
}

/**
 * Each layer's tensors from a flat buffer [size] on the backend.
 * @throws RangeError when the buffer has another size.
 */
export function layerTensors(tf: Tf, { layers, size }: Layout, flat: Tensor1D): LayerTensors[] {
  requireSize(size, flat.size);
  return tf.tidy(() =>
    layers.map(({ fan_in, fan_out, weightAt, biasAt }) => ({
      weight: tf.reshape(tf.slice(flat, [weightAt], [fan_out * fan_in]), [fan_out, fan_in]) as Tensor2D,
      ...(biasAt === undefined ? {} : { bias: tf.slice(flat, [biasAt], [fan_out]) }),
    })),
  );
}

/** The inverse of `layerTensors`: [size]. */
export function flatten(tf: Tf, tensors: readonly LayerTensors[]): Tensor1D {
  return tf.tidy(() =>
    tf.concat(
      tensors.flatMap(({ weight, bias }) => [
        tf.reshape(weight, [weight.size]) as Tensor1D,
        ...(bias ? [bias] : []),
      ]),
    ),
  );
}

function requireSize(size: number, actual: number): void {
  if (actual !== size) {
    throw new RangeError(`a flat buffer of ${actual} numbers; this layout has ${size} parameters.`);
  }
}
