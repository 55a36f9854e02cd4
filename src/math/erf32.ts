/**
 * The error function in float32, step by step as C's `erff` computes it in the GNU and most other C libraries: rational
 * approximations by Sun Microsystems (fdlibm's s_erf.c, 1993), taken to float32 by I. L. Taylor. Its error is below one
 * unit in the last place; which way it errs decides what PyTorch's erfinv gives far out in the tails.
 */
import { exp32 } from './elementary32.ts';

const { abs, fround } = Math;

/** What follows is a quotient of polynomials, coefficients from the constant up. */
interface Quotient {
  over: Float32Array;
  under: Float32Array;
}

const quotient = (over: number[], under: number[]): Quotient => ({
  over: Float32Array.from(over),
  under: Float32Array.from([1, ...under]),
});

/** (erf(x) - x) / x in x², |x| < 0.84375. */
const NEAR_0 = quotient(
  [1.2837916613e-1, -3.2504209876e-1, -2.8481749818e-2, -5.770270247e-3, -2.3763017452e-5],
  [3.9791721106e-1, 6.50222525e-2, 5.0813062117e-3, 1.3249473704e-4, -3.9602282413e-6],
);
/** erf(x) - ERF_1 in x - 1, up to 1.25. */
const NEAR_1 = quotient(
  [
    -2.3621185683e-3, 4.148561061e-1, -3.7220788e-1, 3.1834661961e-1, -1.1089469492e-1, 3.5478305072e-2,
    -2.1663755178e-3,
  ],
  [1.0642088205e-1, 5.4039794207e-1, 7.1828655899e-2, 1.2617121637e-1, 1.3637083583e-2, 1.1984500103e-2],
);
const ERF_1 = fround(8.4506291151e-1);
/** log(x (1 - erf(x))) + x² + 0.5625 in 1/x², up to 1/0.35. */
const TAIL = quotient(
  [
    -9.8649440333e-3, -6.938585639e-1, -1.0558626175e1, -6.2375331879e1, -1.6239666748e2, -1.8460508728e2,
    -8.1287437439e1, -9.8143291473,
  ],
  [
    1.965127182e1, 1.3765776062e2, 4.3456588745e2, 6.4538726807e2, 4.2900814819e2, 1.0863500214e2,
    6.5702495575, -6.0424413532e-2,
  ],
);
/** The same up to 6; from there on erf(x) is 1. */
const FAR_TAIL = quotient(
  [
    -9.864943102e-3, -7.9928326607e-1, -1.7757955551e1, -1.6063638306e2, -6.3756646729e2, -1.0250950928e3,
    -4.8351919556e2,
  ],
  [
    3.0338060379e1, 3.2579251099e2, 1.5367296143e3, 3.1998581543e3, 2.553050293e3, 4.7452853394e2,
    -2.2440952301e1,
  ],
);

/** Horner's rule, each product and each sum rounded to float32. */
function polynomial(coefficients: Float32Array, x: number): number {
  let sum = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) sum = fround(fround(sum * x) + coefficients[i]);
  return sum;
}

const quotientAt = ({ over, under }: Quotient, x: number): number =>
  fround(polynomial(over, x) / polynomial(under, x));

/** erff: the error function of a float32 number, to float32. */
export function erf32(x: number): number {
  const size = abs(x);
  if (size < 2 ** -28) return fround(x + fround(NEAR_0.over[0] * x));
  if (size < 0.84375) return fround(x + fround(x * quotientAt(NEAR_0, fround(x * x))));
  if (Number.isNaN(x)) return x;
  return x < 0 ? -erfAbove(size) : erfAbove(size);
}

function erfAbove(x: number): number {
  if (x < 1.25) return fround(ERF_1 + quotientAt(NEAR_1, fround(x - 1)));
  if (x >= 6) return 1;
  const exponent = quotientAt(x < fround(1 / 0.35) ? TAIL : FAR_TAIL, fround(1 / fround(x * x)));
  // e^(-x²) from a part of x with so few bits that its square is exact, and the rest.
  const short = withoutLast12Bits(x);
  const square = exp32(fround(-short * short - 0.5625));
  const rest = exp32(fround(fround(fround(short - x) * fround(short + x)) + exponent));
  return fround(1 - fround(fround(square * rest) / x));
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function withoutLast12Bits(x: number): number {
  float[0] = x;
  bits[0] &= ~0xfff;
  return float[0];
}
