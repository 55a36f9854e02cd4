/**
 * A slice for wasm that copies what it takes. tfjs's own copies the whole tensor first, so that taking a stack's layers
 * out of one flat buffer would cost the square of the depth.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import { sliceConfig as tfjsSlice } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Slice';
import { type KernelConfig, type SliceAttrs, slice_util, type TensorInfo } from '@tensorflow/tfjs-core';

export const sliceConfig: KernelConfig = {
  ...tfjsSlice,
  kernelFunc: (options) => {
    const backend = options.backend as BackendWasm;
    const x = options.inputs.x as TensorInfo;
    if (x.shape.length !== 1 || x.dtype !== 'float32') return tfjsSlice.kernelFunc(options);
    const attrs = options.attrs as unknown as SliceAttrs;
    const [begins, sizes] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size);
    // tfjs leaves this check out on wasm, and then gives what lies behind the tensor.
    slice_util.assertParamsValid(x as never, begins, sizes);
    const [begin, size] = [begins[0], sizes[0]];
    const out = backend.makeOutput([size], x.dtype);
    // Memory may have grown and moved by now: the views are made last.
    const from = backend.typedArrayFromHeap(x) as Float32Array;
    (backend.typedArrayFromHeap(out) as Float32Array).set(from.subarray(begin, begin + size));
    return out;
  },
};
