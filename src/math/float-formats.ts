/** The binary floating-point formats of deep learning: their ranges, and rounding into them, in float64. */

export interface FloatFormat {
  /** Bits of the significand, the hidden one included. */
  precision: number;
  /** Exponent of the smallest normal number: it is 2^minExponent. */
  minExponent: number;
  /** Exponent of the largest finite number: it is just below 2^(maxExponent + 1). */
  maxExponent: number;
}

/** IEEE 754-2019, table 3.5; bfloat16 is float32 with 16 bits of its significand left out. */
export const floatFormats = {
  float16: { precision: 11, minExponent: -14, maxExponent: 15 },
  bfloat16: { precision: 8, minExponent: -126, maxExponent: 127 },
  float32: { precision: 24, minExponent: -126, maxExponent: 127 },
  float64: { precision: 53, minExponent: -1022, maxExponent: 1023 },
} as const satisfies Record<string, FloatFormat>;

export type FloatFormatName = keyof typeof floatFormats;

/** 2^-precision: the largest relative error of rounding a number in the normal range. */
export const unitRoundoff = ({ precision }: FloatFormat): number => 2 ** -precision;

/** The smallest number above zero, a subnormal. */
export const smallestSubnormal = ({ precision, minExponent }: FloatFormat): number =>
  2 ** (minExponent - precision + 1);

export const smallestNormal = ({ minExponent }: FloatFormat): number => 2 ** minExponent;

/** The largest finite number. */
export const largestFinite = ({ precision, maxExponent }: FloatFormat): number =>
  (2 - 2 ** (1 - precision)) * 2 ** maxExponent;

/** `value` in the format, to nearest, ties to even; subnormals, overflow to infinity and NaN as IEEE 754 has them. */
export function roundTo(format: FloatFormat, value: number): number {
  if (format.precision === 53 || !Number.isFinite(value) || value === 0) return value;
  // log2 may land on the wrong side of a power of two; the comparison mends it.
  let exponent = Math.floor(Math.log2(Math.abs(value)));
  if (2 ** exponent > Math.abs(value)) exponent -= 1;
  else if (2 ** (exponent + 1) <= Math.abs(value)) exponent += 1;
  // Powers of two: this division and the product below are exact unless float64 itself underflows.
  const unit = 2 ** (Math.max(exponent, format.minExponent) - format.precision + 1);
  const rounded = roundHalfEven(value / unit) * unit;
  return Math.abs(rounded) > largestFinite(format) ? Math.sign(rounded) * Number.POSITIVE_INFINITY : rounded;
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const fraction = value - below;
  if (fraction !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
