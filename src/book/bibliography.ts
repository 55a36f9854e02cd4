/** The bibliography: content/sources.bib read with Citation.js, formatted as APA. */

import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import { keysOf } from './source-keys.ts';

export interface Source {
  key: string;
  /** "(Glorot & Bengio, 2010)" */
  inText: string;
  /** The reference as HTML: text, `<i>` and links, nothing else. */
  html: string;
}

const style = { template: 'apa', lang: 'en-US' };

/** Reads BibTeX. Throws with the key and line of an entry that repeats a key or lacks what a reader needs. */
export function readBibliography(bibtex: string, file = 'content/sources.bib'): Source[] {
  const lines = keysOf(bibtex);
  const seen = new Map<string, number>();
  for (const { key, line } of lines) {
    const first = seen.get(key);
    if (first) throw new Error(`${file}:${line}:1: the key "${key}" is already taken on line ${first}`);
    seen.set(key, line);
  }
  const cite = parse(bibtex, file);
  for (const { id, title, author } of cite.data) {
    if (title && author?.length) continue;
    const line = seen.get(String(id)) ?? 1;
    throw new Error(`${file}:${line}:1: "${id}" needs at least a title and an author`);
  }
  const references = cite.format('bibliography', { ...style, format: 'html', asEntryArray: true });
  // asEntryArray gives [key, html] pairs, sorted as APA sorts; the package's types know only text.
  return (references as unknown as [string, string][]).map(([key, html]) => ({
    key,
    inText: inText(cite, key),
    html: withLinks(sanitize(html)),
  }));
}

function parse(bibtex: string, file: string): InstanceType<typeof Cite> {
  try {
    return new Cite(bibtex);
  } catch (error) {
    throw new Error(`${file}:1:1: cannot be read as BibTeX: ${(error as Error).message}`, { cause: error });
  }
}

/** plugin-csl takes its options beside those of the core; the core's types do not know them. */
function inText(cite: InstanceType<typeof Cite>, key: string): string {
  const format = cite.format.bind(cite) as (kind: string, options: object) => unknown;
  return String(format('citation', { ...style, format: 'text', entry: key }));
}

/** Keeps text and emphasis; drops every other tag, and every attribute. */
function sanitize(html: string): string {
  return html
    .replace(/<(\/?)(\w+)[^>]*>/g, (_, slash: string, tag: string) => (tag === 'i' ? `<${slash}i>` : ''))
    .replaceAll('&#38;', '&amp;')
    .trim();
}

function withLinks(html: string): string {
  return html.replace(/https?:\/\/[^\s<]*[^\s<.,;)]/g, (url) => `<a href="${url}" rel="noopener">${url}</a>`);
}
