/**
 * Softmax regression in float64: the mean of -ln softmax(x Wᵀ)[class] over the data, its minimum by Newton's method, and how
 * fast plain gradient descent has to get there.
 *
 * A step changes row k of W by -η/N Σ (p_k - y_k) x. Over the classes p and y both add up to one, so the sum of the rows never
 * moves, and W and W + 1 cᵀ answer alike. On the other directions the loss is strictly convex, unless a line parts the classes.
 *
 * How fast. Let D = W - W*, H the Hessian at W*, and s the most that the logits of one input, less those of W*, differ over the
 * classes. Along a straight line the third derivative of ln Σ e^z is at most s times the second (a cumulant of a variable within
 * s of its mean; Bach, "Self-concordant analysis for logistic regression", Electronic J. of Statistics 4 (2010)), so the mean of
 * the Hessian between W* and W is at least φ(s) H, φ(s) = (1 - e^-s) / s. The gradient is that mean times D. Its eigenvalues
 * lie between φ(s) μ and the smoothness L, μ being the least of H; so for rates up to 1/L
 *
 *   |D_t+1| ≤ (1 - η μ φ(s_t)) |D_t|.
 */
import { matmul, transposed } from './matrices.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { dot, norm } from './vectors.ts';

export interface SoftmaxRegression {
  /** [points, weights], a column of ones for the bias among them. */
  design: Float64Array;
  /** One a point. */
  classes: Int32Array;
  count: number;
  weights: number;
  /** [count, weights], its rows adding up to zero. */
  optimum: Float64Array;
  /** The least loss. */
  loss: number;
  /** μ: the least eigenvalue of the Hessian there that is not zero for all W. */
  slowest: number;
  /** L = λ_1(XᵀX / N) / 2: no Hessian has a larger eigenvalue. */
  smoothness: number;
}

const MAX_STEPS = 50;
/** Newton's step then adds less than rounding to the loss; and below the second, so little that the loss cannot tell. */
const DONE = 1e-26;
const CLOSE = 1e-8;

/**
 * @throws RangeError when the design is no whole number of rows, or when the classes can be parted so that there is no minimum.
 */
export function softmaxRegression(
  design: ArrayLike<number>,
  classes: ArrayLike<number>,
  count: number,
): SoftmaxRegression {
  const points = classes.length;
  const weights = design.length / points;
  if (!Number.isInteger(weights) || weights === 0) {
    throw new RangeError(
      `softmaxRegression: ${design.length} numbers for ${points} points; allowed are whole rows.`,
    );
  }
  const data = { design: Float64Array.from(design), classes: Int32Array.from(classes), count, weights };
  let w = new Float64Array(count * weights);
  let now = look(data, w);
  for (let step = 0; step < MAX_STEPS; step++) {
    const { values, vectors } = symmetricEigen(now.hessian);
    const moving = count * weights - weights;
    const slowest = values[moving - 1];
    const direction = new Float64Array(w.length);
    for (let i = 0; i < moving; i++) {
      const along = dot(vectors[i], now.gradient) / values[i];
      for (let k = 0; k < w.length; k++) direction[k] += along * vectors[i][k];
    }
    const decrement = dot(direction, now.gradient);
    if (decrement < DONE) {
      const second = matmul(transposed(data.design, weights), data.design, points);
      const smoothness = symmetricEigen(second).values[0] / points / 2;
      return { ...data, optimum: w, loss: now.loss, slowest, smoothness };
    }
    // Halved until the loss falls as a convex one must: Newton's step may be too bold far away.
    for (let size = 1; ; size /= 2) {
      const tried = w.map((value, k) => value - size * direction[k]);
      const there = look(data, tried);
      if (decrement < CLOSE || size < 1e-3 || there.loss <= now.loss - 0.25 * size * decrement) {
        w = tried;
        now = there;
        break;
      }
    }
  }
  throw new RangeError('softmaxRegression: no minimum within reach; allowed are classes that overlap.');
}

