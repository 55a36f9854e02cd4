/** The gallery beside real PyTorch, what it prints, and a wrong law for each of its claims. */
import { beforeAll, describe, expect, test } from 'vitest';
import gallery from '../../src/experiments/initializer-gallery.ts';
import { drawPiece, farFromOrthonormal, pieceNames, pieceOf } from '../../src/initializers/gallery.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf, type Params } from '../../src/lab/controls.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import { Generator } from '../../src/random/torch.ts';
import { startInNode } from '../../src/runtime/node.ts';
import fixture from '../fixtures/initializer-gallery.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

const defaults = defaultsOf(gallery.controls);

/**
 * Of the largest value. The weights are PyTorch's to an ulp or a few, those of orthogonal_ to the errors of LAPACK's float32,
 * a few 1e-7 of the gain; the norm of such a difference of 128 × 128 numbers, which bounds what a singular value moves, is
 * about 1e-5.
 */
const TOLERANCE = 1e-5;

test.each(fixture.cases)('real PyTorch: $options', async ({ options, rows: twin }) => {
  const { seed, ...params } = { ...defaults, ...options };
  const rows = await collect(gallery, params, [seed]);
  const measured = (series: string, part: string) =>
    rows.filter((row) => row.series === series && row.part === part).map((row) => Number(row.measured));
  for (const [part, name, found] of twin as [string, string, number | number[]][]) {
    const wanted = [found].flat();
    const ours = measured(name, part);
    expect(ours).toHaveLength(wanted.length);
    wanted.forEach((value, i) => {
      expect(Math.abs(ours[i] - value), `${part} of ${name}, ${i}`).toBeLessThanOrEqual(
        TOLERANCE * wanted[0],
      );
    });
  }
});

test('it prints the code that drew, and the tensors', () => {
  const [code, tensors] = gallery.transcript?.({ ...defaults, rows: 64 }, 7) ?? [];
  expect(code.text).toBe(
    [
      'import torch; from torch import nn; torch.manual_seed(7)',
      'print(nn.init.kaiming_normal_(torch.empty(64, 128)))',
      'print(nn.init.kaiming_uniform_(torch.empty(64, 128)))',
    ].join('\n'),
  );
  expect(tensors.text.match(/^tensor\(\[\[/gm)).toHaveLength(2);
});

test.each(
  pieceNames.map((name, i) => ({ initializer: name, beside: pieceNames[(i + 5) % pieceNames.length] })),
)('$initializer beside $beside: as many rows as it says, and claims that hold', async (pair) => {
  const params = { ...defaults, rows: 64, columns: 128, ...pair } as const;
  const rows = await collect(gallery, params, [3]);
  expect(rows).toHaveLength(gallery.length(params));
  expect(judge(gallery.claims, rows as never, params).filter(({ holds }) => !holds)).toEqual([]);
  expect(gallery.plot(rows as never, params)).toHaveLength(gallery.plot([], params).length);
});

test('two of a kind are two draws', async () => {
  const params = { ...defaults, beside: 'kaiming_normal_', rows: 64, columns: 64 } as const;
  const rows = await collect(gallery, params, [3]);
  const of = (series: string) => rows.filter((row) => row.series === series && row.part === 'singular');
  expect(of('kaiming_normal_, again')).toHaveLength(64);
  expect(of('kaiming_normal_')[0].measured).not.toBe(of('kaiming_normal_, again')[0].measured);
});

describe('a wrong law breaks', () => {
  const normally = (change: (out: Float32Array) => void) => (tools: Tools) => {
    const normal = tools.rng.normal_.bind(tools.rng);
    tools.rng.normal_ = (out, mean, std) => {
      normal(out, mean, std);
      change(out);
      return out;
    };
    return tools;
  };
  const scaled = (factor: number) => normally((out) => out.set(out.map((w) => factor * w)));
  const wrong: [claim: string, law: string, alter: (tools: Tools) => Tools, params: Params][] = [
    ['variance', 'normals 5 % too large', scaled(1.05), defaults],
    ['density', 'normals 5 % too large', scaled(1.05), defaults],
    ['edge', 'normals 8 % too large', scaled(1.08), { ...defaults, beside: 'lecun_normal_' }],
    [
      'spread',
      'every second row is the one before it',
      normally((out) => {
        for (let row = 0; row < 128; row += 2) out.copyWithin((row + 1) * 128, row * 128, (row + 1) * 128);
      }),
      defaults,
    ],
    [
      'bounds',
      'uniforms a thousandth too wide',
      (tools) => {
        const uniform = tools.rng.uniform_.bind(tools.rng);
        tools.rng.uniform_ = (out, from = 0, to = 1) => uniform(out, 1.001 * from, 1.001 * to);
        return tools;
      },
      defaults,
    ],
    [
      'zeros',
      'the order of the rows is no permutation',
      (tools) => {
        tools.rng.randperm = (n) => new Int32Array(n);
        return tools;
      },
      defaults,
    ],
  ];
  test.each(wrong)('%s: %s', async (claim, _, alter, params) => {
    const rows = await collect(gallery, params, [11], alter);
    const broken = judge(gallery.claims, rows as never, params as never).filter(({ holds }) => !holds);
    expect(broken.map(({ id }) => id)).toContain(claim);
  });

  test('orthogonal: one entry off by a thousandth', () => {
    const piece = pieceOf('orthogonal_', 64, 128);
    const q = drawPiece(piece, new Generator(1));
    expect(farFromOrthonormal(q, 64, 128)).toBeLessThan(1);
    q[70] += 1e-3;
    expect(farFromOrthonormal(q, 64, 128)).toBeGreaterThan(10);
  });
});
