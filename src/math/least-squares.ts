/**
 * Linear regression and plain gradient descent on it, in float64: what any start comes to, after any number of steps.
 *
 *   L(θ) = |Xθ - y|² / N,   ∇L = H (θ - θ*),   H = 2 XᵀX / N
 *
 * With the eigenvalues λ_i of H a step with rate η multiplies the i-th coordinate of θ - θ* by 1 - ηλ_i, so
 *
 *   θ_t - θ* = Σ_i (1 - ηλ_i)^t v_i (v_i · (θ_0 - θ*)).
 *
 * Where λ_i = 0 nothing happens: what the data do not ask for stays as it began.
 */
import { matmul, transposed } from './matrices.ts';
import { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';
import { dot, norm } from './vectors.ts';

export interface LeastSquares extends SymmetricEigen {
  /** X: [points, weights], a column of ones for the bias among them. */
  design: Float64Array;
  targets: Float64Array;
  points: number;
  weights: number;
  /** How many eigenvalues are not zero. */
  rank: number;
  /** The shortest θ with the least loss. */
  optimum: Float64Array;
  /** The least loss. */
  loss: number;
}

/** Below this share of the largest an eigenvalue counts as zero: far above rounding, far below random designs. */
const NEGLIGIBLE = 1e-11;

/** @throws RangeError when the design is no whole number of rows. */
export function leastSquares(design: ArrayLike<number>, targets: ArrayLike<number>): LeastSquares {
  const points = targets.length;
  const weights = design.length / points;
  if (!Number.isInteger(weights) || weights === 0) {
    throw new RangeError(
      `leastSquares: ${design.length} numbers for ${points} points; allowed are whole rows.`,
    );
  }
  const x = Float64Array.from(design);
  const y = Float64Array.from(targets);
  const across = transposed(x, weights);
  const hessian = matmul(across, x, points).map((entry) => (2 * entry) / points);
  const eigen = symmetricEigen(hessian);
  const rank = eigen.values.filter((value) => value > NEGLIGIBLE * eigen.values[0]).length;
  const right = matmul(across, y, points).map((entry) => (2 * entry) / points);
  const optimum = new Float64Array(weights);
  for (let i = 0; i < rank; i++) {
    const along = dot(eigen.vectors[i], right) / eigen.values[i];
    for (let k = 0; k < weights; k++) optimum[k] += along * eigen.vectors[i][k];
  }
  const problem = { ...eigen, design: x, targets: y, points, weights, rank, optimum, loss: 0 };
  return { ...problem, loss: meanSquare(residuals(problem, optimum)) };
}

/** Xθ - y */
export function residuals(
  { design, targets, weights }: Pick<LeastSquares, 'design' | 'targets' | 'weights'>,
  theta: Float64Array,
): Float64Array {
  return matmul(design, theta, weights).map((value, i) => value - targets[i]);
}

/** L(θ) - L(θ*), without the difference of two nearly equal numbers. */
export function excessLoss({ values, vectors, optimum, rank }: LeastSquares, theta: Float64Array): number {
  const off = theta.map((value, k) => value - optimum[k]);
  let total = 0;
  for (let i = 0; i < rank; i++) total += (values[i] * dot(vectors[i], off) ** 2) / 2;
  return total;
}

/** θ_t, from θ_0 = `start`. */
export function descended(
  { values, vectors, optimum, rank }: LeastSquares,
  start: Float64Array,
  { lr, step }: { lr: number; step: number },
): Float64Array {
  const off = start.map((value, k) => value - optimum[k]);
  const theta = Float64Array.from(optimum);
  for (let i = 0; i < vectors.length; i++) {
    const left = i < rank ? (1 - lr * values[i]) ** step : 1;
    const along = left * dot(vectors[i], off);
    for (let k = 0; k < theta.length; k++) theta[k] += along * vectors[i][k];
  }
  return theta;
}

/** The part of a vector that no point of the data can see. */
export function unseen({ vectors, rank }: LeastSquares, vector: Float64Array): Float64Array {
  const part = new Float64Array(vector.length);
  for (let i = rank; i < vectors.length; i++) {
    const along = dot(vectors[i], vector);
    for (let k = 0; k < part.length; k++) part[k] += along * vectors[i][k];
  }
  return part;
}

/**
 * A bound on |θ_t as computed - θ_t|, for t = 0 … steps, to first order in the unit roundoff (Higham 2002, section 3.1).
 * One step rounds the answers Xθ - y, sums of `weights` products and more; the gradient, sums over the points; and the step.
 * What it adds is carried on by I - ηH, which for rates up to 2/λ_1 lengthens nothing.
 */
export function descentRounding(
  problem: LeastSquares,
  start: Float64Array,
  { lr, steps, unit }: { lr: number; steps: number; unit: number },
): Float64Array {
  const { design, targets, points, weights, values, rank } = problem;
  const size = design.map(Math.abs);
  const across = transposed(size, weights);
  const scale = (2 * lr) / points;
  const kept = Math.max(...Array.from(values, (value, i) => (i < rank ? Math.abs(1 - lr * value) : 1)));
  const allowed = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step++) {
    const theta = descended(problem, start, { lr, step });
    const sums = matmul(size, theta.map(Math.abs), weights).map((sum, i) => sum + Math.abs(targets[i]));
    const off = residuals(problem, theta).map(Math.abs);
    const fromPoints = matmul(
      across,
      off.map((r, i) => (points + 4) * r + (weights + 4) * sums[i]),
      points,
    );
    const added = fromPoints.map((sum, k) => unit * (scale * sum + Math.abs(theta[k])));
    allowed[step + 1] = kept * allowed[step] + norm(added);
  }
  return allowed;
}

const meanSquare = (values: Float64Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;