type Data = Pick<SoftmaxRegression, 'design' | 'classes' | 'count' | 'weights'>;

/** [points, count] */
export const logits = ({ design, weights }: Data, w: Float64Array): Float64Array =>
  matmul(design, transposed(w, weights), weights);

/** The loss of W, [count, weights]. */
export const softmaxLoss = (data: Data, w: Float64Array): number => look(data, w).loss;

/** s: the most, over the points, by which the logits of W less those of V differ over the classes. */
export function answersApart(data: Data, w: Float64Array, v: Float64Array): number {
  const differences = logits(
    data,
    w.map((value, k) => value - v[k]),
  );
  let most = 0;
  for (let at = 0; at < differences.length; at += data.count) {
    const row = differences.subarray(at, at + data.count);
    most = Math.max(most, Math.max(...row) - Math.min(...row));
  }
  return most;
}

/** φ(s) = (1 - e^-s) / s */
export const flattening = (s: number): number => (s === 0 ? 1 : -Math.expm1(-s) / s);

/**
 * A bound on what rounding adds to W in one step from there, to first order, and to the sum of its rows: |error| of either.
 * The logits are sums of `weights` products; exp, the shares and the loss's division follow; then a sum over the points, and the
 * step. 16 units are for a backend's exp and log. Whatever the logits are, the shares of an input add up to one but for the
 * last division, so of the sum the logits' errors leave nothing.
 */
export function stepRounding(
  { design, weights, count, classes }: Data,
  w: Float64Array,
  { lr, unit }: { lr: number; unit: number },
): { step: number; sum: number } {
  const points = classes.length;
  const size = norm(w);
  let step = 0;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const length = norm(design.subarray(i * weights, (i + 1) * weights));
    // A share errs by itself times these; |p - y| is at most √2 for one input, and adding up the points errs by N units of it.
    const logit = 2 * (weights + 4) * length * size;
    step += length * (logit + count + 16 + Math.SQRT2 * (points + 4));
    sum += length * (count + 4 + 2 * (points + 4));
  }
  const scale = (unit * lr) / points;
  return { step: scale * step + unit * size, sum: scale * sum + unit * Math.sqrt(count) * size };
}

/** W less the mean of its rows. */
export function centred(w: Float64Array, weights: number): Float64Array {
  const means = classMeans(w, weights);
  return w.map((value, k) => value - means[k % weights]);
}

/** The mean of the rows: [weights]. */
export function classMeans(w: ArrayLike<number>, weights: number): Float64Array {
  const count = w.length / weights;
  const means = new Float64Array(weights);
  for (let k = 0; k < w.length; k++) means[k % weights] += w[k] / count;
  return means;
}

function look(data: Data, w: Float64Array) {
  const { design, classes, count, weights } = data;
  const points = classes.length;
  const all = logits(data, w);
  const size = count * weights;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  let loss = 0;
  for (let i = 0; i < points; i++) {
    const z = all.subarray(i * count, (i + 1) * count);
    const top = Math.max(...z);
    const exponentials = z.map((value) => Math.exp(value - top));
    const total = exponentials.reduce((sum, e) => sum + e, 0);
    const p = exponentials.map((e) => e / total);
    const x = design.subarray(i * weights, (i + 1) * weights);
    loss += (top + Math.log(total) - z[classes[i]]) / points;
    for (let a = 0; a < count; a++) {
      const residual = (p[a] - +(a === classes[i])) / points;
      for (let j = 0; j < weights; j++) gradient[a * weights + j] += residual * x[j];
      for (let b = 0; b < count; b++) {
        const curved = (p[a] * (+(a === b) - p[b])) / points;
        for (let j = 0; j < weights; j++) {
          for (let k = 0; k < weights; k++) {
            hessian[(a * weights + j) * size + b * weights + k] += curved * x[j] * x[k];
          }
        }
      }
    }
  }
  return { loss, gradient, hessian };
}
