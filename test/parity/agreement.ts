/** How far numbers are from a library's own, against what is allowed: the entries of the table "Check it yourself". */

/** A tensor as the fixtures keep it: all of its values, or the ends and two sums of a large one. */
export interface Packed {
  shape: number[];
  size: number;
  sum: number;
  sumsq: number;
  values?: number[];
  head?: number[];
  tail?: number[];
}

/** What may differ, and why: each is a sentence that the reader sees. */
export interface Tolerance {
  says: string;
  /** The largest deviation allowed from `expected`. */
  allowed(expected: number): number;
}

/** The distance from |x| to the next float32. */
export const ulp32 = (x: number): number =>
  2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(x) || 2 ** -126))) - 23);

export const exact: Tolerance = { says: 'exactly', allowed: () => 0 };
/** Uniforms have one rounding to float32. */
export const oneUlp: Tolerance = { says: '1 ulp', allowed: ulp32 };
/** Normals go through log, sin and cos, which no two libraries round alike. */
export const normal32 = (std: number): Tolerance => ({
  says: '2e-6 std + 1 ulp',
  allowed: (expected) => 2e-6 * std + ulp32(expected),
});
/** The QR decomposition adds up many roundings of float32 in an order of LAPACK's own. */
export const orthogonal32 = (gain: number): Tolerance => ({
  says: '1e-5 × gain',
  allowed: () => 1e-5 * Math.abs(gain),
});
export const normal64 = (std: number): Tolerance => ({
  says: '1e-12 std',
  allowed: () => 1e-12 * std,
});

/** One case of a fixture, compared. */
export interface Agreement {
  /** What it counts towards: `torch.nn.init.xavier_normal_`, `nn.LSTM`, `np.random.randn`. */
  of: string;
  /** The case as it would be typed, with its seed. */
  call: string;
  /** How many numbers were compared one by one. */
  numbers: number;
  /** The largest deviation. */
  deviation: number;
  /** The largest deviation as a share of what is allowed at that number; 1 is the edge. */
  share: number;
  tolerance: string;
}

/** What the table joins: the same thing compared over several tensors. */
type Compared = Omit<Agreement, 'of' | 'call'>;

/**
 * Compares values with a fixture's: one by one where it keeps them, and the sums of all.
 * @throws Error when the shape or a sum tells that something else was computed.
 */
export function compare(actual: ArrayLike<number>, expected: Packed, tolerance: Tolerance): Compared {
  if (actual.length !== expected.size) {
    throw new Error(`${actual.length} numbers; the fixture has ${expected.size}.`);
  }
  const numbers = Array.from(actual);
  const pairs = expected.values
    ? expected.values.map((value, i) => [numbers[i], value])
    : [
        ...(expected.head ?? []).map((value, i) => [numbers[i], value]),
        ...(expected.tail ?? []).map((value, i, tail) => [numbers[numbers.length - tail.length + i], value]),
      ];
  // What is allowed for each adds up to what is allowed for the sum; 2^-52 n for the order of adding doubles.
  let room = 0;
  let roomOfSquares = 0;
  let size = 0;
  let sum = 0;
  let sumsq = 0;
  for (const x of numbers) {
    const allowed = tolerance.allowed(x);
    room += allowed;
    roomOfSquares += 2 * Math.abs(x) * allowed + allowed ** 2;
    size += Math.abs(x);
    sum += x;
    sumsq += x * x;
  }
  const order = numbers.length * 2 ** -52;
  if (!(Math.abs(sum - expected.sum) <= room + order * size)) {
    throw new Error(`the sum is ${sum}; the fixture's is ${expected.sum}.`);
  }
  if (!(Math.abs(sumsq - expected.sumsq) <= roomOfSquares + order * sumsq)) {
    throw new Error(`the sum of squares is ${sumsq}; the fixture's is ${expected.sumsq}.`);
  }
  let deviation = 0;
  let share = 0;
  for (const [value, wanted] of pairs) {
    const off = Object.is(value, wanted) || value === wanted ? 0 : Math.abs(value - wanted);
    // A NaN on one side must not pass.
    deviation = Math.max(deviation, Number.isNaN(off) ? Infinity : off);
    const allowed = tolerance.allowed(wanted);
    share = Math.max(share, off === 0 ? 0 : Number.isNaN(off) ? Infinity : off / allowed);
  }
  return { numbers: pairs.length, deviation, share, tolerance: tolerance.says };
}
