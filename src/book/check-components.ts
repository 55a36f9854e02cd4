/** Checks of the components in a chapter against the vocabulary, the experiments and the bibliography. */

import type { Book } from './book.ts';
import type { ExperimentEntry } from './experiments.ts';
import { validNames } from './problems.ts';
import {
  type Attribute,
  attributeOf,
  componentName,
  isJsx,
  literalOf,
  type Node,
  propOf,
  walk,
} from './tree.ts';
import { type ComponentRule, type PropKind, plainElements, ruleOf, vocabulary } from './vocabulary.ts';

/** Tells what is wrong; where, if not at the node itself. */
export type Report = (says: string, at?: { position?: Attribute['position'] }) => void;

/** The experiment that a component speaks of: named by itself, else by the Spread around it. */
export function experimentIdOf(node: Node, ancestors: readonly Node[]): string | undefined {
  const rule = ruleOf(componentName(node) ?? '');
  if (!rule?.experiment) return undefined;
  const spread = ancestors.findLast((ancestor) => componentName(ancestor) === 'Spread');
  return propOf(node, rule.experiment) ?? (spread && propOf(spread, 'experiment'));
}

export function checkElement(node: Node, ancestors: readonly Node[], book: Book, report: Report): void {
  if (!isJsx(node)) return;
  const { name } = node;
  const component = componentName(node);
  const rule = component ? ruleOf(component) : undefined;
  if (component && rule) checkComponent(component, rule, { node, ancestors, book, report });
  else if (component) report(`unknown component <${name}>; ${validNames(Object.keys(vocabulary))}`);
  else if (!name) report('an empty tag <> has no place in a chapter');
  else if (!(plainElements as readonly string[]).includes(name)) {
    report(`<${name}> has no place in a chapter; use Markdown, a component, or ${plainElements.join(', ')}`);
  } else {
    for (const attribute of node.attributes ?? []) {
      report(`<${name}> takes no attributes in a chapter: styles live in src/styles`, attribute);
    }
  }
}

interface Place {
  node: Node;
  ancestors: readonly Node[];
  book: Book;
  report: Report;
}

function checkComponent(name: string, rule: ComponentRule, place: Place): void {
  const { node, ancestors, book, report } = place;
  const id = experimentIdOf(node, ancestors);
  const entry = id === undefined ? undefined : book.experiments.get(id);

  for (const attribute of node.attributes ?? []) {
    const kind = attribute.name === undefined ? undefined : rule.props[attribute.name];
    const value = literalOf(attribute);
    if (attribute.name === undefined)
      report(`<${name}>: a chapter has no logic; write each property out`, attribute);
    else if (kind === undefined) {
      report(
        `<${name}> has no property "${attribute.name}"; ${validNames(Object.keys(rule.props))}`,
        attribute,
      );
    } else if (value === undefined) {
      report(`<${name} ${attribute.name}>: write a plain value, ${attribute.name}="…"`, attribute);
    } else checkValue({ kind, value, name, attribute, entry }, place);
  }
  for (const prop of rule.required) {
    const given = prop === rule.experiment ? id : attributeOf(node, prop);
    if (given !== undefined) continue;
    const known = prop === rule.experiment ? `; ${validNames(book.experiments.keys())}` : '';
    report(`<${name}> needs ${prop}="…"${known}`);
  }
  if (rule.oneOf && rule.oneOf.filter((prop) => attributeOf(node, prop)).length !== 1) {
    report(`<${name}> needs exactly one of ${rule.oneOf.join(', ')}`);
  }
  if (attributeOf(node, 'show') && attributeOf(node, 'quantity')) {
    report(`<${name}>: show is for a claim, which has an interval; a quantity is one number`);
  }
  checkPosition(name, rule, place);
}

function checkPosition(name: string, rule: ComponentRule, { node, ancestors, report }: Place): void {
  const spread = ancestors.some((ancestor) => componentName(ancestor) === 'Spread');
  if (rule.insideSpread && !spread) {
    report(`<${name}> stands outside a <Spread>: a derivation needs an experiment beside it`);
  }
  if (rule.insideExercise && !ancestors.some((ancestor) => componentName(ancestor) === 'Exercise')) {
    report(`<${name}> stands outside an <Exercise>`);
  }
  if (name === 'Spread' && spread) report('a <Spread> inside a <Spread>: close the first one before it');
  if (rule.block && ancestors.some((ancestor) => ancestor.type === 'paragraph')) {
    const parent = ancestors.at(-1);
    const alone = parent?.children?.every((child) => child === node || child.value?.trim() === '');
    if (!alone) report(`<${name}> stands on its own: put an empty line before and after it`);
  }
  if (rule.numbered) {
    let displays = 0;
    walk(node, ({ type }) => {
      if (type === 'math') displays += 1;
    });
    if (displays !== 1) report(`<${name}> holds exactly one formula between $$ and $$; here are ${displays}`);
  }
}

interface Given {
  kind: PropKind;
  value: string;
  name: string;
  attribute: Attribute;
  /** The experiment that the component speaks of, if there is one of that name. */
  entry: ExperimentEntry | undefined;
}

function checkValue({ kind, value, name, attribute, entry }: Given, { book, report, ...place }: Place): void {
  const unknown = (what: string, names: Iterable<string>, whose = '') =>
    report(`unknown ${what} "${value}"${whose}; ${validNames(names)}`, attribute);
  if (typeof kind !== 'string') {
    if (!kind.includes(value)) unknown(attribute.name ?? '', kind, ` of <${name}>`);
  } else if (kind === 'experiment') {
    if (!book.experiments.has(value)) unknown('experiment', book.experiments.keys());
  } else if (kind === 'source') {
    if (!book.sources.includes(value)) unknown('source', book.sources);
  } else if (kind === 'count') {
    if (!/^[1-9]$|^1[0-5]$/.test(value))
      report(`${attribute.name} is a number of digits from 1 to 15`, attribute);
  } else if (kind === 'claim' || kind === 'quantity' || kind === 'region' || kind === 'column') {
    const id = experimentIdOf(place.node, place.ancestors);
    if (!entry) {
      if (id === undefined)
        report(`<${name} ${kind}="${value}"> belongs to no experiment: add of="…"`, attribute);
      return;
    }
    const names = namesOf(entry, kind);
    if (!names.includes(value)) unknown(kind, names, ` of ${entry.id}`);
    else if (kind !== 'region' && kind !== 'column' && entry.recording && !isRecorded(entry, kind, value)) {
      report(
        `the ${kind} "${value}" is not in the recording: run npm run lab -- record ${entry.id}`,
        attribute,
      );
    }
  }
}

function namesOf(
  { experiment, regions }: ExperimentEntry,
  kind: 'claim' | 'quantity' | 'region' | 'column',
): string[] {
  if (kind === 'column') return Object.keys(experiment.columns);
  if (kind === 'region') return regions.map(({ name }) => name);
  return Object.keys((kind === 'claim' ? experiment.claims : experiment.quantities) ?? {});
}

function isRecorded({ recording }: ExperimentEntry, kind: 'claim' | 'quantity', name: string): boolean {
  if (kind === 'claim') return Boolean(recording?.verdicts.some(({ id }) => id === name));
  return recording?.quantities[name] !== undefined;
}
