/**
 * The nets of the guide "which initializer for which activation", and their laws: seven activations, each with weights of
 * standard deviation gain / sqrt(fan_in) under three gains.
 */
import { calculate_gain } from '../../initializers/gain.ts';
import { preservingGain } from '../../math/critical-gain.ts';
import { type EndLaws, endLaws } from '../../math/end-laws.ts';
import type { LayerActivation } from '../../networks/activations.ts';

/** Layers after which the nets are compared. */
export const DEPTHS = [2, 10, 50] as const;
export const DEEPEST = 50;

export interface GuideNet {
  /** As the reader knows it: `leaky ReLU`. */
  name: string;
  initializer: 'He' | 'Xavier' | 'own gain';
  activation: LayerActivation;
  gain: number;
}

/** PyTorch's gain for each. It has none for elu: with this one a signal of rms 1 keeps its size. */
const own: Record<string, [LayerActivation, gain: (slope: number) => number]> = {
  ReLU: ['relu', () => calculate_gain('relu')],
  'leaky ReLU': ['leaky_relu', (slope) => calculate_gain('leaky_relu', slope)],
  ELU: ['elu', () => ELU_GAIN],
  SELU: ['selu', () => calculate_gain('selu')],
  sigmoid: ['sigmoid', () => calculate_gain('sigmoid')],
  tanh: ['tanh', () => calculate_gain('tanh')],
  linear: ['linear', () => calculate_gain('linear')],
};
const ELU_GAIN = preservingGain({ activation: 'elu' });

/** Activation by activation; Xavier's gain is 1, since all layers are square. */
export function guideNets(slope: number): GuideNet[] {
  return Object.entries(own).flatMap(([name, [activation, gain]]): GuideNet[] => [
    { name, initializer: 'He', activation, gain: calculate_gain('relu') },
    { name, initializer: 'Xavier', activation, gain: 1 },
    { name, initializer: 'own gain', activation, gain: gain(slope) },
  ]);
}

/** Which net, and of how many units. */
export interface GuideSetting {
  width: number;
  /** Of leaky_relu left of 0. */
  slope: number;
}

/** The laws of a net at `DEPTHS`. */
export const guideLaws = ({ activation, gain }: GuideNet, { width, slope }: GuideSetting): EndLaws =>
  endLaws({ activation, gain, width, params: { negativeSlope: slope } }, DEPTHS);

/** A net by its place in the guide. */
export type Place = readonly [name: string, initializer: GuideNet['initializer']];

/** The laws of the net at a place; throws where there is none. */
export function lawsAt([name, initializer]: Place, setting: GuideSetting): EndLaws {
  const net = guideNets(setting.slope).find((net) => net.name === name && net.initializer === initializer);
  if (!net) throw new RangeError(`lawsAt: ${name}, ${initializer} is not among the nets of the guide.`);
  return guideLaws(net, setting);
}
