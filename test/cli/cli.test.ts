/** The command line as a program sees it: what it prints, and where, and the exit code. */
import { describe, expect, test } from 'vitest';
import fixture from '../fixtures/matrix-product.json' with { type: 'json' };
import { lab } from './lab.ts';

const json = (...args: string[]) => {
  const { lines, ...rest } = lab('run', ...args, '--json');
  return { ...rest, objects: lines.map((line) => JSON.parse(line)) };
};

test('list names every experiment and what each flag allows', () => {
  const { status, stdout } = lab('list');
  expect(status).toBe(0);
  expect(stdout).toContain('matrix-product  A hundred Gaussian matrices');
  expect(stdout).toContain('--factors 100  (1 to 200, whole numbers)');
});

test('--json prints one object a line: rows, claims, done; nothing else, and PyTorch’s numbers', () => {
  const { status, stderr, objects } = json('matrix-product', '--seed', '42');
  expect(status).toBe(0);
  expect(stderr).toBe('');
  const rows = objects.filter(({ type }) => type === 'row');
  const wanted = fixture.cases.find(({ seed }) => seed === 42);
  expect(rows).toHaveLength(101);
  rows.forEach((row, factor) => {
    expect(row).toMatchObject({ factor, seed: 42 });
    expect(row.log10MaxAbs).toBeCloseTo(Number(wanted?.log10MaxAbs[factor]), 4);
  });
  const claims = objects.filter(({ type }) => type === 'claim');
  expect(claims.length).toBeGreaterThan(0);
  for (const claim of claims) {
    expect(Object.keys(claim)).toEqual(['type', 'id', 'holds', 'measured', 'within']);
    expect(claim.holds).toBe(claim.measured >= claim.within[0] && claim.measured <= claim.within[1]);
  }
  expect(objects.at(-1)).toEqual({ type: 'done', backend: 'wasm', ms: expect.any(Number), rows: 101 });
});

test('--seeds runs consecutive seeds, and every row says which', () => {
  const { objects } = json('matrix-product', '--seed', '5', '--seeds', '3', '--factors', '2');
  const rows = objects.filter(({ type }) => type === 'row');
  expect(rows.map(({ seed }) => seed)).toEqual([5, 5, 5, 6, 6, 6, 7, 7, 7]);
});

test('infinity is null, and the row says overflow', () => {
  const { objects } = json('matrix-product', '--size', '64', '--factors', '60');
  const last = objects.filter(({ type }) => type === 'row').at(-1);
  expect(last).toMatchObject({ factor: 60, log10MaxAbs: null, overflow: true });
});

test('cpu gives the same path as wasm', () => {
  const args = ['matrix-product', '--seed', '3', '--factors', '20'];
  const path = (...more: string[]) => json(...args, ...more).objects.map(({ log10MaxAbs }) => log10MaxAbs);
  const [wasm, cpu] = [path(), path('--backend', 'cpu')];
  wasm.slice(0, 21).forEach((value, i) => {
    expect(cpu[i]).toBeCloseTo(value, 4);
  });
});

describe('unusable arguments: exit 2, nothing on stdout, one line that says what was expected', () => {
  test.each([
    [['run', 'matrix'], 'there is no experiment "matrix"; there are activation-gradient, activation-guide, '],
    [['run'], 'run needs the id of an experiment'],
    [['fly'], 'there is no command fly'],
    [['run', 'matrix-product', '--size', '5'], '--size: "5" is not allowed; allowed: 2, 4, 8, 16, 32, 64'],
    [['run', 'matrix-product', '--sigma', 'NaN'], '--sigma: "NaN" is not allowed; allowed: 0.05 to 2'],
    [['run', 'matrix-product', '--factors', '1e12'], '--factors: "1e12" is not allowed; allowed: 1 to 200'],
    [['run', 'matrix-product', '--factors'], '--factors needs a value'],
    [
      ['run', 'matrix-product', '--depth', '3'],
      'there is no --depth; there are --seed, --seeds, --backend, --size',
    ],
    [['run', 'matrix-product', 'now'], 'unexpected "now"'],
    [['run', 'matrix-product', '--seed', '1.5'], '--seed: "1.5" is not a whole number from'],
    [['run', 'matrix-product', '--seeds', '0'], '--seeds: "0" is not a whole number from 1 to 10000'],
    [['run', 'matrix-product', '--backend', 'gpu'], '--backend: "gpu" is not one of webgpu, wasm, cpu'],
    [
      ['run', 'matrix-product', '--backend', 'webgpu'],
      'needs an optional package: npm install --no-save webgpu',
    ],
  ])('%j', (args, says) => {
    const { status, stdout, stderr } = lab(...args);
    expect(stderr).toContain(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
