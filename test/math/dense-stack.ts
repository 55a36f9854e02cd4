/**
 * Random dense stacks in plain float64, for the tests of the laws: with real weight matrices, and without.
 *
 * Without: for one input and normal weights, z = W h given h consists of independent N(0, gain² |h|² / n), and given z the
 * part of W across h is still free, so that W^T δ = h (z · δ) / |h|² + a normal vector across h, of variance gain² |δ|² / n
 * an entry. That is exact and costs n numbers a layer, not n².
 */

import { type ActivationName, activations } from '../../src/math/activations.ts';
import type { Generator } from '../../src/random/torch.ts';

export interface Stack {
  activation: ActivationName | 'linear';
  gain: number;
  width: number;
  depth: number;
  residual?: boolean;
  weights?: 'normal' | 'uniform';
}

/** log2 rms of the signal and of the gradient, entries 0 … depth. */
export interface Paths {
  forward: number[];
  backward: number[];
}

const LINEAR = { value: (x: number) => x, derivative: () => 1 };
const functionsOf = ({ activation }: Stack) => (activation === 'linear' ? LINEAR : activations[activation]);

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

const bits = (values: Float64Array): number => Math.log2(dot(values, values) / values.length) / 2;

/** One run with real weight matrices; `batch` inputs in rows of `width`. */
export function runStack(stack: Stack, generator: Generator, batch = 1): Paths {
  const { width, depth, gain, residual = false, weights = 'normal' } = stack;
  const { value, derivative } = functionsOf(stack);
  const std = gain / Math.sqrt(width);
  const matrices: Float32Array[] = [];
  const slopes: Float64Array[] = [];
  let h = Float64Array.from(generator.randn(batch * width));
  const forward = [bits(h)];
  for (let l = 0; l < depth; l++) {
    const w = new Float32Array(width * width);
    if (weights === 'normal') generator.normal_(w, 0, std);
    else generator.uniform_(w, -std * Math.sqrt(3), std * Math.sqrt(3));
    const next = new Float64Array(batch * width);
    const slope = new Float64Array(batch * width);
    for (let b = 0; b < batch; b++) {
      const input = h.subarray(b * width, (b + 1) * width);
      for (let i = 0; i < width; i++) {
        const z = dot(w.subarray(i * width, (i + 1) * width), input);
        next[b * width + i] = value(z) + (residual ? input[i] : 0);
        slope[b * width + i] = derivative(z);
      }
    }
    matrices.push(w);
    slopes.push(slope);
    h = next;
    forward.push(bits(h));
  }
  let g = Float64Array.from(generator.randn(batch * width));
  const backward = [bits(g)];
  for (let l = depth - 1; l >= 0; l--) {
    const before = new Float64Array(batch * width);
    for (let b = 0; b < batch; b++) {
      const out = before.subarray(b * width, (b + 1) * width);
      for (let i = 0; i < width; i++) {
        const delta = g[b * width + i] * slopes[l][b * width + i];
        for (let j = 0; j < width; j++) out[j] += matrices[l][i * width + j] * delta;
      }
    }
    if (residual) for (let i = 0; i < g.length; i++) before[i] += g[i];
    g = before;
    backward.push(bits(g));
  }
  return { forward, backward: backward.reverse() };
}

/** One run for one input, in law the same as `runStack` with normal weights. */
export function runReduced(stack: Stack, generator: Generator): Paths {
  const { width, depth, gain } = stack;
  const { value, derivative } = functionsOf(stack);
  const normals = () => Float64Array.from(generator.randn(width));
  const signals = [normals()];
  const preactivations: Float64Array[] = [];
  for (let l = 0; l < depth; l++) {
    const scale = gain * Math.sqrt(dot(signals[l], signals[l]) / width);
    const z = normals().map((x) => scale * x);
    preactivations.push(z);
    signals.push(z.map((x) => value(x)));
  }
  let g = normals();
  const backward = [bits(g)];
  for (let l = depth - 1; l >= 0; l--) {
    const [z, h] = [preactivations[l], signals[l]];
    const delta = z.map((x, i) => derivative(x) * g[i]);
    const scale = gain * Math.sqrt(dot(delta, delta) / width);
    const free = normals().map((x) => scale * x);
    const along = (dot(z, delta) - dot(free, h)) / dot(h, h);
    g = free.map((x, i) => x + along * h[i]);
    backward.push(bits(g));
  }
  return { forward: signals.map(bits), backward: backward.reverse() };
}
