/** Descent on least squares and on softmax regression: the laws against steps taken one by one in float64. */
import { describe, expect, test } from 'vitest';
import {
  descended,
  descentRounding,
  excessLoss,
  leastSquares,
  residuals,
  unseen,
} from '../../src/math/least-squares.ts';
import { matmul, transposed } from '../../src/math/matrices.ts';
import {
  answersApart,
  centred,
  classMeans,
  flattening,
  logits,
  softmaxLoss,
  softmaxRegression,
  stepRounding,
} from '../../src/math/softmax-regression.ts';
import { norm } from '../../src/math/vectors.ts';
import { normalStream } from './normal-stream.ts';

const [POINTS, WEIGHTS] = [40, 4];

function data(seed: number, points = POINTS) {
  const normal = normalStream(seed);
  const design = Float64Array.from({ length: points * WEIGHTS }, (_, at) =>
    at % WEIGHTS === 3 ? 1 : normal(),
  );
  return { normal, design, targets: Float64Array.from({ length: points }, normal) };
}

const less = (a: Float64Array, b: Float64Array) => a.map((value, k) => value - b[k]);

describe('least squares', () => {
  const { normal, design, targets } = data(1);
  const problem = leastSquares(design, targets);

  test('at the optimum the residuals are at right angles to every column', () => {
    const along = matmul(transposed(design, WEIGHTS), residuals(problem, problem.optimum), POINTS);
    expect(norm(along)).toBeLessThan(1e-12);
    expect(problem.rank).toBe(WEIGHTS);
  });

  test('the excess is that of the loss', () => {
    const theta = Float64Array.from({ length: WEIGHTS }, normal);
    const loss = residuals(problem, theta).reduce((sum, r) => sum + r * r, 0) / POINTS;
    expect(excessLoss(problem, theta)).toBeCloseTo(loss - problem.loss, 12);
  });

  test.each([POINTS, 2])('steps of descent come where the eigenvalues say, with %d points', (points) => {
    const few = leastSquares(design.subarray(0, points * WEIGHTS), targets.subarray(0, points));
    const start = Float64Array.from({ length: WEIGHTS }, normal);
    const lr = 0.7 / few.values[0];
    let theta = start;
    for (let step = 0; step < 25; step++) {
      const gradient = matmul(transposed(few.design, WEIGHTS), residuals(few, theta), points);
      theta = theta.map((value, k) => value - (2 * lr * gradient[k]) / points);
    }
    expect(norm(less(theta, descended(few, start, { lr, step: 25 })))).toBeLessThan(1e-13);
    expect(norm(less(unseen(few, theta), unseen(few, start)))).toBeLessThan(1e-13);
    expect(few.rank).toBe(Math.min(points, WEIGHTS));
  });

  test('with fewer points than weights the optimum is the shortest of all', () => {
    const few = leastSquares(design.subarray(0, 2 * WEIGHTS), targets.subarray(0, 2));
    expect(few.loss).toBeLessThan(1e-28);
    expect(norm(unseen(few, few.optimum))).toBeLessThan(1e-14);
    const other = Float64Array.from({ length: WEIGHTS }, normal);
    const elsewhere = few.optimum.map((value, k) => value + unseen(few, other)[k]);
    expect(norm(residuals(few, elsewhere))).toBeLessThan(1e-13);
    expect(norm(elsewhere)).toBeGreaterThan(norm(few.optimum));
  });

  test('float32 stays within its bound, and uses some of it', () => {
    const start = Float64Array.from({ length: WEIGHTS }, () => Math.fround(normal()));
    const lr = 1 / problem.values[0];
    const allowed = descentRounding(problem, start, { lr, steps: 30, unit: 2 ** -24 });
    const [x, y] = [Float32Array.from(design), Float32Array.from(targets)];
    const rounded = leastSquares(x, y);
    let theta = Float32Array.from(start);
    for (let step = 0; step < 30; step++) {
      const gradient = new Float32Array(WEIGHTS);
      for (let i = 0; i < POINTS; i++) {
        let off = 0;
        for (let k = 0; k < WEIGHTS; k++) off = Math.fround(off + Math.fround(x[i * WEIGHTS + k] * theta[k]));
        off = Math.fround(off - y[i]);
        for (let k = 0; k < WEIGHTS; k++) {
          gradient[k] = Math.fround(gradient[k] + Math.fround(off * x[i * WEIGHTS + k]));
        }
      }
      theta = theta.map((value, k) => value - Math.fround(Math.fround((2 * lr) / POINTS) * gradient[k]));
      const error = norm(less(Float64Array.from(theta), descended(rounded, start, { lr, step: step + 1 })));
      expect(error).toBeLessThan(allowed[step + 1]);
    }
    expect(allowed[30]).toBeLessThan(1e-4);
  });

  test('what cannot be is refused', () => {
    expect(() => leastSquares([1, 2, 3], [1, 2])).toThrow('allowed are whole rows');
  });
});

