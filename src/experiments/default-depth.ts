/** What PyTorch's default does to a deep ReLU stack, forward and backward, beside He's rule and Xavier's. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, type Mark, rule, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { biasFloor, biasFloorBand } from '../math/bias-floor.ts';
import { shareOfBand } from '../math/chain-band.ts';
import { finiteWidthBand } from '../math/finite-width.ts';
import { roundingSpread, spreadLine, spreadWalk } from '../math/input-spread.ts';
import { mean } from '../math/statistics.ts';
import { bandColumns } from '../networks/band-columns.ts';
import { backward, forward } from '../networks/dense.ts';
import { denseLayout, layerTensors, layerViews } from '../networks/layout.ts';
import { starts } from '../networks/starts.ts';
import { rootMeanSquare } from '../networks/statistics.ts';

const INPUTS = 2;
const FALSE_ALARM = 1e-3;

const names = ['default', 'xavier_normal_', 'kaiming_normal_'] as const;
type Name = (typeof names)[number];
/** What stands at the end of a line. */
const short: Record<Name, string> = { default: 'default', xavier_normal_: 'Xavier', kaiming_normal_: 'He' };

interface Setting {
  width: number;
  depth: number;
}
type Path = 'forward' | 'backward' | 'spread';
type Column = Path | `${Path}Predicted` | `${Direction}${'Low' | 'High'}`;
type Line = { initializer: string; layer: number } & Record<Column, number>;
type Direction = 'forward' | 'backward';
type Asked = { seeds?: number; falseAlarm?: number };

const variances = (name: Name, width: number) => ({
  weightVariance: width * starts[name].weight(width, width),
  biasVariance: starts[name].bias(width),
});

/** The band of one path, or of the mean path of several seeds. The gradient's law knows nothing of biases. */
function theoryOf(name: Name, direction: Direction, { width, depth }: Setting, asked: Asked) {
  const { weightVariance, biasVariance } = variances(name, width);
  if (biasVariance > 0 && direction === 'forward') return biasFloorBand({ width, depth, ...asked });
  return finiteWidthBand({ activation: 'relu', weightVariance, width, depth, direction, ...asked });
}

/** What the default's spread ends in: at the floor a pre-activation has twice the square of a signal. */
const rounding = (width: number, terms = 1) => roundingSpread({ size: Math.SQRT2 * biasFloor(width), terms });

const walkOf = ({ width, depth }: Setting, asked: Asked) =>
  spreadWalk({ ...variances('default', width), width, depth, floor: rounding(width, width), ...asked });

