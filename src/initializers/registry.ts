/** The initializers by name, with their arguments: what the command line and the page read from their readers. */
import { ValueError } from '../random/errors.ts';
import type { Generator } from '../random/torch.ts';
import { constant_, ones_, zeros_ } from './constants.ts';
import { modes, type Shape, shapeText } from './fans.ts';
import { nonlinearities } from './gain.ts';
import { dirac_, eye_ } from './identities.ts';
import { orthogonal_ } from './orthogonal.ts';
import { sparse_ } from './sparse.ts';
import { trunc_normal_ } from './trunc-normal.ts';
import { mxnet_default_, normal_, uniform_ } from './uniform-normal.ts';
import * as scaled from './variance-scaling.ts';

/** An argument; without a default it is required. */
export type Argument =
  | { type: 'number' | 'integer'; default?: number }
  | { type: 'choice'; choices: readonly string[]; default?: string };

export type Arguments = Record<string, number | string>;

export interface RegisteredInitializer {
  name: string;
  /** Who has it under this name. */
  of: 'torch.nn.init' | 'LeCun' | 'MXNet';
  fill(tensor: Float32Array, shape: Shape, generator: Generator, args: Arguments): Float32Array;
  /** By name, in PyTorch's order. */
  arguments: Record<string, Argument>;
}

/** Ties the table to the function: an argument too few or too many does not compile. */
function register<Options extends object>(
  name: string,
  fill: (tensor: Float32Array, shape: Shape, generator: Generator, options: Options) => Float32Array,
  args: { [Name in keyof Required<Options>]: Argument },
  of: RegisteredInitializer['of'] = 'torch.nn.init',
): RegisteredInitializer {
  return { name, of, fill: fill as unknown as RegisteredInitializer['fill'], arguments: args };
}

const number = (fallback?: number): Argument => ({ type: 'number', default: fallback });
const kaiming = {
  a: number(0),
  mode: { type: 'choice', choices: modes, default: 'fan_in' },
  nonlinearity: { type: 'choice', choices: nonlinearities, default: 'leaky_relu' },
} as const;

export const initializers: readonly RegisteredInitializer[] = [
  register('uniform_', uniform_, { a: number(0), b: number(1) }),
  register('normal_', normal_, { mean: number(0), std: number(1) }),
  register('trunc_normal_', trunc_normal_, {
    mean: number(0),
    std: number(1),
    a: number(-2),
    b: number(2),
  }),
  register('constant_', constant_, { val: number() }),
  register('ones_', ones_, {}),
  register('zeros_', zeros_, {}),
  register('eye_', eye_, {}),
  register('dirac_', dirac_, { groups: { type: 'integer', default: 1 } }),
  register('xavier_uniform_', scaled.xavier_uniform_, { gain: number(1) }),
  register('xavier_normal_', scaled.xavier_normal_, { gain: number(1) }),
  register('kaiming_uniform_', scaled.kaiming_uniform_, kaiming),
  register('kaiming_normal_', scaled.kaiming_normal_, kaiming),
  register('orthogonal_', orthogonal_, { gain: number(1) }),
  register('sparse_', sparse_, { sparsity: number(), std: number(0.01) }),
  register('lecun_uniform_', scaled.lecun_uniform_, {}, 'LeCun'),
  register('lecun_normal_', scaled.lecun_normal_, {}, 'LeCun'),
  register('mxnet_default_', mxnet_default_, { scale: number(0.07) }, 'MXNet'),
];

/** @throws ValueError for a name that is not in the table. */
export function findInitializer(name: string): RegisteredInitializer {
  const found = initializers.find((initializer) => initializer.name === name);
  if (!found) {
    const names = initializers.map((initializer) => initializer.name).join(', ');
    throw new ValueError(`Unknown initializer ${name}, allowed: ${names}.`);
  }
  return found;
}

/**
 * The arguments of an initializer with defaults for those that are absent. Values are judged by the initializer itself.
 * @throws ValueError for an unknown initializer; TypeError for unknown or missing arguments and for wrong types.
 */
export function readArguments(name: string, args: Record<string, unknown> = {}): Arguments {
  const { arguments: known } = findInitializer(name);
  const wrong = (what: string) => new TypeError(`${name}() ${what}, allowed: ${allowedText(known)}.`);
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw wrong('takes its arguments by name, as in {"argument": value}');
  }
  const unknown = Object.keys(args).find((argument) => !Object.hasOwn(known, argument));
  if (unknown !== undefined) throw wrong(`got an unexpected keyword argument '${unknown}'`);
  const read: Arguments = {};
  for (const [argument, { type, default: fallback }] of Object.entries(known)) {
    const value = Object.hasOwn(args, argument) ? args[argument] : fallback;
    if (value === undefined) throw wrong(`missing 1 required positional argument: '${argument}'`);
    if (typeof value !== (type === 'choice' ? 'string' : 'number')) {
      throw wrong(`argument '${argument}' must be ${typeTexts[type]}, not ${JSON.stringify(value)}`);
    }
    read[argument] = value as number | string;
  }
  return read;
}

const typeTexts = { number: 'a number', integer: 'an integer', choice: 'a string' };

function allowedText(known: Record<string, Argument>): string {
  const texts = Object.entries(known).map(([name, argument]) => {
    const kind = argument.type === 'choice' ? argument.choices.join(' | ') : typeTexts[argument.type];
    return `${name} (${kind}, ${argument.default === undefined ? 'required' : `default ${argument.default}`})`;
  });
  return texts.length > 0 ? texts.join(', ') : 'no arguments';
}

const MOST_ELEMENTS = 2 ** 26;
const MOST_DIMENSIONS = 16;

/**
 * The number of elements of a shape that a reader has typed.
 * @throws ValueError for sizes that are no whole numbers from 1, and for shapes of an absurd size.
 */
export function readShape(shape: readonly number[]): number {
  const sound = shape.every((size) => Number.isSafeInteger(size) && size >= 1);
  const elements = shape.reduce((product, size) => product * size, 1);
  if (!sound || shape.length < 1 || shape.length > MOST_DIMENSIONS || elements > MOST_ELEMENTS) {
    throw new ValueError(
      `shape ${shapeText(shape.slice(0, MOST_DIMENSIONS + 1))}, allowed: 1 to ${MOST_DIMENSIONS} whole numbers from 1, at most 2^26 = ${MOST_ELEMENTS} elements in all.`,
    );
  }
  return elements;
}
