/**
 * The fluctuations of a residual layer h + f(z), from those of f(z) alone. A plain layer is the case `kept` = 0, `added` = 1.
 *
 * Given h, the terms are h_i² + 2 h_i f_i + f_i², so the noise is 4 q Var f + 4 (mean h) Cov(f, f²) + Var f². Backward,
 * g + W^T δ has the noise 4 |g|² Var(W^T δ) + Var |W^T δ|² in the same way.
 */

import type { LayerNoise, PairNoise } from './layer-moments.ts';
import type { TermCumulants } from './log-law.ts';

/** What share of the new second moment comes from where; with the cross term of mean and mean they add up to 1. */
export interface Shares {
  /** q^(l-1) / q^l, or 1 / (1 + χ) backward. */
  kept: number;
  /** E f² / q^l, or χ / (1 + χ). */
  added: number;
  /** mean h^(l-1) / sqrt(q^(l-1)); 0 backward. */
  lean: number;
}

/** Cumulants of one term of the forward noise. The third is that of 2 h f + f² for an h symmetric about 0. */
export function skipForward(noise: LayerNoise, { kept, added, lean }: Shares): TermCumulants {
  const { second, third } = noise.forward;
  return {
    second:
      4 * kept * added * (1 - noise.mean ** 2) +
      4 * lean * Math.sqrt(kept) * added ** 1.5 * noise.lean +
      added ** 2 * second,
    third: 12 * kept * added ** 2 * second + added ** 3 * third,
  };
}

/** The same of the backward noise. */
export function skipBackward({ second, third }: TermCumulants, { kept, added }: Shares): TermCumulants {
  return {
    second: 4 * kept * added + added ** 2 * second,
    third: 12 * kept * added ** 2 * second + added ** 3 * third,
  };
}

/** What two inputs with signals of correlation c share after a residual layer. */
export interface SkipPair {
  /** The correlation after the layer. */
  correlation: number;
  /** The covariance of their mean squares, times n. */
  forward: number;
  /** The variance of the mean of h h~, times n. */
  product: number;
}

export function skipPair(pair: PairNoise, mean: number, c: number, { kept, added, lean }: Shares): SkipPair {
  const cross = 1 - kept - added;
  const f = pair.correlation;
  return {
    correlation: kept * c + added * f + cross,
    forward:
      4 * kept * added * c * (f - mean ** 2) +
      4 * lean * Math.sqrt(kept) * added ** 1.5 * pair.lean +
      added ** 2 * pair.forward,
    product: 2 * kept * added * (1 + c * f - 2 * mean ** 2) + added ** 2 * (1 + pair.forward - f ** 2),
  };
}
