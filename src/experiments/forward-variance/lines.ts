/**
 * The lines of the forward derivation, one by one: what each says of a unit h = Σ_j w_j x_j, what is so when an assumption
 * is broken, and the weights and inputs that break it.
 *
 * Every break is small, of the size at which n of them, or n² pairs, make as much as the n squares: a mean of σ/√n, a
 * correlation of 1/n among weights, one of 1/√n between a weight and its input. Mean squares are kept at σ² and γ².
 */
import type { Tensor2D, Tf } from '../../lab/tf.ts';
import { type Parts, type Spread, sumMoments, type UnitLaw } from '../../math/product-sums.ts';
import { mean } from '../../math/statistics.ts';
import type { Generator } from '../../random/torch.ts';

export const weightKinds = ['as assumed', 'a mean', 'tied'] as const;
export const inputKinds = ['mean 0', 'a mean', 'tied', 'from W'] as const;
export type WeightKind = (typeof weightKinds)[number];
export type InputKind = (typeof inputKinds)[number];

/** One unit of `n` inputs. */
export interface UnitCase {
  n: number;
  law: UnitLaw;
  weights: WeightKind;
  inputs: InputKind;
}

/** What the derivation's lines say, in units of √n σγ or of n σ²γ². */
export const textbook = {
  /** E h, less what the factors E w E x make of it. */
  meanApart: 0,
  /** E h. */
  mean: 0,
  /** E h², less what the factors E w w E x x make of it. */
  squareApart: 0,
  /** The factors' terms j ≠ k. */
  cross: 0,
  /** The factors' terms j = k. */
  squares: 1,
  /** E h². */
  square: 1,
};
export type LineName = keyof typeof textbook;
export const lineNames = Object.keys(textbook) as LineName[];

/** Short enough to stand beside a figure on a phone. */
export const lineLabels: Record<LineName, string> = {
  meanApart: 'E h − factored',
  mean: 'E h',
  squareApart: 'E h² − factored',
  cross: 'cross terms',
  squares: 'squares',
  square: 'E h²',
};

/** Every way to break an assumption, or two. */
export const unitKinds = weightKinds.flatMap((weights) => inputKinds.map((inputs) => ({ weights, inputs })));

export function weightParts(kind: WeightKind, n: number): Parts {
  const small = 1 / Math.sqrt(n);
  const own = Math.sqrt(1 - small ** 2);
  return { 'as assumed': { own: 1 }, 'a mean': { mean: small, own }, tied: { shared: small, own } }[kind];
}

export function inputParts(kind: InputKind, n: number): Parts {
  const half = Math.SQRT1_2;
  const small = 1 / Math.sqrt(n);
  return {
    'mean 0': { own: 1 },
    'a mean': { mean: half, own: half },
    tied: { shared: half, own: half },
    'from W': { own: Math.sqrt(1 - small ** 2), follows: small },
  }[kind];
}

/**
 * What each line comes to: mean, and standard deviation of a single unit's share in it. The two that compare pairs with
 * exchanged pairs use each w and each x twice. Where weights and inputs are independent that can only bring the two closer
 * together, so their deviation here is one that they do not exceed.
 */
export function lineLaws({ n, law, weights, inputs }: UnitCase): Record<LineName, Spread> {
  const setting = { n, law, weights: weightParts(weights, n), inputs: inputParts(inputs, n) };
  const paired = sumMoments(setting);
  const exchanged = sumMoments({ ...setting, exchanged: true });
  const over = (unit: number, { mean, sd }: Spread): Spread => ({ mean: mean / unit, sd: sd / unit });
  const less = (a: Spread, b: Spread): Spread => ({ mean: a.mean - b.mean, sd: Math.hypot(a.sd, b.sd) });
  return {
    meanApart: over(Math.sqrt(n), less(paired.sum, exchanged.sum)),
    mean: over(Math.sqrt(n), paired.sum),
    squareApart: over(n, less(paired.square, exchanged.square)),
    cross: over(n, exchanged.cross),
    squares: over(n, exchanged.squares),
    square: over(n, paired.square),
  };
}

/** The random parts of many units' weights and inputs; [units, n] the own ones, [units, 1] the coins. */
export interface Drawn {
  z: Tensor2D;
  y: Tensor2D;
  weightCoin: Tensor2D;
  inputCoin: Tensor2D;
}

/** Weights first, then inputs, then a coin for the weights and one for the inputs of each unit: signs of normals. */
export function drawUnits(
  tf: Tf,
  rng: Generator,
  { n, law, units }: { n: number; law: UnitLaw; units: number },
): Drawn {
  const signs = (size: number) => rng.randn(size).map((normal) => (normal < 0 ? -1 : 1));
  const own = {
    normal: (size: number) => rng.randn(size),
    uniform: (size: number) => rng.uniform_(new Float32Array(size), -Math.sqrt(3), Math.sqrt(3)),
    coin: signs,
  };
  const z = tf.tensor2d(own[law](units * n), [units, n]);
  const y = tf.tensor2d(rng.randn(units * n), [units, n]);
  const weightCoin = tf.tensor2d(signs(units), [units, 1]);
  return { z, y, weightCoin, inputCoin: tf.tensor2d(signs(units), [units, 1]) };
}

/** `size` times what the parts make of an entry: [units, n]. */
export function entries(
  tf: Tf,
  size: number,
  { mean = 0, shared = 0, own, follows = 0 }: Parts,
  { own: ownPart, coin, other }: { own: Tensor2D; coin: Tensor2D; other?: Tensor2D },
): Tensor2D {
  return tf.tidy(() => {
    const constant = tf.add<Tensor2D>(tf.mul(coin, size * shared), size * mean);
    const free = tf.add<Tensor2D>(tf.mul(ownPart, size * own), constant);
    return other && follows !== 0 ? tf.add<Tensor2D>(free, tf.mul(other, size * follows)) : free;
  });
}

/** To each row the next one's; to the last the first one's. */
export function exchange(tf: Tf, rows: Tensor2D): Tensor2D {
  const [units, n] = rows.shape;
  return tf.tidy(() =>
    tf.concat([tf.slice(rows, [1, 0], [units - 1, n]), tf.slice(rows, [0, 0], [1, n])], 0),
  );
}

/**
 * The lines as measured over many units: h of each pair, h and Σ_j q_j² of each exchanged pair.
 * @param unit √n σγ
 */
export function lineMeans(
  unit: number,
  { h, factored, squares }: Record<'h' | 'factored' | 'squares', Float32Array>,
): Record<LineName, number> {
  const power = (values: Float32Array, k: 1 | 2) =>
    mean(Float64Array.from(values, (value) => (value / unit) ** k));
  const diagonal = mean(squares) / unit ** 2;
  return {
    meanApart: power(h, 1) - power(factored, 1),
    mean: power(h, 1),
    squareApart: power(h, 2) - power(factored, 2),
    cross: power(factored, 2) - diagonal,
    squares: diagonal,
    square: power(h, 2),
  };
}
