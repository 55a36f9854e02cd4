/** Python's rules for arguments: from what was given to what a constructor takes. */
import { ValueError } from '../../random/errors.ts';
import { type Kind, shown, type Value } from './kinds.ts';
import type { Made } from './made.ts';
import { clip } from './tokens.ts';

/** A parameter of a constructor. */
export interface Taken<T> {
  kind: Kind<T>;
  /** Without one the argument is required; `text` is as Python writes it. */
  fallback?: { value: T; text: string };
  /** May only be given by its name. */
  keywordOnly?: boolean;
}

/** The names in order; the order of an object's keys is the order of positional arguments. */
export type Signature = Record<string, Taken<unknown>>;

/** What the constructor's body then sees. */
export type Arguments<S extends Signature> = { [K in keyof S]: S[K] extends Taken<infer T> ? T : never };

/** A layer as PyTorch declares it. */
export interface Definition {
  /** nn.Linear */
  name: string;
  signature: Signature;
  /** Any number of positional arguments instead of the signature's: those of Sequential. */
  rest?: Kind<unknown>;
  /** Whether arguments of any name are taken and left alone. */
  takesAnything?: boolean;
  /** @throws ValueError for what PyTorch refuses. */
  make(args: Record<string, unknown>, rest: unknown[], name: string): Made;
}

export interface Given {
  keyword?: string;
  value: Value;
}

/** A parameter that must be given. */
export const required = <T>(kind: Kind<T>): Taken<T> => ({ kind });

/** A parameter with a default; `text` where Python writes it otherwise than JSON. */
export const optional = <T>(kind: Kind<T>, value: T, text = pythonText(value)): Taken<T> => ({
  kind,
  fallback: { value, text },
});

/** A definition whose body sees its arguments with their types. */
export function define<S extends Signature>(
  name: string,
  signature: S,
  make: (args: Arguments<S>, name: string) => Made,
): Definition {
  return {
    name: `nn.${name}`,
    signature,
    make: (args, _, fullName) => make(args as Arguments<S>, fullName),
  };
}

/** An error in PyTorch's words: the cause, what was found, and what is allowed. */
export const refused = (name: string, cause: string, allowed: string): ValueError =>
  new ValueError(`${name}: ${cause}; allowed is ${allowed}.`);

/** in_features, out_features, bias=True */
export function signatureText({ signature, rest, takesAnything }: Definition): string {
  if (takesAnything) return '*args, **kwargs';
  if (rest) return '*args';
  const entries = Object.entries(signature);
  const firstNamed = entries.findIndex(([, { keywordOnly }]) => keywordOnly);
  const words = entries.map(([name, { fallback }]) => (fallback ? `${name}=${fallback.text}` : name));
  if (firstNamed >= 0) words.splice(firstNamed, 0, '*');
  return words.join(', ');
}

/**
 * The layer that the arguments make.
 * @throws TypeError for missing, extra, unknown and doubled arguments, and for wrong types; ValueError for wrong values.
 */
export function construct(definition: Definition, given: Given[]): Made {
  const { name, signature, rest, takesAnything, make } = definition;
  if (takesAnything) return make({}, [], name);
  const takes = `it takes ${signatureText(definition) || 'no arguments'}`;
  const positional = given.filter(({ keyword }) => keyword === undefined);
  const names = rest ? [] : Object.keys(signature).filter((key) => !signature[key].keywordOnly);
  if (!rest && positional.length > names.length) {
    throw new TypeError(
      `${name}: ${positional.length} positional arguments, at most ${names.length} are allowed; ${takes}`,
    );
  }
  const values = new Map<string, Value>(
    rest ? [] : positional.map(({ value }, i): [string, Value] => [names[i], value]),
  );
  for (const { keyword, value } of given) {
    if (keyword === undefined) continue;
    if (!Object.hasOwn(signature, keyword)) throw unknown(name, keyword, takes);
    if (values.has(keyword)) {
      throw new TypeError(`${name}: multiple values for argument ${keyword}, by place and by name; ${takes}`);
    }
    values.set(keyword, value);
  }
  const missing = Object.keys(signature).filter((key) => !signature[key].fallback && !values.has(key));
  if (missing.length > 0) throw new TypeError(`${name}: missing ${missing.join(' and ')}; ${takes}`);
  const args = Object.fromEntries(
    Object.entries(signature).map(([key, { kind, fallback }]) => {
      const value = values.get(key);
      return [key, value ? readAs(kind, value, `${name}: ${key}`) : fallback?.value];
    }),
  );
  const others = rest
    ? positional.map(({ value }, i) => readAs(rest, value, `${name}: argument ${i + 1}`))
    : [];
  return make(args, others, name);
}

function readAs(kind: Kind<unknown>, value: Value, where: string): unknown {
  if (!kind.fits(value))
    throw new TypeError(`${where} = ${shown(value)}, ${typeOf(value)}; allowed is ${kind.says}.`);
  return kind.read(value, where);
}

function typeOf(value: Value): string {
  if (value.kind === 'name') return 'a name';
  if (value.kind === 'None') return 'which is None';
  return `${value.kind === 'int' ? 'an' : 'a'} ${value.kind}`;
}

function unknown(name: string, keyword: string, takes: string): TypeError | ValueError {
  if (keyword === 'device' || keyword === 'dtype') {
    return new TypeError(`${name}: ${keyword} is not taken here, for all is float32 on the CPU; ${takes}`);
  }
  if (keyword === 'proj_size' && (name === 'nn.RNN' || name === 'nn.GRU')) {
    return new ValueError(`${name}: proj_size argument is only supported for LSTM, not RNN or GRU; ${takes}`);
  }
  return new TypeError(`${name}: unexpected keyword argument ${clip(keyword)}; ${takes}`);
}

function pythonText(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return pythonText(value[0]);
  return String(value);
}
