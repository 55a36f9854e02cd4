/** NumPy's legacy random stream: after `new RandomState(seed)` the numbers are those after `np.random.seed(seed)`. */

import { ValueError } from './errors.ts';
import { Mt19937 } from './mt19937.ts';
import { polarPair } from './polar-gauss.ts';

const LAST_SEED = 2 ** 32 - 1;
/** A gibibyte of doubles. NumPy goes on for as long as there is memory; a page would hang. */
const LAST_SIZE = 2 ** 27;

function requireNumber(value: number, where: string): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${where} is ${String(value)} (${typeof value}), allowed: a number.`);
  }
}

function requireSize(size: number, where: string): void {
  requireNumber(size, where);
  if (!Number.isInteger(size) || size < 0 || size > LAST_SIZE) {
    const cause = size < 0 ? ': negative dimensions are not allowed' : '';
    throw new ValueError(
      `${where} = ${size}${cause}, allowed: a whole number from 0 to ${LAST_SIZE} (2^27).`,
    );
  }
}

function requireSafeInteger(value: number, where: string): void {
  requireNumber(value, where);
  if (!Number.isSafeInteger(value)) {
    throw new ValueError(`${where} = ${value}, allowed: an integer from -(2^53 - 1) to 2^53 - 1.`);
  }
}

/** NumPy takes no seed modulo 2^32: it refuses what 32 bits cannot hold. */
function seed32(seed: number | bigint): number {
  if (typeof seed !== 'number' && typeof seed !== 'bigint') {
    throw new TypeError(
      `RandomState: seed is ${String(seed)} (${typeof seed}), allowed: an integer from 0 to ${LAST_SEED}.`,
    );
  }
  if (!(seed >= 0 && seed <= LAST_SEED) || !(typeof seed === 'bigint' || Number.isInteger(seed))) {
    throw new ValueError(
      `Seed must be between 0 and 2**32 - 1, found ${seed}, allowed: an integer from 0 to ${LAST_SEED}.`,
    );
  }
  return Number(seed);
}

/**
 * `np.random.RandomState`, the stream beneath `np.random.seed`, `np.random.rand` and their like, which NumPy promised
 * in 2019 (NEP 19) never to change. Sizes are numbers of elements, the product of a shape; numbers are doubles. Uniforms,
 * integers and permutations are NumPy's bit for bit; for normals see polar-gauss.ts. A refused call draws nothing.
 */
export class RandomState {
  #engine: Mt19937;
  /** The second normal of a pair: it waits for the next normal, whatever is drawn in between. */
  #spare: number | undefined;

  /** @param seed an integer in [0, 2^32 - 1]; others throw a ValueError, what is no number a TypeError. */
  constructor(seed: number | bigint) {
    this.#engine = new Mt19937(seed32(seed));
  }

  /** `np.random.seed`: starts the stream again as the constructor does, and forgets the spare normal. */
  seed(seed: number | bigint): this {
    this.#engine = new Mt19937(seed32(seed));
    this.#spare = undefined;
    return this;
  }

  /** `np.random.rand`: `size` uniforms on [0, 1). */
  rand(size: number): Float64Array {
    requireSize(size, 'rand: size');
    return this.#uniforms(0, 1, size);
  }

  /** `np.random.randn`: `size` standard normals. */
  randn(size: number): Float64Array {
    requireSize(size, 'randn: size');
    return this.#normals(0, 1, size);
  }

  /**
   * `np.random.uniform`: `size` numbers low + (high - low)·u, u uniform on [0, 1). As in NumPy, high may be less than
   * low. A difference that is not finite throws a ValueError (NumPy's own is an OverflowError).
   */
  uniform(low: number, high: number, size: number): Float64Array {
    requireNumber(low, 'uniform: low');
    requireNumber(high, 'uniform: high');
    requireSize(size, 'uniform: size');
    if (!Number.isFinite(high - low)) {
      throw new ValueError(
        `uniform: Range exceeds valid bounds, found low = ${low} and high = ${high}, allowed: a finite high - low.`,
      );
    }
    return this.#uniforms(low, high, size);
  }

  /**
   * `np.random.normal`: `size` normals of mean `loc` and standard deviation `scale`. A scale below 0 throws a
   * ValueError, and so does -0, as in NumPy. NaN and infinities are passed on, as in NumPy.
   */
  normal(loc: number, scale: number, size: number): Float64Array {
    requireNumber(loc, 'normal: loc');
    requireNumber(scale, 'normal: scale');
    requireSize(size, 'normal: size');
    if (scale < 0 || Object.is(scale, -0)) {
      throw new ValueError(`normal: scale < 0, found scale = ${scale || '-0'}, allowed: 0 or more.`);
    }
    return this.#normals(loc, scale, size);
  }

  /** `np.random.permutation(n)`: 0 … n - 1 in random order. A negative n, NumPy's empty array, throws a ValueError. */
  permutation(n: number): Float64Array {
    requireSize(n, 'permutation: n');
    const order = new Float64Array(n).map((_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  /**
   * `np.random.randint`: `size` integers in [low, high) of NumPy's default type, int64. Bounds that are no safe
   * integers and low >= high throw a ValueError.
   */
  randint(low: number, high: number, size: number): Float64Array {
    requireSafeInteger(low, 'randint: low');
    requireSafeInteger(high, 'randint: high');
    requireSize(size, 'randint: size');
    if (low >= high) {
      throw new ValueError(
        `randint: low >= high, found low = ${low} and high = ${high}, allowed: low < high.`,
      );
    }
    const out = new Float64Array(size);
    const top = high - 1 - low;
    if (top <= LAST_SEED) {
      // From 0 to 0 there is nothing to choose, and nothing is drawn.
      for (let i = 0; i < size; i++) out[i] = low + this.#upTo(top);
    } else {
      // Up to 2^54: no double holds every difference, though each sum is a safe integer.
      const wideTop = BigInt(high) - 1n - BigInt(low);
      for (let i = 0; i < size; i++) out[i] = Number(BigInt(low) + this.#upToWide(wideTop));
    }
    return out;
  }

  #uniforms(low: number, high: number, size: number): Float64Array {
    const out = new Float64Array(size);
    const range = high - low;
    for (let i = 0; i < size; i++) out[i] = low + range * this.#uniform();
    return out;
  }

  #normals(loc: number, scale: number, size: number): Float64Array {
    const out = new Float64Array(size);
    for (let i = 0; i < size; i++) out[i] = loc + scale * this.#normal();
    return out;
  }

  /** A uniform on [0, 1): the high 27 bits of one word, then the high 26 of the next. */
  readonly #uniform = (): number => {
    const high = this.#engine.next() >>> 5;
    return (high * 2 ** 26 + (this.#engine.next() >>> 6)) * 2 ** -53;
  };

  #normal(): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return spare;
    }
    const [first, second] = polarPair(this.#uniform);
    this.#spare = second;
    return first;
  }

  /** An integer in [0, top], top at most 2^32 - 1: low bits of a word, drawn again until they are not too large. */
  #upTo(top: number): number {
    if (top === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(top);
    for (;;) {
      const value = (this.#engine.next() & mask) >>> 0;
      if (value <= top) return value;
    }
  }

  /** The same for a `top` of more than 32 bits: two words a number, the high one first. */
  #upToWide(top: bigint): bigint {
    const bits = top.toString(2).length;
    for (;;) {
      const word = (BigInt(this.#engine.next()) << 32n) | BigInt(this.#engine.next());
      const value = BigInt.asUintN(bits, word);
      if (value <= top) return value;
    }
  }
}
