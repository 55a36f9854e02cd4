/** `lab init` and `lab layer` as a program and as a person see them. */
import { describe, expect, test } from 'vitest';
import layers from '../fixtures/layers.json' with { type: 'json' };
import { lab } from './lab.ts';

const objects = (...args: string[]) => {
  const { status, stderr, lines } = lab(...args, '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return lines.map((line) => JSON.parse(line));
};

test('init --json is one object with shape and values', () => {
  const args = ['--shape', '3,5', '--seed', '42', '--args', '{"nonlinearity":"relu"}'];
  const [{ shape, values }, ...rest] = objects('init', 'kaiming_uniform_', ...args);
  expect(rest).toEqual([]);
  expect(shape).toEqual([3, 5]);
  expect(values).toHaveLength(15);
  const bound = Math.sqrt(6 / 5);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
  expect(new Set(values).size).toBe(15);
});

test('layer --json is one object a parameter, with its name', () => {
  const code = 'nn.LSTM(4, 3, num_layers=2)';
  const wanted = layers.cases.find(({ layer, seed }) => layer === code && seed === 42);
  const made = objects('layer', code, '--seed', '42');
  expect(made.map(({ name, shape }) => ({ name, shape }))).toEqual(
    wanted?.params.map(({ name, shape }) => ({ name, shape })),
  );
  expect(made.map(({ values }) => values)).toEqual(wanted?.params.map(({ values }) => values));
});

test('without --json a tensor stands as PyTorch prints it', () => {
  expect(lab('init', 'eye_', '--shape', '2,3').stdout).toBe(
    'tensor([[1., 0., 0.],\n        [0., 1., 0.]])\n',
  );
  expect(lab('layer', 'nn.Linear(2, 2)', '--seed', '0').stdout).toBe(
    [
      'weight Parameter containing:',
      'tensor([[-0.0053,  0.3793],',
      '        [-0.5820, -0.5204]], requires_grad=True)',
      'bias Parameter containing:',
      'tensor([-0.2723,  0.1896], requires_grad=True)',
      '',
    ].join('\n'),
  );
});

test('seeds of more than 32 bits are PyTorch’s, who takes the low ones', () => {
  const first = (seed: string) => objects('init', 'uniform_', '--shape', '2', '--seed', seed)[0].values;
  expect(first('4294967301')).toEqual(first('5'));
  expect(first('18446744073709551615')).toEqual(first('-1'));
});

describe('unusable arguments: exit 2, nothing on stdout, one line that says what is allowed', () => {
  test.each([
    [['init'], 'init needs the name of an initializer'],
    [['init', 'normal_'], 'init needs --shape, such as --shape 256,784'],
    [['init', 'glorot_', '--shape', '3,5'], 'Unknown initializer glorot_, allowed: uniform_, normal_'],
    [['init', 'normal_', '--shape', '3,x'], '--shape: "3,x" is not a list of whole numbers'],
    [
      ['init', 'normal_', '--shape', '0,5'],
      'ValueError: shape [0, 5], allowed: 1 to 16 whole numbers from 1',
    ],
    [['init', 'normal_', '--shape', '99999,99999'], 'at most 2^26'],
    [['init', 'xavier_normal_', '--shape', '5'], 'tensor with fewer than 2 dimensions'],
    [
      ['init', 'normal_', '--shape', '5', '--args', '{"std":-1}'],
      'normal expects std >= 0.0, but found std -1',
    ],
    [['init', 'uniform_', '--shape', '5', '--args', '{"a":1,"b":-1}'], 'found from=1 > to=-1'],
    [['init', 'normal_', '--shape', '5', '--args', '{"sigma":1}'], 'TypeError: normal_() got an unexpected'],
    [['init', 'normal_', '--shape', '5', '--args', 'std=1'], '--args: "std=1" is not a JSON object'],
    [['init', 'normal_', '--shape', '5', '--seed', '1.5'], '--seed: "1.5" is not a whole number'],
    [
      ['init', 'normal_', '--shape', '5', '--seed', '18446744073709551616'],
      'allowed is an integer from -2^63',
    ],
    [['layer'], 'layer needs a layer as PyTorch code'],
    [['layer', 'nn.Liner(2, 2)'], "'nn.Liner' is no layer known here; did you mean nn.Linear?"],
    [['layer', 'nn.Linear(2)'], 'TypeError'],
    [['layer', 'nn.Linear(2, 0)'], 'out_features'],
    [['layer', '__import__("os")'], 'column 1'],
    [['layer', 'nn.Linear(2, 2)', '--shape', '2'], 'there is no --shape; there are --seed, --json'],
  ])('%j', (args, says) => {
    const { status, stdout, stderr } = lab(...args);
    expect(stderr).toContain(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
