/**
 * Eight starts of a net with one hidden layer, from all units alike to all different, and what the symmetry argument says
 * of each: how many different units there are before and after the first step, and whether anything but the output's bias
 * can ever move.
 */
import { linear_default_ } from '../initializers/linear-default.ts';
import type { Generator } from '../random/torch.ts';
import { type Layout, layerViews } from './layout.ts';

/** What the constant starts fill with, as study note 002 does. */
export const CONSTANT = 0.5;

export const hiddenActivations = ['tanh', 'relu', 'sigmoid'] as const;
export type HiddenActivation = (typeof hiddenActivations)[number];

/** The random numbers that the starts share, so that they differ in nothing else. */
export interface Drawn {
  /** [hidden, 2] and [1, hidden], as `nn.Linear` draws its weights. */
  first: Float32Array;
  last: Float32Array;
  /** [hidden] standard normals. */
  biases: Float32Array;
}

export function drawWeights(rng: Generator, { inputs, hidden }: { inputs: number; hidden: number }): Drawn {
  return {
    first: linear_default_(new Float32Array(hidden * inputs), [hidden, inputs], rng),
    last: linear_default_(new Float32Array(hidden), [1, hidden], rng),
    biases: rng.normal_(new Float32Array(hidden)),
  };
}

type Filled = 'zero' | 'constant' | 'random';

/** What each fills the first weights with, the last, and the hidden biases; the output's bias is 0. */
const fillings = {
  zeros: ['zero', 'zero', 'zero'],
  constant: ['constant', 'constant', 'zero'],
  'constant, a bit off': ['constant', 'constant', 'zero'],
  'constant first': ['constant', 'random', 'zero'],
  'zero first': ['zero', 'random', 'zero'],
  'zero last': ['random', 'zero', 'zero'],
  'zeros, random biases': ['zero', 'zero', 'random'],
  random: ['random', 'random', 'zero'],
} as const satisfies Record<string, readonly [first: Filled, last: Filled, biases: Filled]>;

export type SymmetricStart = keyof typeof fillings;
export const symmetricStarts = Object.keys(fillings) as SymmetricStart[];

/** The flat parameters of a start. @param layout two layers, the second with one output */
export function startingPoint(start: SymmetricStart, layout: Layout, drawn: Drawn): Float32Array {
  const flat = new Float32Array(layout.size);
  const [first, last] = layerViews(layout, flat);
  const fill = (out: Float32Array | undefined, how: Filled, values: Float32Array) => {
    if (how === 'constant') out?.fill(CONSTANT);
    else if (how === 'random') out?.set(values);
  };
  const [weights, outgoing, biases] = fillings[start];
  fill(first.weight, weights, drawn.first);
  fill(first.bias, biases, drawn.biases);
  fill(last.weight, outgoing, drawn.last);
  if (start === BIT_OFF) first.weight[0] = nextUp(CONSTANT);
  return flat;
}

/** The next float32 above a power of two, which `CONSTANT` is. */
const nextUp = (power: number) => power * (1 + 2 ** -23);

/** One weight of the first unit is one bit larger; the other units are alike, and stay so. */
export const BIT_OFF = 'constant, a bit off';

/**
 * Nothing but the output's bias can move: the units give 0 whatever the input, so the last weights have no gradient, and
 * no gradient reaches the first ones, because the last are 0 or because relu′(0) is.
 */
export const staysStill = (start: SymmetricStart, activation: HiddenActivation): boolean =>
  (start === 'zeros' && activation !== 'sigmoid') || (start === 'zero first' && activation === 'relu');

/** All units are alike, and get the same gradient for ever. */
export const staysOneUnit = (start: SymmetricStart, activation: HiddenActivation): boolean =>
  start === 'zeros' || start === 'constant' || staysStill(start, activation);

/** All units are alike before the first step, and none after it. */
export const partsAtOnce = (start: SymmetricStart, activation: HiddenActivation): boolean =>
  (start === 'constant first' || start === 'zero first') && !staysStill(start, activation);

/**
 * How many different units: units with the same incoming weights and bias, to the last bit, give the same output for every
 * input, so that one with their outgoing weights added up could stand for all.
 */
export function differentUnits(layout: Layout, flat: Float32Array): number {
  return new Set(unitsOf(layout, flat).map(({ incoming }) => incoming.join())).size;
}

/** Each unit's fingerprint: incoming weights and bias, and the outgoing weight. */
export function unitsOf(layout: Layout, flat: Float32Array): { incoming: number[]; outgoing: number }[] {
  const [{ weight, shape, bias }, last] = layerViews(layout, flat);
  const [hidden, inputs] = shape;
  return Array.from({ length: hidden }, (_, i) => ({
    incoming: [...weight.subarray(i * inputs, (i + 1) * inputs), ...(bias ? [bias[i]] : [])],
    outgoing: last.weight[i],
  }));
}
