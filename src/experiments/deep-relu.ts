/** Signal and gradient through a deep ReLU net, from He's weights, from Xavier's, and from Xavier's divided by √2. */
import type { Mode } from '../initializers/fans.ts';
import { kaiming_normal_, xavier_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, run, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { fanLaws } from '../math/fan-products.ts';
import { reluSquareBand } from '../math/relu-layer-law.ts';
import { std, sum } from '../math/statistics.ts';
import { backward, forward } from '../networks/dense.ts';
import {
  type Direction,
  type FanLine,
  fanColumns,
  fanLines,
  fanPath,
  inFanBand,
  passedShare,
  ratioRounding,
  strayed,
} from '../networks/fan-paths.ts';
import { denseLayout } from '../networks/layout.ts';
import type { Generator } from '../random/torch.ts';

const FALSE_ALARM = 1e-3;
const WIDTHS = [64, 128, 256, 512] as const;
const BASE = 2;

interface Setting {
  depth: number;
  width: number;
  other: number;
  mode: Mode;
}

// #region starts
interface Start {
  draw(weight: Float32Array, shape: [number, number], rng: Generator, mode: Mode): unknown;
  /** Of a weight. */
  variance(fan_in: number, fan_out: number, mode: Mode): number;
}
const starts = {
  He: {
    draw: (weight, shape, rng, mode) => kaiming_normal_(weight, shape, rng, { mode, nonlinearity: 'relu' }),
    variance: (fan_in, fan_out, mode) => 2 / (mode === 'fan_in' ? fan_in : fan_out),
  },
  Xavier: {
    draw: (weight, shape, rng) => xavier_normal_(weight, shape, rng),
    variance: (fan_in, fan_out) => 2 / (fan_in + fan_out),
  },
  'Xavier ÷ √2': {
    draw: (weight, shape, rng) => xavier_normal_(weight, shape, rng, { gain: Math.SQRT1_2 }),
    variance: (fan_in, fan_out) => 1 / (fan_in + fan_out),
  },
} satisfies Record<string, Start>;
// #endregion
type Name = keyof typeof starts;
const names = Object.keys(starts) as Name[];
type Line = FanLine & { start: Name };

const widthsOf = ({ depth, width, other }: Setting) =>
  Array.from({ length: depth + 1 }, (_, layer) => (layer % 2 === 0 ? width : other));

/** σ² of the weights, layer by layer. */
const variancesOf = (setting: Setting, name: Name) => {
  const widths = widthsOf(setting);
  const { variance }: Start = starts[name];
  return widths.slice(1).map((fan_out, i) => variance(widths[i], fan_out, setting.mode));
};

const lawsOf = (setting: Setting, name: Name) =>
  fanLaws({ widths: widthsOf(setting), variances: variancesOf(setting, name), output: 'relu' });

export default defineExperiment({
  title: 'Fifty layers of ReLU',
  caption:
    'Mean squares in powers of two: one input through one net, three times with the same normal numbers, scaled differently. Dashed: the recursion. The band is for the logarithm, whose mean lies a little below: 95 of 100 runs stay in it.',
  law: 'he#recursion',
  controls: {
    depth: range(5, 60, 50, { label: 'layers' }),
    width: choice(WIDTHS, 256),
    other: choice(WIDTHS, 256, { label: 'width of every other layer' }),
    mode: choice(['fan_in', 'fan_out'], 'fan_in', { label: 'He’s mode' }),
  },
  columns: { start: 'initializer', ...fanColumns(BASE) },
  key: ['start', 'layer'],
  length: ({ depth }) => names.length * (depth + 1),
  work: ({ depth, width, other }) => depth * width * other,

  async *run(setting, { tf, rng, read, seed }): AsyncGenerator<Line> {
    const widths = widthsOf(setting);
    const [first, last] = [widths[0], widths[setting.depth]];
    const layout = denseLayout({ widths, activation: 'relu', output: 'relu', bias: false });
    for (const start of names) {
      // #region net
      // From the seed anew: each start meets the same input and the same normals.
      rng.manual_seed(seed);
      const x = tf.tensor2d(rng.randn(first), [1, first]);
      const gradient = tf.tensor2d(rng.randn(last), [1, last]);
      const { draw }: Start = starts[start];
      const parameters = layout.layers.map(({ fan_in, fan_out }) => {
        const weight = new Float32Array(fan_in * fan_out);
        draw(weight, [fan_out, fan_in], rng, setting.mode);
        return { weight: tf.tensor2d(weight, [fan_out, fan_in]) };
      });
      const trace = forward(tf, layout, parameters, x);
      const gradients = backward(tf, layout, parameters, trace, gradient);
      const values = await read([...trace.h, ...gradients.h]);
      // #endregion
      tf.dispose([x, gradient, parameters, trace, gradients]);
      const passes = { forward: values.slice(0, widths.length), backward: values.slice(widths.length) };
      for (const line of fanLines(passes, lawsOf(setting, start), BASE)) yield { start, ...line };
    }
  },

  plot: (rows) => {
    const law = (start: Name) => rows.filter((row) => row.start === start && row.seed === rows[0].seed);
    const figure = (title: string, y: Direction, shown: Name[]) => ({
      title,
      x: { label: 'layer' },
      y: { label: 'log₂ of the mean square' },
      aspect: 0.45,
      marks: [
        ...shown.map((start) => band(law(start), { x: 'layer', low: `${y}Low`, high: `${y}High` })),
        ...shown.map((start) => theory(law(start), { x: 'layer', y: `${y}Line`, label: start })),
        shown.length > 1 ? dots(rows, { x: 'layer', y }) : run(of(rows, shown[0]), { x: 'layer', y }),
      ],
    });
    return [
      figure('The signal', 'forward', names),
      figure('The signal from He’s weights, closer', 'forward', ['He']),
      figure('The gradient, from the last layer down', 'backward', names),
    ];
  },

  summary: (rows, { depth }) => {
    const bits = names.map((start) => `2 to the ${formatDecimals(atEnd(rows, start), 1)} (${start})`);
    return `after ${depth} layers the mean square of the signal is ${bits.join(', ')}.`;
  },

  claims: {
    recursion: {
      says: 'Of nσ² times the mean square below, a layer of He’s net passes half.',
      measure: (rows, setting) =>
        passedShare(of(rows, 'He'), {
          widths: widthsOf(setting),
          variances: variancesOf(setting, 'He'),
          base: BASE,
        }),
      within: (setting, { seeds }) =>
        reluSquareBand({ terms: seeds * sum(widthsOf(setting).slice(1)), falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
    },
    'he-forward': inBand('He', 'forward', 'From He’s weights the signal keeps to the line of its fans.'),
    'he-backward': inBand('He', 'backward', 'So does the gradient, to its own.'),
    'xavier-forward': inBand('Xavier', 'forward', 'From Xavier’s the signal halves, a layer.'),
    'divided-forward': inBand('Xavier ÷ √2', 'forward', 'Divided by √2 they leave a quarter, a layer.'),
    'root-two': {
      says: 'He’s net is Xavier’s with every weight times √2, if fan_in and fan_out are equal.',
      measure: (rows, setting) => (measuredRatio(rows, setting) / ratioOf(setting) - 1) * 1e6,
      within: ({ depth, width, other }) => {
        const room = 1e6 * ratioRounding({ depth, width: Math.max(width, other) });
        return { low: -room, high: room };
      },
      falseAlarm: 0,
      unit: 'millionths off',
    },
  },

  quantities: {
    'he-bits': (rows) => atEnd(rows, 'He'),
    'he-bits-backward': (rows) => atEnd(rows, 'He', 'backward'),
    'he-spread': (rows, { depth }) =>
      std(of(rows, 'He').flatMap(({ layer, forward }) => (layer === depth ? [forward] : []))),
    'he-spread-expected': (_, setting) =>
      Math.sqrt(lawsOf(setting, 'He').forward[setting.depth].variance) / Math.LN2,
    'xavier-bits': (rows) => atEnd(rows, 'Xavier'),
    'xavier-bits-backward': (rows) => atEnd(rows, 'Xavier', 'backward'),
    'divided-bits': (rows) => atEnd(rows, 'Xavier ÷ √2'),
    'he-over-xavier': (rows, setting) => measuredRatio(rows, setting),
  },

  recording: { seeds: 10, keep: ({ layer }) => layer % 5 === 0 },
});

const of = (rows: Seeded<Line>[], name: Name) => rows.filter(({ start }) => start === name);

/** The mean over the seeds, where a pass ends. */
const atEnd = (rows: Seeded<Line>[], name: Name, direction: Direction = 'forward') =>
  fanPath(of(rows, name), direction).at(direction === 'forward' ? -1 : 0) ?? Number.NaN;

/** By what He's weights are larger than Xavier's, layer by layer, in the geometric mean: √2 for equal fans. */
const ratioOf = (setting: Setting) => {
  const [he, xavier] = (['He', 'Xavier'] as const).map((name) => lawsOf(setting, name).lines.forward);
  return Math.exp((he[setting.depth] - xavier[setting.depth]) / (2 * setting.depth));
};
const measuredRatio = (rows: Seeded<Line>[], { depth }: Setting) =>
  BASE ** ((atEnd(rows, 'He') - atEnd(rows, 'Xavier')) / (2 * depth));

function inBand(name: Name, direction: Direction, says: string) {
  return {
    says,
    measure: (rows: Seeded<Line>[], setting: Setting) =>
      strayed(of(rows, name), lawsOf(setting, name), { direction, base: BASE }),
    ...inFanBand,
  };
}
