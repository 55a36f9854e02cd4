/** Contrast of the colours, by the formula of WCAG 2.2: 4.5 for text, 3 for lines, fields and marks. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');

function token(name: string, theme: 'light' | 'dark'): string {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? [];
  const found = theme === 'light' ? light : dark;
  if (!found) throw new Error(`--${name} is not a light-dark() pair`);
  return found;
}

/** Relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const text = [
  'ink',
  'muted',
  'live',
  'theory',
  'ok',
  'broken',
  'astro-code-token-keyword',
  'astro-code-token-string',
  'astro-code-token-constant',
];
const lines = ['recorded', 'field'];

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
});

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(['paper', 'card'])('on %s', (ground) => {
    for (const name of text)
      expect(contrast(token(name, theme), token(ground, theme)), name).toBeGreaterThan(4.5);
    for (const name of lines)
      expect(contrast(token(name, theme), token(ground, theme)), name).toBeGreaterThan(3);
  });
});
