/** The bibliography: APA, clean HTML, links, and errors with a line. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBibliography } from '../../src/book/bibliography.ts';

const entry = (key: string, title = 'A title') =>
  `@article{${key},\n  author = {Glorot, Xavier and Bengio, Yoshua},\n  title = {${title}},\n  journal = {J},\n  year = {2010},\n  doi = {10.1000/x}\n}\n`;

test('an entry has its words in the text and its reference with a link', () => {
  expect(readBibliography(entry('a'))).toEqual([
    {
      key: 'a',
      inText: '(Glorot & Bengio, 2010)',
      html: 'Glorot, X., &amp; Bengio, Y. (2010). A title. <i>J</i>. <a href="https://doi.org/10.1000/x" rel="noopener">https://doi.org/10.1000/x</a>',
    },
  ]);
});

test('markup in a title does not reach the page', () => {
  const [source] = readBibliography(entry('a', '<script>alert(1)</script><img src=x onerror=y> T'));
  expect(source?.html).not.toMatch(/<(?!\/?(i|a)\b)/);
});

describe('errors', () => {
  test('a repeated key', () => {
    expect(() => readBibliography(entry('a') + entry('a'))).toThrow(
      /sources\.bib:8:1: the key "a" is already taken on line 1/,
    );
  });

  test('no title', () => {
    expect(() => readBibliography(`${entry('a')}@misc{b,\n  author = {X, Y}\n}\n`)).toThrow(
      /sources\.bib:8:1: "b" needs/,
    );
  });

  test('no BibTeX', () => {
    expect(() => readBibliography('@article{a, title = {')).toThrow(
      /sources\.bib:1:1: cannot be read as BibTeX/,
    );
  });
});

test('every source of the book can be followed', () => {
  const sources = readBibliography(readFileSync('content/sources.bib', 'utf8'));
  expect(sources.length).toBeGreaterThan(10);
  for (const { key, html, inText } of sources) {
    expect(html, key).toMatch(/<a href="https:\/\//);
    expect(inText, key).toMatch(/^\(.+, (\d{4}|n\.d\.)\)$/);
  }
});
