/**
 * What a random stack leaves of the difference between two inputs. Both meet the same weights, so the correlation c of
 * their signals obeys a recursion of its own (Poole et al. 2016, equation 5), and
 *
 *   E (h - h~)² / 2 = q (1 - c),   1 at the input, if its entries are independent standard normals.
 *
 * The size of the signal does not tell: a sigmoid's stays near 1/2 while 1 - c falls to nothing.
 */

import { bitsOfRms, meanField } from './mean-field.ts';
import type { SignalLaws, WideStack } from './signal-laws.ts';
import type { SkewedLaw } from './skewed-law.ts';

/** Below this 1 - c would be lost among the digits of c, and the difference is passed on as a small nudge is. */
const SMALL = 1e-6;

/**
 * log2 rms of (h - h~) / √2 by layer, entries 0 … depth, at infinite width and without biases or residual connections.
 * The moments are those at the size that `signal` has on average.
 */
export function differenceField(stack: WideStack, { layers }: SignalLaws): number[] {
  if (stack.biasVariance || stack.residual) {
    throw new RangeError(
      'differenceField: only stacks without biases and residual connections have it here.',
    );
  }
  const { forward } = meanField(stack);
  let logApart = 0;
  return forward.map((bits, l) => {
    if (l > 0) {
      const { noise, factor } = layers[l - 1];
      const apart = Math.exp(logApart);
      // A nudge's mean square is multiplied by χ, and q by what it is multiplied by.
      if (apart < SMALL) logApart += Math.log(factor) - 2 * Math.LN2 * (bits - forward[l - 1]);
      else logApart = Math.log(1 - noise.pair(1 - apart).correlation);
    }
    return bits + bitsOfRms(logApart);
  });
}

/**
 * The law of log2 rms of (h - h~) / √2 in a stack that forgets, as a sigmoid's does. There the difference is soon a small
 * nudge, and passes on the way up the slopes that the gradient passes on the way down: its mean square averages what
 * infinite width says, and its logarithm has the variance v of the gradient's, so that E ln = ln E - v/2. In simulations of
 * sigmoid stacks of ten layers (width 64 and 256, gains 1 and √2) the standard deviation was 0.93 to 1.00 times this one.
 * @param field the entry of `differenceField` for that layer
 * @param gradient the law of the gradient through the same layers
 */
export function forgettingLaw(field: number, gradient: SkewedLaw): SkewedLaw {
  return { ...gradient, mean: field - Math.LN2 * gradient.sd ** 2 };
}
