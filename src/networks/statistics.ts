/**
 * Statistics of tensors, reduced in float64 after reading them back in batches. On the backend they would be wrong:
 * `tf.mean` adds one by one in float32 (1.6e-4 off for 500,000 values), and the square of anything below 1e-19 or
 * above 1.8e19 leaves float32, which is just where vanishing and exploding begin.
 */
import type { Tools } from '../lab/experiment.ts';
import type { Tensor } from '../lab/tf.ts';

/** Numbers in one transfer: 64 MB, half of what the smallest WebGPU device binds. */
const BATCH = 2 ** 24;

/** sqrt(mean of squares). NaN and infinity stay. Throws on an empty list. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  if (values.length === 0)
    throw new RangeError('rootMeanSquare of no values: at least one number is needed.');
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] * values[i];
  return Math.sqrt(total / values.length);
}

/** The root mean square of each tensor, over all its entries, in as few transfers as fit. */
export function rms(read: Tools['read'], tensors: readonly Tensor[]): Promise<number[]> {
  return reduce(read, tensors, rootMeanSquare);
}

/** The mean of each tensor, over all its entries: of a loss's terms, the loss. */
export function means(read: Tools['read'], tensors: readonly Tensor[]): Promise<number[]> {
  return reduce(read, tensors, (values) => {
    let total = 0;
    for (const value of values) total += value;
    return total / values.length;
  });
}

/** One number from each tensor's values. */
async function reduce(
  read: Tools['read'],
  tensors: readonly Tensor[],
  statistic: (values: Float32Array) => number,
): Promise<number[]> {
  const results: number[] = [];
  for (let start = 0; start < tensors.length; ) {
    let end = start;
    let size = 0;
    do size += tensors[end++].size;
    while (end < tensors.length && size + tensors[end].size <= BATCH);
    results.push(...(await read(tensors.slice(start, end))).map(statistic));
    start = end;
  }
  return results;
}
