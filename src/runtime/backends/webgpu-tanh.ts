/**
 * A tanh for WebGPU that keeps small numbers. tfjs's own takes (1 - e) / (1 + e) with e = exp(-2|x|), which is off by
 * 2^-24 whatever the size of x: at 3e-7 by a fifth, and below 3e-8 it gives zero. A vanishing signal would vanish twice.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { tanhConfig as tfjsTanh } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Tanh';
import { UnaryOpType } from '@tensorflow/tfjs-backend-webgpu/dist/unary_op_util';
import { UnaryOpProgram } from '@tensorflow/tfjs-backend-webgpu/dist/unary_op_webgpu';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** Below a tenth the series up to x^7 is right to 1e-9 of the value; above it tfjs's formula is, to 6e-7. */
class TanhProgram extends UnaryOpProgram {
  constructor(shape: number[]) {
    super(shape, UnaryOpType.TANH);
    this.shaderKey = 'tanh_that_keeps_small_numbers';
  }

  override getUserCode(): string {
    return `
      fn series(a : f32) -> f32 {
        let s = a * a;
        return a * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 - s * 17.0 / 315.0)));
      }
      ${super.getUserCode().replace('unaryOperation(a));', 'select(unaryOperation(a), series(a), abs(a) < 0.1));')}`;
  }
}

export const tanhConfig: KernelConfig = {
  ...tfjsTanh,
  kernelFunc: ({ inputs, backend }) => {
    const x = inputs.x as TensorInfo;
    return (backend as WebGPUBackend).runWebGPUProgram(new TanhProgram(x.shape), [x], x.dtype);
  },
};
