/**
 * The cross entropy of a net with C logits before its first step, on given inputs, over draws of its parameters. The two-class
 * net with normal inputs is in first-loss.ts.
 *
 * Given two inputs, a logit has the covariance K_ij (relu-kernel.ts), and the C logits are independent. The loss is the mean over
 * the inputs of
 *
 *   ln Σ_k e^z_k - z_y = ln C + D(z) + (z̄ - z_y),   D(z) = ln mean_k e^(z_k - z̄).
 *
 * D is 0 where all logits are alike and more elsewhere. Its mean and variance are those of ln mean e^z for C normal numbers
 * (log-law.ts), less the variance K/C of z̄, which is independent of it. No D has a part that is linear in z, for it does not
 * change when classes are exchanged; so of two inputs with correlation c the D's have a covariance of c² Var D at most. The last
 * term has mean 0, and over the inputs the variance n^-2 Σ_ij K_ij ([y_i = y_j] - 1/C), where K may know which belong together.
 */
import { type Cumulants3, imagesOf, logOfLognormalMean } from './log-law.ts';
import { gaussLegendre } from './quadrature.ts';
import type { ReluKernel } from './relu-kernel.ts';
import { normalCdf } from './special.ts';
import { mean, std } from './statistics.ts';

/** Beyond this deviation the largest logit is nearly all, and the integral of log-law.ts, whose steps are then coarse, is left. */
const LARGE = 6;

/** @param labels [n], 0 … classes - 1 */
export function firstClassesLoss(
  { covariance, sizes }: ReluKernel,
  labels: ArrayLike<number>,
  classes: number,
): Cumulants3 {
  const count = labels.length;
  let [squares, cubes, known] = [0, 0, 0];
  covariance.forEach((value, at) => {
    const [i, j] = [Math.floor(at / count), at % count];
    const correlation = value / Math.sqrt(covariance[i * count + i] * covariance[j * count + j]);
    squares += correlation ** 2 / count ** 2;
    cubes += Math.abs(correlation) ** 3 / count ** 2;
    known += (value * ((labels[i] === labels[j] ? 1 : 0) - 1 / classes)) / count ** 2;
  });
  const logs = Array.from({ length: count }, (_, i) => Math.log(covariance[i * count + i]));
  // Inputs differ in size, and so do nets; the mean size of nets is known, and not that of its logarithm.
  const size = { mean: mean(logs) - sizes / 2, variance: std(logs) ** 2 + sizes + 1e-12, third: 0 };
  const [level] = imagesOf(size, (log) => [alike(Math.exp(log), classes).mean]);
  const one = alike(Math.exp(mean(logs)), classes);
  return {
    mean: Math.log(classes) + level.mean,
    variance: level.slope ** 2 * sizes + squares * one.variance + known,
    third: cubes * one.third,
  };
}

/** The cumulants of D for one input whose logits have this variance. */
function alike(variance: number, classes: number): Cumulants3 {
  const sd = Math.sqrt(variance);
  const law = logOfLognormalMean(Math.min(variance, LARGE ** 2), classes);
  const near = { ...law, variance: law.variance - Math.min(variance, LARGE ** 2) / classes };
  if (sd <= LARGE) return near;
  // ln Σ e^z is the largest z and a little more; that little falls like 1/sd in the mean and stays as it is in the variance.
  const top = largestOf(classes);
  const left = near.mean + Math.log(classes) - top.mean * LARGE;
  return {
    mean: top.mean * sd + (left * LARGE) / sd - Math.log(classes),
    variance: near.variance + (top.variance - 1 / classes) * (variance - LARGE ** 2),
    third: near.third * (sd / LARGE) ** 3,
  };
}

const LINE = gaussLegendre(200, -9, 9);

/** Mean and variance of the largest of n standard normals, from its distribution function Φⁿ. */
function largestOf(n: number): { mean: number; variance: number } {
  let [first, second] = [9, 81];
  LINE.points.forEach((x, i) => {
    const below = LINE.weights[i] * normalCdf(x) ** n;
    first -= below;
    second -= 2 * x * below;
  });
  return { mean: first, variance: second - first ** 2 };
}
