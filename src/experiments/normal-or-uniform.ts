/** Weights of one variance in four shapes: layers of them, and a task to learn. Does the shape matter? */
import { xavierStd } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { dots, expected, type Figure } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { lawInterval } from '../math/skewed-law.ts';
import { mean } from '../math/statistics.ts';
import { linear } from '../networks/product.ts';
import { circleTask, trainCircleNets } from './normal-or-uniform/circle-nets.ts';
import {
  aboutAsOften,
  doubles,
  endsLower,
  endsWhereExpected,
  keepsMeanSquare,
  ofShape,
  reachesBound,
  type ShapeLine,
  sameVariance,
  scatterOf,
  shapeLawsOf,
  shapeNames,
  squareOverLargest,
} from './normal-or-uniform/claims.ts';
import { linearPath, weightStatistics } from './normal-or-uniform/linear-path.ts';
import { weightShapes } from './normal-or-uniform/shapes.ts';

export default defineExperiment({
  title: 'One variance, four shapes',
  caption:
    'Signs: ±σ. One in ten: nine zeros, and a sign √10 times as large. Twice σ²: normal, of twice the variance. Each dot is a net; strokes: what theory expects on average, and of 95 nets in 100.',
  law: 'xavier#shape-mean',
  controls: {
    width: choice([64, 128, 256], 64),
    layers: range(5, 30, 10),
    nets: choice([8, 16, 24], 16, { label: 'nets of each shape' }),
  },
  columns: {
    shape: 'weights',
    net: 'net',
    gain: 'log₂ of the signal’s growth',
    expected: 'expected',
    low: 'band, low',
    high: 'band, high',
    factor: 'factor of a layer, on average',
    scatter: 'scatter of the squares in a layer',
    square: 'mean square of the weights over Xavier’s',
    largest: 'largest weight over Xavier’s deviation',
    loss: 'loss after training',
  },
  key: ['shape', 'net'],
  length: ({ nets }) => shapeNames.length * nets,
  work: ({ width, layers, nets }) => nets * (layers * width ** 2 + 1e5),

  async *run(setting, { tf, rng, read }): AsyncGenerator<ShapeLine> {
    const { width, layers, nets } = setting;
    const shape: [number, number] = [width, width];
    const sigma = xavierStd(shape);
    const task = circleTask(tf, rng);
    for (const name of shapeNames) {
      const { draw, excess } = weightShapes[name];
      const weights: ReturnType<typeof weightStatistics>[] = [];
      const signals = tf.tidy(() =>
        Array.from({ length: nets }, () => {
          // #region layers
          const drawn = Array.from({ length: layers }, () => draw(shape, rng));
          const path = [tf.tensor2d(rng.randn(width), [1, width])];
          for (const weight of drawn)
            path.push(linear(tf, path[path.length - 1], tf.tensor2d(weight, shape)));
          // #endregion
          weights.push(weightStatistics(drawn, sigma));
          return path;
        }),
      );
      const values = await read(signals.flat());
      tf.dispose(signals);
      const losses = await trainCircleNets({ tf, read }, task, { nets, draw: (shape) => draw(shape, rng) });
      const law = shapeLawsOf(name, setting).gain;
      const { low, high } = lawInterval(law, { falseAlarm: 0.05 });
      for (let net = 0; net < nets; net++) {
        const path = values.slice(net * (layers + 1), (net + 1) * (layers + 1));
        yield {
          shape: name,
          net: net + 1,
          ...linearPath(path, excess),
          ...weights[net],
          expected: law.mean,
          low,
          high,
          loss: losses[net],
        };
      }
    }
    tf.dispose(task.x);
  },

  plot: (rows, { layers }) => {
    const law = sameVariance.flatMap((name) => rows.find((row) => row.shape === name) ?? []);
    const edges = (['low', 'high'] as const).flatMap((edge) => law.map((row) => ({ ...row, at: row[edge] })));
    const y = { label: 'weights', type: 'names' as const };
    return [
      {
        title: `The signal after ${layers} linear layers`,
        x: { label: 'log₂ of its growth' },
        y,
        marks: [
          dots(
            rows.filter((row) => row.shape !== 'twice σ²'),
            { x: 'gain', y: 'shape' },
          ),
          expected(edges, { x: 'at', y: 'shape', label: '95 of 100' }),
        ],
      },
      {
        title: 'The loss after training, over that of the normal nets',
        x: { label: 'loss over their mean' },
        y,
        marks: [dots(overNormal(rows), { x: 'over', y: 'shape' })],
      },
    ] satisfies Figure[];
  },

  summary: (rows) => {
    const loss = (name: (typeof shapeNames)[number]) =>
      formatDecimals(mean(ofShape(rows, name).map((row) => row.loss)), 3);
    return `after training the mean losses are ${sameVariance.map((name) => `${loss(name)} (${name})`).join(', ')} and ${loss('twice σ²')} (twice σ²).`;
  },

  claims: {
    third: {
      says: 'The mean square of uniform weights is a third of the square of the largest.',
      ...squareOverLargest,
    },
    bound: {
      says: 'The largest of them stays below √(6/(n_in + n_out)), by a few millionths of it.',
      ...reachesBound,
    },
    'same-mean': { says: 'Whatever the shape, a layer keeps the mean square.', ...keepsMeanSquare },
    doubled: { says: 'With twice the variance it doubles the mean square.', ...doubles },
    scatter: {
      says: 'Where only one weight in ten is not zero, the squares in a layer scatter more, by the excess of E w⁴.',
      ...scatterOf('one in ten'),
    },
    'all-layers': {
      says: 'Through all layers the signals of each shape end where theory says.',
      ...endsWhereExpected,
    },
    training: {
      says: 'Of two nets, one of each, the uniform one ends lower about as often as the normal one: four to six times in ten.',
      ...aboutAsOften,
    },
  },

  quantities: {
    'percent-lower-uniform': (rows) => 100 * endsLower(rows, 'uniform'),
    'percent-lower-signs': (rows) => 100 * endsLower(rows, 'signs'),
    'percent-lower-ten': (rows) => 100 * endsLower(rows, 'one in ten'),
    'percent-lower-twice': (rows) => 100 * endsLower(rows, 'twice σ²'),
    'scatter-normal': (rows) => mean(ofShape(rows, 'normal').map(({ scatter }) => scatter)),
    'scatter-ten-expected': (_, setting) => shapeLawsOf('one in ten', setting).scatter.mean,
    'spread-normal-expected': (_, setting) => shapeLawsOf('normal', setting).gain.sd,
    'spread-ten-expected': (_, setting) => shapeLawsOf('one in ten', setting).gain.sd,
    'times-twice': (rows) => 2 ** mean(ofShape(rows, 'twice σ²').map(({ gain }) => gain)),
    'loss-normal': (rows) => mean(ofShape(rows, 'normal').map(({ loss }) => loss)),
    'loss-uniform': (rows) => mean(ofShape(rows, 'uniform').map(({ loss }) => loss)),
    'loss-ten': (rows) => mean(ofShape(rows, 'one in ten').map(({ loss }) => loss)),
  },

  recording: { seeds: 10, keep: ({ net }) => net <= 8 },
});

/** Each net beside the normal ones that learned from the same points. */
function overNormal(rows: (ShapeLine & { seed: number })[]) {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  return seeds.flatMap((at) => {
    const own = rows.filter(({ seed }) => seed === at);
    const normal = mean(ofShape(own, 'normal').map(({ loss }) => loss));
    return own.map((row) => ({ ...row, over: row.loss / normal }));
  });
}
