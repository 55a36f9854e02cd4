/** Everything that fails a build: where it is, what is wrong, what would be right. */

import { describe, expect, test } from 'vitest';
import { checkBook } from '../../src/book/check.ts';
import { formatProblem } from '../../src/book/problems.ts';
import { bookWith, failure, fakeExperiment, file, front } from './fake-book.ts';

const inSpread = (inner: string) => `\n<Spread experiment="stack">\n\n${inner}\n\n</Spread>\n`;
const step = (attributes: string, tex = 'x') =>
  inSpread(`<Step ${attributes}>\n$$ ${tex} $$\nWords.\n</Step>`);

describe('unknown names', () => {
  test.each([
    [
      'experiment',
      '\n<Experiment id="stak" />\n',
      `${file}:2:13: unknown experiment "stak"; valid: stack, factor`,
    ],
    [
      'claim',
      step('id="a" claim="groes"'),
      `${file}:4:14: unknown claim "groes" of stack; valid: grows, fades`,
    ],
    ['region', step('id="a" region="drow"'), `${file}:4:14: unknown region "drow" of stack; valid: draw`],
    [
      'quantity',
      '\nIt is <Measured of="stack" quantity="top" />.\n',
      `${file}:2:28: unknown quantity "top" of stack; valid: peak`,
    ],
    [
      'source',
      '\nAs <Cite key="glorot" /> says.\n',
      `${file}:2:10: unknown source "glorot"; valid: glorot2010, he2015`,
    ],
    [
      'label',
      '\nSee [](#nowhere).\n\n## Here\n',
      `${file}:2:5: unknown label "nowhere" in "signals"; valid: here`,
    ],
    [
      'label elsewhere',
      '\nSee [](he#no).\n',
      `${file}:2:5: unknown label "no" in "he"; valid: the-half, half, stack, factor`,
    ],
    [
      'chapter',
      '\n[x](hee)\n',
      `${file}:2:1: unknown chapter "hee"; valid: signals, xavier, he, claims, check, sources, credits`,
    ],
    ['component', '\n<Spred />\n', `${file}:2:1: unknown component <Spred>; valid: Spread, Experiment, Step`],
    [
      'property',
      '\n<Aside wide="yes">\nNote.\n</Aside>\n',
      `${file}:2:8: <Aside> has no property "wide"; there is none yet`,
    ],
    [
      'property of several',
      step('id="a" clam="grows"'),
      `${file}:4:14: <Step> has no property "clam"; valid: id, of, claim, region`,
    ],
    [
      'word of a list',
      '\nIt is <Measured of="stack" claim="grows" show="mean" />.\n',
      `${file}:2:42: unknown show "mean" of <Measured>; valid: measured, low, high, middle`,
    ],
  ])('%s', async (_, body, message) => {
    expect((await failure(body)).split('\n')[0]).toContain(message);
  });
});

describe('structure', () => {
  test.each([
    ['imports', "\nimport X from './x.astro'\n", `${file}:2:1: a chapter has no imports`],
    ['exports', '\nexport const x = 1\n', `${file}:2:1: a chapter has no imports and no exports`],
    ['an expression', '\nIt is {1 + 1}.\n', `${file}:2:7: a chapter has no logic: {1 + 1}`],
    ['a spread attribute', '\n<Aside {...props}>\nNote.\n</Aside>\n', 'a chapter has no logic'],
    ['a computed attribute', '\n<Experiment id={name} />\n', 'write a plain value, id="…"'],
    ['a style', '\n<kbd style="color: red">a</kbd> b\n', `${file}:2:6: <kbd> takes no attributes`],
    ['other HTML', '\n<div>\nx\n</div>\n', `${file}:2:1: <div> has no place in a chapter`],
    [
      'a step without its experiment',
      '\n<Step id="a">\n$$ x $$\n</Step>\n',
      '<Step> stands outside a <Spread>',
    ],
    [
      'a spread without its experiment',
      '\n<Spread>\n\nText.\n\n</Spread>\n',
      '<Spread> needs experiment="…"; valid: stack, factor',
    ],
    [
      'a spread in a spread',
      inSpread('<Spread experiment="factor">\n\nx\n\n</Spread>'),
      'a <Spread> inside a <Spread>',
    ],
    [
      'a step without a formula',
      inSpread('<Step id="a">\nWords.\n</Step>'),
      'exactly one formula between $$ and $$; here are 0',
    ],
    ['two formulas', '\n<Equation id="a">\n$$ x $$\n$$ y $$\n</Equation>\n', 'here are 2'],
    [
      'no claim and no quantity',
      '\nIt is <Measured of="stack" />.\n',
      'needs exactly one of claim, quantity',
    ],
    [
      'a claim and a quantity',
      '\nIt is <Measured of="stack" claim="grows" quantity="peak" />.\n',
      'exactly one of',
    ],
    [
      'a claim of nothing',
      '\nIt is <Measured claim="grows" />.\n',
      '<Measured> needs of="…"; valid: stack, factor',
    ],
    [
      'show of a quantity',
      '\nIt is <Measured of="stack" quantity="peak" show="low" />.\n',
      'show is for a claim',
    ],
    [
      'digits',
      '\nIt is <Measured of="stack" quantity="peak" digits="many" />.\n',
      'digits is a number of digits',
    ],
    ['a block in a sentence', '\nText <Aside>note</Aside> more.\n', `${file}:2:6: <Aside> stands on its own`],
    [
      'a heading of the first level',
      '\n# Title\n',
      `${file}:2:1: the title of the front matter is the only heading`,
    ],
    ['an empty link', '\n[](https://d2l.ai)\n', 'needs a text'],
    ['a root link', '\n[x](/he/)\n', 'the link "/he/" leads nowhere: write [text](slug)'],
    ['a label of a draft', '\n[x](xavier#a)\n', '"xavier" is in preparation'],
    ['a claim that was never recorded', step('id="a" claim="fades"'), 'run npm run lab -- record stack'],
  ])('%s', async (_, body, message) => {
    expect(await failure(body)).toContain(message);
  });

  test('labels are unique, whatever they name', async () => {
    const equation = '\n<Equation id="here">\n$$ x $$\n</Equation>\n';
    expect(await failure(equation + equation)).toContain(
      `${file}:6:1: the equation "here" has the same label as the equation on line`,
    );
    expect(await failure(`${equation}\n## Here\n`)).toContain(
      `${file}:6:1: the heading "here" has the same label as the equation`,
    );
    expect(await failure('\n<Equation id="Here">\n$$ x $$\n</Equation>\n')).toContain(
      '"Here" cannot be a label',
    );
  });

  test('an unclosed tag is found where it opens', () => {
    const [problem] = checkBook(bookWith(`${front}\n<Aside>\n\nNote.\n`)).map(formatProblem);
    expect(problem).toContain(`${file}:7:1: Expected a closing tag for \`<Aside>\``);
  });

  test('a comment is no logic, and a plain number in braces neither', async () => {
    expect(
      await failure('\n{/* later */}\n\nIt is <Measured of="stack" quantity="peak" digits={3} />.\n'),
    ).toBe('');
  });

  test('every problem of a chapter is told at once', async () => {
    const message = await failure('\n<Experiment id="a" />\n\n<Experiment id="b" />\n');
    expect(message.split('\n')).toHaveLength(2);
  });
});

