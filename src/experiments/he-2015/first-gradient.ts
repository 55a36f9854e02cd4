/** The gradient that reaches the first layer of a deep ReLU net before it is trained, and its law. */
import type { Tools } from '../../lab/experiment.ts';
import { dots, expected, type Figure } from '../../lab/figure.ts';
import { fanLaws } from '../../math/fan-products.ts';
import { rmsLaw } from '../../math/rms-laws.ts';
import { lawScore, type SkewedLaw } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import { type NetStart, WIDTH } from '../../networks/deep-relu-nets.ts';
import { backward, forward } from '../../networks/dense.ts';
import { layerTensors } from '../../networks/layout.ts';
import type { Training } from '../../networks/learning-curve.ts';
import { starts } from '../../networks/starts.ts';
import { rootMeanSquare } from '../../networks/statistics.ts';

/** What the two are called. */
export const gradientColumns = {
  gradient: 'rms of the logit’s gradient at layer 1',
  gradientPredicted: 'predicted',
} as const;
export type FirstGradient = Record<keyof typeof gradientColumns, number>;

/**
 * The root mean square over units of the logit's gradient with respect to h^1, its geometric mean over the points; 0 where
 * float32 holds it no more.
 */
export async function firstGradient(
  { tf, read }: Pick<Tools, 'tf' | 'read'>,
  { layout, initial, data }: Pick<Training, 'layout' | 'initial' | 'data'>,
  start: NetStart,
): Promise<FirstGradient> {
  const points = data.y.length;
  const [{ fan_in, fan_out }] = layout.layers;
  const gradient = tf.tidy(() => {
    const layers = layerTensors(tf, layout, tf.tensor1d(initial));
    const trace = forward(tf, layout, layers, tf.tensor2d(data.x, [points, fan_in]));
    const ones = tf.tensor2d(new Float32Array(points).fill(1), [points, 1]);
    return backward(tf, layout, layers, trace, ones, { input: false }).h[1];
  });
  const [values] = await read([gradient]);
  tf.dispose(gradient);
  const logs = Array.from(data.y, (_, i) =>
    Math.log(rootMeanSquare(values.subarray(i * fan_out, (i + 1) * fan_out))),
  );
  return { gradient: Math.exp(mean(logs)), gradientPredicted: 2 ** firstGradientLaw(start).mean };
}

/** The law of its log2 in a net of `WIDTH`: what the weights of the output send down through L - 1 square layers. */
function firstGradientLaw({ depth, initializer }: NetStart): SkewedLaw {
  const { weight } = starts[initializer];
  const [first] = fanLaws({
    widths: Array(depth).fill(WIDTH),
    variances: Array(depth - 1).fill(weight(WIDTH, WIDTH)),
    output: 'relu',
  }).backward;
  return rmsLaw({ ...first, mean: first.mean + Math.log(weight(WIDTH, 1)) });
}

/** The smallest normal number of float32, and room for entries and products that are smaller than most. */
const SMALLEST_BITS = -126 + 16;

/** Whether float32 holds the gradient with all its digits all the way down: from N(0, 0.01²) not through thirty layers. */
function isHeld(start: NetStart): boolean {
  const { mean: bits, sd } = firstGradientLaw(start);
  return bits - 5 * sd > SMALLEST_BITS;
}

/**
 * The claim that every start's gradient follows its law: the normal score of the furthest, by Bonferroni over the starts.
 * The law is one input's, and a mean over the points can only be steadier.
 */
export const gradientClaim = {
  /** @param rows one for each start and seed */
  measure: (rows: readonly (NetStart & { gradient: number })[], all: readonly NetStart[]): number =>
    Math.max(
      ...all.filter(isHeld).map((start) => {
        const own = rows.filter(
          ({ depth, initializer }) => depth === start.depth && initializer === start.initializer,
        );
        const bits = mean(own.map(({ gradient }) => Math.log2(gradient)));
        return Math.abs(lawScore(firstGradientLaw(start), bits, own.length));
      }),
    ),
  within: (all: readonly NetStart[], falseAlarm: number) => ({
    low: 0,
    high: -normalQuantile(falseAlarm / (2 * all.filter(isHeld).length)),
  }),
};

/** One dot for each start and seed, where float32 has a number. */
export function gradientFigure(rows: readonly (NetStart & FirstGradient)[]): Figure {
  const log10 = rows
    .filter(({ gradient }) => gradient > 0)
    .map(({ initializer, gradient, gradientPredicted }) => ({
      initializer,
      measured: Math.log10(gradient),
      predicted: Math.log10(gradientPredicted),
    }));
  return {
    title: 'The gradient at layer 1 before the first step',
    x: { label: 'log₁₀ rms of the logit’s gradient' },
    y: { label: 'initializer', type: 'names' },
    aspect: 0.3,
    marks: [
      expected(log10, { x: 'predicted', y: 'initializer', label: 'predicted' }),
      dots(log10, { x: 'measured', y: 'initializer' }),
    ],
  };
}
