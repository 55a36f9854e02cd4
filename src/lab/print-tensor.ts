/** Tensors as text, to the character what Python's `print` gives for PyTorch's, so that both can be laid side by side. */

import { ValueError } from '../random/errors.ts';

/** PyTorch's default print options: how long a line may be, when a tensor is cut short, and how much of it stays. */
const LINE_WIDTH = 80;
const THRESHOLD = 1000;
const EDGE_ITEMS = 3;

const PREFIX = 'tensor(';

/** How all numbers of one tensor are written. */
interface Style {
  /** What the column is meant to hold. Texts may be longer: NaN, infinities and zeros are not counted in. */
  width: number;
  text(value: number): string;
}

/** Where a tensor is cut short, the gap between its ends. */
const GAP = Symbol('...');

/**
 * Python rounds an exact tie to the even digit, JavaScript away from zero. `exact` has 100 digits after the point,
 * JavaScript's most: where a float32 number comes close to a tie and is none, one of the first 40 shows it.
 */
function tiesToEven(rounded: string, exact: string): string {
  const tie = /^(\d+\.\d{3}[02468])50*(e.*)?$/.exec(exact);
  return tie ? tie[1] + (tie[2] ?? '') : rounded;
}

const fixed = (size: number): string => tiesToEven(size.toFixed(4), size.toFixed(100));

/** Python writes an exponent with two digits at least. */
const scientific = (size: number): string =>
  tiesToEven(size.toExponential(4), size.toExponential(100)).replace(
    /e([+-])(\d)$/,
    (_, sign, digit) => `e${sign}0${digit}`,
  );

const integer = (size: number): string => `${size}.`;

/** A number as Python formats it, -0 with its sign, given how to write a finite size of 0 or more. */
function signed(value: number, write: (size: number) => string): string {
  if (Number.isNaN(value)) return 'nan';
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (size === Infinity ? 'inf' : write(size));
}

/**
 * One style for all of the numbers shown: whole numbers with a bare point, powers of ten where the sizes of the
 * others than 0 span a factor of more than 1000 or exceed 1e8 (or, unless all are whole, fall below 1e-4), else four
 * decimals. PyTorch lets neither zeros nor what is not finite take part in any of it.
 */
function styleFor(shown: number[]): Style {
  const counted = shown.filter((value) => value !== 0 && Number.isFinite(value));
  let smallest = Infinity;
  let largest = 0;
  for (const value of counted) {
    smallest = Math.min(smallest, Math.abs(value));
    largest = Math.max(largest, Math.abs(value));
  }
  const whole = counted.every(Number.isInteger);
  const wide = largest / smallest > 1000 || largest > 1e8 || (!whole && smallest < 1e-4);
  const write = wide ? scientific : whole ? integer : fixed;
  const text = (value: number) => signed(value, write);
  return { width: counted.reduce((width, value) => Math.max(width, text(value).length), 1), text };
}

/** The places along one dimension that are shown. */
function places(length: number, shorten: boolean): (number | typeof GAP)[] {
  if (!shorten || length <= 2 * EDGE_ITEMS) return Array.from({ length }, (_, i) => i);
  const start = Array.from({ length: EDGE_ITEMS }, (_, i) => i);
  return [...start, GAP, ...start.map((i) => length - EDGE_ITEMS + i)];
}

/** The offsets of all numbers that are shown, in order. */
function shownOffsets(shape: readonly number[], shorten: boolean): number[] {
  return shape.reduce(
    (offsets, length) => {
      const along = places(length, shorten).filter((place) => place !== GAP);
      return offsets.flatMap((offset) => along.map((place) => offset * length + place));
    },
    [0],
  );
}

/** The numbers of one row, as many to a line as the column's width allows. */
function row(texts: string[], width: number, indent: number): string {
  const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (width + 2)));
  const lines: string[] = [];
  for (let at = 0; at < texts.length; at += perLine) lines.push(texts.slice(at, at + perLine).join(', '));
  return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`;
}

function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** @returns the number of elements. */
function requireShape(values: ArrayLike<number>, shape: readonly number[]): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new ValueError(`printTensor: shape ${shapeText(shape)}, allowed: whole numbers of at least 0.`);
  }
  if (size !== values.length) {
    throw new ValueError(
      `printTensor: shape '[${shape.join(', ')}]' is invalid for input of size ${values.length}, ` +
        `allowed: a shape whose product is ${values.length}; this one's is ${size}.`,
    );
  }
  return size;
}

/**
 * What `print(tensor)` gives for a float32 tensor on the CPU under PyTorch's default print options.
 *
 * @param values the tensor's numbers, the last dimension the fastest; taken as float32, as `torch.tensor` does.
 * @param shape its dimensions; [] for a single number.
 * @param options.suffix what follows the numbers, `requires_grad=True` for one; on a line of its own if need be.
 * @throws ValueError when the shape is none, or is not that of the values.
 */
export function printTensor(
  values: ArrayLike<number>,
  shape: readonly number[],
  { suffix }: { suffix?: string } = {},
): string {
  const size = requireShape(values, shape);
  const shorten = size > THRESHOLD;
  const at = (offset: number) => Math.fround(values[offset]);
  const style = styleFor(size === 0 ? [] : shownOffsets(shape, shorten).map(at));
  const textAt = (offset: number) => style.text(at(offset)).padStart(style.width);

  /** The part that starts at `offset` blocks of the shape from dimension `depth` on. */
  function part(offset: number, depth: number): string {
    if (depth === shape.length) return textAt(offset);
    const inner = (place: number) => part(offset * shape[depth] + place, depth + 1);
    const shown = places(shape[depth], shorten);
    const indent = PREFIX.length + depth;
    const below = shape.length - depth - 1;
    // PyTorch pads the gap within a row, and not the gap between rows.
    if (below === 0) {
      const texts = shown.map((place) => (place === GAP ? ' ...' : inner(place)));
      return row(texts, style.width, indent);
    }
    const parts = shown.map((place) => (place === GAP ? '...' : inner(place)));
    return `[${parts.join(`,${'\n'.repeat(below)}${' '.repeat(indent + 1)}`)}]`;
  }

  let text = PREFIX + (size === 0 ? '[]' : part(0, 0));
  const suffixes = suffix === undefined ? [] : [suffix];
  // An empty list tells its shape only if it has one dimension.
  if (size === 0 && shape.length !== 1) suffixes.unshift(`size=${shapeText(shape)}`);
  for (const addition of suffixes) {
    const lastLine = text.length - (text.lastIndexOf('\n') + 1);
    // Beside the ", " before it PyTorch wants two characters more: one for ")", one to spare.
    const fits = lastLine + 2 + addition.length + 2 <= LINE_WIDTH;
    text += fits ? `, ${addition}` : `,\n${' '.repeat(PREFIX.length)}${addition}`;
  }
  return `${text})`;
}

/** What `print(nn.Parameter(tensor))` gives, for the same arguments and with the same errors as printTensor. */
export function printParameter(values: ArrayLike<number>, shape: readonly number[]): string {
  return `Parameter containing:\n${printTensor(values, shape, { suffix: 'requires_grad=True' })}`;
}
