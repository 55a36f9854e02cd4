/** Numbers as readers see them: as many digits as the interval beside them justifies. */

import type { Interval } from './claims.ts';

const MINUS = '−';

/** Four significant digits, powers of ten where plain digits would hide the size, a true minus sign. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(Math.min(digits, 3) - 1).split('e');
    return `${mantissa}e${Number(exponent)}`.replaceAll('-', MINUS);
  }
  return String(Number(value.toPrecision(digits))).replace('-', MINUS);
}

/** A fixed number of decimals. */
export function formatDecimals(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const text = value.toFixed(decimals);
  // Nothing has no sign.
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', MINUS);
}

/** Decimals that show two digits of the interval's half width. */
export function decimalsFor({ low, high }: Interval): number | undefined {
  const half = (high - low) / 2;
  if (!Number.isFinite(half) || half <= 0 || half < 1e-4) return undefined;
  return Math.max(0, 1 - Math.floor(Math.log10(half)));
}

/** A measured value, to the digits that its interval justifies. */
export function formatMeasured(measured: number, within: Interval): string {
  const decimals = decimalsFor(within);
  // A number that is small beside its interval must not read as nothing.
  const vanishes = measured !== 0 && Math.abs(measured) < 0.5 * 10 ** -(decimals ?? 0);
  return decimals === undefined || vanishes ? formatNumber(measured, 2) : formatDecimals(measured, decimals);
}

/** "0.558 ± 0.035", "at most 1.4e−6", "exactly 0.5". */
export function formatInterval({ low, high }: Interval): string {
  if (low === high) return `exactly ${formatNumber(low)}`;
  if (low === -Infinity && high === Infinity) return 'anything';
  if (low === -Infinity) return `at most ${formatNumber(high, 3)}`;
  if (high === Infinity) return `at least ${formatNumber(low, 3)}`;
  if (low === 0) return `0 to ${formatNumber(high, 3)}`;
  const decimals = decimalsFor({ low, high });
  if (decimals === undefined) return `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`;
  const middle = (low + high) / 2;
  return `${formatDecimals(middle, decimals)} ± ${formatDecimals((high - low) / 2, decimals)}`;
}
