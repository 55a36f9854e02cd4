/** The initializers as a gallery hangs them: each with arguments that the notes call it with, as one matrix, with its law. */
import { marchenkoPasturQuantiles } from '../math/marchenko-pastur.ts';
import type { Generator } from '../random/torch.ts';
import type { Law } from './law-kinds.ts';
import { lawOf } from './laws.ts';
import { type Arguments, findInitializer, initializers, readArguments } from './registry.ts';

/** What note 002 calls them with; the others keep their defaults. */
const called: Record<string, Arguments> = {
  uniform_: { a: -0.1, b: 0.1 },
  normal_: { mean: 0, std: 0.01 },
  constant_: { val: 0.5 },
  sparse_: { sparsity: 0.1 },
};

/** Those that PyTorch has under another name. */
const inTorch: Record<string, string> = {
  lecun_uniform_: "nn.init.kaiming_uniform_(SHAPE, nonlinearity='linear')",
  lecun_normal_: "nn.init.kaiming_normal_(SHAPE, nonlinearity='linear')",
  mxnet_default_: 'nn.init.uniform_(SHAPE, a=-0.07, b=0.07)',
};

export interface Piece {
  name: string;
  /** As PyTorch has it: [rows, columns], for dirac_ a kernel of one. */
  shape: readonly number[];
  args: Arguments;
  law: Law;
}

export const pieceNames: readonly string[] = initializers.map(({ name }) => name);

/** The initializer of that name, for a matrix of `rows` × `columns`. */
export function pieceOf(name: string, rows: number, columns: number): Piece {
  const shape = name === 'dirac_' ? [rows, columns, 1] : [rows, columns];
  return { name, shape, args: readArguments(name, called[name]), law: lawOf(name, shape, called[name]) };
}

/** Draws it: rows · columns numbers, row by row. */
export function drawPiece({ name, shape, args }: Piece, rng: Generator): Float32Array {
  return findInitializer(name).fill(new Float32Array(shape[0] * shape[1]), shape, rng, args);
}

/** The call in PyTorch. */
export function pieceCode({ name, shape }: Piece): string {
  const empty = `torch.empty(${shape.join(', ')})`;
  if (inTorch[name]) return inTorch[name].replace('SHAPE', empty);
  const args = Object.entries(called[name] ?? {}).map(([argument, value]) => `, ${argument}=${value}`);
  return `nn.init.${name}(${empty}${args.join('')})`;
}

/** Whether its entries are independent and alike, so that the laws of large random matrices hold. */
export const isIndependent = ({ name, law }: Piece): boolean =>
  law.kind === 'random' && !['orthogonal_', 'sparse_'].includes(name);

/**
 * Its singular values, largest first: Marchenko and Pastur's quantiles for what is drawn, exact where nothing is. sparse_
 * is taken for independent, which it nearly is.
 */
export function pieceSingularValues({ name, shape, args, law }: Piece): number[] {
  const [rows, columns] = shape;
  const count = Math.min(rows, columns);
  if (name === 'orthogonal_') return Array(count).fill(Math.abs(Number(args.gain)));
  if (name === 'eye_' || name === 'dirac_') return Array(count).fill(1);
  if (law.kind === 'random') return marchenkoPasturQuantiles({ rows, columns }, Math.sqrt(law.variance));
  // A constant is of rank one.
  const only = Math.abs(law.mean) * Math.sqrt(rows * columns);
  return Array.from({ length: count }, (_, i) => (i === 0 ? only : 0));
}

/** How many zeros each column has. */
export function zerosByColumn(values: Float32Array, columns: number): number[] {
  const zeros = new Array<number>(columns).fill(0);
  values.forEach((w, i) => {
    if (w === 0) zeros[i % columns] += 1;
  });
  return zeros;
}

/**
 * How far the shorter of rows and columns are from orthonormal: the largest entry of |Q Qᵀ - 1|, as a share of what the
 * rounding of each entry to float32 can make of it, 2^-23 to first order.
 */
export function farFromOrthonormal(values: Float32Array, rows: number, columns: number): number {
  const short = Math.min(rows, columns);
  const [along, across] = rows <= columns ? [1, columns] : [columns, 1];
  let farthest = 0;
  for (let i = 0; i < short; i++) {
    for (let j = i; j < short; j++) {
      let product = i === j ? -1 : 0;
      for (let k = 0; k < Math.max(rows, columns); k++) {
        product += values[i * across + k * along] * values[j * across + k * along];
      }
      farthest = Math.max(farthest, Math.abs(product));
    }
  }
  return farthest / 2 ** -23;
}
