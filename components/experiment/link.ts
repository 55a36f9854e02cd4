/**
 * The parameters in the URL: `?matrix-product.sigma=0.5&matrix-product.seed=7&backend=wasm`. Only what differs from
 * the defaults is written. A link restores parameters; it never runs anything.
 */
import { type Controls, defaultsOf, type Params, readParams } from '../../src/lab/controls.ts';
import { type BackendName, backendNames } from '../../src/runtime/protocol.ts';

export interface Setting {
  params: Params;
  seed: number;
  backend?: BackendName;
}

export const DEFAULT_SEED = 42;

/** A seed as typed, negative ones too; PyTorch takes more, but a number in JavaScript is exact only this far. */
export function readSeed(text: string): { value: number } | { problem: string } {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value)) return { value };
  return {
    problem: `seed: ${JSON.stringify(text)} is not allowed; allowed: whole numbers up to ${Number.MAX_SAFE_INTEGER} in size`,
  };
}

export function readLink(id: string, controls: Controls, search: string): Setting & { problems: string[] } {
  const query = new URLSearchParams(search);
  const texts: Record<string, string | undefined> = {};
  const problems: string[] = [];
  for (const [key, text] of query) {
    if (!key.startsWith(`${id}.`)) continue;
    const name = key.slice(id.length + 1);
    if (name in controls) texts[name] = text;
    else if (name !== 'seed') {
      problems.push(
        `${name}: there is no such control; there are ${[...Object.keys(controls), 'seed'].join(', ')}`,
      );
    }
  }
  const read = readParams(controls, texts);
  problems.push(...read.problems);

  let seed = DEFAULT_SEED;
  const seedText = query.get(`${id}.seed`);
  if (seedText !== null) {
    const result = readSeed(seedText);
    if ('value' in result) seed = result.value;
    else problems.push(result.problem);
  }
  const backendText = query.get('backend');
  const backend = backendNames.find((name) => name === backendText);
  if (backendText !== null && !backend) {
    problems.push(
      `backend: ${JSON.stringify(backendText)} is not allowed; allowed: ${backendNames.join(', ')}`,
    );
  }
  return { params: read.params, seed, backend, problems };
}

/** The page's query with this experiment's part replaced; other experiments keep theirs. */
export function writeLink(
  id: string,
  controls: Controls,
  { params, seed, backend }: Setting,
  search: string,
): string {
  const query = new URLSearchParams(search);
  for (const key of [...query.keys()]) {
    if (key.startsWith(`${id}.`)) query.delete(key);
  }
  const defaults = defaultsOf(controls) as Params;
  for (const [name, value] of Object.entries(params)) {
    if (value !== defaults[name]) query.set(`${id}.${name}`, String(value));
  }
  if (seed !== DEFAULT_SEED) query.set(`${id}.seed`, String(seed));
  if (backend) query.set('backend', backend);
  else query.delete('backend');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
