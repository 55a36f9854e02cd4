/** Which initializer for which activation: signal and gradient of seven activations, each under three of them. */
import { xavier_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { lawInterval, lawScore } from '../math/skewed-law.ts';
import { normalQuantile } from '../math/special.ts';
import { mean } from '../math/statistics.ts';
import { forgettingLaw } from '../math/two-inputs.ts';
import { backward, forward } from '../networks/dense.ts';
import { denseLayout } from '../networks/layout.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import {
  DEEPEST,
  DEPTHS,
  type GuideSetting,
  guideLaws,
  guideNets,
  lawsAt,
  type Place,
} from './activation-guide/guide.ts';

const FALSE_ALARM = 1e-3;
/**
 * The tails of the laws are approximate: of 12,000 simulated stacks of width 64, twice as many left the worst cell's
 * interval as it was drawn for. So intervals are drawn for a third of what is said of them.
 */
const DRAWN_FOR = FALSE_ALARM / 3;

type Direction = 'forward' | 'backward';
type Column = Direction | 'difference';
type Cell = Seeded<
  Record<'activation' | 'initializer', string> &
    Record<'layers' | 'gain' | Column | `${Column}Expected`, number>
>;

export default defineExperiment({
  title: 'The guide, measured',
  caption:
    'Root mean squares in powers of two; 0 is the size at the start. The third column has PyTorch’s gain for each activation: √2 for ReLU, √(2/(1 + a²)) for leaky ReLU, ¾ for SELU, 5/3 for tanh, 1 for sigmoid and linear. It has none for ELU; 1.28 keeps the signal.',
  law: 'pytorch-defaults#guide',
  controls: {
    layers: choice(DEPTHS, 10, { label: 'layers on the maps' }),
    slope: range(0, 1, 0.2, { step: 0.01, label: 'slope a of leaky ReLU' }),
    width: choice([64, 128, 256, 512], 256),
  },
  columns: {
    activation: 'activation',
    initializer: 'initializer',
    layers: 'layers',
    gain: 'gain: σ√N',
    forward: 'log₂ rms of the signal',
    forwardExpected: 'expected',
    backward: 'log₂ rms of the gradient at the input',
    backwardExpected: 'expected',
    difference: 'log₂ rms of the difference between two inputs',
    differenceExpected: 'expected at infinite width',
  },
  key: ['activation', 'initializer', 'layers'],
  // In float32 two inputs may end as exactly the same numbers.
  nonFinite: 'show',
  length: () => guideNets(0).length * DEPTHS.length,
  work: ({ width }) => 256 ** 2 + width ** 2,

  async *run({ width, slope }, { tf, rng, read }) {
    // #region draw
    const shape: [number, number] = [width, width];
    const inputs = tf.tensor2d(rng.randn(2 * width), [2, width]);
    const drawn = Array.from({ length: DEEPEST }, () =>
      tf.tensor2d(xavier_normal_(new Float32Array(width * width), shape, rng), shape),
    );
    const atOutput = tf.tensor2d(rng.randn(width), [1, width]);
    const gradient = tf.concat([atOutput, atOutput]);
    // #endregion
    for (const net of guideNets(slope)) {
      const { name, initializer, activation, gain } = net;
      // #region passes
      const layout = denseLayout({
        widths: Array(DEEPEST + 1).fill(width),
        activation,
        output: activation,
        bias: false,
        negativeSlope: slope,
      });
      const ends = tf.tidy(() => {
        const weights = drawn.map((weight) => ({ weight: tf.mul<Tensor2D>(weight, gain) }));
        const trace = forward(tf, layout, weights, inputs);
        const back = DEPTHS.map((depth) => {
          const upTo = { ...layout, layers: layout.layers.slice(0, depth) };
          return backward(tf, upTo, weights, trace, gradient).h[0];
        });
        return [...DEPTHS.map((depth) => trace.h[depth]), ...back];
      });
      // #endregion
      const values = await read(ends);
      tf.dispose(ends);
      const laws = guideLaws(net, { width, slope });
      for (const [i, layers] of DEPTHS.entries()) {
        // The first input's; the second serves to be told apart from it.
        const signal = values[i].subarray(0, width);
        const difference = signal.map((h, unit) => h - values[i][width + unit]);
        yield {
          activation: name,
          initializer,
          layers,
          gain,
          forward: Math.log2(rootMeanSquare(signal)),
          forwardExpected: laws.forward[i].mean,
          backward: Math.log2(rootMeanSquare(values[DEPTHS.length + i].subarray(0, width))),
          backwardExpected: laws.backward[i].mean,
          difference: Math.log2(rootMeanSquare(difference) / Math.SQRT2),
          differenceExpected: laws.difference[i],
        };
      }
    }
  },

  plot: (rows, { layers }) => {
    const shown = rows.filter((row) => row.layers === layers);
    const map = (title: string, value: Column) => ({
      title,
      x: { label: 'initializer', type: 'names' as const },
      y: { label: 'activation', type: 'names' as const },
      marks: [cells(shown, { x: 'initializer', y: 'activation', value })],
    });
    return [
      map(`The signal after ${layers} layers`, 'forward'),
      map(`The gradient at the input, ${layers} layers down`, 'backward'),
      map(`What tells two inputs apart, after ${layers} layers`, 'difference'),
    ];
  },

  summary: (rows, { layers }) => {
    const bits = (place: Place) => formatDecimals(measured(rows, place, layers, 'backward'), 1);
    return (
      `of a gradient that starts ${layers} layers up, 2 to the ${bits(['ReLU', 'He'])} reaches the input with ReLU and He, 2 to the ` +
      `${bits(['tanh', 'Xavier'])} with tanh and Xavier, and 2 to the ${bits(['sigmoid', 'Xavier'])} with sigmoid and Xavier.`
    );
  },

  claims: {
    'signal-map': {
      says: 'In every cell, at all three depths, the signal is as large as theory expects.',
      ...everyCell('forward'),
    },
    'gradient-map': { says: 'So is the gradient, back at the input.', ...everyCell('backward') },
    'relu-he': {
      says: 'Through fifty layers of ReLU the signal holds under He.',
      ...oneCell(['ReLU', 'He'], 50, 'forward'),
    },
    'leaky-he': {
      says: 'He without the slope is √(1 + a²) too large a layer, fifty times over.',
      measure: (rows) =>
        measured(rows, ['leaky ReLU', 'He'], 50, 'forward') -
        measured(rows, ['leaky ReLU', 'own gain'], 50, 'forward'),
      within: ({ slope, width }) => {
        const excess = 25 * Math.log2(1 + slope ** 2);
        return { low: excess - rounding(width), high: excess + rounding(width) };
      },
      falseAlarm: 0,
      unit: 'bits',
    },
    'elu-he': {
      says: 'Under He a gradient grows on its way back through fifty layers of ELU.',
      ...oneCell(['ELU', 'He'], 50, 'backward'),
    },
    'sigmoid-xavier': {
      says: 'Under Xavier ten sigmoid layers leave next to nothing of a gradient.',
      ...oneCell(['sigmoid', 'Xavier'], 10, 'backward'),
    },
    'sigmoid-forgets': {
      says: 'They leave as little of the difference between two inputs.',
      measure: (rows) => measured(rows, ['sigmoid', 'Xavier'], 10, 'difference'),
      within: (setting, { seeds }) => {
        const { difference, backward } = lawsAt(['sigmoid', 'Xavier'], setting);
        return lawInterval(forgettingLaw(difference[1], backward[1]), { seeds, falseAlarm: DRAWN_FOR });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'bits',
    },
    'tanh-power': {
      says: 'Under Xavier a tanh stack loses its signal as a power of the depth, near −1/2.',
      measure: (rows) => {
        const [ten, fifty] = [10, 50].map((layers) => measured(rows, ['tanh', 'Xavier'], layers, 'forward'));
        return (fifty - ten) / Math.log2(5);
      },
      within: (setting, { seeds }) => {
        const { change } = lawsAt(['tanh', 'Xavier'], setting);
        const { low, high } = lawInterval(change, { seeds, falseAlarm: DRAWN_FOR });
        return { low: low / Math.log2(5), high: high / Math.log2(5) };
      },
      falseAlarm: FALSE_ALARM,
    },
    'tanh-gain': {
      says: 'With tanh and its gain of 5/3 a gradient grows on its way back through fifty layers.',
      ...oneCell(['tanh', 'own gain'], 50, 'backward'),
    },
  },

  quantities: {
    'sigmoid-decades': (rows) => Math.log10(2) * measured(rows, ['sigmoid', 'Xavier'], 10, 'backward'),
    ...quantitiesOf({
      relu: ['ReLU', 'He'],
      leaky: ['leaky ReLU', 'He'],
      'leaky-own': ['leaky ReLU', 'own gain'],
      elu: ['ELU', 'He'],
      'elu-own': ['ELU', 'own gain'],
      selu: ['SELU', 'Xavier'],
      'selu-own': ['SELU', 'own gain'],
      sigmoid: ['sigmoid', 'Xavier'],
      tanh: ['tanh', 'Xavier'],
      'tanh-own': ['tanh', 'own gain'],
      linear: ['linear', 'Xavier'],
    }),
  },

  recording: { seeds: 20, keep: (row, { layers }) => row.layers === layers },
});

const seedsOf = (rows: Cell[]) => new Set(rows.map(({ seed }) => seed)).size;

/** The mean over the seeds. */
function measured(rows: Cell[], [name, initializer]: Place, layers: number, column: Column) {
  const cell = rows.filter(
    (row) => row.activation === name && row.initializer === initializer && row.layers === layers,
  );
  return mean(cell.map((row) => row[column]));
}

/** The cell furthest from its law, in normal scores. Bonferroni over all cells; nets that are equal count twice. */
function everyCell(direction: Direction) {
  return {
    measure(rows: Cell[], setting: GuideSetting) {
      const scores = guideNets(setting.slope).flatMap((net) =>
        guideLaws(net, setting)[direction].map((law, i) => {
          const value = measured(rows, [net.name, net.initializer], DEPTHS[i], direction);
          return Math.abs(lawScore(law, value, seedsOf(rows)));
        }),
      );
      return Math.max(...scores);
    },
    within: ({ slope }: GuideSetting) => {
      const count = guideNets(slope).length * DEPTHS.length;
      return { low: 0, high: -normalQuantile(FALSE_ALARM / (2 * count)) };
    },
    falseAlarm: FALSE_ALARM,
    unit: 'standard deviations',
  };
}

/** One cell against its law, in bits. */
function oneCell(place: Place, layers: (typeof DEPTHS)[number], direction: Direction) {
  return {
    measure: (rows: Cell[]) => measured(rows, place, layers, direction),
    within: (setting: GuideSetting, { seeds }: { seeds: number }) =>
      lawInterval(lawsAt(place, setting)[direction][DEPTHS.indexOf(layers)], {
        seeds,
        falseAlarm: DRAWN_FOR,
      }),
    falseAlarm: FALSE_ALARM,
    unit: 'bits',
  };
}

/**
 * What rounding may add in bits to the difference of two nets, ten times over: a layer of width n errs by about
 * sqrt(n) 2^-24 of its size, a stack of L by sqrt(L) times that.
 */
const rounding = (width: number) => (10 * 2 * Math.sqrt(width * DEEPEST) * 2 ** -24) / Math.LN2;

/**
 * rms at each depth, the geometric mean over the seeds: `relu-forward-10`, and so on. Not the difference at the deepest:
 * there it may be no more than rounding.
 */
function quantitiesOf(places: Record<string, Place>) {
  return Object.fromEntries(
    Object.entries(places).flatMap(([id, place]) =>
      (['forward', 'backward', 'difference'] as const).flatMap((column) =>
        DEPTHS.filter((layers) => column !== 'difference' || layers < DEEPEST).map((layers) => [
          `${id}-${column}-${layers}`,
          (rows: Cell[]) => 2 ** measured(rows, place, layers, column),
        ]),
      ),
    ),
  );
}
