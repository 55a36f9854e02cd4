/** How the numbers of one parameter are drawn, step by step, in PyTorch's order. */
import type { Generator } from '../../random/torch.ts';
import { calculate_fans } from '../fans.ts';
import { normal_, uniform_ } from '../uniform-normal.ts';
import { kaiming_uniform_, xavier_normal_, xavier_uniform_, xavierStd } from '../variance-scaling.ts';

/** What a parameter's numbers follow; `by` is the function of torch.nn.init that makes them. */
export type Law =
  /** Uniform on ±bound. */
  | { kind: 'uniform'; bound: number; by: 'kaiming_uniform_' | 'uniform_' | 'xavier_uniform_' }
  /** Normal with mean 0; of an embedding with a padding_idx the row of that number is then set to 0. */
  | { kind: 'normal'; std: number; by: 'normal_' | 'xavier_normal_'; zero_row?: number }
  /** The same number everywhere; nothing is drawn. */
  | { kind: 'constant'; value: number; by: 'constant_' | 'ones_' | 'zeros_' };

/** A tensor that a layer makes. Its identity counts: two names may be of copies of the same numbers. */
export interface Slot {
  readonly shape: readonly number[];
}

/** One step: fills the tensor of `slot`. A later step on the same slot writes over it. */
export interface Draw {
  slot: Slot;
  law: Law;
  fill(tensor: Float32Array, generator: Generator): void;
}

/** How many numbers a shape holds. */
export const numel = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/** Uniform on ±bound. */
export const uniform = (slot: Slot, bound: number): Draw => ({
  slot,
  law: { kind: 'uniform', bound, by: 'uniform_' },
  fill: (tensor, generator) => uniform_(tensor, slot.shape, generator, { a: -bound, b: bound }),
});

/** What Linear and the convolutions do to their weight: kaiming_uniform_ with a = √5, which is ±1/√fan_in. */
export const kaimingUniform = (slot: Slot): Draw => ({
  slot,
  law: { kind: 'uniform', bound: 1 / Math.sqrt(calculate_fans(slot.shape).fan_in), by: 'kaiming_uniform_' },
  fill: (tensor, generator) => kaiming_uniform_(tensor, slot.shape, generator, { a: Math.sqrt(5) }),
});

/** Uniform on ±√(6 / (fan_in + fan_out)). */
export const xavierUniform = (slot: Slot): Draw => ({
  slot,
  law: { kind: 'uniform', bound: Math.sqrt(3) * xavierStd(slot.shape), by: 'xavier_uniform_' },
  fill: (tensor, generator) => xavier_uniform_(tensor, slot.shape, generator),
});

/** Normal with the variance 2 / (fan_in + fan_out). */
export const xavierNormal = (slot: Slot): Draw => ({
  slot,
  law: { kind: 'normal', std: xavierStd(slot.shape), by: 'xavier_normal_' },
  fill: (tensor, generator) => xavier_normal_(tensor, slot.shape, generator),
});

/** Standard normal; then the row `zero_row`, if there is one, is set to 0. */
export const standardNormal = (slot: Slot, zero_row?: number): Draw => ({
  slot,
  law: { kind: 'normal', std: 1, by: 'normal_', ...(zero_row !== undefined && { zero_row }) },
  fill(tensor, generator) {
    normal_(tensor, slot.shape, generator);
    const length = slot.shape[1];
    if (zero_row !== undefined) tensor.fill(0, zero_row * length, (zero_row + 1) * length);
  },
});

/** The same number everywhere. */
export const constant = (slot: Slot, value: number): Draw => ({
  slot,
  law: { kind: 'constant', value, by: value === 0 ? 'zeros_' : value === 1 ? 'ones_' : 'constant_' },
  fill: (tensor) => tensor.fill(value),
});
