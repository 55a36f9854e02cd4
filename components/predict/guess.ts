/** Reading a guess as people write numbers, and saying in words how far it is from the answer. No DOM. */

import { formatNumber } from '../../src/lab/numbers.ts';

/**
 * Reads "0.25", "1,000", "3/4", "1e25", "10^25", "4.6 × 10^25", "-3".
 * Otherwise a sentence that says what would do.
 */
export function readGuess(typed: string): { value: number } | { problem: string } {
  const text = typed.trim().replace(/[−–]/g, '-').replace(/\s+/g, '').replace(/^\+/, '');
  if (text === '') return { problem: 'Type a number first: a rough one will do.' };
  const value = numberIn(text);
  if (value === undefined || !Number.isFinite(value)) {
    return { problem: `“${typed.trim()}” does not read as a number. Try 0.25, 1e25, 10^25 or 3/4.` };
  }
  return { value };
}

function numberIn(text: string): number | undefined {
  const [, factor, exponent] = /^(?:(.+)[×x*·])?10\^\(?(-?\d+)\)?$/.exec(text) ?? [];
  if (exponent !== undefined) {
    const mantissa = factor === undefined ? 1 : plain(factor);
    return mantissa === undefined ? undefined : Number(`${mantissa}e${exponent}`);
  }
  const [, over, under] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (over === undefined || under === undefined) return plain(text);
  const [a, b] = [plain(over), plain(under)];
  return a === undefined || b === undefined ? undefined : a / b;
}

function plain(text: string): number | undefined {
  // 1,000,000 groups thousands; a lone comma that groups none is a decimal comma.
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)
    ? text.replaceAll(',', '')
    : text.replace(/^(-?\d+),(\d+)$/, '$1.$2');
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(grouped) ? Number(grouped) : undefined;
}

/** How a guess compares with the recorded answer, in words: "too low: the recorded value is 8 times as large". */
export function compareInWords(guess: number, answer: number, unit = ''): string {
  if (guess === answer) return 'exactly as recorded';
  const side = guess < answer ? 'too low' : 'too high';
  const difference = Math.abs(guess - answer);
  // On a scale of logarithms a difference is a ratio already.
  if (unit === 'powers of ten') {
    return difference < 0.5 ? 'right' : `${side}, by a factor of 10^${formatNumber(difference, 2)}`;
  }
  const relative = answer === 0 ? Infinity : difference / Math.abs(answer);
  if (relative < 0.005) return 'as recorded, to within half a percent';
  if (relative <= 0.15) return `close: ${formatNumber(100 * relative, 2)} % ${side}`;
  const ratio = guess === 0 || answer === 0 ? 0 : answer / guess;
  if (ratio <= 0) return `${side}, by ${formatNumber(difference, 2)}`;
  const factor = Math.max(ratio, 1 / ratio);
  if (factor < 2) return `${side}, by ${formatNumber(100 * relative, 2)} %`;
  // Of two negative numbers the lower one is the larger in size, so size is told apart from side.
  const size = ratio > 1 ? 'larger' : 'smaller';
  if (factor >= 1000)
    return `${side}: the recorded value is ${Math.round(Math.log10(factor))} powers of ten ${size}`;
  return `${side}: the recorded value is ${formatNumber(factor, 2)} times ${size === 'larger' ? 'as large' : 'smaller'}`;
}
