/**
 * The inverse error function in float32, with the errors that PyTorch's has on the CPU.
 *
 * It begins with a rational approximation and takes two of Newton's steps, all in float32. Near ±1 the steps divide the
 * rounding of erf by its slope, which goes to zero: at erf(x) = 1 - 2^-24, where x is 3.8325, it is off by 3e-5. Whoever
 * wants the numbers of `torch.nn.init.trunc_normal_` has to make these errors too.
 */
import { exp32, log32 } from './elementary32.ts';
import { erf32 } from './erf32.ts';

const { abs, fround, sqrt } = Math;

/** Up to here a quotient of polynomials in y², times y; beyond, one in sqrt(-log((1 - |y|)/2)). */
const CENTRE = fround(0.7);
const [A0, A1, A2, A3] = [0.886226899, -1.645349621, 0.914624893, -0.140543331].map(fround);
const [B1, B2, B3, B4] = [-2.118377725, 1.442710462, -0.329097515, 0.012229801].map(fround);
const [C0, C1, C2, C3] = [-1.970840454, -1.624906493, 3.429567803, 1.641345311].map(fround);
const [D1, D2] = [3.5438892, 1.6370678].map(fround);
const TWO_OVER_ROOT_PI = fround(2 / fround(sqrt(Math.PI)));

/** a·b + c with one rounding to float32, as a processor's fused multiply-add: PyTorch's build for AVX2 uses it here. */
const fma = (a: number, b: number, c: number): number => fround(a * b + c);

/** The x with erf(x) = y for a float32 number y: ±Infinity at ±1, NaN beyond. */
export function erfinv32(y: number): number {
  if (abs(y) === 1) return y * Infinity;
  if (!(abs(y) < 1)) return NaN;
  return newtonStep(newtonStep(abs(y) <= CENTRE ? nearZero(y) : nearOne(y), y), y);
}

function nearZero(y: number): number {
  const z = fround(y * y);
  const over = fma(fma(fma(A3, z, A2), z, A1), z, A0);
  const under = fma(fma(fma(fma(B4, z, B3), z, B2), z, B1), z, 1);
  return fround(fround(y * over) / under);
}

function nearOne(y: number): number {
  const z = fround(sqrt(-log32(fround(1 - abs(y)) / 2)));
  const over = fma(fma(fma(C3, z, C2), z, C1), z, C0);
  const under = fma(fma(D2, z, D1), z, 1);
  return fround((y < 0 ? -over : over) / under);
}

function newtonStep(x: number, y: number): number {
  const slope = fround(TWO_OVER_ROOT_PI * exp32(-fround(x * x)));
  return fround(x - fround(fround(erf32(x) - y) / slope));
}
