/** Changes of a net's hidden units that its function does not notice, and two that it does. */
import { linear_default_ } from '../initializers/linear-default.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { dots, expected } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { floatFormats, unitRoundoff } from '../math/float-formats.ts';
import { changeOf, evaluationError, isSymmetry } from '../math/hidden-change.ts';
import { mean } from '../math/statistics.ts';
import { forward } from '../networks/dense.ts';
import { denseLayout, layerViews } from '../networks/layout.ts';

const INPUTS = 16;
const UNIT = unitRoundoff(floatFormats.float32);
/** Where a difference of exactly 0 stands on the logarithmic axis. */
const NOTHING = -9;

const changes = ['permute', 'turn signs', 'rescale'] as const;
type Change = (typeof changes)[number];

type Line = { activation: string; change: string } & Record<
  'largest' | 'expected' | 'rounding' | 'share' | 'size',
  number
>;

export default defineExperiment({
  title: 'The same function from other weights',
  caption:
    'The largest change of the output over all inputs, in powers of ten, after the hidden units are put in another order, half of them turned around, or all rescaled. Dashed: what theory expects, or where that is nothing, what rounding can add. Exactly 0 stands at −9.',
  law: 'symmetry#permuted',
  controls: {
    hidden: range(2, 256, 64, { label: 'hidden units' }),
    examples: choice([16, 64, 256], 64, { label: 'inputs tried' }),
    factor: range(1.1, 8, 3, { step: 0.1, label: 'rescale by up to' }),
  },
  columns: {
    activation: 'activation',
    change: 'change',
    largest: 'largest change of the output',
    expected: 'expected',
    rounding: 'what rounding can add',
    share: 'difference from what is expected, share of rounding',
    size: 'root mean square of the output',
  },
  key: ['activation', 'change'],
  length: () => 2 * changes.length,
  work: ({ hidden, examples }) => hidden * examples,

  async *run({ hidden, examples, factor }, { tf, rng, read }): AsyncGenerator<Line> {
    // #region draw
    const x = rng.randn(examples * INPUTS);
    const layout = denseLayout({ widths: [INPUTS, hidden, 1], activation: 'tanh' });
    const flat = new Float32Array(layout.size);
    for (const { weight, shape, bias } of layerViews(layout, flat))
      linear_default_(weight, shape, rng, { bias });
    const order = rng.randperm(hidden);
    const turned = rng.randperm(hidden);
    const scales = rng.rand(hidden).map((u) => factor ** (2 * u - 1));
    // #endregion
    const input = tf.tensor2d(x, [examples, INPUTS]);
    for (const activation of ['tanh', 'relu'] as const) {
      const net = denseLayout({ widths: [INPUTS, hidden, 1], activation });
      const before = layerViews(net, flat);
      const outputs = async (parameters: Float32Array) => {
        const layers = layerViews(net, parameters).map(({ weight, shape, bias }) => ({
          weight: tf.tensor2d(weight, shape),
          bias: tf.tensor1d(bias ?? []),
        }));
        const trace = forward(tf, net, layers, input);
        const [values] = await read([trace.h[2]]);
        tf.dispose([trace, layers]);
        return values;
      };
      const original = await outputs(flat);
      for (const change of changes) {
        // #region change
        const factors = Float32Array.from({ length: hidden }, (_, i) =>
          change === 'turn signs' ? (turned[i] < hidden / 2 ? -1 : 1) : change === 'rescale' ? scales[i] : 1,
        );
        const changed = flat.slice();
        const [first, last] = layerViews(net, changed);
        for (let i = 0; i < hidden; i++) {
          const from = change === 'permute' ? order[i] : i;
          for (let j = 0; j < INPUTS; j++) {
            first.weight[i * INPUTS + j] = before[0].weight[from * INPUTS + j] * factors[i];
          }
          if (first.bias && before[0].bias) first.bias[i] = before[0].bias[from] * factors[i];
          last.weight[i] = before[1].weight[from] / factors[i];
        }
        // #endregion
        const after = await outputs(changed);
        yield { activation, change, ...compare({ activation, flat, net, x, factors, original, after }) };
      }
    }
  },

  plot: (rows) => [
    {
      title: 'How much the output changes',
      x: { label: 'log₁₀ of the largest change' },
      y: { label: 'activation, change', type: 'names' },
      marks: [
        expected(
          rows
            .filter(({ seed }) => seed === rows[0]?.seed)
            .map((row) => ({
              ...named(row),
              log10: Math.log10(row.expected > 0 ? row.expected : row.rounding),
            })),
          { x: 'log10', y: 'name', label: 'expected, or rounding' },
        ),
        dots(
          rows.map((row) => ({ ...named(row), log10: row.largest > 0 ? Math.log10(row.largest) : NOTHING })),
          { x: 'log10', y: 'name' },
        ),
      ],
    },
  ],

  summary: (rows) => {
    const part = (activation: 'tanh' | 'relu', change: Change) =>
      formatNumber(largest(rows, activation, change), 2);
    return (
      `turning the signs of half of the units changes the output of a tanh net by ${part('tanh', 'turn signs')} at most and that of a ReLU net by ` +
      `${part('relu', 'turn signs')}; rescaling changes them by ${part('tanh', 'rescale')} and ${part('relu', 'rescale')}.`
    );
  },

  claims: {
    permutation: {
      says: 'Another order of the hidden units leaves the function what it was, for tanh and for ReLU.',
      ...within((row) => row.change === 'permute'),
    },
    'signs-tanh': {
      says: 'So do turned signs, for tanh.',
      ...within((row) => row.change === 'turn signs' && row.activation === 'tanh'),
    },
    'scale-relu': {
      says: 'So does a positive factor, for ReLU.',
      ...within((row) => row.change === 'rescale' && row.activation === 'relu'),
    },
    'signs-relu': {
      says: 'Turned signs change a ReLU net by the size of what its turned units were given, input by input.',
      ...within((row) => row.change === 'turn signs' && row.activation === 'relu'),
    },
    'scale-tanh': {
      says: 'A factor changes a tanh net, by as much as tanh bends.',
      ...within((row) => row.change === 'rescale' && row.activation === 'tanh'),
    },
    noticed: {
      says: 'Both changes are far above rounding.',
      measure: (rows) =>
        Math.min(...rows.filter((row) => row.expected > 0).map((row) => row.largest / row.rounding)),
      within: () => ({ low: 1, high: Number.POSITIVE_INFINITY }),
      falseAlarm: 1e-3,
      unit: 'times what rounding can add',
    },
  },

  quantities: {
    'signs-tanh': (rows) => largest(rows, 'tanh', 'turn signs'),
    'permute-tanh': (rows) => largest(rows, 'tanh', 'permute'),
    'permute-relu': (rows) => largest(rows, 'relu', 'permute'),
    'scale-relu': (rows) => largest(rows, 'relu', 'rescale'),
    'signs-relu': (rows) => meanOf(rows, 'relu', 'turn signs', 'largest'),
    'scale-tanh': (rows) => meanOf(rows, 'tanh', 'rescale', 'largest'),
    'output-relu': (rows) => meanOf(rows, 'relu', 'turn signs', 'size'),
    'output-tanh': (rows) => meanOf(rows, 'tanh', 'turn signs', 'size'),
    // Eight tanh units in any order, each with its signs either way.
    'settings-of-eight-tanh': () => 2 ** 8 * [2, 3, 4, 5, 6, 7, 8].reduce((a, b) => a * b),
    'rounding-relu': (rows) => Math.max(...of(rows, 'relu', 'rescale').map(({ rounding }) => rounding)),
  },

  recording: { seeds: 20 },
});

