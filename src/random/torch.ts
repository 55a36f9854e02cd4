/** PyTorch's CPU random stream: after `new Generator(seed)` the numbers are those after `torch.manual_seed(seed)`. */

import { BLOCK, normalBlock, normalPair } from './box-muller.ts';
import { RuntimeError, ValueError } from './errors.ts';
import { Mt19937 } from './mt19937.ts';
import { sixDigits } from './six-digits.ts';

const FLOAT_MAX = (2 - 2 ** -23) * 2 ** 127;
/** From here on newer PyTorch shuffles with 64-bit words. */
const RANDPERM_END = Math.floor((2 ** 32 - 1) / 20);

/** MT19937 takes the low 32 bits of PyTorch's 64-bit seed; a negative seed wraps to 2^64 + seed. */
function seed32(seed: number | bigint): number {
  const isInteger = typeof seed === 'bigint' || Number.isInteger(seed);
  if (!isInteger || seed < -(2n ** 63n) || seed >= 2n ** 64n) {
    throw new ValueError(
      `Generator: seed = ${String(seed)} (${typeof seed}); allowed is an integer from -2^63 to 2^64 - 1.`,
    );
  }
  return Number(BigInt.asUintN(32, BigInt(seed)));
}

function requireSize(size: number, where: string): void {
  if (!Number.isInteger(size) || size < 0) {
    throw new RangeError(`${where} = ${size}; allowed is a whole number of at least 0.`);
  }
}

function requireSafeInteger(value: number, where: string): void {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${where} = ${value}; allowed is an integer from -(2^53 - 1) to 2^53 - 1.`);
  }
}

function requireFloat(bound: number, name: string): void {
  if (!(Math.abs(bound) <= FLOAT_MAX)) {
    throw new RuntimeError(
      `uniform_: ${name} = ${bound}: ${name} is out of bounds for float, allowed: -${FLOAT_MAX} to ${FLOAT_MAX}.`,
    );
  }
}

/**
 * `torch.Generator` on the CPU. Methods that end in `_` fill the array that they are given and return it, as in
 * PyTorch; sizes are numbers of elements, the product of a tensor's shape. The source is what PyTorch 1.13 does on
 * x86-64: integers, uniforms and, from 16 on, normals are the same numbers bit for bit; see box-muller.ts for fewer.
 */
export class Generator {
  #engine: Mt19937;
  /** The second normal of a pair: it waits for the next call for fewer than 16, whatever is drawn in between. */
  #spare: number | undefined;

  /** @param seed any integer in [-2^63, 2^64 - 1], and 0 is one; anything else throws a RangeError. */
  constructor(seed: number | bigint) {
    this.#engine = new Mt19937(seed32(seed));
  }

  /** Starts the stream again as the constructor does, and forgets the spare normal. */
  manual_seed(seed: number | bigint): this {
    this.#engine = new Mt19937(seed32(seed));
    this.#spare = undefined;
    return this;
  }

  /**
   * Fills `out` with float32 uniforms on [from, to): 24 bits, scaled and shifted with one rounding, so that `to` itself
   * can come out. Bounds out of order, or out of float32's range, throw a RuntimeError.
   */
  uniform_(out: Float32Array, from = 0, to = 1): Float32Array {
    requireFloat(from, 'from');
    requireFloat(to, 'to');
    if (from > to) {
      throw new RuntimeError(
        `uniform_ expects to return a [from, to) range, but found from=${sixDigits(from)} > to=${sixDigits(to)}, allowed: from <= to.`,
      );
    }
    if (to - from > FLOAT_MAX) {
      throw new RuntimeError(
        `uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=${sixDigits(to)} and from=${sixDigits(from)} which result in to-from to exceed the limit, allowed: to - from <= ${FLOAT_MAX}.`,
      );
    }
    const low = Math.fround(from);
    const step = Math.fround(Math.fround(to) - low) * 2 ** -24;
    // For (0, b) and (-a, a) the double sum is exact, so that storing it as float32 is the one rounding.
    for (let i = 0; i < out.length; i++) out[i] = (this.#engine.next() & 0xffffff) * step + low;
    return out;
  }

  /**
   * Fills `out` with float32 normals. 16 or more are drawn in blocks, and where their number is no multiple of 16, the
   * last 16 are drawn a second time; so the first numbers of a long array are not those of a short one. An std that
   * is negative or NaN throws a RuntimeError.
   */
  normal_(out: Float32Array, mean = 0, std = 1): Float32Array {
    if (!(std >= 0)) {
      throw new RuntimeError(
        `normal_: normal expects std >= 0.0, but found std ${sixDigits(std)}, allowed: 0 or more.`,
      );
    }
    if (out.length < BLOCK) {
      for (let i = 0; i < out.length; i++) out[i] = this.#normal() * std + mean;
      return out;
    }
    const mean32 = Math.fround(mean);
    const std32 = Math.fround(std);
    const tail = out.length % BLOCK;
    for (let at = 0; at < out.length - tail; at += BLOCK) normalBlock(this.#engine, out, at, mean32, std32);
    if (tail > 0) {
      // PyTorch has drawn uniforms for the tail by now. They are lost, but the stream has moved on.
      for (let i = 0; i < tail; i++) this.#engine.next();
      normalBlock(this.#engine, out, out.length - BLOCK, mean32, std32);
    }
    return out;
  }

  /** `torch.rand`: `size` float32 uniforms on [0, 1). */
  rand(size: number): Float32Array {
    requireSize(size, 'rand: size');
    return this.uniform_(new Float32Array(size));
  }

  /** `torch.randn`, `torch.normal(0, 1, …)`: `size` float32 standard normals. */
  randn(size: number): Float32Array {
    requireSize(size, 'randn: size');
    return this.normal_(new Float32Array(size));
  }

  /** `torch.randperm`: 0 … n - 1 in random order; an Int32Array, since they are indices. */
  randperm(n: number): Int32Array {
    requireSize(n, 'randperm: n');
    if (n >= RANDPERM_END) throw new RangeError(`randperm: n = ${n}; allowed is less than ${RANDPERM_END}.`);
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.#engine.next() % (n - i));
      const moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /**
   * `torch.randint`: `size` integers in [low, high). PyTorch's have 64 bits; a Float64Array holds all of them that
   * JavaScript's numbers can, where an Int32Array would wrap. Where high - low is 2^28 or more and less than 2^32,
   * PyTorch 2.7 and later draw two words for one; here it is one, as in the versions before.
   * low >= high and bounds that are no safe integers throw a RangeError.
   */
  randint(low: number, high: number, size: number): Float64Array {
    requireSafeInteger(low, 'randint: low');
    requireSafeInteger(high, 'randint: high');
    requireSize(size, 'randint: size');
    if (low >= high) {
      throw new RangeError(`randint expects low to be less than high, but got low=${low} >= high=${high}.`);
    }
    const out = new Float64Array(size);
    const range = high - low;
    if (range < 2 ** 32) {
      for (let i = 0; i < size; i++) out[i] = low + (this.#engine.next() % range);
    } else {
      const wideRange = BigInt(high) - BigInt(low);
      for (let i = 0; i < size; i++) {
        const word = (BigInt(this.#engine.next()) << 32n) | BigInt(this.#engine.next());
        out[i] = Number(BigInt(low) + (word % wideRange));
      }
    }
    return out;
  }

  #normal(): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return spare;
    }
    const [first, second] = normalPair(this.#engine);
    this.#spare = second;
    return first;
  }
}
