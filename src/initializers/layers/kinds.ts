/** The types of arguments: what a value must be, in Python's terms, and what it is read as. */
import { ValueError } from '../../random/errors.ts';
import type { Literal, Sequence } from './expression.ts';
import type { Layer } from './made.ts';
import { clip, quote } from './tokens.ts';

/** An argument as it was given, its layers made. */
export type Value = Literal | Sequence<Value> | { kind: 'layer'; layer: Layer; text: string; at: number };

export interface Kind<T> {
  /** What is allowed, in words. */
  says: string;
  /** Whether the value has the type; if not, it is a TypeError. */
  fits(value: Value): boolean;
  /** What fits, read. @throws ValueError when a value of the right type is not allowed; `where` names the argument. */
  read(value: Value, where: string): T;
}

/** The largest size: a tensor with a larger one would hold too many numbers. */
const LARGEST = 2 ** 26;

/** A value as it was written. */
export const shown = (value: Value): string => clip(value.text);

function integers(says: string, low: number, high: number): Kind<number> {
  return {
    says,
    fits: ({ kind }) => kind === 'int',
    read(value, where) {
      const number = (value as { value: number }).value;
      if (number < low || number > high) {
        throw new ValueError(`${where} = ${shown(value)}; allowed is ${says}.`);
      }
      return number;
    },
  };
}

/** The size of a dimension. */
export const size = integers(`an int from 1 to ${LARGEST}`, 1, LARGEST);
/** Of it 0 is allowed too: a padding. */
export const natural = integers(`an int from 0 to ${LARGEST}`, 0, LARGEST);
/** Any int; what it may be depends on other arguments, or nothing of the parameters depends on it. */
export const whole = integers('an int', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** A number, with or without a point. */
export const real: Kind<number> = {
  says: 'a number',
  fits: ({ kind }) => kind === 'float' || kind === 'int',
  read: (value) => (value as { value: number }).value,
};

/** 0 and 1 stand for False and True, as in Python. */
export const flag: Kind<boolean> = {
  says: 'True or False',
  fits: (value) =>
    value.kind === 'bool' || (value.kind === 'int' && (value.value === 0 || value.value === 1)),
  read: (value) => Boolean((value as { value: number | boolean }).value),
};

/** Any text; which, is for the layer to check. */
export const text: Kind<string> = {
  says: 'a string',
  fits: ({ kind }) => kind === 'str',
  read: (value) => (value as { value: string }).value,
};

/** A probability: a dropout. PyTorch's layers refuse others with these words, some only when they are used. */
export const probability: Kind<number> = {
  says: 'a number from 0 to 1',
  fits: real.fits,
  read(value, where) {
    const p = real.read(value, where);
    if (!(p >= 0 && p <= 1)) {
      throw new ValueError(
        `${where}: dropout probability has to be between 0 and 1, but got ${shown(value)}; allowed is a number from 0 to 1.`,
      );
    }
    return p;
  },
};

/** One of the given words. */
export const oneOf = (...words: string[]): Kind<string> => {
  const says = words.map((word) => `'${word}'`).join(' or ');
  return {
    says,
    fits: text.fits,
    read(value, where) {
      const word = text.read(value, where);
      if (!words.includes(word)) throw new ValueError(`${where} = ${quote(word)}; allowed is ${says}.`);
      return word;
    },
  };
};

export const layer: Kind<Layer> = {
  says: 'a layer',
  fits: ({ kind }) => kind === 'layer',
  read: (value) => (value as { layer: Layer }).layer,
};

/** Nothing but None. */
export const none: Kind<null> = { says: 'None', fits: ({ kind }) => kind === 'None', read: () => null };

/** Whatever can be written. */
export const anything: Kind<Value> = { says: 'anything', fits: () => true, read: (value) => value };

/** The first of two that fits. */
export const either = <A, B>(first: Kind<A>, second: Kind<B>): Kind<A | B> => ({
  says: `${first.says}, or ${second.says}`,
  fits: (value) => first.fits(value) || second.fits(value),
  read: (value, where) => (first.fits(value) ? first.read(value, where) : second.read(value, where)),
});

/** None too. */
export const nullable = <T>(kind: Kind<T>): Kind<T | null> => either(kind, none);

/** A tuple or list of `kind`, of `length` items if that is given, else of at least one. */
export const several = <T>(kind: Kind<T>, length?: number): Kind<T[]> => ({
  says: `a tuple of ${length ?? 'one or more'}, each ${kind.says}`,
  fits: (value) => (value.kind === 'tuple' || value.kind === 'list') && value.items.every(kind.fits),
  read(value, where) {
    const { items } = value as Sequence<Value>;
    if (length === undefined ? items.length === 0 : items.length !== length) {
      throw new ValueError(
        `${where} = ${shown(value)} has ${items.length} ${items.length === 1 ? 'entry' : 'entries'}; allowed is ${length === undefined ? 'one or more' : length}.`,
      );
    }
    return items.map((item) => kind.read(item, where));
  },
});

/** One for each dimension: a single value counts for all. */
export const perDimension = <T>(dimensions: number, kind: Kind<T>): Kind<T[]> => {
  const tuple = several(kind, dimensions);
  return {
    says: `${kind.says}, or a tuple of ${dimensions} such`,
    fits: (value) => kind.fits(value) || tuple.fits(value),
    read: (value, where) =>
      kind.fits(value) ? Array<T>(dimensions).fill(kind.read(value, where)) : tuple.read(value, where),
  };
};
