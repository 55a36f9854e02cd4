/** A ReLU stack as `torch.nn.Linear` makes it, in float64, with two inputs. */
import { Generator } from '../../src/random/torch.ts';

/** ln of the mean square of h for the first input, and of the difference of both, for layers 0 … depth. */
export function defaultStack({
  seed,
  width,
  depth,
  variance = 1,
}: {
  seed: number;
  width: number;
  depth: number;
  /** Of weights and biases, in units of the default's. */
  variance?: number;
}): { signal: number[]; difference: number[] } {
  const rng = new Generator(seed);
  const bound = Math.sqrt(variance / width);
  let pair = [0, 1].map(() => Float64Array.from(rng.randn(width)));
  const signal = [logSquare(pair[0])];
  const difference = [logSquare(pair[0].map((h, i) => h - pair[1][i]))];
  for (let layer = 1; layer <= depth; layer++) {
    const weight = rng.uniform_(new Float32Array(width * width), -bound, bound);
    const bias = rng.uniform_(new Float32Array(width), -bound, bound);
    pair = pair.map((h) =>
      Float64Array.from(bias, (b, i) => {
        let z = b;
        for (let j = 0; j < width; j++) z += weight[i * width + j] * h[j];
        return Math.max(0, z);
      }),
    );
    signal.push(logSquare(pair[0]));
    difference.push(logSquare(pair[0].map((h, i) => h - pair[1][i])));
  }
  return { signal, difference };
}

const logSquare = (values: Float64Array) =>
  Math.log(values.reduce((sum, value) => sum + value * value, 0) / values.length);