describe('formulas', () => {
  test.each([
    [
      'a command',
      '\nSo $a + \\foo$.\n',
      `${file}:2:9: TeX does not compile: Undefined control sequence: \\foo`,
    ],
    ['a brace', '\n$$\na\n\\frac{1}{2\n$$\n', 'TeX does not compile'],
    ['another script', '\n$한$\n', 'Unicode text character "한" used in math mode'],
    ['inside a step', step('id="a"', '\\frac12 }'), `${file}:5:12: TeX does not compile`],
  ])('%s', async (_, body, message) => {
    expect(await failure(body)).toContain(message);
  });

  test('a line and a column inside a display', async () => {
    expect(await failure('\n$$\na\n  + \\foo\n$$\n')).toContain(`${file}:4:5: TeX does not compile`);
  });

  test('the macros of the book compile', async () => {
    expect(await failure('\n$\\E[x] = \\norm{x} + \\abs{\\Var x} \\fanin \\fanout \\R \\N \\Cov$\n')).toBe(
      '',
    );
  });
});

describe('the book as a whole', () => {
  const problems = (...experiments: Parameters<typeof bookWith>[1] & object) =>
    checkBook(bookWith(`${front}\nText.\n`, experiments)).map(formatProblem);

  test('a law names an equation that is there', () => {
    expect(problems(fakeExperiment('stack'), fakeExperiment('factor'))).toEqual([]);
    const lost = problems(fakeExperiment('stack', { law: 'he#hafl' }), fakeExperiment('factor'));
    expect(lost).toEqual([
      `src/experiments/stack.ts:2:3: law 'he#hafl': "he" has no equation "hafl"; valid: half`,
    ]);
    const nowhere = problems(fakeExperiment('stack', { law: 'hee#half' }), fakeExperiment('factor'));
    expect(nowhere[0]).toContain('unknown chapter "hee"; valid: signals, xavier, he');
  });

  test('the law of a chapter in preparation is not asked for, nor is its page', () => {
    const early = fakeExperiment('early', { law: 'xavier#later' });
    expect(problems(fakeExperiment('stack'), fakeExperiment('factor'), early)).toEqual([]);
  });

  test('an experiment stands in a chapter', () => {
    const [says] = problems(fakeExperiment('stack'), fakeExperiment('factor'), fakeExperiment('unseen'));
    expect(says).toBe(
      'src/experiments/unseen.ts:1:1: no chapter shows unseen: put <Spread experiment="unseen"> or <Experiment id="unseen" /> into one',
    );
  });

  test('an experiment has a recording', () => {
    const says = problems({ ...fakeExperiment('stack'), recording: undefined }, fakeExperiment('factor'));
    expect(says[0]).toContain('stack has no recording: run npm run lab -- record stack');
  });

  test('sources of the front matter are known', () => {
    const text = front.replace('\n---\n', '\nsources: [he2015, hee2015]\n---\n');
    const [problem] = checkBook(bookWith(text)).map(formatProblem);
    expect(problem).toBe(`${file}:5:1: unknown source "hee2015"; valid: glorot2010, he2015`);
  });
});
