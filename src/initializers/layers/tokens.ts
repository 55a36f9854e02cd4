/** The words of a Python expression: names, numbers, strings and signs, each with its place. */
import { ValueError } from '../../random/errors.ts';

export interface Token {
  kind: 'name' | 'int' | 'float' | 'str' | 'sign' | 'end';
  /** As it stands in the source; of a string, what is between the quotes. */
  text: string;
  /** Offsets in the source: of the first character, and of the one behind the last. */
  at: number;
  end: number;
}

const LONGEST = 2_000;

/** Spaces, line ends and comments stand between any two words. */
const SPACE = /(?:\s|#[^\n]*)+/y;
const NAME = /[A-Za-z_]\w*/y;
/** All that belongs to a number, right or wrong: 0x10 and 1__0 are then refused as a whole. */
const NUMBER = /(?:\d|\.\d)(?:[eE][+-]\d|[\w.])*/y;
const STRING = /'[^'\\\n\r]*'|"[^"\\\n\r]*"/y;
const SIGN = /[()[\],=.+-]/y;

const DIGITS = '\\d(?:_?\\d)*';
const INT = /^(?:0(?:_?0)*|[1-9](?:_?\d)*)$/;
const FLOAT = new RegExp(
  `^(?:(?:(?:${DIGITS})?\\.${DIGITS}|${DIGITS}\\.)(?:[eE][+-]?${DIGITS})?|${DIGITS}[eE][+-]?${DIGITS})$`,
);

/** A piece of the source for a message: on one line, and not too long. */
export function clip(text: string): string {
  const line = text.replace(/[\s\p{C}]+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** The same in quotes, as Python would print it. */
export function quote(text: string): string {
  const line = clip(text);
  return line.includes("'") ? JSON.stringify(line) : `'${line}'`;
}

/** "column 7", or "line 2, column 7" where the source has several lines; both count from 1. */
export function place(source: string, at: number): string {
  const before = source.slice(0, at).split('\n');
  const column = `column ${before[before.length - 1].length + 1}`;
  return source.trimEnd().includes('\n') ? `line ${before.length}, ${column}` : column;
}

/** An expression that cannot be read, with the place. */
export function unreadable(source: string, at: number, cause: string): ValueError {
  return new ValueError(`${place(source, at)}: ${cause}`);
}

/**
 * Cuts `source` into its words; the last is the end.
 * @throws ValueError for a source of more than 2,000 characters, and for what is no word.
 */
export function tokens(source: string): Token[] {
  if (source.length > LONGEST) {
    throw new ValueError(
      `the expression has ${source.length} characters; allowed are ${LONGEST.toLocaleString('en')}.`,
    );
  }
  const found: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  for (;;) {
    at += take(SPACE)?.length ?? 0;
    if (at >= source.length) break;
    const [kind, text] = nextWord(source, at, take);
    const end = at + text.length;
    found.push({ kind, text: kind === 'str' ? text.slice(1, -1) : text, at, end });
    at = end;
  }
  return [...found, { kind: 'end', text: '', at, end: at }];
}

function nextWord(
  source: string,
  at: number,
  take: (pattern: RegExp) => string | undefined,
): [Token['kind'], string] {
  const name = take(NAME);
  if (name !== undefined) return ['name', name];
  const number = take(NUMBER);
  if (number !== undefined) {
    if (INT.test(number)) return ['int', number];
    if (FLOAT.test(number)) return ['float', number];
    throw unreadable(
      source,
      at,
      `${quote(number)} is no number; allowed are decimals as in 10, 1_000, 0.1 and 1e-5.`,
    );
  }
  const string = take(STRING);
  if (string !== undefined) return ['str', string];
  const sign = take(SIGN);
  if (sign !== undefined) return ['sign', sign];
  if (source[at] === "'" || source[at] === '"') {
    throw unreadable(source, at, 'the string has no end, or a backslash; allowed is plain text in quotes.');
  }
  const code = source.codePointAt(at) ?? 0;
  const character = String.fromCodePoint(code);
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  throw unreadable(
    source,
    at,
    `unexpected ${/\p{C}/u.test(character) ? hex : quote(character)}; allowed are layers, numbers, strings, True, False, None, ( ) [ ] , = and signs.`,
  );
}
