/** The checks that a chapter, and the book as a whole, must pass before a page is made. */

import { type Book, chapterOf } from './book.ts';
import type { Chapter } from './chapters.ts';
import { checkElement, experimentIdOf } from './check-components.ts';
import { checkExercise } from './check-exercises.ts';
import { checkLedger } from './check-ledger.ts';
import type { ExperimentEntry } from './experiments.ts';
import { type Label, shownExperiment } from './labels.ts';
import { resolveLink } from './links.ts';
import { type Problem, problemAt, validNames } from './problems.ts';
import { checkTex } from './tex.ts';
import { componentName, type Node, type Point, startOf, textOf, walk } from './tree.ts';

interface Text {
  tree: Node;
  source: string;
  labels: ReadonlyMap<string, Label>;
}

/** Everything that is wrong with the text of one chapter. */
export function checkChapter(chapter: Chapter, { tree, source, labels }: Text, book: Book): Problem[] {
  const problems: Problem[] = [];
  const say = (at: Point, says: string) => problems.push(problemAt(chapter.file, at, says));
  const unrecorded = new Set<string>();

  walk(tree, (node, ancestors) => {
    const at = startOf(node);
    checkElement(node, ancestors, book, (says, where) => say(where?.position?.start ?? at, says));

    if (componentName(node) === 'Exercise') {
      for (const wrong of checkExercise(node, book)) say(at, `<Exercise>: ${wrong}`);
    }
    if (node.type === 'mdxjsEsm')
      say(at, 'a chapter has no imports and no exports: its components are at hand');
    if (/^mdx(Flow|Text)Expression$/.test(node.type) && node.data?.estree?.body.length !== 0) {
      say(
        at,
        `a chapter has no logic: {${node.value}}; a measured number is a <Measured>, a brace is written \\{`,
      );
    }
    if (node.type === 'math' || node.type === 'inlineMath') {
      const wrong = checkTex(node, source);
      if (wrong) say(wrong.at, wrong.says);
    }
    if (node.type === 'heading' && node.depth === 1) {
      say(at, 'the title of the front matter is the only heading of the first level: begin with ##');
    }
    if (node.type === 'image' && !node.alt?.trim()) say(at, 'an image needs words: ![what it shows](…)');
    if (node.type === 'link' || node.type === 'definition') {
      const link = resolveLink(node.url ?? '', { chapter, labels, book, base: '/' });
      if ('says' in link) say(at, link.says);
      else if (node.type === 'link' && textOf(node) === '' && !node.children?.length && !link.words) {
        say(at, `the link to "${node.url}" needs a text: what it points to has neither number nor title`);
      }
    }
    const id = experimentIdOf(node, ancestors);
    const entry = id === undefined ? undefined : book.experiments.get(id);
    if (entry && !entry.recording && !unrecorded.has(entry.id)) {
      unrecorded.add(entry.id);
      say(at, `${entry.id} has no recording: run npm run lab -- record ${entry.id}`);
    }
  });
  for (const key of chapter.front.sources) {
    if (!book.sources.includes(key))
      say(lineOf(chapter, key), `unknown source "${key}"; ${validNames(book.sources)}`);
  }
  return problems;
}

/** Everything that is wrong with the book: its chapters, and the experiments that they leave out. */
export function checkBook(book: Book): Problem[] {
  const written = book.chapters.filter(({ front }) => !front.draft);
  const problems = [
    ...book.chapters.flatMap((chapter) => chapter.problems),
    ...written.flatMap((chapter) => checkChapter(chapter, chapter, book)),
    ...[...book.experiments.values()].flatMap((entry) => checkExperiment(entry, book)),
    ...checkLedger(book),
  ];
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** An experiment stands in a chapter and reproduces an equation of one. */
function checkExperiment(entry: ExperimentEntry, book: Book): Problem[] {
  const { id, file, experiment, source } = entry;
  const at = (pattern: RegExp): Point => {
    const before = source.slice(0, Math.max(0, source.search(pattern))).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const law = (says: string) => problemAt(file, at(/\blaw:/), says);
  const [slug = '', label = ''] = experiment.law.split('#');
  const chapter = chapterOf(book, slug);
  if (!chapter) {
    const slugs = book.chapters.map((other) => other.slug);
    return [law(`law '${experiment.law}': unknown chapter "${slug}"; ${validNames(slugs)}`)];
  }
  // Its chapter is still to be written: neither the equation nor the page is there to be asked for.
  if (chapter.front.draft || chapter.problems.length) return [];
  const equations = [...chapter.labels.values()]
    .filter(({ kind }) => kind === 'equation')
    .map((found) => found.id);
  const problems: Problem[] = [];
  if (!equations.includes(label)) {
    problems.push(
      law(`law '${experiment.law}': "${slug}" has no equation "${label}"; ${validNames(equations)}`),
    );
  }
  if (!book.chapters.some(({ tree }) => shows(tree, id))) {
    const says = `no chapter shows ${id}: put <Spread experiment="${id}"> or <Experiment id="${id}" /> into one`;
    problems.push(problemAt(file, { line: 1, column: 1 }, says));
  }
  return problems;
}

function shows(tree: Node, id: string): boolean {
  let shown = false;
  walk(tree, (node) => {
    if (shownExperiment(node) === id) shown = true;
  });
  return shown;
}

/** The line of the front matter that names a source. */
function lineOf(chapter: Chapter, key: string): Point {
  const line = chapter.text.split('\n').findIndex((text) => text.includes(key));
  return { line: Math.max(0, line) + 1, column: 1 };
}
