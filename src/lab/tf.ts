/**
 * The part of TensorFlow.js that experiments may use. `src/runtime` supplies it; here it is only a type, so that
 * a chapter page that shows an experiment loads no tensors.
 *
 * To use another operation, add its name here; the compiler then asks src/runtime/tf.ts for it, and a test names
 * the kernels it needs.
 */
import type * as core from '@tensorflow/tfjs-core';
import type * as initializers from '@tensorflow/tfjs-layers/dist/exports_initializers';

export type Tf = Pick<
  typeof core,
  | 'add'
  | 'clone'
  | 'concat'
  | 'customGrad'
  | 'dispose'
  | 'div'
  | 'elu'
  | 'exp'
  | 'grad'
  | 'leakyRelu'
  | 'log'
  | 'matMul'
  | 'max'
  | 'minimum'
  | 'mul'
  | 'relu'
  | 'reshape'
  | 'selu'
  | 'sigmoid'
  | 'slice'
  | 'sqrt'
  | 'square'
  | 'step'
  | 'sub'
  | 'sum'
  | 'tanh'
  | 'tensor'
  | 'tensor1d'
  | 'tensor2d'
  | 'tidy'
  | 'transpose'
>;

/** `tf.initializers`, for the one experiment that measures them. */
export type TfInitializers = Pick<
  typeof initializers,
  'heNormal' | 'heUniform' | 'glorotNormal' | 'glorotUniform' | 'leCunNormal' | 'leCunUniform'
>;

export type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
