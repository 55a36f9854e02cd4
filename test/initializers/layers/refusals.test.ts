/** What is no layer: one line that says what is wrong and what is allowed; never another error, never a hang. */
import { describe, expect, test } from 'vitest';
import { readLayer } from '../../../src/initializers/layers/layer.ts';
import { ValueError } from '../../../src/random/errors.ts';
import { Generator } from '../../../src/random/torch.ts';
import { fixture } from '../../parity/layers.ts';

function refusal(code: string): Error {
  try {
    readLayer(code);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`${code} was taken.`);
}

test.each(fixture.bad)('PyTorch’s words for $layer', ({ layer, text }) => {
  const error = refusal(layer);
  expect(error).toBeInstanceOf(ValueError);
  expect(error.message).toContain(text.trim());
  expect(error.message).toMatch(/allowed is|it takes/);
});

const linear = 'it takes in_features, out_features, bias=True';

describe('TypeError', () => {
  test.each([
    ['nn.Linear(10)', `nn.Linear: missing out_features; ${linear}`],
    ['nn.Linear()', `nn.Linear: missing in_features and out_features; ${linear}`],
    ['nn.Linear(1, 2, True, 4)', `nn.Linear: 4 positional arguments, at most 3 are allowed; ${linear}`],
    ['nn.Linear(1, 2, biass=True)', `nn.Linear: unexpected keyword argument biass; ${linear}`],
    ['nn.Linear(1, 2, in_features=3)', 'nn.Linear: multiple values for argument in_features'],
    ['nn.Linear(1, 2, device="cpu")', 'nn.Linear: device is not taken here'],
    ['nn.Linear(1, 2, __proto__=3)', 'nn.Linear: unexpected keyword argument __proto__'],
    ['nn.Tanh(3)', 'nn.Tanh: 1 positional arguments, at most 0 are allowed; it takes no arguments'],
    ['nn.RNN(1, 2, 1, True, False, 0., False, "relu")', 'nn.RNN: 8 positional arguments, at most 7'],
    ['nn.Linear(10.0, 5)', 'nn.Linear: in_features = 10.0, a float; allowed is an int from 1 to 67108864.'],
    ['nn.Linear(True, 5)', 'nn.Linear: in_features = True, a bool'],
    ['nn.Linear("a", 5)', 'nn.Linear: in_features = "a", a str'],
    ['nn.Linear(None, 5)', 'nn.Linear: in_features = None'],
    ['nn.Linear(nn.ReLU(), 5)', 'nn.Linear: in_features = nn.ReLU(), a layer'],
    ['nn.Linear(n, 5)', 'nn.Linear: in_features = n, a name'],
    ['nn.Linear(1, 5, bias=2)', 'nn.Linear: bias = 2, an int; allowed is True or False.'],
    [
      'nn.Conv2d(1, 2, "a")',
      'kernel_size = "a", a str; allowed is an int from 1 to 67108864, or a tuple of 2 such.',
    ],
    ['nn.Conv2d(1, 2, (3, 3.0))', 'kernel_size = (3, 3.0), a tuple'],
    ['nn.Embedding(3, 4, 1.0)', 'padding_idx = 1.0, a float; allowed is an int, or None.'],
    [
      'nn.TransformerEncoderLayer(4, 2, activation=F.tanh)',
      "activation = F.tanh, a name; allowed is 'relu', 'gelu'",
    ],
    ['nn.Sequential(3)', 'nn.Sequential: argument 1 = 3, an int; allowed is a layer.'],
    ['nn.Sequential([nn.ReLU()])', 'nn.Sequential: argument 1 = [nn.ReLU()], a list; allowed is a layer.'],
    [
      'nn.Sequential(nn.ReLU(), bias=True)',
      'nn.Sequential: unexpected keyword argument bias; it takes *args',
    ],
    [
      'nn.Sequential(nn.ReLU)',
      'column 15: nn.ReLU is not made yet; write it with its arguments, nn.ReLU(...).',
    ],
  ])('%s', (code, message) => {
    const error = refusal(code);
    expect(error.constructor).toBe(TypeError);
    expect(error.message).toContain(message);
  });

  test('for what is no string', () => {
    expect(() => readLayer(3 as unknown as string)).toThrow(
      new TypeError("readLayer: the code is a number; allowed is a string as 'nn.Linear(10, 5)'."),
    );
  });
});

