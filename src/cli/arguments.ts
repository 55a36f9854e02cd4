/** The command line's words: flags from controls, and errors that say what was expected. */
import { parseArgs } from 'node:util';
import { type Controls, type Params, readParams } from '../lab/controls.ts';
import { type BackendName, backendNames } from '../runtime/protocol.ts';

/** Unusable arguments: printed as one line, exit code 2. */
export class UsageError extends Error {}

export interface RunOptions {
  params: Params;
  seeds: number[];
  backend: BackendName;
  json: boolean;
}

const MAX_SEEDS = 10_000;

/** `log10MaxAbs` as a flag: `log10-max-abs`. */
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reads the flags of `lab run` for an experiment with these controls. */
export function readRunOptions(controls: Controls, args: string[]): RunOptions {
  const flags = ['seed', 'seeds', 'backend', ...Object.keys(controls).map(kebab)];
  const values = parse(args, flags);
  const texts = Object.fromEntries(Object.keys(controls).map((name) => [name, values[kebab(name)]]));
  const { params, problems } = readParams(controls, texts);
  if (problems[0]) throw new UsageError(problems[0].replace(/^\w+/, (name) => `--${kebab(name)}`));

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
  };
}

function parse(args: string[], flags: string[]): Record<string, string | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = { json: { type: 'boolean' } };
  for (const flag of flags) options[flag] = { type: 'string' };
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true, allowPositionals: true });
  const values: Record<string, string | undefined> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected ${JSON.stringify(token.value)}`);
    if (token.kind !== 'option') continue;
    if (!(token.name in options)) {
      throw new UsageError(`there is no --${token.name}; there are --${[...flags, 'json'].join(', --')}`);
    }
    if (token.name === 'json') {
      values.json = 'true';
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
