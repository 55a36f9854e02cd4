/** All laws of one dense stack at a few depths: signal, gradient, and the difference between two inputs. */

import { changeLaw, gradientLaw, signalLaw } from './rms-laws.ts';
import { signalLaws, type WideStack } from './signal-laws.ts';
import type { SkewedLaw } from './skewed-law.ts';
import { differenceField } from './two-inputs.ts';

/** Each list has an entry a depth; all are of log2 rms. */
export interface EndLaws {
  /** Of the signal after so many layers. */
  forward: SkewedLaw[];
  /** Of the gradient at the input, if it starts after so many layers as independent standard normals. */
  backward: SkewedLaw[];
  /** What is left of the difference between two inputs, at infinite width. */
  difference: number[];
  /** Of the signal's change between the last two depths. */
  change: SkewedLaw;
}

/** A stack of fifty layers takes 20 ms to work out, and claims and further seeds ask for the same ones. */
const known = new Map<string, EndLaws>();

/** @param depths from shallow to deep, two at least */
export function endLaws(stack: Omit<WideStack, 'depth'>, depths: readonly number[]): EndLaws {
  const key = JSON.stringify([stack, depths]);
  const found = known.get(key);
  if (found) return found;
  const [from, to] = depths.slice(-2);
  const deepest = { ...stack, depth: to };
  const signal = signalLaws(deepest);
  const field = differenceField(deepest, signal);
  const laws = {
    forward: depths.map((depth) => signalLaw(signal, depth)),
    backward: depths.map((depth) => gradientLaw(deepest, signal, depth)),
    difference: depths.map((depth) => field[depth]),
    change: changeLaw(signal, from, to),
  };
  known.set(key, laws);
  return laws;
}
