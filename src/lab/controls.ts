/**
 * Controls: the typed parameters of an experiment. From one declaration the page builds its form, the command
 * line its flags, the link its query, and TypeScript the type of `params`.
 */

interface Described {
  /** What the form shows; the control's own name if absent. */
  label?: string;
  /** It only chooses what of a run is looked at: `plot` alone reads it, and another choice needs no new run. */
  view?: boolean;
}

export interface Choice<T extends string | number> extends Described {
  kind: 'choice';
  options: readonly T[];
  default: T;
}

export interface Range extends Described {
  kind: 'range';
  min: number;
  max: number;
  /** A whole number: values are min plus a multiple of it. A fraction: any number will do, and the slider moves by it. */
  step: number;
  default: number;
}

export interface Toggle extends Described {
  kind: 'toggle';
  default: boolean;
}

/** A line of text in a small language of its own, such as `nn.Linear(784, 256)`. */
export interface Expression extends Described {
  kind: 'expression';
  default: string;
  maxLength: number;
  /** What may be written, in words. */
  allows: string;
  /**
   * Throws an error whose message says what is wrong. The page's HTML holds data only, so there it is absent until the
   * experiment's module is loaded.
   */
  check?(text: string): void;
}

/** Where a run's images come from: digits that the book draws, or those of MNIST, which are files that a reader may have. */
export interface ImageSet extends Choice<'drawn' | 'MNIST'> {
  /** How the page and the command line know it among the choices. */
  images: true;
}

export type Control = Choice<string | number> | ImageSet | Range | Toggle | Expression;
export type Controls = Record<string, Control>;

export type ParamsOf<C extends Controls> = {
  [Name in keyof C]: C[Name] extends Choice<infer T>
    ? T
    : C[Name] extends Toggle
      ? boolean
      : C[Name] extends Expression
        ? string
        : number;
};
export type Params = Record<string, string | number | boolean>;

/** Whether a run at one of these settings is a run at the other: in all but what is looked at. */
export const sameRun = (controls: Controls, a: Params, b: Params): boolean =>
  Object.entries(controls).every(([name, { view }]) => view || a[name] === b[name]);

/** One of the options. */
export function choice<const T extends string | number>(
  options: readonly T[],
  fallback: NoInfer<T>,
  described: Described = {},
): Choice<T> {
  if (!options.includes(fallback)) {
    throw new RangeError(`choice: the default ${fallback} is not one of ${options.join(', ')}`);
  }
  return { kind: 'choice', options, default: fallback, ...described };
}

/** Digits drawn here, or those of MNIST; a run gets the latter from `tools.mnist()`. */
export function imageSet({ label }: Described = {}): ImageSet {
  return { ...choice(['drawn', 'MNIST'], 'drawn', { label }), images: true };
}

/** The name of the control that says where a run's images come from, where there is one. */
export function imageSetOf(controls: Controls): string | undefined {
  return Object.keys(controls).find((name) => 'images' in controls[name]);
}

/** Whether a run with these parameters needs the files of MNIST. */
export function asksForMnist(controls: Controls, params: Params): boolean {
  const name = imageSetOf(controls);
  return name !== undefined && params[name] === 'MNIST';
}

/** A whole number from min to max, or, with a `step` that is a fraction, any number between them. */
export function range(
  min: number,
  max: number,
  fallback: number,
  { step = 1, label }: Described & { step?: number } = {},
): Range {
  const control: Range = { kind: 'range', min, max, step, default: fallback, label };
  if (!(step > 0 && min < max)) throw new RangeError(`range: ${min} to ${max} in steps of ${step} is empty`);
  if (!fits(fallback, control)) {
    throw new RangeError(`range: the default ${fallback} is not among ${allowed(control)}`);
  }
  return control;
}

/** On or off. */
export function toggle(fallback: boolean, { label }: Described = {}): Toggle {
  return { kind: 'toggle', default: fallback, label };
}

/** A line of text that `check` accepts, of `maxLength` characters at most. */
export function expression(
  fallback: string,
  {
    check,
    allows,
    maxLength = 200,
    label,
  }: Described & { check(text: string): void; allows: string; maxLength?: number },
): Expression {
  check(fallback);
  return { kind: 'expression', default: fallback, maxLength, allows, check, label };
}

export function defaultsOf<C extends Controls>(controls: C): ParamsOf<C> {
  return Object.fromEntries(
    Object.entries(controls).map(([name, control]) => [name, control.default]),
  ) as ParamsOf<C>;
}

/** What a control accepts, in words, for labels and errors. */
export function allowed(control: Control): string {
  if (control.kind === 'choice') return control.options.join(', ');
  if (control.kind === 'toggle') return 'true, false';
  if (control.kind === 'expression') return control.allows;
  const { min, max, step } = control;
  if (!Number.isInteger(step)) return `${min} to ${max}`;
  return `${min} to ${max}, ${step === 1 ? 'whole numbers' : `in steps of ${step}`}`;
}

/** Reads one control from text as typed, or says in a sentence what is wrong and what is allowed. */
export function readControl(
  name: string,
  control: Control,
  text: string,
): { value: string | number | boolean } | { problem: string } {
  const problem = {
    problem: `${name}: ${JSON.stringify(text)} is not allowed; allowed: ${allowed(control)}`,
  };
  if (control.kind === 'choice') {
    const value = (control.options as readonly (string | number)[]).find((option) => String(option) === text);
    return value === undefined ? problem : { value };
  }
  if (control.kind === 'toggle') {
    return text === 'true' || text === 'false' ? { value: text === 'true' } : problem;
  }
  if (control.kind === 'expression') return readExpression(name, control, text);
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return fits(value, control) ? { value } : problem;
}

/**
 * Reads parameters from text (a query or flags): what is missing keeps its default, what is wrong keeps its
 * default and is reported, so that a broken link still opens a working page.
 */
export function readParams<C extends Controls>(
  controls: C,
  texts: Readonly<Record<string, string | undefined>>,
): { params: ParamsOf<C>; problems: string[] } {
  const params: Params = { ...defaultsOf(controls) };
  const problems: string[] = [];
  for (const [name, control] of Object.entries(controls)) {
    const text = texts[name];
    if (text === undefined) continue;
    const read = readControl(name, control, text);
    if ('value' in read) params[name] = read.value;
    else problems.push(read.problem);
  }
  return { params: params as ParamsOf<C>, problems };
}

function readExpression(
  name: string,
  { maxLength, check }: Expression,
  text: string,
): { value: string } | { problem: string } {
  if (text.length > maxLength) {
    return { problem: `${name}: ${text.length} characters are not allowed; allowed: up to ${maxLength}` };
  }
  try {
    check?.(text);
    return { value: text };
  } catch (error) {
    return { problem: `${name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function fits(value: number, { min, max, step }: Range): boolean {
  return value >= min && value <= max && (!Number.isInteger(step) || (value - min) % step === 0);
}
