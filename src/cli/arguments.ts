/** The command line's words: flags from controls, and errors that say what was expected. */
import { parseArgs } from 'node:util';
import { hostedFolder } from '../book/mnist.ts';
import { asksForMnist, type Controls, imageSetOf, type Params, readParams } from '../lab/controls.ts';
import { type BackendName, backendNames } from '../runtime/protocol.ts';

/** Unusable arguments: printed as one line, exit code 2. */
export class UsageError extends Error {}

export interface RunOptions {
  params: Params;
  seeds: number[];
  backend: BackendName;
  json: boolean;
  /** A folder with files of MNIST, for a run on them; what the site serves, if absent. */
  mnist?: string;
}

const MAX_SEEDS = 10_000;

/** `log10MaxAbs` as a flag: `log10-max-abs`. */
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reads the flags of `lab run` for an experiment with these controls. */
export function readRunOptions(controls: Controls, args: string[]): RunOptions {
  const images = imageSetOf(controls);
  const flags = [
    'seed',
    'seeds',
    'backend',
    ...(images ? ['mnist'] : []),
    ...Object.keys(controls).map(kebab),
  ];
  const values = parse(args, flags);
  const texts = Object.fromEntries(Object.keys(controls).map((name) => [name, values[kebab(name)]]));
  // Who names the files means to use them.
  if (images && values.mnist !== undefined) texts[images] ??= 'MNIST';
  const { params, problems } = readParams(controls, texts);
  if (problems[0]) throw new UsageError(problems[0].replace(/^\w+/, (name) => `--${kebab(name)}`));

  if (values.mnist !== undefined && !asksForMnist(controls, params)) {
    throw new UsageError('--mnist: this run asks for digits that are drawn, and needs no files');
  }
  const first = whole('seed', values.seed ?? '0', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const count = whole('seeds', values.seeds ?? '1', 1, MAX_SEEDS);
  const backend = (values.backend ?? 'wasm') as BackendName;
  if (!backendNames.includes(backend)) {
    throw new UsageError(`--backend: ${JSON.stringify(backend)} is not one of ${backendNames.join(', ')}`);
  }
  return {
    params,
    seeds: Array.from({ length: count }, (_, i) => first + i),
    backend,
    json: values.json !== undefined,
    ...(asksForMnist(controls, params) && { mnist: values.mnist ?? hostedFolder }),
  };
}

export interface DataOptions {
  /** A folder or a URL; none to remove what is there. */
  from?: string;
  /** Where the site serves them from. */
  to: string;
}

/** Reads `lab data mnist --from …`, or `lab data mnist --remove`. */
export function readDataOptions([what, ...rest]: string[]): DataOptions {
  if (what !== 'mnist') {
    throw new UsageError(
      `data needs the name of a data set, mnist${what === undefined ? '' : `, and not ${what}`}`,
    );
  }
  const { from, to = hostedFolder, remove } = parse(rest, ['from', 'to'], ['remove']);
  if ((from === undefined) === (remove === undefined)) {
    throw new UsageError('data mnist needs --from, a folder or a URL with the files, or --remove');
  }
  return { from, to };
}

export interface DrawOptions {
  /** The initializer's name, or a layer as PyTorch code. */
  what: string;
  /** `manual_seed` takes more integers than a double holds. */
  seed: bigint;
  shape: number[];
  args: Record<string, unknown>;
  json: boolean;
}

/** Reads `lab init <name> --shape … --args …`, or `lab layer <code>`, which has neither. */
export function readDrawOptions(command: 'init' | 'layer', [what, ...rest]: string[]): DrawOptions {
  if (what === undefined || what.startsWith('--')) {
    throw new UsageError(
      command === 'init'
        ? 'init needs the name of an initializer, such as kaiming_uniform_'
        : 'layer needs a layer as PyTorch code, such as "nn.Linear(10, 5)"',
    );
  }
  const values = parse(rest, command === 'init' ? ['shape', 'args', 'seed'] : ['seed']);
  const seed = values.seed ?? '0';
  if (!/^-?\d{1,20}$/.test(seed)) {
    throw new UsageError(`--seed: ${JSON.stringify(seed)} is not a whole number`);
  }
  return {
    what,
    seed: BigInt(seed),
    shape: command === 'init' ? sizes(values.shape) : [],
    args: values.args === undefined ? {} : object(values.args),
    json: values.json !== undefined,
  };
}

function sizes(text: string | undefined): number[] {
  if (text === undefined) throw new UsageError('init needs --shape, such as --shape 256,784');
  return text.split(',').map((size) => {
    if (!/^\s*-?\d{1,15}\s*$/.test(size)) {
      throw new UsageError(
        `--shape: ${JSON.stringify(text)} is not a list of whole numbers with commas between them, such as 256,784`,
      );
    }
    return Number(size);
  });
}

function object(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, like every other text that is no object.
  }
  throw new UsageError(
    `--args: ${JSON.stringify(text)} is not a JSON object, such as '{"nonlinearity":"relu"}'`,
  );
}

function parse(
  args: string[],
  flags: string[],
  switches: string[] = ['json'],
): Record<string, string | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const flag of switches) options[flag] = { type: 'boolean' };
  for (const flag of flags) options[flag] = { type: 'string' };
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true, allowPositionals: true });
  const values: Record<string, string | undefined> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected ${JSON.stringify(token.value)}`);
    if (token.kind !== 'option') continue;
    if (!(token.name in options)) {
      throw new UsageError(
        `there is no --${token.name}; there are --${[...flags, ...switches].join(', --')}`,
      );
    }
    if (switches.includes(token.name)) {
      values[token.name] = 'true';
    } else if (token.value === undefined) {
      throw new UsageError(`--${token.name} needs a value`);
    } else {
      values[token.name] = token.value;
    }
  }
  return values;
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`--${flag}: ${JSON.stringify(text)} is not a whole number from ${min} to ${max}`);
}
