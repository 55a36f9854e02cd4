/**
 * The moments of what one unit adds up, h = Σ_j w_j x_j over n terms, where weights and inputs need not be what a
 * derivation assumes: either may have a mean, share a part, or know of the other.
 *
 *   w_j = m + s S + o Z_j,   x_j = m' + s' S' + o' Y_j + f Z_j
 *
 * with fair coins S and S', ±1, one toss for all j; Z_j of mean 0 and variance 1 by one of three laws; Y_j standard normal;
 * all independent. Given the coins the terms q_j = w_j x_j are independent and alike, so that the moments of their sum are
 * polynomials in E q, … E q⁴, and the coins have four outcomes: everything here is exact, for every n.
 */

/** Laws of mean 0 and variance 1. */
export type UnitLaw = 'normal' | 'uniform' | 'coin';

/** E Z^k for even k; odd ones vanish. */
const evenMoment: Record<UnitLaw, (k: number) => number> = {
  normal: (k) => (k < 2 ? 1 : (k - 1) * evenMoment.normal(k - 2)),
  // Uniform on ±√3.
  uniform: (k) => 3 ** (k / 2) / (k + 1),
  coin: () => 1,
};

/** What an entry is made of: mean, part shared by all entries, own part, part that follows the other factor. */
export interface Parts {
  mean?: number;
  shared?: number;
  own: number;
  /** For x_j only: what it has of Z_j. */
  follows?: number;
}

export interface ProductSum {
  n: number;
  /** The law of Z. */
  law: UnitLaw;
  weights: Parts;
  inputs: Parts;
  /** To each unit's weights the inputs of another: Z_j in x_j is then another one than in w_j. */
  exchanged?: boolean;
}

/** Mean and standard deviation. */
export interface Spread {
  mean: number;
  sd: number;
}

/** Of h, of h², of its cross terms Σ_{j≠k} q_j q_k and of its squares Σ_j q_j². */
export type SumMoments = Record<'sum' | 'square' | 'cross' | 'squares', Spread>;

/** @throws RangeError for n below 2 or not whole. */
export function sumMoments(setting: ProductSum): SumMoments {
  const { n, weights, inputs } = setting;
  if (!Number.isInteger(n) || n < 2) {
    throw new RangeError(`sumMoments: n = ${n}; allowed is a whole number from 2 on.`);
  }
  const outcomes = [1, -1].flatMap((first) =>
    [1, -1].map((second) =>
      givenCoins(setting, {
        p: (weights.mean ?? 0) + first * (weights.shared ?? 0),
        r: (inputs.mean ?? 0) + second * (inputs.shared ?? 0),
      }),
    ),
  );
  const over = (pick: (given: Raw) => number) => outcomes.reduce((sum, given) => sum + pick(given), 0) / 4;
  const spread = (first: keyof Raw, second: keyof Raw): Spread => {
    const mean = over((given) => given[first]);
    // The difference of equal numbers may come out below 0.
    return { mean, sd: Math.sqrt(Math.max(0, over((given) => given[second]) - mean ** 2)) };
  };
  return {
    sum: spread('h', 'h2'),
    square: spread('h2', 'h4'),
    cross: spread('cross', 'cross2'),
    squares: spread('squares', 'squares2'),
  };
}

type Raw = Record<'h' | 'h2' | 'h4' | 'cross' | 'cross2' | 'squares' | 'squares2', number>;
/** The constant parts of w_j and x_j once the coins are tossed. */
type Constants = { p: number; r: number };

/** Sums over the ways in which indices may coincide; each falling factorial counts the choices. */
function givenCoins(setting: ProductSum, constants: Constants): Raw {
  const { n } = setting;
  const [q1, q2, q3, q4] = [1, 2, 3, 4].map((k) => termMoment(setting, constants, k));
  const [n2, n3, n4] = [n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2) * (n - 3)];
  return {
    h: n * q1,
    h2: n * q2 + n2 * q1 ** 2,
    h4: n * q4 + n2 * (4 * q3 * q1 + 3 * q2 ** 2) + 6 * n3 * q2 * q1 ** 2 + n4 * q1 ** 4,
    cross: n2 * q1 ** 2,
    cross2: 2 * n2 * q2 ** 2 + 4 * n3 * q2 * q1 ** 2 + n4 * q1 ** 4,
    squares: n * q2,
    squares2: n * q4 + n2 * q2 ** 2,
  };
}

/** E (w x)^k. */
function termMoment({ law, weights, inputs, exchanged }: ProductSum, { p, r }: Constants, k: number): number {
  let moment = 0;
  // x^k by powers i of its own part; then w^k and what is left of x by powers of Z.
  for (let i = 0; i <= k; i += 2) {
    const own = binomial(k, i) * inputs.own ** i * evenMoment.normal(i);
    for (let s = 0; s <= k; s++) {
      for (let t = 0; t <= k - i; t++) {
        const z = exchanged ? unitMoment(law, s) * unitMoment(law, t) : unitMoment(law, s + t);
        const ofWeight = binomial(k, s) * p ** (k - s) * weights.own ** s;
        const ofInput = binomial(k - i, t) * r ** (k - i - t) * (inputs.follows ?? 0) ** t;
        moment += own * ofWeight * ofInput * z;
      }
    }
  }
  return moment;
}

const unitMoment = (law: UnitLaw, k: number) => (k % 2 === 1 ? 0 : evenMoment[law](k));

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k);
