/** WebGPU, with the kernels in use and no others. */
import { registerKernel } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu/dist/base';
import { addConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Add';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul';
import { castConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Cast';
import { concatConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Concat';
import { eluConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Elu';
import { eluGradConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/EluGrad';
import { expConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Exp';
import { fillConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Fill';
import { greaterConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Greater';
import { identityConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity';
import { leakyReluConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LeakyRelu';
import { logConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Log';
import { maxConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Max';
import { minimumConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Minimum';
import { multiplyConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Multiply';
import { realDivConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/RealDiv';
import { reluConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape';
import { selectConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Select';
import { seluConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Selu';
import { sigmoidConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sigmoid';
import { sliceConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice';
import { sqrtConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sqrt';
import { squareConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Square';
import { stepConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Step';
import { subConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sub';
import { sumConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sum';

import { transposeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Transpose';
import { tanhConfig } from './webgpu-tanh.ts';

for (const kernel of [
  addConfig,
  batchMatMulConfig,
  castConfig,
  concatConfig,
  eluConfig,
  eluGradConfig,
  expConfig,
  fillConfig,
  greaterConfig,
  identityConfig,
  leakyReluConfig,
  logConfig,
  maxConfig,
  minimumConfig,
  multiplyConfig,
  realDivConfig,
  reluConfig,
  reshapeConfig,
  selectConfig,
  seluConfig,
  sigmoidConfig,
  sliceConfig,
  sqrtConfig,
  squareConfig,
  stepConfig,
  subConfig,
  sumConfig,
  tanhConfig,
  transposeConfig,
]) {
  registerKernel(kernel);
}