export default defineExperiment({
  title: 'PyTorch’s default at depth',
  caption:
    'Two inputs through one ReLU stack, three initializers. Powers of two; dashed: what runs of this width average to, with the band that 95 of 100 paths stay in. Line: the default; dots: Xavier and He.',
  law: 'pytorch-defaults#bias-floor',
  controls: {
    width: choice([64, 128, 256, 512], 256),
    depth: range(1, 50, 50, { label: 'layers' }),
  },
  columns: {
    initializer: 'initializer',
    layer: 'layer',
    ...bandColumns,
    spread: 'log₂ of the spread over the inputs',
    spreadPredicted: 'predicted, infinite width',
  },
  key: ['initializer', 'layer'],
  // Two inputs that have become one have a spread of zero.
  nonFinite: 'show',
  length: ({ depth }) => names.length * (depth + 1),
  work: ({ depth, width }) => depth * width ** 2,

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    const { width, depth } = setting;
    // #region net
    const widths = Array<number>(depth + 1).fill(width);
    const x = tf.tensor2d(rng.randn(INPUTS * width), [INPUTS, width]);
    const gradient = tf.tensor2d(rng.randn(INPUTS * width), [INPUTS, width]);
    for (const initializer of names) {
      const bias = starts[initializer].bias(width) > 0;
      const layout = denseLayout({ widths, activation: 'relu', output: 'relu', bias });
      const initial = new Float32Array(layout.size);
      for (const layer of layerViews(layout, initial)) starts[initializer].draw(layer, rng);
      const flat = tf.tensor1d(initial);
      const parameters = layerTensors(tf, layout, flat);
      // #endregion
      // #region passes
      const trace = forward(tf, layout, parameters, x);
      const gradients = backward(tf, layout, parameters, trace, gradient);
      const values = await read([...trace.h, ...gradients.h]);
      // #endregion
      tf.dispose([flat, parameters, trace, gradients]);
      const up = theoryOf(initializer, 'forward', setting, { falseAlarm: 0.05 });
      const down = theoryOf(initializer, 'backward', setting, { falseAlarm: 0.05 });
      const { line } = spreadLine({ ...variances(initializer, width), depth });
      for (let layer = 0; layer <= depth; layer++) {
        // #region spread
        const first = values[layer].subarray(0, width);
        const second = values[layer].subarray(width);
        const half = Float64Array.from(first, (h, i) => (h - second[i]) / 2);
        // #endregion
        yield {
          initializer,
          layer,
          forward: Math.log2(rootMeanSquare(first)),
          forwardPredicted: up.mean[layer],
          forwardLow: up.low[layer],
          forwardHigh: up.high[layer],
          backward: Math.log2(rootMeanSquare(values[depth + 1 + layer].subarray(0, width))),
          backwardPredicted: down.mean[layer],
          backwardLow: down.low[layer],
          backwardHigh: down.high[layer],
          spread: Math.log2(rootMeanSquare(half)),
          spreadPredicted: line[layer],
        };
      }
    }
  },

  plot: (rows, { width, depth }) => {
    const axes = { x: { label: 'layer' }, y: { label: 'log₂ of the root mean square' }, aspect: 0.42 };
    // The gradient's way starts at the output.
    const all = rows.map((row) => ({ ...row, passed: depth - row.layer }));
    const laws = names.map((name) => ({
      label: short[name],
      law: all.filter((row) => row.seed === rows[0].seed && row.initializer === name),
    }));
    const measured = (y: Path, x: 'layer' | 'passed'): Mark[] => {
      // A plot has no place for the logarithm of zero.
      const finite = all.filter((row) => Number.isFinite(row[y]));
      return [
        run(
          finite.filter(({ initializer }) => initializer === 'default'),
          { x, y },
        ),
        dots(
          finite.filter(({ initializer, layer }) => initializer !== 'default' && layer % 5 === 0),
          { x, y },
        ),
      ];
    };
    return [
      {
        title: 'The signal, forward',
        ...axes,
        marks: [
          rule('y', Math.log2(biasFloor(width)), 'the biases’ floor'),
          ...laws.map(({ law }) => band(law, { x: 'layer', low: 'forwardLow', high: 'forwardHigh' })),
          ...laws.map(({ law, label }) => theory(law, { x: 'layer', y: 'forwardPredicted', label })),
          ...measured('forward', 'layer'),
        ],
      },
      {
        title: 'The gradient, backward from the output',
        ...axes,
        x: { label: 'layers passed, from the output down' },
        marks: [
          ...laws.map(({ law }) => band(law, { x: 'passed', low: 'backwardLow', high: 'backwardHigh' })),
          ...laws.map(({ law, label }) => theory(law, { x: 'passed', y: 'backwardPredicted', label })),
          ...measured('backward', 'passed'),
        ],
      },
      {
        title: 'What tells the two inputs apart',
        ...axes,
        marks: [
          rule('y', rounding(width), 'rounding'),
          ...laws.map(({ law, label }) => theory(law, { x: 'layer', y: 'spreadPredicted', label })),
          ...measured('spread', 'layer'),
        ],
      },
    ];
  },

  summary: (rows, { depth }) => {
    const bits = (layer: number, column: Path) => formatDecimals(at(rows, 'default', layer, column), 1);
    const apart = at(rows, 'default', depth, 'spread');
    const rest = Number.isFinite(apart)
      ? `the two inputs differ by 2 to the ${formatDecimals(apart, 1)}`
      : 'the two inputs give the very same numbers';
    return (
      `after ${depth} ${depth === 1 ? 'layer' : 'layers'} the default’s signal is 2 to the ${bits(depth, 'forward')}, but ${rest}, and its ` +
      `gradient reaches the input as 2 to the ${bits(0, 'backward')}.`
    );
  },

  claims: {
    'default-gradient': inBand(
      'default',
      'backward',
      'The default’s gradient falls by the root of one sixth a layer.',
    ),
    'bias-floor': inBand(
      'default',
      'forward',
      'Its signal falls to the floor that the biases keep, and stays there.',
    ),
    'spread-rate': {
      says: 'What tells two inputs apart falls by the root of one sixth a layer, down to rounding.',
      applies: (setting) => walkOf(setting, {}) !== undefined,
      measure: (rows, setting) => {
        const walk = walkOf(setting, { seeds: seedsOf(rows), falseAlarm: FALSE_ALARM });
        if (!walk) return Number.NaN;
        const start = at(rows, 'default', walk.from, 'spread');
        const walked = walk.mean.map((_, i) => at(rows, 'default', walk.from + 1 + i, 'spread') - start);
        return shareOfBand(walked, walk);
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the band',
    },
    'he-forward': inBand('kaiming_normal_', 'forward', 'He keeps the signal.'),
    'he-backward': inBand('kaiming_normal_', 'backward', 'He keeps the gradient.'),
    'xavier-forward': inBand(
      'xavier_normal_',
      'forward',
      'Xavier’s signal falls by the root of one half a layer.',
    ),
    'xavier-backward': inBand('xavier_normal_', 'backward', 'So does Xavier’s gradient.'),
  },

  quantities: {
    'floor-rms': (_, { width }) => biasFloor(width),
    'default-rms': (rows, { depth }) => 2 ** at(rows, 'default', depth, 'forward'),
    'default-bits-forward': (rows, { depth }) => at(rows, 'default', depth, 'forward'),
    'default-bits-backward': (rows) => at(rows, 'default', 0, 'backward'),
    'xavier-bits-backward': (rows) => at(rows, 'xavier_normal_', 0, 'backward'),
    'he-bits-backward': (rows) => at(rows, 'kaiming_normal_', 0, 'backward'),
    'default-gradient-factor': (rows, { depth }) =>
      2 ** ((at(rows, 'default', 0, 'backward') - at(rows, 'default', depth, 'backward')) / depth),
    'spread-bits-at-ten': (rows, { depth }) => at(rows, 'default', Math.min(10, depth), 'spread'),
    'spread-bits-at-twenty': (rows, { depth }) => at(rows, 'default', Math.min(20, depth), 'spread'),
    // The first layer where two inputs differ by less than float32 keeps of the signal.
    'forgets-at': (rows, { depth }) =>
      Array.from({ length: depth + 1 }, (_, l) => l).find(
        (l) => at(rows, 'default', l, 'spread') - at(rows, 'default', l, 'forward') < -24,
      ) ?? Number.NaN,
    'he-spread': (rows, { depth }) => 2 ** at(rows, 'kaiming_normal_', depth, 'spread'),
  },

  recording: { seeds: 10, keep: ({ layer }) => layer < 5 || layer % 5 === 0 },
});

const seedsOf = (rows: { seed: number }[]) => new Set(rows.map(({ seed }) => seed)).size;

/** The mean over the seeds. */
function at(rows: Seeded<Line>[], name: Name, layer: number, column: Path): number {
  const there = rows.filter((row) => row.initializer === name && row.layer === layer);
  return mean(there.map((row) => row[column]));
}

/** The claim that the mean path of the seeds stays in its band, at all layers. */
function inBand(name: Name, direction: Direction, says: string) {
  return {
    says,
    measure: (rows: Seeded<Line>[], setting: Setting) => {
      const asked = { seeds: seedsOf(rows), falseAlarm: FALSE_ALARM };
      const path = Array.from({ length: setting.depth + 1 }, (_, layer) => at(rows, name, layer, direction));
      return shareOfBand(path, theoryOf(name, direction, setting, asked));
    },
    within: () => ({ low: 0, high: 1 }),
    falseAlarm: FALSE_ALARM,
    unit: 'of the band',
  };
}
