/** Linear layers whose two sides differ, under the three variances that the argument for Xavier's weighs up. */
import { kaiming_normal_, xavier_normal_ } from '../../initializers/variance-scaling.ts';
import type { LinearLayer } from '../../math/two-way-gains.ts';
import type { Generator } from '../../random/torch.ts';

type Draw = (weight: Float32Array, shape: readonly [number, number], rng: Generator) => Float32Array;

const counting =
  (mode: 'fan_in' | 'fan_out'): Draw =>
  (weight, shape, rng) =>
    kaiming_normal_(weight, shape, rng, { mode, nonlinearity: 'linear' });

/** How each is drawn, and the variance of a weight. */
export const fanChoices = {
  '1/n_in': { draw: counting('fan_in'), variance: (n_in: number, _: number) => 1 / n_in },
  '1/n_out': { draw: counting('fan_out'), variance: (_: number, n_out: number) => 1 / n_out },
  Xavier: { draw: xavier_normal_ as Draw, variance: (n_in: number, n_out: number) => 2 / (n_in + n_out) },
};

export type FanChoice = keyof typeof fanChoices;
export const fanChoiceNames = Object.keys(fanChoices) as FanChoice[];

/** log2 of n_in / n_out. */
export const FAN_RATIOS = [-4, -3, -2, -1, 0, 1, 2, 3, 4] as const;

export interface TwoSided {
  /** Units on the side that has fewer. */
  narrow: number;
  layers: number;
}

/** A stack that leads from n_in to n_out to n_in and so on. */
export function thereAndBack(name: FanChoice, ratio: number, { narrow, layers }: TwoSided): LinearLayer[] {
  const [a, b] = [ratio, -ratio].map((side) => narrow * 2 ** Math.max(0, side));
  return Array.from({ length: layers }, (_, l) => {
    const [n_in, n_out] = l % 2 === 0 ? [a, b] : [b, a];
    return { n_in, n_out, variance: fanChoices[name].variance(n_in, n_out) };
  });
}

/** Their first layers, one a ratio. */
export const firstLayers = (name: FanChoice, plan: TwoSided): LinearLayer[] =>
  FAN_RATIOS.map((ratio) => thereAndBack(name, ratio, plan)[0]);
