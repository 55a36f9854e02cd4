/**
 * A net of n equal hidden units as a net of one, in float64, and how far float32 may stray from it.
 *
 *   f(x) = n v φ(w·x + b) + c = V φ(w·x + b) + c,   V = n v
 *
 * Under gradient descent with rate η and momentum, w and b move as if their rate were η/n, V as if its were ηn, and c with η:
 * the gradient of a unit's w is v Σ δ φ′ x = (V/n) Σ δ φ′ x, and V changes n times as much as v, along Σ δ φ.
 *
 * The step is a smooth map of ten numbers, five parameters and their velocities. Rounding adds a little to each at each step,
 * and what it added is carried along by the map's derivative. So the effect of all of it on one number at the end is a sum
 * over the steps, weighted by that number's derivative with respect to the state there, found backwards: a running error
 * analysis to first order (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3).
 */
import { activations } from './activations.ts';

export type UnitActivation = 'tanh' | 'sigmoid' | 'relu';

/** w₁, w₂, b, V, c */
export type UnitParameters = readonly [number, number, number, number, number];
const SIZE = 5;

export interface Descent {
  /** [points, 2] */
  x: ArrayLike<number>;
  /** [points], 0 or 1: the loss is binary cross-entropy */
  y: ArrayLike<number>;
  activation: UnitActivation;
  /** n: how many equal units the one stands for. */
  units: number;
  lr: number;
  momentum: number;
  steps: number;
  start: UnitParameters;
  /** Unit roundoff of the format that is compared with. */
  unit: number;
}

export interface UnitPath {
  /** Before each step and after the last. */
  loss: Float64Array;
  /** [w₁, w₂, b, V, c] at each. */
  parameters: Float64Array[];
  /** At each of the steps asked for: a bound on the rounding error of the loss, and of the five parameters. */
  allowed: Map<number, { loss: number; parameters: number[] }>;
}

/** Granted to one evaluation of an activation or of a sigmoid: WGSL gives exp 3 + 2|x| units. */
const ACTIVATION_UNITS = 20;

/** The largest |φ″| and, for relu, how much the slope jumps at 0. */
const bends: Record<UnitActivation, { curvature: number; jump: number }> = {
  tanh: { curvature: 0.77, jump: 0 },
  sigmoid: { curvature: 0.097, jump: 0 },
  relu: { curvature: 0, jump: 1 },
};

/** The path in float64, with bounds at the steps `at`. */
export function oneUnitPath(descent: Descent, at: readonly number[]): UnitPath {
  const { steps, start, momentum, lr, units } = descent;
  const rates = [lr / units, lr / units, lr / units, lr * units, lr];
  const looks: Look[] = [];
  const parameters = [Float64Array.from(start)];
  let velocity = new Float64Array(SIZE);
  for (let step = 0; step <= steps; step++) {
    const here = look(descent, parameters[step], velocity, rates);
    looks.push(here);
    if (step === steps) break;
    velocity = velocity.map((v, i) => momentum * v + here.gradient[i]);
    parameters.push(parameters[step].map((p, i) => p - rates[i] * velocity[i]));
  }
  const allowed = new Map(
    at.map((step) => {
      const ones = Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (_, j) => +(i === j)));
      const carried = (functional: ArrayLike<number>) => carriedTo(step, functional, looks, rates, momentum);
      const loss = looks[step].lossError + carried(looks[step].gradient);
      return [step, { loss, parameters: ones.map(carried) }];
    }),
  );
  return { loss: Float64Array.from(looks, ({ loss }) => loss), parameters, allowed };
}

interface Look {
  loss: number;
  /** What computing the loss from these very parameters may add. */
  lossError: number;
  gradient: Float64Array;
  /** [5, 5] second derivatives of the loss. */
  hessian: Float64Array;
  /** Bounds on what one step adds to each parameter and each velocity. */
  stepError: Float64Array;
  velocityError: Float64Array;
}

