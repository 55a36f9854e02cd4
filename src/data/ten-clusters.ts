/**
 * Ten clusters in sixteen dimensions: five shapes, each also as its negative, as a digit may be written dark on light or light
 * on dark. Which of them belong together, no single cut can say.
 */
import type { Generator } from '../random/torch.ts';
import type { LabelledPoints } from './plane-tasks.ts';

export const CLUSTER_INPUTS = 16;
const SHAPES = 5;
/** The share of a coordinate's mean square that its cluster decides; the rest is noise. */
const DECIDED = 0.7;

/**
 * The points take turns, cluster after cluster. Yes for the first, the third and the fifth shape: for six clusters of ten. Of a
 * shape and its negative a cut through the middle gets one right.
 * @returns x [points, 16] of mean square 1, row by row; y [points], 1 for yes and 0 for no
 */
export function tenClusters(rng: Generator, points: number): LabelledPoints {
  const centres = rng.randn(SHAPES * CLUSTER_INPUTS);
  const noise = rng.randn(points * CLUSTER_INPUTS);
  const lengths = Array.from({ length: SHAPES }, (_, k) =>
    Math.sqrt(
      centres
        .subarray(k * CLUSTER_INPUTS, (k + 1) * CLUSTER_INPUTS)
        .reduce((sum, value) => sum + value ** 2, 0),
    ),
  );
  const x = noise.map((value, at) => {
    const [i, j] = [Math.floor(at / CLUSTER_INPUTS), at % CLUSTER_INPUTS];
    const sign = i % (2 * SHAPES) < SHAPES ? 1 : -1;
    const centre =
      (centres[(i % SHAPES) * CLUSTER_INPUTS + j] * Math.sqrt(CLUSTER_INPUTS)) / lengths[i % SHAPES];
    return sign * Math.sqrt(DECIDED) * centre + Math.sqrt(1 - DECIDED) * value;
  });
  const y = Float32Array.from({ length: points }, (_, i) => ((i % SHAPES) % 2 === 0 ? 1 : 0));
  return { x, y };
}
