/** The chapters as files: front matter, tree, labels. Parsed once, before any of them is compiled. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { createProcessor } from '@mdx-js/mdx';
import remarkMath from 'remark-math';
import { type FrontMatter, frontMatter, readChapterId } from './front-matter.ts';
import { collectLabels, type Label } from './labels.ts';
import { otherPages } from './pages.ts';
import { type Problem, problemAt } from './problems.ts';
import { displayTex } from './tex.ts';
import type { Node, Point } from './tree.ts';

export interface Chapter {
  /** "02-vanishing-and-exploding" */
  id: string;
  number: number;
  slug: string;
  /** Path from the repository's root. */
  file: string;
  front: FrontMatter;
  /** The file as it stands. */
  text: string;
  /** The text with its front matter blanked out, so that offsets and lines stay those of the file. */
  source: string;
  /** Empty for a draft: what is not shown is not checked. */
  tree: Node;
  labels: ReadonlyMap<string, Label>;
  /** What is wrong already at this stage: front matter, syntax, labels. */
  problems: Problem[];
}

const parser = createProcessor({ format: 'mdx', remarkPlugins: [remarkMath] });

/** Reads `NN-slug.mdx` of a folder, in their order. */
export async function loadChapters(dir: string, root: string): Promise<Chapter[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.mdx')).sort();
  const chapters = await Promise.all(
    names.map(async (name) => {
      const absolute = path.join(dir, name);
      return readChapter(path.relative(root, absolute), await readFile(absolute, 'utf8'));
    }),
  );
  const first = new Map<string, Chapter>();
  for (const chapter of chapters) {
    for (const name of [`number ${chapter.number}`, `slug "${chapter.slug}"`]) {
      const taken = first.get(name);
      if (taken) {
        chapter.problems.push(problemAt(chapter.file, top, `the ${name} is already that of ${taken.file}`));
      } else first.set(name, chapter);
    }
  }
  return chapters;
}

const top: Point = { line: 1, column: 1 };

/** Parses one chapter. Never throws: what is wrong is in its `problems`. */
export function readChapter(file: string, text: string): Chapter {
  const id = path.basename(file, '.mdx');
  const named = readChapterId(id);
  const problems: Problem[] = [];
  if (!named) {
    problems.push(
      problemAt(file, top, 'a chapter is named NN-slug.mdx, such as 06-xavier.mdx: two digits, lower case'),
    );
  }
  const { number, slug } = named ?? { number: 0, slug: id };
  if (slug in otherPages)
    problems.push(problemAt(file, top, `the book has a page "${slug}" already; name it otherwise`));
  const { front, source } = readFront(file, text, problems);
  const tree = front.draft ? { type: 'root', children: [] } : parse(file, source, problems);
  const found = collectLabels(tree, { file, chapter: number });
  problems.push(...found.problems);
  return { id, number, slug, file, front, text, source, tree, labels: found.labels, problems };
}

function readFront(file: string, text: string, problems: Problem[]): { front: FrontMatter; source: string } {
  const unusable = { title: '', question: '', description: '', sources: [], draft: true };
  try {
    const { frontmatter, rawFrontmatter, content } = parseFrontmatter(text, {
      frontmatter: 'empty-with-spaces',
    });
    const read = frontMatter.safeParse(frontmatter);
    if (read.success) return { front: read.data, source: content };
    for (const { path: keys, message, ...issue } of read.error.issues) {
      const key = String(keys[0] ?? ('keys' in issue ? issue.keys[0] : ''));
      const line = rawFrontmatter.split('\n').findIndex((row) => row.startsWith(`${key}:`));
      problems.push(problemAt(file, { line: Math.max(0, line) + 1, column: 1 }, `front matter: ${message}`));
    }
    return { front: unusable, source: content };
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line: number; column: number } };
    // YAML counts from 0 and does not see the line of the opening ---.
    const at = { line: (mark?.line ?? -1) + 2, column: (mark?.column ?? 0) + 1 };
    problems.push(problemAt(file, at, `front matter: ${reason ?? (error as Error).message}`));
    return { front: unusable, source: '' };
  }
}

function parse(file: string, source: string, problems: Problem[]): Node {
  try {
    const tree = parser.parse(source) as Node;
    displayTex(tree, source);
    return tree;
  } catch (error) {
    const { reason, message, line, column } = error as Error & {
      reason?: string;
      line?: number;
      column?: number;
    };
    const says = reason ?? message;
    // An unclosed tag is reported without a place; its words hold one.
    const [, row, position] = /\((\d+):(\d+)-/.exec(says) ?? [];
    const at = { line: line ?? Number(row ?? 1), column: column ?? Number(position ?? 1) };
    problems.push(problemAt(file, at, says));
    return { type: 'root', children: [] };
  }
}
