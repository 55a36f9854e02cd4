/** `torch.nn.init.trunc_normal_`: a normal cut off at a and b, by the inverse of its distribution function. */
import { erfinv32 } from '../math/erfinv32.ts';
import { normalCdf } from '../math/special.ts';
import { RuntimeError, ValueError } from '../random/errors.ts';
import { sixDigits } from '../random/six-digits.ts';
import { requireShape } from './fans.ts';
import { type Initializer, requireFloat32 } from './initializer.ts';

const { fround, max, min } = Math;

export interface TruncNormalOptions {
  mean?: number;
  /** Of the normal before it is cut off. */
  std?: number;
  /** The cuts, as values and not as multiples of std. */
  a?: number;
  b?: number;
}

/**
 * Normal with `mean` and `std`, cut off at a and b: uniforms between the two values of erf, then its inverse, each step
 * in float32.
 *
 * The inverse is that of PyTorch's own kernel, errors included; see erfinv32. They come to 1e-6 std at three deviations
 * from the mean, 1e-5 at four and 4e-5 at five. PyTorch as pip installs it on x86-64 is built with Intel's MKL and takes
 * that inverse instead, which is more exact: there the numbers differ by as much.
 *
 * Where [a, b] is more than two deviations from the mean, PyTorch warns that the law may be another. It is, for float32
 * has few numbers near ±1: from about five deviations on all values are a or b. So they are here.
 *
 * @throws RuntimeError for a > b, std < 0 and numbers beyond float32, as PyTorch; ValueError for std = 0.
 */
export const trunc_normal_: Initializer<TruncNormalOptions> = (
  tensor,
  shape,
  generator,
  { mean = 0, std = 1, a = -2, b = 2 } = {},
) => {
  requireShape(tensor, shape);
  requireFloat32('trunc_normal_', { mean, std, a, b });
  if (std === 0) {
    throw new ValueError('trunc_normal_: std = 0: float division by zero, allowed: more than 0.');
  }
  const from = 2 * normalCdf((a - mean) / std) - 1;
  const to = 2 * normalCdf((b - mean) / std) - 1;
  if (a > b || std < 0) {
    const range = `found from=${sixDigits(from)} > to=${sixDigits(to)}`;
    throw new RuntimeError(
      `trunc_normal_: uniform_ expects to return a [from, to) range, but ${range} for a = ${a}, b = ${b} and std = ${std}, allowed: a <= b, std > 0.`,
    );
  }
  const scale = fround(std * Math.SQRT2);
  requireFloat32('trunc_normal_', { 'std · √2': scale });
  if (scale === 0) {
    throw new ValueError(`trunc_normal_: std = ${std} is 0 in float32, allowed: 1e-45 or more.`);
  }
  const [shift, low, high] = [fround(mean), fround(a), fround(b)];
  generator.uniform_(tensor, from, to);
  for (let i = 0; i < tensor.length; i++) {
    const value = fround(fround(erfinv32(tensor[i]) * scale) + shift);
    tensor[i] = min(max(value, low), high);
  }
  return tensor;
};
