/**
 * The operations of TensorFlow.js that experiments are given (`Tf` in src/lab/tf.ts), with the gradients they
 * need. Named re-exports, so that a bundle holds these and no others.
 */
import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { eluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Elu_grad';
import { identityGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Identity_grad';
import { leakyReluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/LeakyRelu_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { seluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Selu_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { sumGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sum_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';

for (const gradient of [
  addGradConfig,
  batchMatMulGradConfig,
  eluGradConfig,
  identityGradConfig,
  leakyReluGradConfig,
  multiplyGradConfig,
  reluGradConfig,
  reshapeGradConfig,
  seluGradConfig,
  sigmoidGradConfig,
  sumGradConfig,
  tanhGradConfig,
]) {
  registerGradient(gradient);
}

export {
  add,
  clone,
  concat,
  customGrad,
  dispose,
  div,
  elu,
  exp,
  grad,
  leakyRelu,
  log,
  matMul,
  max,
  minimum,
  mul,
  relu,
  reshape,
  selu,
  sigmoid,
  slice,
  sqrt,
  square,
  step,
  sub,
  sum,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
