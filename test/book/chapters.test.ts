/** Chapter files: their names, their front matter, and errors that an author can act on. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadBook } from '../../src/book/book.ts';
import { loadChapters, readChapter } from '../../src/book/chapters.ts';
import { checkBook } from '../../src/book/check.ts';
import { formatProblem } from '../../src/book/problems.ts';

const good = '---\ntitle: T\nquestion: Q?\ndescription: D.\n---\n';
const problemsOf = (name: string, text: string) => readChapter(name, text).problems.map(formatProblem);

test('number and slug come from the name, and lines count from the top of the file', () => {
  const chapter = readChapter('content/chapters/07-he.mdx', `${good}\n## Here\n`);
  expect(chapter).toMatchObject({ number: 7, slug: 'he', front: { title: 'T', draft: false, sources: [] } });
  expect(chapter.labels.get('here')?.at.line).toBe(7);
});

describe('front matter', () => {
  test.each([
    [
      'no title',
      '---\nquestion: Q?\ndescription: D.\n---\n',
      '07-he.mdx:1:1: front matter: title is missing: write a line such as `title: ',
    ],
    ['an empty question', good.replace('Q?', '" "'), '07-he.mdx:3:1: front matter: question is missing'],
    [
      'an unknown key',
      good.replace('title', 'author: A\ntitle'),
      '07-he.mdx:2:1: front matter: unknown author; valid: title, question',
    ],
    [
      'a draft that is a word',
      good.replace('title', 'draft: soon\ntitle'),
      '07-he.mdx:2:1: front matter: draft is true or false',
    ],
    [
      'sources that are no list',
      good.replace('title', 'sources: he2015\ntitle'),
      'sources is a list of keys',
    ],
    ['YAML that does not parse', good.replace('T\n', '"T\n'), '07-he.mdx:'],
    ['none at all', 'Text.\n', 'front matter: title is missing'],
  ])('%s', (_, text, message) => {
    expect(problemsOf('07-he.mdx', text).join('\n')).toContain(message);
  });

  test('of a good chapter has no problem', () => {
    expect(problemsOf('07-he.mdx', good)).toEqual([]);
  });
});

test('a file is named by number and slug, and not as another page', () => {
  expect(problemsOf('7-He.mdx', good)[0]).toContain('7-He.mdx:1:1: a chapter is named NN-slug.mdx');
  expect(problemsOf('12-sources.mdx', good)[0]).toContain('the book has a page "sources" already');
});

test('two chapters have neither number nor slug in common', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'chapters-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const name of ['02-a.mdx', '02-b.mdx', '03-a.mdx']) await writeFile(path.join(dir, name), good);
  const chapters = await loadChapters(dir, dir);
  expect(chapters.flatMap(({ problems }) => problems.map(formatProblem))).toEqual([
    '02-b.mdx:1:1: the number 2 is already that of 02-a.mdx',
    '03-a.mdx:1:1: the slug "a" is already that of 02-a.mdx',
  ]);
});

test('a draft is not parsed: it may hold anything', () => {
  expect(problemsOf('07-he.mdx', `${good.replace('title', 'draft: true\ntitle')}\n<Unclosed>\n`)).toEqual([]);
});

test('the book as it stands passes every check', async () => {
  expect(checkBook(await loadBook()).map(formatProblem)).toEqual([]);
});
