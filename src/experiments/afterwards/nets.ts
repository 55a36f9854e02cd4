/**
 * Deep ReLU nets that start too large or too small, and three remedies: clipping the gradient, LARS, and LSUV. All their weights
 * are one set of orthonormal matrices, times a gain for each layer.
 */
import { orthogonal_ } from '../../initializers/orthogonal.ts';
import { lars } from '../../networks/lars.ts';
import { denseLayout, type Layout, layerViews } from '../../networks/layout.ts';
import { type Optimizer, sgd } from '../../networks/optimizers.ts';
import type { Generator } from '../../random/torch.ts';

export const POINTS = 128;
export const WIDTH = 32;

export const sizes = ['too large', 'too small'] as const;
export const remedies = ['none', 'clipped', 'LARS', 'LSUV'] as const;
export type Size = (typeof sizes)[number];
export type Remedy = (typeof remedies)[number];

/** "too large", "too large, clipped", … */
export const netName = (size: Size, remedy: Remedy): string =>
  remedy === 'none' ? size : `${size}, ${remedy}`;

export interface MendedSetting {
  /** The gains of the two starts. */
  large: number;
  small: number;
  /** By how much the gain falls from layer to layer; their product stays what it is. */
  tilt: number;
  /** Hidden layers. */
  depth: number;
  lr: number;
  clip: number;
  trust: number;
  steps: number;
}

/** Every net, in the order in which they run. */
export const mendedNets = sizes.flatMap((size) => remedies.map((remedy) => ({ size, remedy })));

export const layoutOf = ({ depth }: Pick<MendedSetting, 'depth'>): Layout =>
  denseLayout({ widths: [2, ...Array(depth).fill(WIDTH), 1], activation: 'relu' });

/** The gain of a layer, 1 … depth + 1: the middle one has the gain of the start. */
export function gainAt(layer: number, size: Size, setting: MendedSetting): number {
  const gain = size === 'too large' ? setting.large : setting.small;
  return gain * setting.tilt ** (setting.depth / 2 + 1 - layer);
}

/** Orthonormal rows or columns in every layer, biases at zero. */
export function drawOrthonormal(layout: Layout, rng: Generator): Float32Array {
  const parameters = new Float32Array(layout.size);
  for (const { weight, shape } of layerViews(layout, parameters)) orthogonal_(weight, shape, rng);
  return parameters;
}

/** A copy with each layer multiplied by its gain. */
export function scaledBy(
  layout: Layout,
  parameters: Float32Array,
  gain: (layer: number) => number,
): Float32Array {
  const scaled = parameters.slice();
  for (const [i, { weight }] of layerViews(layout, scaled).entries()) {
    const factor = Math.fround(gain(i + 1));
    for (let k = 0; k < weight.length; k++) weight[k] *= factor;
  }
  return scaled;
}

/** What a remedy does to the steps; LSUV leaves them alone. */
export function recipeOf(
  remedy: Remedy,
  layout: Layout,
  { lr, clip, trust }: MendedSetting,
): { optimizer: Optimizer; max_norm?: number } {
  if (remedy === 'LARS') return { optimizer: lars(layout, { trust }) };
  return { optimizer: sgd({ lr }), ...(remedy === 'clipped' ? { max_norm: clip } : {}) };
}
