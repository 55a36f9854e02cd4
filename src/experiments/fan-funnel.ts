/** Widths that change from layer to layer: what counting fan_in or fan_out does to signal and gradient. */
import { kaiming_normal_, xavier_normal_ } from '../initializers/variance-scaling.ts';
import { expression } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, type Figure, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { fanLaws } from '../math/fan-products.ts';
import { reluSquareBand } from '../math/relu-layer-law.ts';
import { sum } from '../math/statistics.ts';
import { backward, forward } from '../networks/dense.ts';
import {
  type Direction,
  type FanLine,
  fanColumns,
  fanLines,
  fanPath,
  inFanBand,
  passedShare,
  strayed,
} from '../networks/fan-paths.ts';
import { denseLayout } from '../networks/layout.ts';
import { ValueError } from '../random/errors.ts';
import type { Generator } from '../random/torch.ts';

const FALSE_ALARM = 1e-3;
const BASE = 10;

/** A hidden layer of 24 units is all off once in 17 million times; the law leaves that out. */
const LEAST_HIDDEN = 24;
const MOST_UNITS = 2048;
const MOST_LAYERS = 16;

/** @throws ValueError for what is no list of widths, or one that is too long for a page. */
function readWidths(text: string): number[] {
  const widths = text.split('-').map((width) => (/^\s*\d+\s*$/.test(width) ? Number(width) : Number.NaN));
  const inside = widths.every(
    (n, i) => n >= (i === 0 || i === widths.length - 1 ? 2 : LEAST_HIDDEN) && n <= MOST_UNITS,
  );
  if (!inside || widths.length < 3 || widths.length > MOST_LAYERS + 1) {
    throw new ValueError(
      `${JSON.stringify(text)} is no list of widths; allowed: 3 to ${MOST_LAYERS + 1} whole numbers up to ${MOST_UNITS} with hyphens between, hidden layers of at least ${LEAST_HIDDEN}.`,
    );
  }
  return widths;
}

type Draw = (weight: Float32Array, shape: readonly [number, number], rng: Generator, last: boolean) => void;

const he =
  (mode: 'fan_in' | 'fan_out'): Draw =>
  (weight, shape, rng, last) =>
    kaiming_normal_(weight, shape, rng, { mode, nonlinearity: last ? 'linear' : 'relu' });

// #region schemes
/** Each with the variance of a weight; the last layer has no ReLU to make up for. */
const schemes = {
  'He fan_in': {
    draw: he('fan_in'),
    variance: (fan_in: number, _: number, last: boolean) => (last ? 1 : 2) / fan_in,
  },
  'He fan_out': {
    draw: he('fan_out'),
    variance: (_: number, fan_out: number, last: boolean) => (last ? 1 : 2) / fan_out,
  },
  Glorot: {
    draw: ((weight, shape, rng) => xavier_normal_(weight, shape, rng)) as Draw,
    variance: (fan_in: number, fan_out: number, _: boolean) => 2 / (fan_in + fan_out),
  },
};
// #endregion
type Scheme = keyof typeof schemes;
const names = Object.keys(schemes) as Scheme[];

type Line = FanLine & { scheme: Scheme };

/** σ² of the weights, layer by layer. */
function variancesOf(scheme: Scheme, widths: readonly number[]): number[] {
  const last = widths.length - 2;
  return widths.slice(1).map((fan_out, i) => schemes[scheme].variance(widths[i], fan_out, i === last));
}

const lawsOf = (scheme: Scheme, widths: readonly number[]) =>
  fanLaws({ widths, variances: variancesOf(scheme, widths) });

