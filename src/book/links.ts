/** Links within the book: `[text](he)`, `[text](he#label)`, `[](#label)`. */

import type { Book } from './book.ts';
import { chapterOf } from './book.ts';
import type { Chapter } from './chapters.ts';
import type { Label } from './labels.ts';
import { otherPages } from './pages.ts';
import { validNames } from './problems.ts';
import type { Node } from './tree.ts';

const help =
  'write [text](slug), [text](slug#label), [](#label) for a label of this chapter, or an address with https://';

/** Where a link leads, with the words for a link that has none; or what is wrong with it. */
export function resolveLink(
  url: string,
  {
    chapter,
    labels,
    book,
    base,
  }: { chapter: Chapter; labels: ReadonlyMap<string, Label>; book: Book; base: string },
): { href: string; words?: Node[] } | { says: string } {
  if (/^(https?|mailto):/.test(url)) return { href: url };
  const [matched, slug, label] = /^([a-z0-9][a-z0-9-]*)?(?:#([a-z0-9][a-z0-9-]*))?$/.exec(url) ?? [];
  if (!matched) return { says: `the link "${url}" leads nowhere: ${help}` };
  const page = slug === undefined ? undefined : otherPages[slug];
  if (page) {
    if (label) return { says: `the page "${slug}" has no labels; link to ${slug}` };
    return { href: `${base}${slug}/`, words: text(page) };
  }
  const target = slug === undefined ? chapter : chapterOf(book, slug);
  if (!target) {
    const slugs = [...book.chapters.map((other) => other.slug), ...Object.keys(otherPages)];
    return { says: `unknown chapter "${slug}"; ${validNames(slugs)}` };
  }
  if (target.front.draft) {
    if (label) return { says: `"${slug}" is in preparation and its labels have no page; link to ${slug}` };
    return { href: `${base}#${target.slug}`, words: text(target.front.title) };
  }
  const here = target.slug === chapter.slug;
  const path = here ? '' : `${base}${target.slug}/`;
  if (!label) return { href: path || '#', words: text(target.front.title) };
  const known = here ? labels : target.labels;
  const found = known.get(label);
  if (!found) return { says: `unknown label "${label}" in "${target.slug}"; ${validNames(known.keys())}` };
  return { href: `${path}#${label}`, words: wordsOf(found, book) };
}

/** "(2.3)" for an equation, the title for a heading or an experiment, nothing for a prediction. */
function wordsOf({ id, kind, number, title }: Label, book: Book): Node[] | undefined {
  if (kind === 'experiment') return text(book.experiments.get(id)?.experiment.title ?? id);
  return number ? text(`(${number})`) : title && structuredClone(title);
}

function text(value: string): Node[] {
  return [{ type: 'text', value }];
}
