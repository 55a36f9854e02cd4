/** RNN, LSTM and GRU with any number of layers, and their cells. All of it is uniform on ±1/√hidden_size. */
import { uniform } from './draws.ts';
import { either, flag, type Kind, real, size, text, whole } from './kinds.ts';
import { type Made, type Named, requireFewTensors, slot } from './made.ts';
import { type Definition, define, optional, refused, required, type Taken } from './signature.ts';
import { quote } from './tokens.ts';

/** How many blocks of hidden_size rows each weight has: one for each gate. */
const GATES = { RNN: 1, LSTM: 4, GRU: 3 };
type Mode = keyof typeof GATES;

interface Stack {
  input_size: number;
  hidden_size: number;
  num_layers: number;
  bias: boolean;
  dropout: number | boolean | string;
  bidirectional: boolean;
  proj_size?: number;
}

function requireStack({ hidden_size, num_layers, dropout, proj_size = 0 }: Stack, name: string): void {
  if (typeof dropout !== 'number' || !(dropout >= 0 && dropout <= 1)) {
    throw refused(
      name,
      'dropout should be a number in range [0, 1] representing the probability of an element being zeroed',
      'a number from 0 to 1',
    );
  }
  if (proj_size < 0) {
    throw refused(
      name,
      `proj_size should be a positive integer or zero to disable projections, found ${proj_size}`,
      `0 to ${hidden_size - 1}`,
    );
  }
  if (proj_size >= hidden_size) {
    throw refused(
      name,
      `proj_size has to be smaller than hidden_size, found proj_size=${proj_size} and hidden_size=${hidden_size}`,
      `0 to ${hidden_size - 1}`,
    );
  }
  // Two at least; more are counted when all names are known.
  requireFewTensors(2 * num_layers, name);
}

function stack(mode: Mode, args: Stack, name: string): Made {
  requireStack(args, name);
  const { input_size, hidden_size, num_layers, bias, bidirectional, proj_size = 0 } = args;
  const rows = GATES[mode] * hidden_size;
  const outputs = proj_size > 0 ? proj_size : hidden_size;
  const directions = bidirectional ? ['', '_reverse'] : [''];
  const parameters: Named[] = [];
  for (let layer = 0; layer < num_layers; layer++) {
    const inputs = layer === 0 ? input_size : outputs * directions.length;
    for (const direction of directions) {
      const add = (kind: string, ...shape: number[]) =>
        parameters.push({ name: `${kind}_l${layer}${direction}`, slot: slot(...shape) });
      add('weight_ih', rows, inputs);
      add('weight_hh', rows, outputs);
      if (bias) {
        add('bias_ih', rows);
        add('bias_hh', rows);
      }
      if (proj_size > 0) add('weight_hr', proj_size, hidden_size);
    }
  }
  return allUniform(parameters, hidden_size);
}

function cell(mode: Mode, input_size: number, hidden_size: number, bias: boolean): Made {
  const rows = GATES[mode] * hidden_size;
  const parameters = [
    { name: 'weight_ih', slot: slot(rows, input_size) },
    { name: 'weight_hh', slot: slot(rows, hidden_size) },
  ];
  if (bias) parameters.push({ name: 'bias_ih', slot: slot(rows) }, { name: 'bias_hh', slot: slot(rows) });
  return allUniform(parameters, hidden_size);
}

function allUniform(parameters: Named[], hidden_size: number): Made {
  const bound = 1 / Math.sqrt(hidden_size);
  return { parameters, draws: parameters.map((parameter) => uniform(parameter.slot, bound)) };
}

function requireNonlinearity(nonlinearity: string, name: string): void {
  if (nonlinearity !== 'tanh' && nonlinearity !== 'relu') {
    throw refused(name, `Unknown nonlinearity ${quote(nonlinearity)}`, "'tanh' or 'relu'");
  }
}

/** PyTorch refuses True and '0.5' as out of range, not for their type. */
const numberOrNot: Kind<number | boolean | string> = either(real, either(text, flag));

const sizes = { input_size: required(size), hidden_size: required(size) };
const stacked = {
  ...sizes,
  num_layers: optional(size, 1),
  bias: optional(flag, true),
  batch_first: optional(flag, false),
  dropout: optional(numberOrNot, 0, '0.0'),
  bidirectional: optional(flag, false),
};
const nonlinearity: Taken<string> = optional(text, 'tanh');
const biased = { ...sizes, bias: optional(flag, true) };

export const recurrents: Definition[] = [
  define('RNN', { ...stacked, nonlinearity: { ...nonlinearity, keywordOnly: true } }, (args, name) => {
    requireNonlinearity(args.nonlinearity, name);
    return stack('RNN', args, name);
  }),
  define('LSTM', { ...stacked, proj_size: optional(whole, 0) }, (args, name) => stack('LSTM', args, name)),
  define('GRU', stacked, (args, name) => stack('GRU', args, name)),
  define('RNNCell', { ...biased, nonlinearity }, (args, name) => {
    requireNonlinearity(args.nonlinearity, name);
    return cell('RNN', args.input_size, args.hidden_size, args.bias);
  }),
  define('LSTMCell', biased, ({ input_size, hidden_size, bias }) =>
    cell('LSTM', input_size, hidden_size, bias),
  ),
  define('GRUCell', biased, ({ input_size, hidden_size, bias }) =>
    cell('GRU', input_size, hidden_size, bias),
  ),
];
