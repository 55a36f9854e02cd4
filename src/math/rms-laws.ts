/**
 * The law of log2 rms at single places of a dense stack of finite width, each by itself. Where a whole path is judged, the
 * band of finite-width.ts is the right one; where a few stacks are judged at a few depths, this costs a tenth of it.
 */

import { gradientLaws } from './gradient-laws.ts';
import type { Cumulants3 } from './log-law.ts';
import { bitsOfRms } from './mean-field.ts';
import type { SignalLaws, WideStack } from './signal-laws.ts';
import type { SkewedLaw } from './skewed-law.ts';

/** The cumulants of ln(mean square), as a law of log2 rms. */
export const rmsLaw = ({ mean, variance, third }: Cumulants3): SkewedLaw => ({
  mean: bitsOfRms(mean),
  sd: bitsOfRms(Math.sqrt(variance)),
  skewness: third / variance ** 1.5,
});

/** Of the signal after `layers` layers. */
export const signalLaw = ({ laws }: SignalLaws, layers: number): SkewedLaw => rmsLaw(laws[layers]);

/** Of the gradient at the input, if it starts after `layers` layers as independent standard normals. */
export function gradientLaw(stack: WideStack, { laws, layers: all }: SignalLaws, layers: number): SkewedLaw {
  const shallow = { laws: laws.slice(0, layers + 1), layers: all.slice(0, layers) };
  return rmsLaw(gradientLaws(stack, shallow)[0]);
}

/**
 * Of the change of the signal's log2 rms between two layers. With u = ln q, u_to = ρ u_from + R, where ρ is the product of
 * the layers' responses and R, the noise of the layers between, is independent of u_from.
 */
export function changeLaw({ laws, layers }: SignalLaws, from: number, to: number): SkewedLaw {
  const rho = layers.slice(from, to).reduce((product, { response }) => product * response, 1);
  const [a, b] = [laws[from], laws[to]];
  return rmsLaw({
    mean: b.mean - a.mean,
    variance: b.variance - rho ** 2 * a.variance + (rho - 1) ** 2 * a.variance,
    third: b.third - rho ** 3 * a.third + (rho - 1) ** 3 * a.third,
  });
}
