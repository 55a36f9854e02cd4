/** How far our NumPy stream is from NumPy's: every case of test/fixtures/numpy-streams.json, played again. */

import { readFileSync } from 'node:fs';
import { RandomState } from '../../src/random/numpy.ts';
import { type Agreement, compare, exact, normal64, type Packed, type Tolerance } from './agreement.ts';

export interface Call {
  /** As it would be typed. */
  text: string;
  method: string;
  /** The method's arguments here, sizes as numbers of elements. */
  args: number[];
  /** Of more than 64 numbers there is a checksum as well; `seed` gives nothing. */
  out?: Packed & { crc32?: number };
}

export interface Case {
  seed: number;
  calls: Call[];
  /** The two numbers that rand gives after the calls. */
  next: number[];
}

const path = new URL('../fixtures/numpy-streams.json', import.meta.url);
export const cases = (JSON.parse(readFileSync(path, 'utf8')) as { data: Case[] }).data;

/** Makes one call of a fixture; undefined for `seed`, which draws nothing. */
export function play(state: RandomState, { method, args }: Call): Float64Array | undefined {
  const [a, b, c] = args;
  switch (method) {
    case 'rand':
      return state.rand(a);
    case 'randn':
      return state.randn(a);
    case 'uniform':
      return state.uniform(a, b, c);
    case 'normal':
      return state.normal(a, b, c);
    case 'permutation':
      return state.permutation(a);
    case 'randint':
      return state.randint(a, b, c);
    case 'seed':
      state.seed(a);
      return undefined;
    default:
      throw new Error(`numpy-streams.json has a method unknown to this test: ${method}`);
  }
}

/** Normals go through the logarithm of the JavaScript engine; the rest are exact. */
function toleranceOf({ method, args }: Call): Tolerance {
  if (method === 'randn') return normal64(1);
  return method === 'normal' ? normal64(args[1]) : exact;
}

/**
 * One entry a call, told with the calls before it, on which it depends.
 * @throws Error when the stream stands elsewhere after a case than NumPy's.
 */
export function agreements(): Agreement[] {
  return cases.flatMap(({ seed, calls, next }) => {
    const state = new RandomState(seed);
    const typed = [`np.random.seed(${seed})`];
    const entries: Agreement[] = [];
    for (const call of calls) {
      typed.push(call.text);
      const drawn = play(state, call);
      if (!drawn || !call.out) continue;
      const compared = compare(drawn, call.out, toleranceOf(call));
      entries.push({ of: `np.random.${call.method}`, call: typed.join('; '), ...compared });
    }
    const ours = Array.from(state.rand(2));
    if (ours.some((value, i) => value !== next[i])) {
      throw new Error(`after ${typed.join('; ')} comes ${ours}; the fixture has ${next}.`);
    }
    return entries;
  });
}