/** Everything at one point of the path. */
function look(
  { x, y, activation, units, unit, momentum }: Descent,
  parameters: Float64Array,
  velocity: Float64Array,
  rates: readonly number[],
): Look {
  const [w1, w2, b, V, c] = parameters;
  const points = y.length;
  const { value, derivative } = activations[activation];
  const { curvature, jump } = bends[activation];
  const gradient = new Float64Array(SIZE);
  const gradientError = new Float64Array(SIZE);
  const hessian = new Float64Array(SIZE * SIZE);
  let loss = 0;
  let lossError = 0;
  // Sums over the units and over the points, in any order, and the few products before them.
  const sumOfUnits = (units + 4) * unit;
  const sumOfPoints = (points + 8) * unit;
  for (let k = 0; k < points; k++) {
    const input = [x[2 * k], x[2 * k + 1], 1];
    const z = w1 * input[0] + w2 * input[1] + b;
    const [h, slope] = [value(z), derivative(z)];
    const f = V * h + c;
    const sigma = activations.sigmoid.value(f);
    const delta = (sigma - y[k]) / points;
    const bent = activation === 'relu' ? 0 : second(activation, h, slope);
    const zError = 5 * unit * (Math.abs(w1 * input[0]) + Math.abs(w2 * input[1]) + Math.abs(b));
    const hError = slope * zError + ACTIVATION_UNITS * unit * (activation === 'relu' ? Math.abs(h) : 1);
    const slopeError =
      curvature * zError +
      ACTIVATION_UNITS * unit * (activation === 'relu' ? 0 : 1) +
      (Math.abs(z) <= zError ? jump : 0);
    const fError = Math.abs(V) * hError + sumOfUnits * (Math.abs(V * h) + Math.abs(c));
    const deltaError = (sigma * (1 - sigma) * fError + ACTIVATION_UNITS * unit) / points;
    loss += (Math.max(f, 0) - y[k] * f + Math.log1p(Math.exp(-Math.abs(f)))) / points;
    lossError += Math.abs(delta) * fError;
    // ∂f/∂θ, its error, and ∂²f/∂θ∂θ.
    const by = [...input.map((a) => V * slope * a), h, 1];
    const byError = [...input.map((a) => Math.abs(V * a) * slopeError), hError, 0];
    for (let i = 0; i < SIZE; i++) {
      gradient[i] += delta * by[i];
      gradientError[i] +=
        deltaError * Math.abs(by[i]) + Math.abs(delta) * byError[i] + sumOfPoints * Math.abs(delta * by[i]);
      for (let j = 0; j < SIZE; j++) {
        const curved =
          i < 3 && j < 3
            ? V * bent * input[i] * input[j]
            : i < 3 && j === 3
              ? slope * input[i]
              : j < 3 && i === 3
                ? slope * input[j]
                : 0;
        hessian[i * SIZE + j] += (sigma * (1 - sigma) * by[i] * by[j]) / points + delta * curved;
      }
    }
  }
  // The velocity is rounded as product and sum, with a stored momentum; the step likewise, with a stored rate.
  const velocityError = gradientError.map(
    (error, i) => error + unit * (3 * Math.abs(momentum * velocity[i]) + 2 * Math.abs(gradient[i])),
  );
  const stepError = velocity.map((v, i) => {
    const step = Math.abs(rates[i] * (momentum * v + gradient[i]));
    return unit * (Math.abs(parameters[i]) + 4 * step);
  });
  return { loss, lossError, gradient, hessian, stepError, velocityError };
}

/** φ″ from φ and φ′. */
const second = (activation: 'tanh' | 'sigmoid', h: number, slope: number) =>
  activation === 'tanh' ? -2 * h * slope : slope * (1 - 2 * h);

/**
 * Σ over the steps before `end` of |derivative of the functional with respect to the state after the step| · what the step
 * added. One step: u ← μu + g(p), p ← p - r u.
 */
function carriedTo(
  end: number,
  functional: ArrayLike<number>,
  looks: readonly Look[],
  rates: readonly number[],
  momentum: number,
): number {
  let byParameter = Float64Array.from(functional);
  let byVelocity = new Float64Array(SIZE);
  let total = 0;
  for (let step = end - 1; step >= 0; step--) {
    const { hessian, stepError, velocityError } = looks[step];
    // After the step: the velocity acts on later velocities, and on the parameters that it just moved.
    const through = byVelocity.map((a, i) => a - rates[i] * byParameter[i]);
    for (let i = 0; i < SIZE; i++) {
      total += Math.abs(byParameter[i]) * stepError[i] + Math.abs(through[i]) * velocityError[i];
    }
    byVelocity = through.map((a) => momentum * a);
    byParameter = byParameter.map((a, j) => {
      let sum = a;
      for (let i = 0; i < SIZE; i++) sum += hessian[i * SIZE + j] * through[i];
      return sum;
    });
  }
  return total;
}
