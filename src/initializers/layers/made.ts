/** What a layer is made of: parameters under their names, and the steps that fill them. */
import { ValueError } from '../../random/errors.ts';
import { type Draw, numel, type Slot } from './draws.ts';

/** A tensor under its name in `named_parameters()`. */
export interface Named {
  name: string;
  slot: Slot;
}

/** A layer, read but not drawn. */
export interface Layer {
  /** As PyTorch calls it: nn.Linear. */
  name: string;
  /** In the order of `named_parameters()`. */
  parameters: Named[];
  /** In PyTorch's order of drawing; the arguments' come first, as Python makes those first. */
  draws: Draw[];
}

/** What a constructor makes of its arguments: without its name, and without what the arguments drew. */
export type Made = Omit<Layer, 'name'>;

const MOST_NUMBERS = 2 ** 26;
const MOST_TENSORS = 10_000;

/** A tensor to be filled. */
export const slot = (...shape: number[]): Slot => ({ shape });

/** The parameters of a part, under its name in the whole. */
export const within = (part: string, { parameters }: Pick<Made, 'parameters'>): Named[] =>
  parameters.map((parameter) => ({ ...parameter, name: `${part}.${parameter.name}` }));

/**
 * @param count of parameters, or of steps to fill them; to be asked before a list of so many is made.
 * @throws ValueError for more than 10,000.
 */
export function requireFewTensors(count: number, name: string): void {
  if (count > MOST_TENSORS) {
    throw new ValueError(
      `${name}: ${count} parameters to be made; allowed are at most ${MOST_TENSORS.toLocaleString('en')} in all.`,
    );
  }
}

/** @throws ValueError for more than 2^26 numbers, in the parameters or in what is drawn on the way to them. */
export function requireFewNumbers({ name, parameters, draws }: Layer): void {
  requireFewTensors(parameters.length, name);
  const slots = new Set(draws.map((draw) => draw.slot));
  const held = parameters.reduce((sum, parameter) => sum + numel(parameter.slot.shape), 0);
  const drawn = [...slots].reduce((sum, { shape }) => sum + numel(shape), 0);
  const most = Math.max(held, drawn);
  if (most > MOST_NUMBERS) {
    throw new ValueError(
      `${name}: ${most} numbers in all its parameters; allowed are at most ${MOST_NUMBERS} (2^26).`,
    );
  }
}
