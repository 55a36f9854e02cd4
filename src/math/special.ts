/**
 * Special functions in float64: the logarithm of gamma, its first three derivatives, and the normal distribution.
 *
 * Equation numbers are those of the NIST Digital Library of Mathematical Functions (DLMF), https://dlmf.nist.gov.
 */

const EULER_GAMMA = 0.5772156649015329;
const HALF_LN_2PI = 0.9189385332046728;
const SQRT_2PI = 2.5066282746310007;

/** From here on the asymptotic series below are exact to the last bit or two; smaller arguments are raised by recurrence. */
const ASYMPTOTIC_FROM = 14;

/** Coefficients B_2k / (2k (2k - 1)) of Stirling's series in 1/x, 1/x³, … (DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
/** Coefficients -B_2k / (2k) of the series of ψ in 1/x², 1/x⁴, … (DLMF 5.11.2). */
const DIGAMMA = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760];
/** Coefficients B_2k of the series of ψ' in 1/x³, 1/x⁵, … (DLMF 5.15.8). */
const TRIGAMMA = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730];
/** Coefficients -(2k + 1) B_2k of the series of ψ'' in 1/x⁴, 1/x⁶, …: the line above, differentiated. */
const TETRAGAMMA = [-1 / 2, 1 / 6, -1 / 6, 3 / 10, -5 / 6, 691 / 210];

/** (-1)^k (ζ(k) - 1) / k for k = 2, 3, …: the power series of ln Γ(2 + z), whose radius is 2 (DLMF 5.7.3). */
const LN_GAMMA_AT_2 = Array.from({ length: 27 }, (_, i) => {
  const k = i + 2;
  return ((k % 2 === 0 ? 1 : -1) * zetaMinusOne(k)) / k;
});

/** ζ(k) - 1 by Euler and Maclaurin: 22 terms, then the integral of the rest and four corrections (DLMF 25.2.9). */
function zetaMinusOne(k: number): number {
  const cut = 24;
  let correction = (k / 12) * cut ** (-k - 1);
  correction -= ((k * (k + 1) * (k + 2)) / 720) * cut ** (-k - 3);
  correction += ((k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / 30240) * cut ** (-k - 5);
  let sum = correction + cut ** -k / 2 + cut ** (1 - k) / (k - 1);
  for (let n = cut - 1; n >= 2; n--) sum += n ** -k;
  return sum;
}

/** c_0 + c_1 y + c_2 y² + … */
function polynomial(coefficients: readonly number[], y: number): number {
  return coefficients.reduceRight((sum, c) => sum * y + c, 0);
}

function requirePositive(name: string, x: number): void {
  if (!(x > 0)) throw new RangeError(`${name}(${x}): the argument must be greater than 0.`);
}

/**
 * ln Γ(x) for x > 0. Relative error below 1e-13, near the zeros at 1 and 2 as well: there the power series about 2 is
 * summed, elsewhere Stirling's.
 */
export function lgamma(x: number): number {
  requirePositive('lgamma', x);
  if (x === Infinity) return Infinity;
  if (x < 0.5) return lgamma(x + 1) - Math.log(x);
  if (x < 1.5) return lgammaAbout2(x - 1) - Math.log1p(x - 1);
  if (x < 2.5) return lgammaAbout2(x - 2);
  let product = 1;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) product *= y;
  const series = polynomial(STIRLING, 1 / (y * y)) / y;
  return (y - 0.5) * Math.log(y) - y + HALF_LN_2PI + series - Math.log(product);
}

/** ln Γ(2 + z) for |z| ≤ 1/2; the 27 terms end below 4^-28. */
function lgammaAbout2(z: number): number {
  return z * (1 - EULER_GAMMA + z * polynomial(LN_GAMMA_AT_2, z));
}

/** ψ(x) = Γ'(x) / Γ(x) for x > 0. Absolute error near 1e-15 where |ψ| < 1, relative elsewhere. */
export function digamma(x: number): number {
  requirePositive('digamma', x);
  let raised = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) raised += 1 / y;
  return Math.log(y) - 1 / (2 * y) + polynomial(DIGAMMA, 1 / (y * y)) / (y * y) - raised;
}

/** ψ'(x) for x > 0, the variance of ln of a Gamma(x) variable. Relative error near 1e-15. */
export function trigamma(x: number): number {
  requirePositive('trigamma', x);
  if (x === Infinity) return 0;
  let raised = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) raised += 1 / (y * y);
  return raised + (1 + 1 / (2 * y) + polynomial(TRIGAMMA, 1 / (y * y)) / (y * y)) / y;
}

/** ψ''(x) for x > 0, the third cumulant of ln of a Gamma(x) variable; negative. Relative error near 1e-15. */
export function tetragamma(x: number): number {
  requirePositive('tetragamma', x);
  if (x === Infinity) return 0;
  let raised = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) raised += 2 / (y * y * y);
  return -raised - (1 + 1 / y - polynomial(TETRAGAMMA, 1 / (y * y)) / (y * y)) / (y * y);
}

/** The standard normal density at x. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2PI;
}

/** From here on the tail is a continued fraction; nearer to 0 a power series has no cancellation to speak of. */
const TAIL_FROM = 3;

/** P(0 < Z < x) for a standard normal Z and |x| < TAIL_FROM, odd in x: φ(x) Σ x^(2n+1) / (2n+1)!! (DLMF 7.6.2). */
function normalArea(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** P(Z > x) / φ(x) for x ≥ TAIL_FROM: the continued fraction 1/(x + 1/(x + 2/(x + …))) (DLMF 7.9.3). */
function millsRatio(x: number): number {
  let tail = x;
  for (let n = 80; n >= 1; n--) tail = x + n / tail;
  return 1 / tail;
}

/** P(Z ≤ x) for a standard normal Z. Relative error below 1e-12 down to the smallest normal number, x ≈ -37.5. */
export function normalCdf(x: number): number {
  if (x <= -TAIL_FROM) return x === -Infinity ? 0 : normalDensity(x) * millsRatio(-x);
  if (x >= TAIL_FROM) return 1 - normalCdf(-x);
  return 0.5 + normalArea(x);
}

/**
 * The x with P(Z ≤ x) = p, for p from 0 (-Infinity) to 1 (Infinity). Relative error below 1e-12 where p itself, as a
 * double, fixes x that well: for p near 1 ask for -normalQuantile(1 - p) with an exact 1 - p.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile(${p}): a probability lies between 0 and 1.`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  // Newton's steps on the area (near the centre) or on the logarithm of the tail: both go to the root from one side.
  let x = p > 0.1 ? 0 : -Math.sqrt(-2 * Math.log(2 * p));
  for (let i = 0; i < 60; i++) {
    const step = p > 0.1 ? stepNearCentre(x, p) : stepInTail(x, p);
    x += step;
    if (Math.abs(step) <= 1e-15 * Math.abs(x)) break;
  }
  return x;
}

function stepNearCentre(x: number, p: number): number {
  return (p - 0.5 - normalArea(x)) / normalDensity(x);
}

/** With ln Φ itself where Φ may be below the smallest double. */
function stepInTail(x: number, p: number): number {
  if (x > -TAIL_FROM) {
    const below = normalCdf(x);
    return (Math.log(p / below) * below) / normalDensity(x);
  }
  const ratio = millsRatio(-x);
  const lnBelow = (-x * x) / 2 - HALF_LN_2PI + Math.log(ratio);
  return (Math.log(p) - lnBelow) * ratio;
}
