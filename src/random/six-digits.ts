/** Numbers as PyTorch's error messages print them: six significant digits, as C's `%g` has it. */

/** 0.9545 of 0.954499736103642, 1e-07 of 1e-7, nan and inf in C's spelling. */
export function sixDigits(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  const [digits, exponent = '0'] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 6)) return String(Number(value.toPrecision(6)));
  const sign = power < 0 ? '-' : '+';
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}
