/** The variance law of each initializer: what its entries follow, as a function of shape and arguments. */
import { calculate_fans, type Shape } from './fans.ts';
import { onesOfDirac, onesOfEye } from './identities.ts';
import {
  constantLaw,
  fixedLaw,
  type Law,
  normalLaw,
  orthogonalLaw,
  sparseLaw,
  truncatedNormalLaw,
  uniformLaw,
} from './law-kinds.ts';
import { longSideOf } from './orthogonal.ts';
import { type Arguments, readArguments, readShape } from './registry.ts';
import { type SparseOptions, zerosPerColumn } from './sparse.ts';
import type { TruncNormalOptions } from './trunc-normal.ts';
import { type KaimingOptions, kaimingStd, type XavierOptions, xavierStd } from './variance-scaling.ts';

export type { Atom, FixedLaw, Law, RandomLaw } from './law-kinds.ts';

type LawOf<Options> = (shape: Shape, options: Required<Options>, size: number) => Law;

/** readArguments gives what the options of the initializer of that name are; the compiler cannot know. */
const law = <Options>(of: LawOf<Options>) => of as unknown as LawOf<Arguments>;

const root3 = Math.sqrt(3);
const normal = (std: number, size: number) => normalLaw(0, std, size);
const uniform = (std: number, size: number) => uniformLaw(-root3 * std, root3 * std, size);
const lecunStd = (shape: Shape) => 1 / Math.sqrt(calculate_fans(shape).fan_in);
const ones = (count: number, size: number) =>
  fixedLaw([
    { at: 0, share: 1 - count / size },
    { at: 1, share: count / size },
  ]);

const laws: Record<string, LawOf<Arguments>> = {
  uniform_: law<{ a: number; b: number }>((_, { a, b }, size) => uniformLaw(a, b, size)),
  normal_: law<{ mean: number; std: number }>((_, { mean, std }, size) => normalLaw(mean, std, size)),
  trunc_normal_: law<TruncNormalOptions>((_, { mean, std, a, b }, size) =>
    truncatedNormalLaw(mean, std, a, b, size),
  ),
  constant_: law<{ val: number }>((_, { val }) => constantLaw(val)),
  ones_: () => constantLaw(1),
  zeros_: () => constantLaw(0),
  eye_: (shape, _, size) => ones(onesOfEye(shape), size),
  dirac_: law<{ groups: number }>((shape, { groups }, size) => ones(onesOfDirac(shape, groups), size)),
  xavier_uniform_: law<XavierOptions>((shape, options, size) => uniform(xavierStd(shape, options), size)),
  xavier_normal_: law<XavierOptions>((shape, options, size) => normal(xavierStd(shape, options), size)),
  kaiming_uniform_: law<KaimingOptions>((shape, options, size) => uniform(kaimingStd(shape, options), size)),
  kaiming_normal_: law<KaimingOptions>((shape, options, size) => normal(kaimingStd(shape, options), size)),
  orthogonal_: law<{ gain: number }>((shape, { gain }, size) => orthogonalLaw(longSideOf(shape, size), gain)),
  sparse_: law<SparseOptions>((shape, { sparsity, std }, size) =>
    sparseLaw(zerosPerColumn(shape, sparsity) / shape[0], std, size),
  ),
  lecun_uniform_: (shape, _, size) => uniform(lecunStd(shape), size),
  lecun_normal_: (shape, _, size) => normal(lecunStd(shape), size),
  mxnet_default_: law<{ scale: number }>((_, { scale }, size) => uniformLaw(-scale, scale, size)),
};

/**
 * What the entries of a tensor of `shape` follow when the initializer `name` has filled it. The roundings of float32 are
 * left out, and so is what they make of trunc_normal_ where a and b lie on one side of the mean, far from it.
 *
 * @throws ValueError for an unknown initializer or a shape that it does not take, TypeError for wrong arguments,
 *   RuntimeError for a negative deviation and bounds out of order.
 */
export function lawOf(name: string, shape: Shape, args: Record<string, unknown> = {}): Law {
  const read = readArguments(name, args);
  return laws[name](shape, read, readShape(shape));
}
