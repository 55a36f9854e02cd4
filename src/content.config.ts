/** The collections: chapters from content/chapters, sources from content/sources.bib. */

import { defineCollection } from 'astro:content';
import { readFile } from 'node:fs/promises';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { readBibliography } from './book/bibliography.ts';
import { frontMatter } from './book/front-matter.ts';

const chapters = defineCollection({
  loader: glob({ base: './content/chapters', pattern: '*.mdx' }),
  schema: frontMatter,
});

const sources = defineCollection({
  loader: async () => {
    const references = readBibliography(await readFile('content/sources.bib', 'utf8'));
    return references.map(({ key, ...reference }, order) => ({ id: key, order, ...reference }));
  },
  schema: z.object({ order: z.number(), inText: z.string(), html: z.string() }),
});

export const collections = { chapters, sources };
