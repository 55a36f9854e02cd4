/** Labels of a chapter: equations and steps, headings, predictions, experiments. One namespace: they are anchors. */

import { type Problem, problemAt } from './problems.ts';
import { componentName, type Node, type Point, propOf, startOf, textOf, walk } from './tree.ts';
import { ruleOf } from './vocabulary.ts';

export interface Label {
  id: string;
  kind: 'equation' | 'heading' | 'prediction' | 'experiment';
  /** "2.3", for an equation. */
  number?: string;
  /** What a heading says. */
  title?: Node[];
  at: Point;
}

/** Anchors that the page itself sets. */
const reserved = /^(ref-.*|references|text)$/;

/** Collects a chapter's labels in reading order, numbers its equations, and reports ids that clash or are malformed. */
export function collectLabels(
  tree: Node,
  { file, chapter }: { file: string; chapter: number },
): { labels: Map<string, Label>; problems: Problem[] } {
  const labels = new Map<string, Label>();
  const problems: Problem[] = [];
  let equations = 0;
  const add = (label: Label) => {
    const first = labels.get(label.id);
    if (first) {
      const says = `the ${label.kind} "${label.id}" has the same label as the ${first.kind} on line ${first.at.line}; name one of them otherwise`;
      problems.push(problemAt(file, label.at, says));
    } else labels.set(label.id, label);
  };
  walk(tree, (node) => {
    const at = startOf(node);
    if (node.type === 'heading') {
      add({ id: slugOf(textOf(node)), kind: 'heading', title: node.children, at });
      return;
    }
    const name = componentName(node);
    const rule = name ? ruleOf(name) : undefined;
    const shown = name && shownExperiment(node);
    if (shown) add({ id: shown, kind: 'experiment', at });
    if (rule?.props.id !== 'label') return;
    const number = rule.numbered ? `${chapter}.${++equations}` : undefined;
    const id = propOf(node, 'id');
    if (id === undefined) return;
    if (!/^[a-z][a-z0-9-]*$/.test(id) || reserved.test(id)) {
      const says = `"${id}" cannot be a label: use lower case letters, digits and hyphens; ref-… and references are taken`;
      problems.push(problemAt(file, at, says));
    } else add({ id, kind: rule.numbered ? 'equation' : 'prediction', number, at });
  });
  return { labels, problems };
}

/** The experiment whose bench a node puts on the page, under the experiment's id. */
export function shownExperiment(node: Node): string | undefined {
  const name = componentName(node);
  if (name === 'Spread') return propOf(node, 'experiment');
  return name === 'Experiment' ? propOf(node, 'id') : undefined;
}

/** A heading's anchor: its words in lower case, joined by hyphens. */
export function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/['’]/g, '')
    .match(/[\p{Letter}\p{Number}]+/gu);
  return words?.join('-') ?? 'section';
}
