/** The reader of Python expressions: what it takes, what it makes of it, and what it says of the rest. */
import { describe, expect, test } from 'vitest';
import { type Expression, parse } from '../../../src/initializers/layers/expression.ts';
import { ValueError } from '../../../src/random/errors.ts';

/** The tree as plain values; a call is [path, positional..., { keywords }]. */
function plain(tree: Expression): unknown {
  if (tree.kind === 'call') {
    const keywords = tree.arguments.flatMap(({ keyword, value }) =>
      keyword ? [[keyword, plain(value)]] : [],
    );
    const positional = tree.arguments.filter(({ keyword }) => !keyword).map(({ value }) => plain(value));
    return [tree.path, ...positional, Object.fromEntries(keywords)];
  }
  if ('items' in tree) return { [tree.kind]: tree.items.map(plain) };
  return 'value' in tree ? tree.value : tree.kind === 'None' ? null : `name ${tree.text}`;
}

const argument = (code: string) => (plain(parse(`f(${code})`)) as unknown[])[1];

describe('takes', () => {
  test.each([
    ['3', 3],
    ['-12', -12],
    ['+7', 7],
    ['1_000', 1000],
    ['0', 0],
    ['1e-5', 1e-5],
    ['.5', 0.5],
    ['2.', 2],
    ['-1_0.5E+1_0', -10.5e10],
    ['True', true],
    ['False', false],
    ['None', null],
    ["'a, (b'", 'a, (b'],
    [`"it's"`, "it's"],
    ['(3)', 3],
    ['(3,)', { tuple: [3] }],
    ['()', { tuple: [] }],
    ['[]', { list: [] }],
    ['[1, (2, None), "x",]', { list: [1, { tuple: [2, null] }, 'x'] }],
    ['F.relu', 'name F.relu'],
    ['nn.ReLU()', ['nn.ReLU', {}]],
  ])('%s', (code, value) => {
    expect(argument(code)).toEqual(value);
  });

  test('keywords, nested layers, and spaces, comments and line ends between any two words', () => {
    const dense = 'nn.Sequential(nn.Conv2d(1,4,(3,3),bias=False),nn.ReLU(),)';
    const wide = `\n nn . Sequential ( # two layers\n\tnn.Conv2d( 1 , 4 , ( 3 , 3 ) , bias = False ),\r\n nn.ReLU ( )\n,\n)  # end`;
    const tree = [
      'nn.Sequential',
      ['nn.Conv2d', 1, 4, { tuple: [3, 3] }, { bias: false }],
      ['nn.ReLU', {}],
      {},
    ];
    expect(plain(parse(dense))).toEqual(tree);
    expect(plain(parse(wide))).toEqual(tree);
  });

  test('16 brackets within each other and 2,000 characters', () => {
    expect(argument(`${'['.repeat(15)}${']'.repeat(15)}`)).toBeTypeOf('object');
    expect(parse(`f(3)${' '.repeat(1996)}`).kind).toBe('call');
  });
});

describe('refuses', () => {
  test.each([
    ['', 'column 1: nothing is written; expected a layer as nn.Linear(10, 5).'],
    ['f(1', 'column 4: found the end; expected a comma, or ) to close (.'],
    ['f(1 2)', "column 5: found '2'; expected a comma, or ) to close (."],
    ['f(1,,2)', "column 5: found ','; expected a layer as nn.Linear(10, 5), or a value."],
    ['f(,)', "column 3: found ','"],
    ['f([1)', "column 5: found ')'; expected a comma, or ] to close [."],
    ['f(1))', "column 5: found ')'; expected the end"],
    ['f(1).g()', "column 5: found '.'; expected the end"],
    ['f(1)(2)', "column 5: found '('; expected the end"],
    ['x = f(1)', "column 3: found '='; expected the end"],
    ['f(a=1, 2)', 'column 8: positional argument follows keyword argument'],
    ['f(a=1, a=2)', "column 8: keyword argument repeated: 'a'"],
    ['f(a.b=2)', "column 6: found '='"],
    ['f(None=2)', 'column 3: None is no name of an argument'],
    ['f(a=)', "column 5: found ')'; expected a layer"],
    ['f(- -1)', "column 5: found '-' after -; expected a number."],
    ['f(-True)', "column 4: found 'True' after -; expected a number."],
    ['f(nn.)', "column 6: found ')' after a dot; expected a name."],
    ['f(2 * 3)', "column 5: unexpected '*'"],
    ['f(x: 3)', "column 4: unexpected ':'"],
    ['f(é)', "column 3: unexpected 'é'"],
    ['f(\u0000)', 'column 3: unexpected U+0000'],
    ['f(😀)', "column 3: unexpected '😀'"],
    ["f('a)", 'column 3: the string has no end, or a backslash'],
    ["f('a\\n')", 'column 3: the string has no end, or a backslash'],
    ["f('a\nb')", 'line 1, column 3: the string has no end'],
    ['f(\n  3\n  4)', "line 3, column 3: found '4'"],
    ['f("a" "b")', `column 7: found '"b"'`],
    ['f(010)', "column 3: '010' is no number"],
    ['f(1__0)', "column 3: '1__0' is no number"],
    ['f(1_)', "column 3: '1_' is no number"],
    ['f(0x10)', "column 3: '0x10' is no number"],
    ['f(1.2.3)', "column 3: '1.2.3' is no number"],
    ['f(3j)', "column 3: '3j' is no number"],
    ['f(1e999)', "column 3: '1e999' is too large for a number of 64 bits."],
    [`f(${'['.repeat(16)}`, 'column 18: more than 16 brackets within each other.'],
    [' '.repeat(2001), 'the expression has 2001 characters; allowed are 2,000.'],
  ])('%j', (code, message) => {
    expect(() => parse(code)).toThrow(ValueError);
    expect(() => parse(code)).toThrow(message);
  });
});
