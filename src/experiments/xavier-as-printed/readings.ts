/** What notes 002, 003 and 004 print of Xavier's rule, taken at its word: three readings of one formula, and small programs. */
import { calculate_gain } from '../../initializers/gain.ts';
import { linear_default_ } from '../../initializers/linear-default.ts';
import { uniform_ } from '../../initializers/uniform-normal.ts';
import { xavier_normal_, xavier_uniform_ } from '../../initializers/variance-scaling.ts';
import { finiteWidthBand } from '../../math/finite-width.ts';
import { mean } from '../../math/statistics.ts';
import { RuntimeError } from '../../random/errors.ts';
import type { Generator } from '../../random/torch.ts';

/** The deviation of W ~ N(0, √(2 / (n_in + n_out))): with the root as deviation, as variance; and of the root left out. */
export const readings = {
  'root as σ': (n_in: number, n_out: number) => Math.sqrt(2 / (n_in + n_out)),
  'root as σ²': (n_in: number, n_out: number) => (2 / (n_in + n_out)) ** (1 / 4),
  'no root, as σ': (n_in: number, n_out: number) => 2 / (n_in + n_out),
} as const;
export type Reading = keyof typeof readings;
export const readingNames = Object.keys(readings) as Reading[];

const DECADE = Math.log2(10);

/** log10 rms in a linear stack of square layers, entries 0 … layers: the band of finite-width.ts. */
export function readingBand(
  reading: Reading,
  { width, layers }: { width: number; layers: number },
  asked: { seeds?: number; falseAlarm: number },
) {
  const gain = readings[reading](width, width) * Math.sqrt(width);
  const stack = { activation: 'linear', gain, width, depth: layers, direction: 'forward' } as const;
  const { low, mean, high } = finiteWidthBand({ ...stack, ...asked });
  const decades = (bits: number[]) => bits.map((value) => value / DECADE);
  return { low: decades(low), mean: decades(mean), high: decades(high) };
}

/** The first layer of note 002's model, `nn.Linear(100, 50)`. */
export const MODEL_LAYER = [50, 100] as const;

/**
 * Note 002, lines 208 to 230: a model is made, all its layers are filled by xavier_uniform_ and its first once more by
 * xavier_normal_. The first layer's weights after either call; the numbers are PyTorch's.
 */
export function twoCalls(rng: Generator): { first: Float32Array; second: Float32Array } {
  const shapes = [MODEL_LAYER, [10, 50]] as const;
  const weights = shapes.map(([rows, columns]) =>
    linear_default_(new Float32Array(rows * columns), [rows, columns], rng, { bias: new Float32Array(rows) }),
  );
  for (const [i, shape] of shapes.entries()) xavier_uniform_(weights[i], shape, rng);
  const second = xavier_normal_(weights[0].slice(), MODEL_LAYER, rng);
  return { first: weights[0], second };
}

/** What is left of the first fill in the second: their correlation about 0. */
export function correlation({ first, second }: { first: Float32Array; second: Float32Array }): number {
  const product = (a: Float32Array, b: Float32Array) =>
    mean(Float64Array.from(a, (value, i) => value * b[i]));
  return product(first, second) / Math.sqrt(product(first, first) * product(second, second));
}

/** The mean square of note 004's example, a 3 × 5 tensor filled with the gain for ReLU, over so many fills. */
export function reluExample(rng: Generator, fills: number): number {
  const gain = calculate_gain('relu');
  const squares = Array.from({ length: fills }, () =>
    mean(xavier_uniform_(new Float32Array(15), [3, 5], rng, { gain }).map((w) => w ** 2)),
  );
  return mean(squares);
}

/** Whether a uniform draw between note 004's bounds, -√(-6 / (n_in + n_out)) and √(6 / (n_in + n_out)), is refused. */
export function refusesPrintedBound(rng: Generator, fans: number): boolean {
  try {
    uniform_(new Float32Array(1), [1, 1], rng, { a: -Math.sqrt(-6 / fans), b: Math.sqrt(6 / fans) });
    return false;
  } catch (error) {
    if (error instanceof RuntimeError) return true;
    throw error;
  }
}
