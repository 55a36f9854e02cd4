/**
 * What a chapter may say: every component with its properties. The checks, their messages and the map that the
 * chapter page hands to MDX (held to these names by its type) all come from here.
 */

export type PropKind =
  /** A name in this chapter: lower case, digits, hyphens. */
  | 'label'
  | 'experiment'
  | 'claim'
  | 'quantity'
  | 'region'
  | 'source'
  /** A column of its rows. */
  | 'column'
  /** Digits to show. */
  | 'count'
  | 'text'
  /** One of the words given. */
  | readonly string[];

export interface ComponentRule {
  props: Readonly<Record<string, PropKind>>;
  required: readonly string[];
  /** The property that names the experiment, and that a surrounding Spread supplies. */
  experiment?: 'of' | 'experiment' | 'id';
  /** Exactly one of these must be given. */
  oneOf?: readonly string[];
  /** Takes part in the chapter's numbering of equations, and holds exactly one display formula. */
  numbered?: true;
  /** Stands only inside a Spread. */
  insideSpread?: true;
  /** Stands only inside an Exercise, which shows it in its own place. */
  insideExercise?: 'hints' | 'answer';
  /** Stands on its own, never within a sentence. */
  block?: true;
}

export const vocabulary = {
  Spread: {
    props: { experiment: 'experiment' },
    required: ['experiment'],
    experiment: 'experiment',
    block: true,
  },
  Experiment: { props: { id: 'experiment' }, required: ['id'], experiment: 'id', block: true },
  Step: {
    props: { id: 'label', of: 'experiment', claim: 'claim', region: 'region' },
    required: ['id'],
    experiment: 'of',
    numbered: true,
    insideSpread: true,
    block: true,
  },
  Equation: { props: { id: 'label' }, required: ['id'], numbered: true, block: true },
  Listing: {
    props: { experiment: 'experiment', region: 'region' },
    required: ['experiment', 'region'],
    experiment: 'experiment',
    block: true,
  },
  Measured: {
    props: {
      of: 'experiment',
      claim: 'claim',
      quantity: 'quantity',
      show: ['measured', 'low', 'high', 'middle'],
      digits: 'count',
    },
    required: ['of'],
    experiment: 'of',
    oneOf: ['claim', 'quantity'],
  },
  Predict: {
    props: {
      id: 'label',
      of: 'experiment',
      claim: 'claim',
      quantity: 'quantity',
      unit: 'text',
      digits: 'count',
    },
    required: ['id', 'of'],
    experiment: 'of',
    oneOf: ['claim', 'quantity'],
    block: true,
  },
  Exercise: {
    props: {
      id: 'label',
      of: 'experiment',
      claim: 'claim',
      quantity: 'quantity',
      curve: 'column',
      by: 'column',
      where: 'text',
      from: 'text',
      to: 'text',
      within: 'text',
      right: 'text',
      unit: 'text',
      digits: 'count',
      run: 'text',
    },
    required: ['id', 'of'],
    experiment: 'of',
    oneOf: ['claim', 'quantity', 'curve'],
    block: true,
  },
  Hint: { props: { at: 'text', side: ['low', 'high'] }, required: [], insideExercise: 'hints', block: true },
  Answer: { props: {}, required: [], insideExercise: 'answer', block: true },
  Aside: { props: {}, required: [], block: true },
  // The names are the files of content/drawings.
  Drawing: { props: { name: ['layers', 'restricted'] }, required: ['name'], block: true },
  Cite: { props: { key: 'source' }, required: ['key'] },
} as const satisfies Record<string, ComponentRule>;

export type ComponentName = keyof typeof vocabulary;

export function ruleOf(name: string): ComponentRule | undefined {
  return Object.hasOwn(vocabulary, name) ? vocabulary[name as ComponentName] : undefined;
}

/** Plain HTML that a chapter may use where Markdown has no word for it; without attributes. */
export const plainElements = ['br', 'dd', 'dl', 'dt', 'kbd', 'q', 'sub', 'sup', 'wbr'] as const;
