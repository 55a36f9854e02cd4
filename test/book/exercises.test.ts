/** Exercises: which answers are right, which hint a wrong one gets, and what an author is told. */
import { describe, expect, test } from 'vitest';
import { hintFor, judgeCurve, judgeNumber, readTolerance } from '../../src/book/judge-answer.ts';
import { recordedCurve } from '../../src/book/recorded-curve.ts';
import { all, failure, fakeExperiment, transform } from './fake-book.ts';

const percent = { size: 0.02, relative: true };
const absolute = { size: 0.5, relative: false };

test.each([
  ['2%', percent],
  ['0.5', absolute],
  ['half', undefined],
  ['', undefined],
  ['-1', undefined],
])('a tolerance of %j', (text, tolerance) => {
  expect(readTolerance(text)).toEqual(tolerance);
});

test.each([
  [0.572, 0.572, percent, 'right'],
  [0.5834, 0.572, percent, 'right'],
  [0.584, 0.572, percent, 'high'],
  [0.5, 0.572, percent, 'low'],
  [-6.5, -6, absolute, 'right'],
  [-6.6, -6, absolute, 'low'],
  // To the last bit of what the tolerance says.
  [0.3, 0.2, { size: 0.1, relative: false }, 'right'],
  [Number.NaN, 1, percent, 'high'],
] as const)('%d, where %d is right', (value, answer, tolerance, judged) => {
  expect(judgeNumber(value, answer, tolerance)).toBe(judged);
});

test('a curve is right where all of it is', () => {
  expect(judgeCurve([0, -1, -2], [0, -1.4, -2.4], absolute)).toBe('right');
  expect(judgeCurve([0, -1, -1], [0, -1.4, -2.4], absolute)).toBe('high');
  expect(judgeCurve([-3, -3, -3], [0, -1.4, -2.4], absolute)).toBe('low');
});

test('a wrong answer gets the hint made for it, else that for its side', () => {
  const hints = [{ side: 'low' as const }, { at: 0.5 }];
  expect(hintFor(hints, { value: 0.501, side: 'low', tolerance: percent })).toBe(1);
  expect(hintFor(hints, { value: 0.4, side: 'low', tolerance: percent })).toBe(0);
  expect(hintFor(hints, { value: 0.9, side: 'high', tolerance: percent })).toBe(-1);
});

test('a recorded curve is a mean by place', () => {
  const rows = [
    { seed: 0, layer: 1, q: 2, scheme: 'he' },
    { seed: 1, layer: 1, q: 4, scheme: 'he' },
    { seed: 0, layer: 0, q: 1, scheme: 'he' },
    { seed: 0, layer: 0, q: 9, scheme: 'xavier' },
  ];
  const { recording } = fakeExperiment('stack');
  if (!recording) throw new Error('it is recorded');
  expect(recordedCurve({ ...recording, rows }, { column: 'q', by: 'layer', where: 'scheme=he' })).toEqual([
    { x: 0, y: 1 },
    { x: 1, y: 3 },
  ]);
});

describe('in a chapter', () => {
  const number = `<Exercise id="peak" of="stack" quantity="peak" within="2%">

How high?

<Hint at="0.5">That is twice as much.</Hint>

<Answer>A quarter.</Answer>

</Exercise>
`;
  const choice = `<Exercise id="which" of="stack" claim="grows" right="2">

Which?

1. It fades.
2. It grows.

<Hint at="1">Look again.</Hint>

<Answer>It grows.</Answer>

</Exercise>
`;

  test('a number and a choice pass, and know their page and their places', async () => {
    const { tree } = await transform(`${number}\n${choice}`);
    const [first] = all(tree, 'Exercise');
    const props = Object.fromEntries((first.attributes ?? []).map(({ name, value }) => [name, value]));
    expect(props).toMatchObject({ chapter: 'signals', href: '/book/he/#stack' });
    expect(all(tree, 'Hint').map(({ attributes }) => attributes?.at(-1)?.value)).toEqual(['hints', 'hints']);
  });

  test.each([
    [number.replace('<Answer>A quarter.</Answer>', ''), 'holds exactly one <Answer>'],
    [number.replace('<Hint at="0.5">That is twice as much.</Hint>', ''), 'needs a <Hint>'],
    [
      number.replace('at="0.5"', 'at="0.254"'),
      'is for a wrong answer, and this is within 2% of the right one',
    ],
    [number.replace('at="0.5"', ''), 'a <Hint> says which answer it is for'],
    [number.replace('at="0.5"', 'side="low"'), 'needs a <Hint at="…"> for a wrong number'],
    [number.replace('within="2%"', 'within="about"'), 'needs within="…"'],
    [number.replace('within', 'run="depth=3" within'), 'run: there is no control "depth"'],
    [number.replace('quantity="peak"', 'quantity="peek"'), 'unknown quantity "peek" of stack'],
    [choice.replace('right="2"', 'right="3"'), 'right="3" names an option of the list'],
    [choice.replace('at="1"', 'at="7"'), 'option 1 is wrong and has no <Hint at="1">'],
    [choice.replace('claim="grows"', 'quantity="peak"'), 'a choice stands on a claim'],
    ['<Hint at="1">Alone.</Hint>\n', '<Hint> stands outside an <Exercise>'],
  ])('%#', async (text, says) => {
    expect(await failure(text)).toContain(says);
  });
});
