/** Reads what is written like `nn.LSTM(4, 3, num_layers=2)` as a tree. Nothing of it is run. */
import type { ValueError } from '../../random/errors.ts';
import { quote, type Token, tokens, unreadable } from './tokens.ts';

interface Placed {
  /** The piece of the source. */
  text: string;
  /** Its offset in the source. */
  at: number;
}

/** What stands for itself; `value` of an int beyond 2^53 is rounded, its text is not. */
export type Literal = Placed &
  (
    | { kind: 'int' | 'float'; value: number }
    | { kind: 'bool'; value: boolean }
    | { kind: 'str'; value: string }
    | { kind: 'None' }
    /** A name that is not called: F.relu. */
    | { kind: 'name' }
  );

export interface Sequence<Item> extends Placed {
  kind: 'tuple' | 'list';
  items: Item[];
}

export interface Argument {
  /** Absent for a positional argument. */
  keyword?: string;
  value: Expression;
  at: number;
}

export interface Call extends Placed {
  kind: 'call';
  path: string;
  arguments: Argument[];
}

export type Expression = Literal | Sequence<Expression> | Call;

const DEEPEST = 16;

/**
 * The tree of a Python expression of calls, numbers, strings, True, False, None, tuples and lists. Spaces, line ends and
 * comments may stand between any two words, a comma before each closing bracket.
 * @throws ValueError, with the place, for anything else, for more than 2,000 characters and for more than 16 brackets
 * within each other.
 */
export function parse(source: string): Expression {
  const words = tokens(source);
  let next = 0;
  let depth = 0;

  const peek = (): Token => words[next];
  const take = (): Token => words[next++];
  const isSign = (...signs: string[]) => peek().kind === 'sign' && signs.includes(peek().text);
  const wrong = (token: Token, cause: string): ValueError => unreadable(source, token.at, cause);
  const shown = (token: Token) =>
    token.kind === 'end' ? 'the end' : quote(source.slice(token.at, token.end));
  const from = (start: Token): Placed => ({
    text: source.slice(start.at, words[next - 1].end),
    at: start.at,
  });

  /** Items with commas between them, up to `close`. */
  function list<Item>(close: string, item: () => Item): { items: Item[]; commas: number } {
    const open = take();
    depth++;
    if (depth > DEEPEST) throw wrong(open, `more than ${DEEPEST} brackets within each other.`);
    const items: Item[] = [];
    let commas = 0;
    while (!isSign(close)) {
      items.push(item());
      if (isSign(close)) break;
      if (!isSign(',')) {
        throw wrong(peek(), `found ${shown(peek())}; expected a comma, or ${close} to close ${open.text}.`);
      }
      take();
      commas++;
    }
    take();
    depth--;
    return { items, commas };
  }

  function value(): Expression {
    const start = peek();
    if (start.kind === 'int' || start.kind === 'float' || isSign('+', '-')) return number();
    if (start.kind === 'str') {
      take();
      return { kind: 'str', value: start.text, ...from(start) };
    }
    if (start.kind === 'name') return nameOrCall();
    if (isSign('[')) {
      const { items } = list(']', value);
      return { kind: 'list', items, ...from(start) };
    }
    if (isSign('(')) {
      const { items, commas } = list(')', value);
      if (items.length === 1 && commas === 0) return items[0];
      return { kind: 'tuple', items, ...from(start) };
    }
    throw wrong(start, `found ${shown(start)}; expected a layer as nn.Linear(10, 5), or a value.`);
  }

  function number(): Expression {
    const start = peek();
    const sign = isSign('+', '-') ? take().text : '';
    const digits = take();
    if (digits.kind !== 'int' && digits.kind !== 'float') {
      throw wrong(digits, `found ${shown(digits)} after ${sign}; expected a number.`);
    }
    const size = Number(digits.text.replaceAll('_', ''));
    if (digits.kind === 'float' && size === Infinity) {
      throw wrong(digits, `${quote(digits.text)} is too large for a number of 64 bits.`);
    }
    return { kind: digits.kind, value: sign === '-' ? -size : size, ...from(start) };
  }

  function nameOrCall(): Expression {
    const start = take();
    const parts = [start.text];
    while (isSign('.')) {
      take();
      const part = take();
      if (part.kind !== 'name') throw wrong(part, `found ${shown(part)} after a dot; expected a name.`);
      parts.push(part.text);
    }
    const path = parts.join('.');
    if (isSign('(')) {
      const args = callArguments();
      return { kind: 'call', path, arguments: args, ...from(start) };
    }
    if (path === 'None') return { kind: 'None', ...from(start) };
    if (path === 'True' || path === 'False') return { kind: 'bool', value: path === 'True', ...from(start) };
    return { kind: 'name', ...from(start), text: path };
  }

  function callArguments(): Argument[] {
    const keywords = new Set<string>();
    return list(')', (): Argument => {
      const start = peek();
      if (start.kind !== 'name' || words[next + 1].text !== '=' || words[next + 1].kind !== 'sign') {
        const positional = { value: value(), at: start.at };
        if (keywords.size > 0) {
          throw wrong(
            start,
            'positional argument follows keyword argument; from the first name= on all need one.',
          );
        }
        return positional;
      }
      const keyword = start.text;
      if (keywords.has(keyword)) {
        throw wrong(start, `keyword argument repeated: ${quote(keyword)}; each may be given once.`);
      }
      if (['True', 'False', 'None'].includes(keyword)) {
        throw wrong(start, `${keyword} is no name of an argument.`);
      }
      keywords.add(keyword);
      next += 2;
      return { keyword, value: value(), at: start.at };
    }).items;
  }

  if (peek().kind === 'end') throw wrong(peek(), 'nothing is written; expected a layer as nn.Linear(10, 5).');
  const tree = value();
  if (peek().kind !== 'end') {
    throw wrong(
      peek(),
      `found ${shown(peek())}; expected the end, for one layer is read and nothing behind it.`,
    );
  }
  return tree;
}
