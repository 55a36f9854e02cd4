/** The front matter of a chapter. */

import { z } from 'astro/zod';

const sentence = (name: string, example: string) => {
  const error = `${name} is missing: write a line such as \`${name}: ${example}\``;
  return z.string({ error }).trim().min(1, error);
};

export const frontMatter = z.strictObject(
  {
    title: sentence('title', 'Deriving Xavier'),
    /** The question that the chapter answers; shown under its title and in the table of contents. */
    question: sentence('question', 'How large may a weight be?'),
    /** For search engines and link previews. */
    description: sentence('description', 'Why the variance of a weight is one over the number of inputs.'),
    /** Keys of content/sources.bib, beyond those that the text cites. */
    sources: z
      .array(z.string(), { error: 'sources is a list of keys of content/sources.bib, such as [glorot2010]' })
      .default([]),
    /** A draft has no page: the table of contents says that it is in preparation. */
    draft: z.boolean({ error: 'draft is true or false' }).default(false),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys.join(', ')}; valid: title, question, description, sources, draft`
        : undefined,
  },
);

export type FrontMatter = z.infer<typeof frontMatter>;

/** `02-vanishing-and-exploding` → number 2, slug `vanishing-and-exploding`; undefined when it is named otherwise. */
export function readChapterId(id: string): { number: number; slug: string } | undefined {
  const [, digits, slug] = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
  return digits && slug ? { number: Number(digits), slug } : undefined;
}
