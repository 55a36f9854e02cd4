/**
 * The remark plugin that makes chapters of Markdown: it checks them, numbers their equations, resolves their
 * references and hands each component the experiment of the Spread around it. Runs after remark-math.
 */

import path from 'node:path';
import type { Book } from './book.ts';
import type { Chapter } from './chapters.ts';
import { checkChapter } from './check.ts';
import { experimentIdOf } from './check-components.ts';
import { collectLabels, type Label, slugOf } from './labels.ts';
import { resolveLink } from './links.ts';
import { failOn } from './problems.ts';
import { displayTex, frameDisplay } from './tex.ts';
import { componentName, element, type Node, propOf, rewrite, setProp, textOf, walk } from './tree.ts';
import { ruleOf } from './vocabulary.ts';

interface ChapterFile {
  path: string;
  value: unknown;
  data: { astro?: { frontmatter?: Record<string, unknown> } };
}

/**
 * `book` is asked for at each file, so that a page open in `astro dev` sees what has changed.
 * `base` is the path the site is served under, with a slash at both ends.
 * Throws a BookError with every problem of the file. Files that are no chapters pass untouched.
 */
export function remarkBook({ book, base }: { book: () => Promise<Book>; base: string }) {
  return async (tree: Node, file: ChapterFile): Promise<void> => {
    const current = await book();
    const chapter = current.chapters.find((known) => isFile(file.path, known));
    if (!chapter) return;
    failOn(chapter.problems);
    if (chapter.front.draft) {
      tree.children = [];
      return;
    }
    const source = String(file.value);
    displayTex(tree, source);
    const { labels, problems } = collectLabels(tree, { file: chapter.file, chapter: chapter.number });
    failOn([...problems, ...checkChapter(chapter, { tree, source, labels }, current)]);

    const cited = citedIn(tree, chapter);
    connect(tree, chapter, labels);
    linkExercises(tree, { book: current, base });
    resolveLinks(tree, { chapter, labels, book: current, base });
    frameDisplays(tree, labels);
    frameTables(tree);
    placeAsides(tree);
    // Astro hands this to the page, which lists the references at its end.
    file.data.astro ??= {};
    file.data.astro.frontmatter = { ...file.data.astro.frontmatter, cited };
  };
}

function isFile(file: string, chapter: Chapter): boolean {
  return file.split(path.sep).join('/').endsWith(chapter.file.split(path.sep).join('/'));
}

function citedIn(tree: Node, { front }: Chapter): string[] {
  const keys = new Set(front.sources);
  walk(tree, (node) => {
    if (componentName(node) === 'Cite') keys.add(propOf(node, 'key') ?? '');
  });
  return [...keys];
}

/** Gives components what they cannot know: the experiment around them, their number, their chapter. */
function connect(tree: Node, chapter: Chapter, labels: ReadonlyMap<string, Label>): void {
  walk(tree, (node, ancestors) => {
    if (node.type === 'heading') {
      anchorHeading(node);
    }
    const name = componentName(node);
    const rule = ruleOf(name ?? '');
    if (!name || !rule) return;
    const experiment = experimentIdOf(node, ancestors);
    if (rule.experiment && experiment) setProp(node, rule.experiment, experiment);
    const number = labels.get(propOf(node, 'id') ?? '')?.number;
    if (rule.numbered && number) setProp(node, 'number', number);
    if (name === 'Predict' || name === 'Exercise') setProp(node, 'chapter', chapter.slug);
    if (rule.insideExercise) setProp(node, 'slot', rule.insideExercise);
    if (name === 'Cite') {
      // `key` is a word of JSX and never reaches a component.
      setProp(node, 'source', propOf(node, 'key') ?? '');
      node.attributes = node.attributes?.filter((attribute) => attribute.name !== 'key');
    }
  });
}

/** The address of a heading, and a link to it. The link has no text, so that the heading's own is unchanged. */
function anchorHeading(node: Node): void {
  const title = textOf(node);
  const id = slugOf(title);
  node.data = { ...node.data, hProperties: { ...node.data?.hProperties, id } };
  const anchor = { className: ['anchor'], href: `#${id}`, ariaLabel: `Link to “${title}”` };
  node.children = [...(node.children ?? []), element('a', anchor, [])];
}

/** Where an exercise is run: the bench of its experiment, with the controls that it names. */
function linkExercises(tree: Node, { book, base }: { book: Book; base: string }): void {
  walk(tree, (node) => {
    const id = componentName(node) === 'Exercise' ? propOf(node, 'of') : undefined;
    const [slug] = book.experiments.get(id ?? '')?.experiment.law.split('#') ?? [];
    if (id === undefined || slug === undefined) return;
    const controls = new URLSearchParams(propOf(node, 'run') ?? '');
    const query = new URLSearchParams(
      [...controls].map(([name, value]) => [`${id}.${name}`, value]),
    ).toString();
    setProp(node, 'href', `${base}${slug}/${query && `?${query}`}#${id}`);
  });
}

function resolveLinks(tree: Node, around: Parameters<typeof resolveLink>[1]): void {
  walk(tree, (node) => {
    if (node.type !== 'link' && node.type !== 'definition') return;
    const link = resolveLink(node.url ?? '', around);
    if ('says' in link) return;
    node.url = link.href;
    if (/^https?:/.test(link.href)) node.data = { ...node.data, hProperties: { rel: 'noopener' } };
    if (node.type === 'link' && !node.children?.length && link.words) node.children = link.words;
  });
}

function frameDisplays(tree: Node, labels: ReadonlyMap<string, Label>): void {
  const labelOf = new Map<Node, { id: string; number: string }>();
  walk(tree, (node, ancestors) => {
    if (node.type !== 'math') return;
    const numbered = ancestors.findLast((ancestor) => ruleOf(componentName(ancestor) ?? '')?.numbered);
    const id = numbered && propOf(numbered, 'id');
    const number = labels.get(id ?? '')?.number;
    if (id && number) labelOf.set(node, { id, number });
  });
  rewrite(tree, (node) => (node.type === 'math' ? [frameDisplay(node, labelOf.get(node))] : [node]));
}

/** A wide table scrolls by itself and leaves the page in place. */
function frameTables(tree: Node): void {
  const frame = { className: ['table', 'scroller'], tabIndex: 0, role: 'group', ariaLabel: 'Table' };
  rewrite(tree, (node) => (node.type === 'table' ? [element('div', frame, [node])] : [node]));
}

/** What a note in the margin may stand beside. */
const noted = ['paragraph', 'list', 'blockquote', 'Equation', 'Predict', 'Exercise', 'Listing'];

/** A note stands level with what comes before it, so the two share a row. */
function placeAsides(tree: Node): void {
  const placed: Node[] = [];
  for (const node of tree.children ?? []) {
    const before = placed.at(-1);
    if (componentName(node) === 'Aside' && before && noted.includes(componentName(before) ?? before.type)) {
      placed.splice(-1, 1, element('div', { className: ['noted'] }, [before, node]));
    } else placed.push(node);
  }
  tree.children = placed;
}