describe('softmax regression', () => {
  const { normal, design } = data(2);
  const classes = Array.from({ length: POINTS }, (_, i) => {
    const scores = [normal() + design[i * WEIGHTS], normal(), normal() - design[i * WEIGHTS + 1]];
    return scores.indexOf(Math.max(...scores));
  });
  const problem = softmaxRegression(design, classes, 3);
  const random = () => Float64Array.from({ length: 3 * WEIGHTS }, normal);

  /** One step of descent, with the gradient from differences of the loss. */
  function step(w: Float64Array, lr: number): Float64Array {
    const h = 1e-6;
    return w.map((value, k) => {
      const moved = (by: number) => w.map((other, j) => (j === k ? other + by : other));
      return value - (lr * (softmaxLoss(problem, moved(h)) - softmaxLoss(problem, moved(-h)))) / (2 * h);
    });
  }

  test('no direction leads down from the optimum, and its rows add up to zero', () => {
    for (let i = 0; i < 20; i++) {
      const direction = random();
      const near = problem.optimum.map((value, k) => value + 1e-3 * direction[k]);
      expect(softmaxLoss(problem, near)).toBeGreaterThanOrEqual(problem.loss);
    }
    expect(norm(classMeans(problem.optimum, WEIGHTS))).toBeLessThan(1e-13);
  });

  test('the loss is that of the formula', () => {
    const w = random();
    const z = logits(problem, w);
    let loss = 0;
    for (const [i, c] of classes.entries()) {
      const row = z.subarray(3 * i, 3 * i + 3);
      loss += Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - row[c];
    }
    expect(softmaxLoss(problem, w)).toBeCloseTo(loss / POINTS, 12);
  });

  test('a step leaves the mean of the rows, and comes as much nearer as the bound says', () => {
    const lr = 1 / problem.smoothness;
    for (let i = 0; i < 6; i++) {
      const w = random().map((value) => (value * (i + 1)) / 2);
      const next = step(w, lr);
      expect(norm(less(classMeans(next, WEIGHTS), classMeans(w, WEIGHTS)))).toBeLessThan(1e-8);
      const away = (at: Float64Array) => norm(less(centred(at, WEIGHTS), problem.optimum));
      const s = answersApart(problem, centred(w, WEIGHTS), problem.optimum);
      expect(away(next)).toBeLessThan((1 - lr * problem.slowest * flattening(s)) * away(w));
    }
  });

  test('near the optimum the slowest direction shrinks by no more than that', () => {
    const lr = 1 / problem.smoothness;
    let w: Float64Array = problem.optimum.map((value) => value + 1e-4 * normal());
    const away = () => norm(less(centred(w, WEIGHTS), problem.optimum));
    for (let i = 0; i < 60; i++) w = step(w, lr);
    const before = away();
    w = step(w, lr);
    expect(away() / before).toBeCloseTo(1 - lr * problem.slowest, 2);
  });

  test('φ goes from 1 to 0', () => {
    expect(flattening(0)).toBe(1);
    expect(flattening(1e-9)).toBeCloseTo(1, 8);
    expect(flattening(10)).toBeCloseTo(0.1, 4);
  });

  test('the room for rounding is some units', () => {
    const { step: ofStep, sum } = stepRounding(problem, random(), { lr: 1, unit: 2 ** -24 });
    expect(ofStep).toBeLessThan(1e-4);
    expect(sum).toBeLessThan(ofStep);
  });

  test('classes that a line parts have no minimum', () => {
    const parted = Array.from({ length: POINTS }, (_, i) => (design[i * WEIGHTS] > 0 ? 1 : 0));
    expect(() => softmaxRegression(design, parted, 2)).toThrow('allowed are classes that overlap');
    expect(() => softmaxRegression([1, 2, 3], [0, 1], 2)).toThrow('allowed are whole rows');
  });
});
