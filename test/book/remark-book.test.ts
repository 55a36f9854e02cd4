/** What the plugin makes of a chapter that is right. */

import { compile } from '@mdx-js/mdx';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { describe, expect, test } from 'vitest';
import { remarkBook } from '../../src/book/remark-book.ts';
import { propOf, textOf } from '../../src/book/tree.ts';
import { all, bookWith, file, front, transform } from './fake-book.ts';

const spread = `
<Spread experiment="stack">

## A first section

<Step id="one" claim="grows" region="draw">
$$ a = b $$
In words, with $x$ and <Measured quantity="peak" />.
</Step>

<Equation id="two">
$$
c
$$
</Equation>

<Listing region="draw" />

<Predict id="guess" claim="grows">How much?</Predict>

<Measured of="factor" quantity="peak" />

</Spread>

<Step_ />
`.replace('<Step_ />', '');

describe('numbers', () => {
  test('steps and equations share one sequence, and the number stands beside the formula', async () => {
    const { tree } = await transform(spread);
    expect(all(tree, 'Step').map((node) => propOf(node, 'number'))).toEqual(['2.1']);
    expect(all(tree, 'Equation').map((node) => propOf(node, 'number'))).toEqual(['2.2']);
    const numbers = all(tree, 'a').filter((node) => String(node.data?.hProperties?.className) === 'number');
    expect(numbers.map((node) => [textOf(node), node.data?.hProperties?.href])).toEqual([
      ['(2.1)', '#one'],
      ['(2.2)', '#two'],
    ]);
  });

  test('two dollars on one line are a display, and the sentence after them its own paragraph', async () => {
    const { tree } = await transform(spread);
    const [step] = all(tree, 'Step');
    expect(step?.children?.map((node) => node.data?.hName ?? node.type)).toEqual(['div', 'paragraph']);
    expect(textOf(step?.children?.[1] ?? { type: '' })).toMatch(/^In words/);
  });

  test('a display scrolls by itself, reachable and named', async () => {
    const { tree } = await transform('\n$$\nx\n$$\n');
    const [, scroller] = all(tree, 'div');
    expect(scroller?.data?.hProperties).toMatchObject({ tabIndex: 0, role: 'group', ariaLabel: 'Formula' });
  });
});

test('a spread gives its experiment to what stands in it, unless that names another', async () => {
  const { tree } = await transform(spread);
  const experimentsOf = (name: string, prop: string) => all(tree, name).map((node) => propOf(node, prop));
  expect(experimentsOf('Step', 'of')).toEqual(['stack']);
  expect(experimentsOf('Listing', 'experiment')).toEqual(['stack']);
  expect(experimentsOf('Predict', 'of')).toEqual(['stack']);
  expect(experimentsOf('Measured', 'of')).toEqual(['stack', 'factor']);
  expect(experimentsOf('Predict', 'chapter')).toEqual(['signals']);
});

describe('references', () => {
  test.each([
    ['[](#one)', '#one', '(2.1)'],
    ['[](#a-first-section)', '#a-first-section', 'A first section'],
    ['[](#stack)', '#stack', 'The title of stack'],
    ['[](he#half)', '/book/he/#half', '(7.1)'],
    ['[](he#the-half)', '/book/he/#the-half', 'The half'],
    ['[](he)', '/book/he/', 'Deriving He'],
    ['[the next one](he)', '/book/he/', 'the next one'],
    ['[](xavier)', '/book/#xavier', 'Deriving Xavier'],
    ['[](sources)', '/book/sources/', 'Sources'],
    ['[d2l](https://d2l.ai)', 'https://d2l.ai', 'd2l'],
  ])('%s', async (markdown, href, words) => {
    const { tree } = await transform(`${spread}\nSee ${markdown}.\n`);
    const [link] = all(tree, 'link');
    expect(link?.url).toBe(href);
    expect(textOf(link ?? { type: '' })).toBe(words);
  });
});

test('a citation keeps its key under a name that reaches the component, and the page learns what is cited', async () => {
  const { tree, cited } = await transform('\nText <Cite key="he2015" />.\n');
  const [cite] = all(tree, 'Cite');
  expect([propOf(cite ?? { type: '' }, 'source'), propOf(cite ?? { type: '' }, 'key')]).toEqual([
    'he2015',
    undefined,
  ]);
  expect(cited).toEqual(['he2015']);
});

test('a note shares a row with the paragraph or the equation before it, not with a heading', async () => {
  const { tree } = await transform('\nText.\n\n<Aside>\nNote.\n</Aside>\n');
  expect(tree.children).toHaveLength(1);
  expect(tree.children?.[0]?.children?.map((node) => node.name ?? node.type)).toEqual(['paragraph', 'Aside']);
  const note = '\n<Aside>\nNote.\n</Aside>\n';
  const equation = await transform(`\n<Equation id="a">\n$$ x $$\n</Equation>\n${note}`);
  expect(equation.tree.children).toHaveLength(1);
  const heading = await transform(`\n## Here\n${note}`);
  expect(heading.tree.children).toHaveLength(2);
});

test('through MDX and KaTeX: formulas are set, the heading has its anchor, a draft is empty', async () => {
  const render = async (text: string, path: string) => {
    const book = bookWith(front + spread);
    const value = text.replace(/^---[\s\S]*?---/, (matter) => matter.replace(/[^\n]/g, ' '));
    const plugins = {
      remarkPlugins: [remarkMath, [remarkBook, { book: async () => book, base: '/' }]] as never[],
    };
    return String(await compile({ value, path }, { ...plugins, rehypePlugins: [rehypeKatex] }));
  };
  const code = await render(front + spread, file);
  expect(code).toContain('katex-display');
  expect(code).toContain('id: "a-first-section"');
  expect(code).not.toContain('language-math');
  const draft = await render(`${front}\n{logic()}\n`, 'content/chapters/06-xavier.mdx');
  expect(draft).not.toContain('logic');
});
