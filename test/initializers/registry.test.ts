/** What a reader may type: names, arguments and shapes, and the answers to what they may not. */
import { expect, test } from 'vitest';
import { findInitializer, initializers, readArguments, readShape } from '../../src/initializers/registry.ts';
import { ValueError } from '../../src/random/errors.ts';

test('all of torch.nn.init is there, once, with LeCun’s and MXNet’s', () => {
  const names = initializers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(initializers.filter(({ of }) => of === 'torch.nn.init').length).toBe(14);
  expect(names).toEqual(expect.arrayContaining(['lecun_uniform_', 'lecun_normal_', 'mxnet_default_']));
  for (const name of names) expect(findInitializer(name).name).toBe(name);
});

test.each(['kaiming', 'constructor', '__proto__', ''])('the name %j is refused', (name) => {
  expect(() => findInitializer(name)).toThrow(ValueError);
  expect(() => findInitializer(name)).toThrow(`Unknown initializer ${name}, allowed: uniform_, normal_,`);
});

test('arguments that are absent have PyTorch’s defaults', () => {
  expect(readArguments('kaiming_uniform_', { a: 2 })).toEqual({
    a: 2,
    mode: 'fan_in',
    nonlinearity: 'leaky_relu',
  });
  expect(readArguments('trunc_normal_')).toEqual({ mean: 0, std: 1, a: -2, b: 2 });
  expect(readArguments('eye_', {})).toEqual({});
});

const asArguments = (json: string) => JSON.parse(json) as Record<string, unknown>;

test.each([
  [
    'normal_',
    '{"sd":1}',
    "normal_() got an unexpected keyword argument 'sd', allowed: mean (a number, default 0), std",
  ],
  ['ones_', '{"val":1}', "ones_() got an unexpected keyword argument 'val', allowed: no arguments."],
  ['normal_', '{"__proto__":1}', "unexpected keyword argument '__proto__'"],
  ['normal_', '{"toString":1}', "unexpected keyword argument 'toString'"],
  [
    'constant_',
    '{}',
    "constant_() missing 1 required positional argument: 'val', allowed: val (a number, required).",
  ],
  ['normal_', '{"std":"1"}', `normal_() argument 'std' must be a number, not "1", allowed: mean`],
  ['normal_', '{"std":null}', "argument 'std' must be a number, not null"],
  ['normal_', '{"std":true}', "argument 'std' must be a number, not true"],
  ['dirac_', '{"groups":[1]}', "argument 'groups' must be an integer, not [1]"],
  [
    'kaiming_normal_',
    '{"mode":1}',
    "argument 'mode' must be a string, not 1, allowed: a (a number, default 0), mode (fan_in | fan_out,",
  ],
  ['normal_', '[1]', 'normal_() takes its arguments by name'],
  ['normal_', '"std"', 'normal_() takes its arguments by name'],
  ['normal_', 'null', 'normal_() takes its arguments by name'],
])('%s with %s is refused', (name, json, text) => {
  expect(() => readArguments(name, asArguments(json))).toThrow(TypeError);
  expect(() => readArguments(name, asArguments(json))).toThrow(text);
});

test('a shape has as many elements as its product', () => {
  expect(readShape([3])).toBe(3);
  expect(readShape([256, 784])).toBe(200704);
  expect(readShape([2 ** 13, 2 ** 13])).toBe(2 ** 26);
});

test.each([
  [[]],
  [[0, 5]],
  [[-1, -5]],
  [[2.5]],
  [[Number.NaN]],
  [[Infinity]],
  [[2 ** 26 + 1]],
  [[2 ** 52, 2 ** 52]],
  [Array(17).fill(1)],
])('the shape %j is refused', (shape) => {
  expect(() => readShape(shape)).toThrow(ValueError);
  expect(() => readShape(shape)).toThrow('allowed: 1 to 16 whole numbers from 1, at most 2^26 = 67108864');
});
