import { describe, expect, test } from 'vitest';
import { choice, defaultsOf, range, readParams, sameRun, toggle } from '../../src/lab/controls.ts';

const controls = {
  initializer: choice(['xavier_normal_', 'kaiming_normal_'], 'kaiming_normal_'),
  width: range(64, 1024, 256, { step: 64 }),
  sigma: range(0.1, 2, 1, { step: 0.1 }),
  bias: toggle(false),
};

test('defaults come from the declaration', () => {
  expect(defaultsOf(controls)).toEqual({ initializer: 'kaiming_normal_', width: 256, sigma: 1, bias: false });
});

test('text is read into typed values', () => {
  const { params, problems } = readParams(controls, {
    initializer: 'xavier_normal_',
    width: '128',
    bias: 'true',
  });
  expect(problems).toEqual([]);
  expect(params).toEqual({ initializer: 'xavier_normal_', width: 128, sigma: 1, bias: true });
});

test('a step that is a fraction is the slider’s: any number between the ends will do', () => {
  expect(readParams(controls, { sigma: '0.5724' })).toMatchObject({
    params: { sigma: 0.5724 },
    problems: [],
  });
  expect(readParams(controls, { sigma: '2.1' }).problems).toEqual([
    'sigma: "2.1" is not allowed; allowed: 0.1 to 2',
  ]);
});

describe('what is not allowed keeps its default and is explained', () => {
  test.each([
    ['width', '63', 'width: "63" is not allowed; allowed: 64 to 1024, in steps of 64'],
    ['width', '100', 'width: "100" is not allowed; allowed: 64 to 1024, in steps of 64'],
    ['width', '', 'width: "" is not allowed; allowed: 64 to 1024, in steps of 64'],
    ['width', 'NaN', 'width: "NaN" is not allowed; allowed: 64 to 1024, in steps of 64'],
    ['width', '1e9', 'width: "1e9" is not allowed; allowed: 64 to 1024, in steps of 64'],
    ['initializer', 'he', 'initializer: "he" is not allowed; allowed: xavier_normal_, kaiming_normal_'],
    ['bias', '1', 'bias: "1" is not allowed; allowed: true, false'],
  ])('%s = %j', (name, text, problem) => {
    const read = readParams(controls, { [name]: text });
    expect(read.problems).toEqual([problem]);
    expect(read.params).toEqual(defaultsOf(controls));
  });
});

test('a declaration that cannot be met is refused', () => {
  expect(() => range(0, 10, 11)).toThrow('the default 11 is not among 0 to 10, whole numbers');
  expect(() => range(5, 5, 5)).toThrow('is empty');
  expect(() => choice(['a', 'b'] as string[], 'c')).toThrow('the default c is not one of a, b');
});

test('what is only looked at makes no other run', () => {
  const controls = { depth: range(1, 9, 3), cell: choice(['a', 'b'], 'a', { view: true }) };
  expect(controls.cell.view).toBe(true);
  expect(sameRun(controls, { depth: 3, cell: 'a' }, { depth: 3, cell: 'b' })).toBe(true);
  expect(sameRun(controls, { depth: 3, cell: 'a' }, { depth: 4, cell: 'a' })).toBe(false);
});
