import { describe, expect, test } from 'vitest';
import { binomialInterval } from '../../src/math/binomial.ts';
import { acrossOnce, drawChains, gibbsStep, sharesOf } from '../../src/math/contrastive-divergence.ts';
import {
  correlations,
  distribution,
  divergence,
  logSumExp,
  negativeEnergy,
  type Rbm,
  turned,
} from '../../src/math/rbm.ts';
import { angle } from '../../src/math/vectors.ts';
import { Generator } from '../../src/random/torch.ts';

function machine(visible: number, hidden: number, scale: number, seed = 1): Rbm {
  const parameters = new Float64Array(visible * hidden + visible + hidden);
  const normals = new Generator(seed).randn(parameters.length + 16);
  return { visible, hidden, parameters: parameters.map((_, k) => scale * normals[k]) };
}

const patterns = Int32Array.from([0, 7, 56, 63, 448, 455, 504, 511, 73, 146, 219, 292, 365, 438]);
const data = sharesOf(patterns, 512);
const steps = (rbm: Rbm, q: Float64Array, k: number) => {
  let at = q;
  for (let step = 0; step < k; step++) at = gibbsStep(rbm, at);
  return at;
};
const largest = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, k) => Math.abs(x - b[k])));
const less = (a: Float64Array, b: Float64Array) => a.map((x, k) => x - b[k]);

describe.each([1, 2, 3, 5, 8])('%d hidden units', (hidden) => {
  const rbm = machine(9, hidden, 1);

  test('half a step gives every hidden state its probability by the definition', () => {
    for (const v of [0, 73, 511]) {
      const energies = Float64Array.from({ length: 2 ** hidden }, (_, h) => negativeEnergy(rbm, v, h));
      const listed = energies.map((energy) => Math.exp(energy - logSumExp(energies)));
      const alone = new Float64Array(512);
      alone[v] = 1;
      expect(largest(acrossOnce(rbm, alone), listed)).toBeLessThan(1e-14);
    }
  });

  test('it is linear, whether or not the states come in fours', () => {
    const one = patterns.map((v) => v).slice(0, 3);
    const sum = acrossOnce(rbm, sharesOf(one, 512));
    const parts = Array.from(one, (v) => acrossOnce(rbm, sharesOf([v], 512)));
    expect(
      largest(
        sum,
        sum.map((_, h) => parts.reduce((total, part) => total + part[h], 0) / 3),
      ),
    ).toBeLessThan(1e-15);
  });

  test('the model’s own distribution stays as it is', () => {
    const { p } = distribution(rbm);
    expect(largest(gibbsStep(rbm, p), p)).toBeLessThan(1e-14);
    expect(largest(acrossOnce(rbm, p), distribution(turned(rbm)).p)).toBeLessThan(1e-14);
  });

  test('every step brings the data nearer to the model, and in the end they meet', () => {
    const { logP, p } = distribution(rbm);
    let q = data;
    let before = divergence(q, logP);
    for (let step = 0; step < 12; step++) {
      q = gibbsStep(rbm, q);
      const after = divergence(q, logP);
      expect(after).toBeLessThan(before + 1e-13);
      before = after;
    }
    expect(largest(steps(rbm, data, 500), p)).toBeLessThan(1e-9);
  });
});

describe.each([1, 2, 5])('chains of %d steps', (k) => {
  test('end in each state as often as expected', () => {
    const rbm = machine(4, 3, 3, 2);
    const starts = Int32Array.from({ length: 20_000 }, (_, s) => [3, 12][s % 2]);
    const rng = new Generator(5);
    const shares = sharesOf(
      drawChains(rbm, starts, k, (size) => rng.rand(size)),
      16,
    );
    const expected = steps(rbm, sharesOf(starts, 16), k);
    const other = steps(rbm, sharesOf(starts, 16), k + 1);
    let off = 0;
    expected.forEach((p, v) => {
      const options = { shares: [p, p] as const, trials: starts.length, falseAlarm: 1e-4 / 16 };
      const { low, high } = binomialInterval(options);
      expect(shares[v]).toBeGreaterThanOrEqual(low);
      expect(shares[v]).toBeLessThanOrEqual(high);
      if (other[v] < low || other[v] > high) off += 1;
    });
    // The same shares would not do for one step more, while a step still matters.
    if (k < 3) expect(off).toBeGreaterThan(0);
  });
});

test('expected CD-k is the exact gradient when the chain is long', () => {
  const rbm = machine(9, 6, 1);
  const positive = correlations(rbm, data);
  const exact = less(positive, correlations(rbm, distribution(rbm).p));
  const angles = [1, 10, 1000].map((k) =>
    angle(less(positive, correlations(rbm, steps(rbm, data, k))), exact),
  );
  expect(angles[0]).toBeGreaterThan(5);
  expect(angles[1]).toBeLessThan(angles[0]);
  expect(angles[2]).toBeLessThan(1e-5);
});

/**
 * The gradient of a function has a symmetric derivative. Of a field u, (∂u/∂b)·a - (∂u/∂a)·b at one place, by central
 * differences; the second number is what halving their width changes, three times what they are still off by.
 */
function asymmetry(field: (rbm: Rbm) => Float64Array, rbm: Rbm): [number, number] {
  const normals = new Generator(9).randn(2 * rbm.parameters.length);
  const [a, b] = [0, 1].map((half) =>
    rbm.parameters.map(
      (_, k) => normals[half * rbm.parameters.length + k] / Math.sqrt(rbm.parameters.length),
    ),
  );
  const moved = (by: number, along: Float64Array) => ({
    ...rbm,
    parameters: rbm.parameters.map((value, k) => value + by * along[k]),
  });
  const derivative = (along: Float64Array, of: Float64Array, h: number) => {
    const change = less(field(moved(h, along)), field(moved(-h, along)));
    return change.reduce((sum, value, k) => sum + value * of[k], 0) / (2 * h);
  };
  const at = (h: number) => derivative(b, a, h) - derivative(a, b, h);
  return [at(5e-4), Math.abs(at(1e-3) - at(5e-4))];
}

test('CD-1 follows the gradient of no function, the exact gradient that of the likelihood', () => {
  const rbm = machine(9, 6, 1);
  const exact = (m: Rbm) => less(correlations(m, data), correlations(m, distribution(m).p));
  const cd = (m: Rbm) => less(correlations(m, data), correlations(m, gibbsStep(m, data)));
  const [nothing, error] = asymmetry(exact, rbm);
  // Rounding of the correlations, 1e-15, over the width.
  expect(Math.abs(nothing)).toBeLessThan(error + 1e-10);
  const [something, itsError] = asymmetry(cd, rbm);
  expect(Math.abs(something)).toBeGreaterThan(1000 * (itsError + 1e-10));
});
