/** The table of contents: every chapter in its order, drafts included. */

import { type CollectionEntry, getCollection } from 'astro:content';
import { readChapterId } from './front-matter.ts';

export interface ContentsEntry {
  entry: CollectionEntry<'chapters'>;
  number: number;
  slug: string;
  title: string;
  question: string;
  draft: boolean;
}

export async function tableOfContents(): Promise<ContentsEntry[]> {
  const chapters = await getCollection('chapters');
  return chapters
    .flatMap((entry) => {
      const named = readChapterId(entry.id);
      return named ? [{ entry, ...named, ...entry.data }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** A page's address under the base path: `pageUrl('xavier')`; the home page for ''. */
export function pageUrl(slug: string): string {
  return `${import.meta.env.BASE_URL}${slug && `${slug}/`}`;
}
