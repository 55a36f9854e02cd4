/** MT19937, the Mersenne Twister: the stream of 32-bit words beneath PyTorch's CPU generator and NumPy's legacy one. */

const WORDS = 624;
/** How far ahead the recurrence looks for the word that it mixes in. */
const MIDDLE = 397;
const TOP_BIT = 0x80000000;
const LOW_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

/** One word of the next block: the top bit of `word` joined to the rest of `following`, twisted into `ahead`. */
function twist(word: number, following: number, ahead: number): number {
  const joined = (word & TOP_BIT) | (following & LOW_BITS);
  // -(joined & 1) is all ones for an odd word and zero for an even one: no branch to mispredict.
  return ahead ^ (joined >>> 1) ^ (-(joined & 1) & TWIST);
}

/**
 * The generator of Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator" (1998), with the seeding by one 32-bit word that they published in 2002.
 * C++'s `std::mt19937`, `torch.manual_seed` and `np.random.seed(integer)` all start here.
 */
export class Mt19937 {
  // Signed words, since that is what JavaScript's bit operators give; only `next` shows them unsigned.
  readonly #state = new Int32Array(WORDS);
  #position = WORDS;

  /** @param seed32 an integer in [0, 2^32 - 1]; anything else throws a RangeError. */
  constructor(seed32: number) {
    if (seed32 >>> 0 !== seed32) {
      throw new RangeError(
        `Mt19937: seed32 = ${seed32}; allowed is an integer from 0 to 4294967295 (2^32 - 1).`,
      );
    }
    let word = seed32 | 0;
    this.#state[0] = word;
    for (let i = 1; i < WORDS; i++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + i) | 0;
      this.#state[i] = word;
    }
  }

  /** The next word of the stream, an integer in [0, 2^32 - 1]. */
  next(): number {
    if (this.#position === WORDS) this.#refill();
    let word = this.#state[this.#position++] as number;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** Advances the whole state by one block; three runs, so that no index needs a remainder. */
  #refill(): void {
    const s = this.#state;
    for (let i = 0; i < WORDS - MIDDLE; i++) s[i] = twist(s[i], s[i + 1], s[i + MIDDLE]);
    for (let i = WORDS - MIDDLE; i < WORDS - 1; i++) s[i] = twist(s[i], s[i + 1], s[i + MIDDLE - WORDS]);
    s[WORDS - 1] = twist(s[WORDS - 1], s[0], s[MIDDLE - 1]);
    this.#position = 0;
  }
}