export default defineExperiment({
  title: 'A net of changing widths',
  caption:
    'Mean squares in powers of ten, one input through one ReLU net, three times with other weights. Dashed: products of fan ratios. The band is for the logarithm, whose mean lies a little below: 95 of 100 runs stay in it.',
  law: 'activation-statistics#fan-in',
  controls: {
    widths: expression('784-512-100-700-50-400-30-300-64-10', {
      check: readWidths,
      maxLength: 80,
      allows: 'widths with hyphens between them',
    }),
  },
  columns: { scheme: 'initializer', ...fanColumns(BASE) },
  key: ['scheme', 'layer'],
  length: ({ widths }) => names.length * readWidths(widths).length,
  work: ({ widths }) => readWidths(widths).reduce((sum, n, i, all) => sum + n * (all[i + 1] ?? 0), 0),

  async *run({ widths: text }, { tf, rng, read }): AsyncGenerator<Line> {
    const widths = readWidths(text);
    const last = widths.length - 2;
    const layout = denseLayout({ widths, activation: 'relu', bias: false });
    const x = tf.tensor2d(rng.randn(widths[0]), [1, widths[0]]);
    const gradient = tf.tensor2d(rng.randn(widths[last + 1]), [1, widths[last + 1]]);
    for (const scheme of names) {
      // #region net
      const parameters = layout.layers.map(({ fan_in, fan_out }, i) => {
        const weight = new Float32Array(fan_in * fan_out);
        schemes[scheme].draw(weight, [fan_out, fan_in], rng, i === last);
        return { weight: tf.tensor2d(weight, [fan_out, fan_in]) };
      });
      const trace = forward(tf, layout, parameters, x);
      const gradients = backward(tf, layout, parameters, trace, gradient);
      const values = await read([...trace.h, ...gradients.h]);
      // #endregion
      tf.dispose([parameters, trace, gradients]);
      const passes = { forward: values.slice(0, widths.length), backward: values.slice(widths.length) };
      for (const line of fanLines(passes, lawsOf(scheme, widths), BASE)) yield { scheme, ...line };
    }
  },

  plot: (rows) => {
    const of = (scheme: Scheme) => rows.filter((row) => row.scheme === scheme && row.seed === rows[0].seed);
    const figure = (direction: Direction, title: string): Figure => ({
      title,
      x: { label: 'layer' },
      y: { label: 'log₁₀ of the mean square' },
      aspect: 0.5,
      marks: [
        ...names.map((name) =>
          band(of(name), { x: 'layer', low: `${direction}Low`, high: `${direction}High` }),
        ),
        ...names.map((name) => theory(of(name), { x: 'layer', y: `${direction}Line`, label: name })),
        dots(rows, { x: 'layer', y: direction }),
      ],
    });
    return [
      figure('forward', 'The signal, forward'),
      figure('backward', 'The gradient, backward from the output'),
    ];
  },

  summary: (rows) => {
    const power = (scheme: Scheme, direction: Direction) =>
      formatNumber(10 ** atEnd(rows, scheme, direction), 2);
    const each = names.map(
      (name) => `${name} ${power(name, 'forward')} forward and ${power(name, 'backward')} backward`,
    );
    return `mean squares at the far end, geometric means over the seeds: ${each.join(', ')}.`;
  },

  claims: {
    'relu-half': {
      says: 'Of the square of a pre-activation, ReLU passes half.',
      measure: (rows, { widths: text }) => {
        const widths = readWidths(text);
        const hidden = ({ layer }: Line) => layer < widths.length - 1;
        const shares = names.map((scheme) =>
          passedShare(of(rows, scheme).filter(hidden), {
            widths,
            variances: variancesOf(scheme, widths),
            base: BASE,
          }),
        );
        return sum(shares) / names.length;
      },
      within: ({ widths }, { seeds }) => {
        const hidden = readWidths(widths).slice(1, -1);
        const terms = seeds * names.length * sum(hidden);
        return reluSquareBand({ terms, falseAlarm: FALSE_ALARM });
      },
      falseAlarm: FALSE_ALARM,
    },
    'fan-in-forward': inBand('He fan_in', 'forward', 'Counting fan_in keeps the signal.'),
    'fan-in-backward': inBand('He fan_in', 'backward', 'It scales the gradient by the ratio of the ends.'),
    'fan-out-forward': inBand(
      'He fan_out',
      'forward',
      'Counting fan_out scales the signal by that ratio upside down.',
    ),
    'fan-out-backward': inBand('He fan_out', 'backward', 'And it keeps the gradient.'),
    'glorot-forward': inBand('Glorot', 'forward', 'Glorot’s compromise under ReLU loses the signal.'),
    'glorot-backward': inBand('Glorot', 'backward', 'And the gradient.'),
  },

  quantities: {
    'ratio-of-ends': (_, { widths }) => {
      const all = readWidths(widths);
      return all[0] / all[all.length - 1];
    },
    'fan-in-forward': (rows) => 10 ** atEnd(rows, 'He fan_in', 'forward'),
    'fan-in-backward': (rows) => 10 ** atEnd(rows, 'He fan_in', 'backward'),
    'fan-out-forward': (rows) => 10 ** atEnd(rows, 'He fan_out', 'forward'),
    'fan-out-backward': (rows) => 10 ** atEnd(rows, 'He fan_out', 'backward'),
    'glorot-forward': (rows) => 10 ** atEnd(rows, 'Glorot', 'forward'),
    'glorot-expected': (_, { widths }) =>
      Math.exp(lawsOf('Glorot', readWidths(widths)).lines.forward.at(-1) ?? 0),
    'glorot-backward': (rows) => 10 ** atEnd(rows, 'Glorot', 'backward'),
    // Note 002's CustomNet gives its last layer ReLU's gain as well.
    'custom-net-hidden': () => ((2 / 50) * 100) / 2,
    'custom-net-logits': () => ((2 / 50) * 100 * (2 / 10) * 50) / 2,
  },

  recording: { seeds: 10 },
});

const of = (rows: Seeded<Line>[], name: Scheme) => rows.filter(({ scheme }) => scheme === name);

/** Where the path ends: the signal's at the output, the gradient's at the input. Means over the seeds. */
const atEnd = (rows: Seeded<Line>[], scheme: Scheme, direction: Direction) =>
  fanPath(of(rows, scheme), direction).at(direction === 'forward' ? -1 : 0) ?? Number.NaN;

/** The claim that the mean path of the seeds stays in its band, at all layers. */
function inBand(scheme: Scheme, direction: Direction, says: string) {
  return {
    says,
    measure: (rows: Seeded<Line>[], { widths }: { widths: string }) =>
      strayed(of(rows, scheme), lawsOf(scheme, readWidths(widths)), { direction, base: BASE }),
    ...inFanBand,
  };
}
