/** Xavier's rule as the notes print it: what each reading of a formula does to a signal, and what their programs do. */
import { pieceOf } from '../initializers/gallery.ts';
import { BINS, histogram } from '../initializers/gallery-rows.ts';
import { normal_ } from '../initializers/uniform-normal.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, bars, dots, type Figure, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { mean } from '../math/statistics.ts';
import { rms } from '../networks/statistics.ts';
import {
  after,
  type FactName,
  FILLS,
  facts,
  factsOf,
  type PrintedRow,
  printedClaims,
} from './xavier-as-printed/claims.ts';
import {
  correlation,
  MODEL_LAYER,
  type Reading,
  readingBand,
  readingNames,
  readings,
  refusesPrintedBound,
  reluExample,
  twoCalls,
} from './xavier-as-printed/readings.ts';

type Rows = Seeded<PrintedRow>[];

const calls = ['xavier_uniform_', 'xavier_normal_'] as const;

export default defineExperiment({
  title: 'The rule as printed',
  caption:
    'A linear stack of square layers, its weights drawn by three readings of W ~ N(0, √(2/(n_in + n_out))). Dashed: theory, with the band that 95 of 100 runs stay in. Then one layer, filled by two calls.',
  law: 'xavier#slot-variance',
  controls: {
    width: choice([64, 128, 256, 512], 256, { label: 'width, n_in = n_out' }),
    layers: range(1, 20, 10),
  },
  columns: {
    series: 'what',
    part: 'kind',
    at: 'at',
    from: 'from',
    to: 'to',
    measured: 'measured',
    predicted: 'predicted',
    low: 'band, low',
    high: 'band, high',
  },
  key: ['series', 'part', 'at'],
  length: ({ layers }) =>
    readingNames.length * (layers + 1) + calls.length * BINS + Object.keys(facts).length,
  work: ({ width, layers }) => width ** 2 * layers,

  async *run(setting, { tf, rng, read }): AsyncGenerator<PrintedRow> {
    const { width: n, layers } = setting;
    for (const reading of readingNames) {
      // #region readings
      const std = readings[reading](n, n);
      const signal = [tf.tensor2d(rng.randn(n), [n, 1])];
      for (let layer = 0; layer < layers; layer++) {
        const weight = tf.tensor2d(normal_(new Float32Array(n * n), [n, n], rng, { std }), [n, n]);
        signal.push(tf.matMul<Tensor2D>(weight, signal[layer]));
        tf.dispose(weight);
      }
      // #endregion
      const sizes = await rms(read, signal);
      tf.dispose(signal);
      const law = readingBand(reading, setting, { falseAlarm: 0.05 });
      for (const [at, size] of sizes.entries()) {
        const expected = { predicted: law.mean[at], low: law.low[at], high: law.high[at] };
        yield {
          series: reading,
          part: 'path',
          at,
          from: at,
          to: at,
          measured: Math.log10(size),
          ...expected,
        };
      }
    }
    // #region two-calls
    const fills = twoCalls(rng);
    // #endregion
    for (const [i, name] of calls.entries()) {
      const counted = histogram(pieceOf(name, ...MODEL_LAYER), i === 0 ? fills.first : fills.second);
      for (const { at, from, to, measured, predicted } of counted) {
        const bar = { at, from, to, measured, predicted, low: predicted, high: predicted };
        yield { series: name, part: 'histogram', ...bar };
      }
    }
    // #region own-weights
    const W = normal_(new Float32Array(n * n), [n, n], rng, { std: readings['root as σ'](n, n) });
    // Row i of W times itself, Σ_j W_ij W_ij, averaged over the rows.
    const own = n * mean(Float64Array.from(W, (value) => value ** 2));
    // #endregion
    const found: Record<FactName, number> = {
      refused: refusesPrintedBound(rng, n + n) ? 1 : 0,
      'own-weights': own,
      'second-call': correlation(fills),
      'relu-gain': reluExample(rng, FILLS) / (2 / (3 + 5)),
    };
    for (const [name, measured] of Object.entries(found)) {
      const { expected } = facts[name as FactName];
      const rest = { predicted: expected, low: expected, high: expected };
      yield { series: name, part: 'fact', at: 0, from: 0, to: 0, measured, ...rest };
    }
  },

  plot: (rows) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const of = (data: Rows, name: string) => data.filter(({ series }) => series === name);
    return [
      {
        title: 'The signal under three readings',
        x: { label: 'layers passed' },
        y: { label: 'log₁₀ of the root mean square' },
        marks: readingNames.flatMap((name) => [
          band(of(law, name), { x: 'at', low: 'low', high: 'high' }),
          theory(of(law, name), { x: 'at', y: 'predicted', label: name }),
          dots(of(rows, name), { x: 'at', y: 'measured' }),
        ]),
      },
      ...calls.map(
        (name, i): Figure => ({
          title: `The first layer after ${i === 0 ? 'the first call' : 'the second'}, ${name}`,
          x: { label: 'weight', domain: [-0.5, 0.5] },
          y: { label: 'how many of 5000' },
          aspect: 0.34,
          marks: [
            bars(of(rows, name), { from: 'from', to: 'to', y: 'measured' }),
            theory(of(law, name), { x: 'at', y: 'predicted', label: 'law' }),
          ],
        }),
      ),
    ];
  },

  summary: (rows, { layers }) => {
    const power = (name: Reading) => formatDecimals(after(rows, name, layers), 1);
    const [deviation, variance, rootless] = readingNames.map(power);
    return (
      `after ${layers} layers the signal is 10 to the ${deviation} if the root is the deviation, 10 to the ${variance} if it is ` +
      `the variance, and 10 to the ${rootless} if the root is left out.`
    );
  },

  claims: printedClaims,

  quantities: {
    'decades-deviation': (rows, { layers }) => after(rows, 'root as σ', layers),
    'decades-variance': (rows, { layers }) => after(rows, 'root as σ²', layers),
    'decades-no-root': (rows, { layers }) => after(rows, 'no root, as σ', layers),
    'factor-variance': (_, { width }) => readings['root as σ²'](width, width) * Math.sqrt(width),
    'factor-no-root': (_, { width }) => readings['no root, as σ'](width, width) * Math.sqrt(width),
    'own-weights': (rows) => mean(factsOf(rows, 'own-weights')),
    'relu-gain': (rows) => Math.sqrt(mean(factsOf(rows, 'relu-gain'))),
  },

  recording: { seeds: 10, keep: ({ part, seed }) => part !== 'histogram' || seed < 2 },
});
