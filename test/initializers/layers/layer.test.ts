/** Layers as they are read and drawn; that the numbers are PyTorch's is compared here and in test/parity. */
import { describe, expect, test } from 'vitest';
import {
  knownLayers,
  makeParameters,
  parameterShapes,
  readLayer,
} from '../../../src/initializers/layers/layer.ts';
import { Generator } from '../../../src/random/torch.ts';
import { agreements, fixture } from '../../parity/layers.ts';

const make = (code: string, seed = 0) => makeParameters(readLayer(code), new Generator(seed));
const names = (code: string) => parameterShapes(readLayer(code)).map(({ name }) => name);

test('every case of the fixture is PyTorch’s', () => {
  const all = agreements();
  expect(fixture.cases.length).toBe(148);
  expect(new Set(all.map(({ call }) => call)).size).toBe(148);
  expect(all.filter(({ share }) => !(share <= 1))).toEqual([]);
});

test('the fixture has every layer that draws, and the largest seeds', () => {
  const tried = new Set(fixture.cases.flatMap(({ layer }) => layer.match(/nn\s*\.\s*\w+/g) ?? []));
  const drawing = [
    ...[
      'Linear',
      'Bilinear',
      'Embedding',
      'EmbeddingBag',
      'RNN',
      'LSTM',
      'GRU',
      'RNNCell',
      'LSTMCell',
      'GRUCell',
    ],
    ...[1, 2, 3].flatMap((d) => [`Conv${d}d`, `ConvTranspose${d}d`]),
    ...['MultiheadAttention', 'TransformerEncoderLayer', 'TransformerDecoderLayer', 'Transformer'],
  ];
  expect(drawing.filter((name) => !tried.has(`nn.${name}`))).toEqual([]);
  expect(fixture.cases.some(({ seed }) => seed === 2 ** 32 + 5)).toBe(true);
});

describe('known layers', () => {
  test('stand by alphabet with their signatures', () => {
    const all = knownLayers.map(({ name }) => name);
    expect(all).toEqual([...all].sort());
    const signatures = new Map(knownLayers.map(({ name, signature }) => [name, signature]));
    expect(signatures.get('nn.Linear')).toBe('nn.Linear(in_features, out_features, bias=True)');
    expect(signatures.get('nn.Tanh')).toBe('nn.Tanh()');
    expect(signatures.get('nn.RNN')).toMatch(/bidirectional=False, \*, nonlinearity='tanh'\)$/);
    expect(signatures.get('nn.Sequential')).toBe('nn.Sequential(*args)');
  });

  test('take PyTorch’s arguments, in its order, with its defaults where it has them', () => {
    const own = ['nn.RNN', 'nn.LSTM', 'nn.GRU', 'nn.Sequential', 'nn.Identity'];
    for (const { name, signature } of knownLayers.filter((layer) => !own.includes(layer.name))) {
      const inside = signature.slice(name.length + 1, -1);
      const written = inside === '' ? [] : inside.split(', ');
      const theirs = fixture.signatures[name];
      expect([name, ...written.map((word) => word.split('=')[0])]).toEqual([name, ...theirs.arguments]);
      expect([name, ...written.filter((word) => !word.includes('='))]).toEqual([name, ...theirs.required]);
    }
  });
});

describe('parameters', () => {
  test('tell how they were drawn', () => {
    const [weight, bias] = make('nn.Linear(4, 3)');
    expect(weight).toMatchObject({ name: 'weight', shape: [3, 4], fan_in: 4, fan_out: 3 });
    expect(weight.law).toEqual({ kind: 'uniform', bound: 0.5, by: 'kaiming_uniform_' });
    expect(bias.law).toEqual({ kind: 'uniform', bound: 0.5, by: 'uniform_' });
    expect(bias.fan_in).toBeUndefined();
    expect(make('nn.Embedding(3, 2, padding_idx=-1)')[0].law).toEqual({
      kind: 'normal',
      std: 1,
      by: 'normal_',
      zero_row: 2,
    });
    expect(make('nn.PReLU(init=0.1)')[0].law).toMatchObject({ kind: 'constant', value: 0.1 });
  });

  test.each([
    'nn.LSTM(3, 9)',
    'nn.Bilinear(4, 5, 6)',
    'nn.ConvTranspose2d(4, 6, 3)',
    'nn.MultiheadAttention(6, 2)',
  ])('of %s fill their bound and stay within it', (code) => {
    const drawn = make(code).filter(({ law }) => law.kind === 'uniform');
    expect(drawn.length).toBeGreaterThan(0);
    for (const { values, law } of drawn) {
      const bound = law.kind === 'uniform' ? law.bound : 0;
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(Math.fround(bound));
      // All n below 1 - 15/n of the bound: a chance of e^-15; a bound twice as large is seen from n = 30 on.
      if (values.length > 30) expect(largest).toBeGreaterThan(bound * (1 - 15 / values.length));
    }
  });

  test('of a bias that attention set back to zero are constant', () => {
    const laws = new Map(make('nn.MultiheadAttention(8, 2)').map(({ name, law }) => [name, law.kind]));
    expect(Object.fromEntries(laws)).toEqual({
      in_proj_weight: 'uniform',
      in_proj_bias: 'constant',
      'out_proj.weight': 'uniform',
      'out_proj.bias': 'constant',
    });
  });

  test('of copies are equal, each in an array of its own', () => {
    const parameters = make('nn.TransformerEncoder(nn.Linear(3, 2), 2)');
    expect(parameters.map(({ name }) => name)).toEqual([
      'layers.0.weight',
      'layers.0.bias',
      'layers.1.weight',
      'layers.1.bias',
    ]);
    expect(parameters[2].values).toEqual(parameters[0].values);
    parameters[2].values[0] = 7;
    expect(parameters[0].values[0]).not.toBe(7);
  });

  test('are the same from the same seed, and others from another', () => {
    const code = 'nn.GRU(3, 4)';
    expect(make(code, 5)).toEqual(make(code, 5));
    expect(make(code, 5)).not.toEqual(make(code, 6));
  });

  test('are drawn as the arguments stand, not as they are named', () => {
    const [first] = make(
      'nn.TransformerEncoder(num_layers=1, norm=nn.Linear(2, 2), encoder_layer=nn.Linear(3, 3))',
    );
    const [plain] = make('nn.Linear(3, 3)');
    expect(first.name).toBe('layers.0.weight');
    expect(first.values).not.toEqual(plain.values);
    expect(make('nn.TransformerEncoder(nn.Linear(3, 3), 1)')[0].values).toEqual(plain.values);
  });
});

test('names and shapes are there without drawing', () => {
  expect(
    names('nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Sequential(nn.LSTM(2, 2, bidirectional=True)))'),
  ).toEqual([
    '0.weight',
    '0.bias',
    ...['', '_reverse'].flatMap((end) =>
      ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => `2.0.${name}_l0${end}`),
    ),
  ]);
  expect(
    parameterShapes(readLayer('nn.Transformer()')).reduce(
      (sum, { shape }) => sum + shape.reduce((a, b) => a * b),
      0,
    ),
  ).toBe(44_140_544);
  expect(parameterShapes(readLayer('nn.ReLU()'))).toEqual([]);
});