describe('ValueError', () => {
  test.each([
    ['nn.Linera(3, 4)', "column 1: 'nn.Linera' is no layer known here; did you mean nn.Linear?"],
    ['Linear(3, 4)', "column 1: 'Linear' is no layer known here; did you mean nn.Linear?"],
    [
      'nn.Sequential(nn.linear(3, 4))',
      "column 15: 'nn.linear' is no layer known here; did you mean nn.Linear?",
    ],
    [
      'nn.Nothing(3)',
      "'nn.Nothing' is no layer known here; allowed are nn. or torch.nn. and one of AdaptiveAvgPool1d, ",
    ],
    ['3', "'3' is no layer; expected one with its arguments, as nn.Linear(10, 5)."],
    ['(nn.ReLU(), nn.ReLU())', 'is no layer; expected one'],
    ['nn.Linear(0, 5)', 'nn.Linear: in_features = 0; allowed is an int from 1 to 67108864.'],
    ['nn.Linear(5, -3)', 'nn.Linear: out_features = -3; allowed'],
    ['nn.Linear(99999999999999999999, 5)', 'in_features = 99999999999999999999; allowed'],
    ['nn.LayerNorm(())', 'normalized_shape = () has 0 entries; allowed is one or more.'],
    ['nn.LayerNorm((2, 0))', 'normalized_shape = 0; allowed'],
    ['nn.Conv2d(1, 2, (3,))', 'kernel_size = (3,) has 1 entry; allowed is 2.'],
    ['nn.Conv2d(1, 2, 3, padding=-1)', 'padding = -1; allowed is an int from 0'],
    ['nn.Conv2d(1, 2, 3, padding="some")', "Invalid padding string 'some', should be one of 'valid', 'same'"],
    [
      'nn.RNNCell(3, 4, nonlinearity="sigmoid")',
      "Unknown nonlinearity 'sigmoid'; allowed is 'tanh' or 'relu'.",
    ],
    ['nn.EmbeddingBag(3, 4, mode="median")', "mode = 'median'; allowed is 'sum' or 'mean' or 'max'."],
    [
      'nn.MultiheadAttention(4, 2, dropout=1.5)',
      'dropout probability has to be between 0 and 1, but got 1.5',
    ],
    ['nn.PReLU(init=1e39)', 'cannot be converted to type float without overflow'],
    ['nn.Hardtanh(1, 0)', 'min_val=1 and max_val=0; allowed is a max_val larger than min_val.'],
  ])('%s', (code, message) => {
    const error = refusal(code);
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toContain(message);
  });

  test.each([
    ['nn.Linear(8192, 8192)', '67117056 numbers'],
    [
      'nn.Conv3d(67108864, 67108864, 67108864)',
      'numbers in all its parameters; allowed are at most 67108864 (2^26).',
    ],
    ['nn.TransformerEncoder(nn.Linear(4096, 4096), 4)', 'numbers in all'],
    ['nn.Sequential(nn.Linear(8000, 5000, False), nn.Linear(8000, 5000, False))', '80000000 numbers in all'],
    [
      'nn.Sequential(nn.Identity(nn.Linear(8000, 5000)), nn.Identity(nn.Linear(8000, 5000)))',
      'numbers in all',
    ],
    ['nn.LSTM(1, 1, num_layers=67108864)', 'parameters to be made; allowed are at most 10,000 in all.'],
    ['nn.TransformerEncoder(nn.ReLU(), 67108864)', 'parameters to be made'],
    ['nn.TransformerEncoder(nn.TransformerEncoder(nn.LSTM(1, 1), 2000), 2000)', 'parameters to be made'],
    [`nn.Sequential(${Array(60).fill('nn.LSTM(1,1,2500)').join()})`, 'parameters to be made'],
    [`nn.Sequential(${Array(50).fill('nn.Identity(nn.LSTM(1,1,2500))').join()})`, 'parameters to be made'],
  ])('too much, seen before anything is drawn: %s', (code, message) => {
    const before = performance.now();
    const error = refusal(code);
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toContain(message);
    // Lists of 10,000 names take milliseconds. Lists of all names of the last ones took seconds, on an idle machine.
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

test('of 5,000 broken strings each that is refused gets one line of ValueError or TypeError', () => {
  const generator = new Generator(0);
  const below = (n: number) => generator.randint(0, n, 1)[0];
  const whole = fixture.cases.map(({ layer }) => layer);
  const pieces = [
    ...Array.from('()[],=.+-\'"#\n\t \\;:*{}é😀\u0000\u2028\u0085\ud800'),
    ...[
      'nn.',
      'None',
      '1e999',
      '0',
      '-1',
      '9'.repeat(30),
      '0x1',
      '__proto__',
      'constructor',
      'nn.Sequential(',
      '[[[[',
    ],
    ...['bias=', 'num_layers=67108864', "'a'", 'F.relu', 'nn.LSTM(1,1,'],
  ];
  let refused = 0;
  for (let i = 0; i < 5_000; i++) {
    let code = whole[below(whole.length)];
    for (let edits = 1 + below(3); edits > 0; edits--) {
      const at = below(code.length + 1);
      const piece = below(3) === 0 ? '' : pieces[below(pieces.length)];
      code = code.slice(0, at) + piece + code.slice(at + below(6));
    }
    try {
      readLayer(code);
    } catch (error) {
      refused++;
      const { message } = error as Error;
      expect([ValueError, TypeError], code).toContain((error as Error).constructor);
      expect(message, code).not.toMatch(
        /[\p{C}\p{Zl}\p{Zp}]|undefined|\[object|is not a function|Cannot read/u,
      );
    }
  }
  expect(refused).toBeGreaterThan(4_000);
});
