/** From uniforms to normals by Box–Muller, in PyTorch's two ways: float32 blocks of 16, and pairs in doubles. */

import type { Mt19937 } from './mt19937.ts';

const { clz32, fround } = Math;

/** The size of a block: the first half of its uniforms gives radii, the second half angles. */
export const BLOCK = 16;
const HALF = BLOCK / 2;

const TWO_PI = fround(2 * Math.PI);
const FOUR_OVER_PI = fround(4 / Math.PI);
const SQRT_HALF = fround(Math.SQRT1_2);
// Cephes' float32 polynomials (S. Moshier, 1992), which PyTorch's kernel evaluates: log(1 + x), sin x and cos x.
const [L0, L1, L2, L3, L4, L5, L6, L7, L8] = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const [S0, S1, S2] = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const [C0, C1, C2] = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);
// log 2 and pi/4, split: the first part has so few bits that a small integer times it is exact.
const [LOG2_HIGH, LOG2_LOW] = [0.693359375, -2.1219444e-4].map(fround);
const [PI4_HIGH, PI4_MIDDLE, PI4_LOW] = [0.78515625, 2.4187564849853516e-4, 3.774894977445941e-8].map(fround);

/**
 * a·b + c with one rounding to float32, what a processor's fused multiply-add gives. The product of two float32
 * numbers is exact in a double. The sum is rounded twice, which differs from once in about one of 10^9 cases, and in
 * none of the 2^24 radii and 2^24 angles below: all were compared with C's fmaf.
 */
const fma = (a: number, b: number, c: number): number => fround(a * b + c);

/** Natural logarithm of units·2^-24, units an integer in [1, 2^24], to float32. */
function logOfUnits(units: number): number {
  // First units·2^-24 = (1 + x)·2^exponent with 1 + x in [sqrt(1/2), sqrt 2): no step of this rounds.
  const shift = clz32(units) - 7;
  let x = (units << shift) * 2 ** -25;
  let exponent = 1 - shift;
  if (x < SQRT_HALF) {
    x += x;
    exponent -= 1;
  }
  x -= 1;
  const square = fround(x * x);
  let y = fma(fma(fma(fma(L0, x, L1), x, L2), x, L3), x, L4);
  y = fma(fma(fma(fma(y, x, L5), x, L6), x, L7), x, L8);
  // Which of the products below are fused with a sum is a compiler's choice, found by comparison with PyTorch.
  y = fma(fround(y * x), square, fround(exponent * LOG2_LOW));
  y = fround(y - 0.5 * square);
  return fma(exponent, LOG2_HIGH, fround(x + y));
}

/**
 * Writes 16 normals to out[at … at + 15], from 16 words of `engine`, as PyTorch's AVX2 kernel does: uniforms u, v of
 * 24 bits; sqrt(-2 log(1 - u))·cos(2·pi·v) in the first half, with sin in the second; then ·std + mean. Every step is
 * rounded to float32, and only +, ·, sqrt are used, so every JavaScript engine gives the same bits.
 * `mean` and `std` have to be float32 numbers.
 */
export function normalBlock(engine: Mt19937, out: Float32Array, at: number, mean: number, std: number): void {
  for (let i = at; i < at + HALF; i++) {
    // 1 - u, since log(0) must not be asked for.
    out[i] = Math.sqrt(fround(-2 * logOfUnits(0x1000000 - (engine.next() & 0xffffff))));
  }
  for (let i = at; i < at + HALF; i++) {
    const angle = fround((engine.next() & 0xffffff) * 2 ** -24 * TWO_PI);
    // The angle is x + octant·pi/4 with an even octant in 0 … 8 and |x| up to pi/4.
    const octant = (fround(angle * FOUR_OVER_PI) + 1) & ~1;
    const x = fma(octant, -PI4_LOW, fma(octant, -PI4_MIDDLE, fma(octant, -PI4_HIGH, angle)));
    const square = fround(x * x);
    const c = fma(fma(C0, square, C1), square, C2);
    const cosine = fround(fma(fround(c * square), square, -0.5 * square) + 1);
    const s = fma(fma(S0, square, S1), square, S2);
    const sine = fma(fround(s * square), x, x);
    // Over the four quarter turns the cosine of the whole angle is c, -s, -c, s and its sine s, c, -s, -c: the two
    // change places with every turn, c is negative after two and three, s after one and two. No branch to mispredict.
    const places = (octant & 2) * (HALF / 2);
    const signOfC = 1 - ((octant & 4) >> 1);
    const signOfS = 1 - (((octant + 2) & 4) >> 1);
    const radius = out[i];
    out[i + places] = fma(fround(radius * cosine) * signOfC, std, mean);
    out[i + HALF - places] = fma(fround(radius * sine) * signOfS, std, mean);
  }
}

/** A uniform on [0, 1) with 53 bits of two words, the high word first. */
function uniform53(engine: Mt19937): number {
  const high = engine.next() & 0x1fffff;
  return (high * 2 ** 32 + engine.next()) * 2 ** -53;
}

/**
 * Two standard normals in doubles, from four words of `engine`: cosine first, then sine. They rest on the JavaScript
 * engine's own log1p, sin and cos, so their last bit (of 53) may differ from machine to machine.
 */
export function normalPair(engine: Mt19937): [number, number] {
  const angle = 2 * Math.PI * uniform53(engine);
  const radius = Math.sqrt(-2 * Math.log1p(-uniform53(engine)));
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