const named = <R extends Line>(row: R) => ({
  ...row,
  name: `${row.activation === 'relu' ? 'ReLU' : 'tanh'}, ${row.change}`,
});

const of = <R extends Line>(rows: R[], activation: string, change: Change) =>
  rows.filter((row) => row.activation === activation && row.change === change);

const largest = (rows: Line[], activation: string, change: Change) =>
  Math.max(...of(rows, activation, change).map((row) => row.largest));

const meanOf = (rows: Line[], activation: string, change: Change, column: 'largest' | 'size') =>
  mean(of(rows, activation, change).map((row) => row[column]));

/** Measured less expected, in units of what two float32 evaluations may differ by: the worst input of the worst run. */
function within(which: (row: Line) => boolean) {
  return {
    measure: (rows: Line[]) => Math.max(...rows.filter(which).map(({ share }) => share)),
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: 0,
    unit: 'of what rounding can add',
  };
}

interface Compared {
  activation: 'tanh' | 'relu';
  flat: Float32Array;
  net: ReturnType<typeof denseLayout>;
  x: Float32Array;
  factors: Float32Array;
  original: Float32Array;
  after: Float32Array;
}

/** Input by input, the measured change of the output against the one in float64. */
function compare({ activation, flat, net, x, factors, original, after }: Compared) {
  const [{ weight, bias = [] }, last] = layerViews(net, flat);
  const outgoing = last.weight;
  const results = Array.from(original, (f, k) => {
    const at = (j: number, i: number) => weight[i * INPUTS + j] * x[k * INPUTS + j];
    const z = Float64Array.from(outgoing, (_, i) => bias[i]);
    const reach = z.map(Math.abs);
    for (let i = 0; i < z.length; i++) {
      for (let j = 0; j < INPUTS; j++) {
        z[i] += at(j, i);
        reach[i] += Math.abs(at(j, i));
      }
    }
    const units = { activation, z, outgoing };
    const should = changeOf(units, factors);
    const rounding = evaluationError({
      ...units,
      reach,
      factors,
      inputs: INPUTS,
      bias: Math.abs(last.bias?.[0] ?? 0),
      unit: UNIT,
    });
    const change = after[k] - f;
    return {
      change: Math.abs(change),
      should: Math.abs(should),
      rounding,
      share: Math.abs(change - should) / rounding,
    };
  });
  const most = (of: (result: (typeof results)[number]) => number) => Math.max(...results.map(of));
  return {
    largest: most(({ change }) => change),
    expected: factors.every((a) => isSymmetry(activation, a)) ? 0 : most(({ should }) => should),
    rounding: most(({ rounding }) => rounding),
    share: most(({ share }) => share),
    size: Math.sqrt(mean(original.map((f) => f * f))),
  };
}
