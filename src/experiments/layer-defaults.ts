/** What a freshly made PyTorch layer holds, parameter by parameter, against what He and Xavier would have drawn. */
import { calculate_gain } from '../initializers/gain.ts';
import { constantLaw, type Law, normalLaw, uniformLaw } from '../initializers/law-kinds.ts';
import { type Layer, makeParameters, type Parameter, readLayer } from '../initializers/layers/layer.ts';
import type { Claim, Interval } from '../lab/claims.ts';
import { expression } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { bars, dots, expected, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { printParameter } from '../lab/print-tensor.ts';
import { countInBins, expectedInBins } from '../math/histogram.ts';
import { gapOfLargest, meanSquareInterval } from '../math/mean-square.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import { ValueError } from '../random/errors.ts';
import { Generator } from '../random/torch.ts';

/** One layer of each kind that the notes speak of. They need not fit together: nothing passes through them here. */
const THREE = 'nn.Sequential(nn.Linear(784, 256), nn.Conv2d(16, 32, 3), nn.LSTM(256, 100))';

/** A page stays quick up to here; the command line takes more. */
const MOST_NUMBERS = 2 ** 22;
const MOST_PARAMETERS = 40;
const BINS = 24;
const FALSE_ALARM = 1e-3;

/** @throws ValueError and TypeError for what is no layer, or one too large for a page. */
function readPageLayer(code: string): Layer {
  const layer = readLayer(code);
  const parameters = undrawn(code);
  const numbers = parameters.reduce((sum, parameter) => sum + parameter.numbers, 0);
  if (parameters.length === 0) throw new ValueError(`${layer.name} has no parameters to look at.`);
  if (parameters.length > MOST_PARAMETERS || numbers > MOST_NUMBERS) {
    throw new ValueError(
      `${layer.name} has ${parameters.length} parameters with ${numbers} numbers in all; here at most ${MOST_PARAMETERS} with ${MOST_NUMBERS}.`,
    );
  }
  return layer;
}

// #region root-five
/** The bound of kaiming_uniform_ with a = √5, step by step as torch.nn.init takes it. */
function defaultBound(fan_in: number): number {
  const gain = calculate_gain('leaky_relu', Math.sqrt(5));
  const std = gain / Math.sqrt(fan_in);
  return Math.sqrt(3) * std;
}
// #endregion

/** What the entries of a parameter follow. */
function lawOf({ law, values, fan_in = Number.NaN }: Parameter): Law {
  if (law.kind === 'constant') return constantLaw(law.value);
  if (law.kind === 'normal') return normalLaw(0, law.std, values.length);
  const bound = law.by === 'kaiming_uniform_' ? defaultBound(fan_in) : law.bound;
  return uniformLaw(-bound, bound, values.length);
}

/** The parameter's histogram, and what its law expects in each bin. */
function histogram({ values }: Parameter, law: Law) {
  const reach =
    law.kind === 'fixed' ? Math.abs(law.mean) || 1 : Math.min(law.bounds[1], 4 * Math.sqrt(law.variance));
  const bins = { low: -1.2 * reach, high: 1.2 * reach, bins: BINS };
  const counts = countInBins(values, bins);
  const expectedCounts =
    law.kind === 'fixed'
      ? countInBins([law.mean], bins).map((one) => one * values.length)
      : expectedInBins(law.density, bins, { size: values.length });
  const width = (bins.high - bins.low) / BINS;
  return counts.map((count, i) => ({
    from: bins.low + i * width,
    to: bins.low + (i + 1) * width,
    share: count / values.length,
    shareExpected: expectedCounts[i] / values.length,
  }));
}

/** What is known of a parameter before anything is drawn. */
type Undrawn = { parameter: string; drawn: string; numbers: number };

/** What is said of a parameter as a whole stands in all rows of its histogram. */
type Whole = Undrawn & {
  largest: number;
  bound: number;
  rms: number;
  rmsExpected: number;
  he: number;
  xavier: number;
};
type Observation = Whole & { shape: string; from: number; to: number; share: number; shareExpected: number };

function undrawn(code: string): Undrawn[] {
  const { parameters, draws } = readLayer(code);
  return parameters.map(({ name, slot }) => ({
    parameter: name,
    drawn: draws.findLast((draw) => draw.slot === slot)?.law.by ?? '',
    numbers: slot.shape.reduce((product, length) => product * length, 1),
  }));
}

/** One row of each parameter and seed. */
const wholes = (rows: Seeded<Observation>[]) =>
  rows.filter(
    (row, i) => i === 0 || row.parameter !== rows[i - 1].parameter || row.seed !== rows[i - 1].seed,
  );

type Kind = (parameter: Undrawn) => boolean;
const isDefault: Kind = ({ drawn }) => drawn === 'kaiming_uniform_';
const isRandom: Kind = ({ drawn }) => /uniform_|normal_/.test(drawn);
/** Weights and biases of recurrent layers have `ih` or `hh` in their names, `hr` in a projection's. */
const isRecurrent: Kind = ({ parameter }) => /(weight|bias)_(ih|hh|hr)/.test(parameter);

/** How far the largest number stays below its bound, as a share of it. */
const gap = (of: Whole[]) => 1 - Math.max(...of.map(({ largest, bound }) => largest / bound));

/** The mean square over parameters, each in units of its own. */
function meanSquare(of: Whole[], unit: (whole: Whole) => number): number {
  const numbers = of.reduce((sum, whole) => sum + whole.numbers, 0);
  return of.reduce((sum, whole) => sum + whole.numbers * (whole.rms / unit(whole)) ** 2, 0) / numbers;
}

/** A claim about the parameters of one kind, where the layer has some. */
function claimOn(
  kind: Kind,
  claim: { says: string; unit: string; measure(of: Whole[]): number; interval(numbers: number): Interval },
): Claim<Seeded<Observation>, { layer: string }> {
  const ofKind = (layer: string) => undrawn(layer).filter(kind);
  return {
    says: claim.says,
    applies: ({ layer }) => ofKind(layer).length > 0,
    measure: (rows) => claim.measure(wholes(rows).filter(kind)),
    within: ({ layer }, { seeds }) =>
      claim.interval(seeds * ofKind(layer).reduce((sum, { numbers }) => sum + numbers, 0)),
    falseAlarm: FALSE_ALARM,
    unit: claim.unit,
  };
}

const recurrent = (rows: Seeded<Observation>[], name: RegExp) =>
  wholes(rows).filter((whole) => isRecurrent(whole) && name.test(whole.parameter));

export default defineExperiment({
  title: 'What a fresh layer holds',
  caption:
    'Type a layer as PyTorch code. Dots are root mean squares of its parameters, dashes what PyTorch’s law, He’s and Xavier’s would give.',
  law: 'pytorch-defaults#root-five',
  controls: {
    layer: expression(THREE, {
      check: readPageLayer,
      allows: 'a layer of torch.nn as PyTorch code, such as nn.Linear(784, 256)',
      maxLength: 400,
    }),
  },
  columns: {
    parameter: 'parameter',
    shape: 'shape',
    drawn: 'drawn by',
    numbers: 'numbers',
    from: 'from',
    to: 'to',
    share: 'share of them',
    shareExpected: 'share predicted',
    rms: 'root mean square',
    rmsExpected: 'predicted',
    largest: 'largest size',
    bound: 'bound',
    he: 'He’s deviation',
    xavier: 'Xavier’s deviation',
  },
  key: ['parameter'],
  // A bias has no fan_in, a normal law no bound.
  nonFinite: 'show',
  length: ({ layer }) => readPageLayer(layer).parameters.length * BINS,
  work: ({ layer }) => undrawn(layer).reduce((sum, { numbers }) => sum + numbers, 0),

  async *run({ layer }, { rng }): AsyncGenerator<Observation, void, void> {
    // #region draw
    const parameters = makeParameters(readPageLayer(layer), rng);
    // #endregion
    for (const parameter of parameters) {
      const { name, shape, values, law: drawn, fan_in = Number.NaN, fan_out = Number.NaN } = parameter;
      const law = lawOf(parameter);
      const kept = drawn.kind === 'normal' && drawn.zero_row !== undefined ? 1 - 1 / shape[0] : 1;
      const whole = {
        parameter: name,
        shape: shape.join(' × '),
        drawn: drawn.by as string,
        numbers: values.length,
        rms: rootMeanSquare(values),
        rmsExpected: Math.sqrt(kept * (law.variance + law.mean ** 2)),
        largest: values.reduce((size, value) => Math.max(size, Math.abs(value)), 0),
        bound: law.kind === 'random' ? Math.fround(law.bounds[1]) : Number.NaN,
        he: Math.sqrt(2 / fan_in),
        xavier: Math.sqrt(2 / (fan_in + fan_out)),
      };
      for (const bin of histogram(parameter, law)) yield { ...whole, ...bin };
    }
  },

  plot(rows) {
    const parameters = wholes(rows).filter(({ seed }) => seed === rows[0]?.seed);
    const most = Math.max(...parameters.map(({ numbers }) => numbers));
    const largest = parameters.find(({ numbers }) => numbers === most)?.parameter ?? '';
    const histogram = rows.filter(({ parameter }) => parameter === largest);
    const law = histogram
      .filter(({ seed }) => seed === rows[0]?.seed)
      .flatMap(({ from, to, shareExpected }) => [
        { at: from, shareExpected },
        { at: to, shareExpected },
      ]);
    return [
      {
        title: 'Root mean square of each parameter',
        x: { label: 'root mean square' },
        y: { label: 'parameter', type: 'names' },
        marks: [
          expected(parameters, { x: 'rmsExpected', y: 'parameter', label: 'PyTorch’s law' }),
          expected(
            parameters.filter(({ he }) => he > 0),
            { x: 'xavier', y: 'parameter', label: 'Xavier' },
          ),
          expected(
            parameters.filter(({ he }) => he > 0),
            { x: 'he', y: 'parameter', label: 'He' },
          ),
          dots(wholes(rows), { x: 'rms', y: 'parameter' }),
        ],
      },
      {
        title: `Histogram of ${largest || 'the largest parameter'}`,
        x: { label: 'value' },
        y: { label: 'share of the numbers' },
        aspect: 0.4,
        marks: [
          bars(histogram, { from: 'from', to: 'to', y: 'share' }),
          theory(law, { x: 'at', y: 'shareExpected', label: 'law' }),
        ],
      },
    ];
  },

  summary(rows) {
    const first = wholes(rows).filter(({ seed }) => seed === rows[0].seed);
    const numbers = first.reduce((sum, row) => sum + row.numbers, 0);
    const weights = wholes(rows).filter(isDefault);
    const ratio = meanSquare(weights, ({ he }) => he);
    const tail =
      weights.length > 0
        ? `, and the weights drawn by kaiming_uniform_ have ${formatNumber(ratio, 4)} of He’s variance.`
        : '.';
    return `${first.length} ${first.length === 1 ? 'parameter holds' : 'parameters hold'} ${numbers.toLocaleString('en-US')} numbers${tail}`;
  },

  transcript: ({ layer }, seed) => {
    const code = layer.trim().replaceAll(/\s+/g, ' ');
    const parameters = makeParameters(readPageLayer(layer), new Generator(seed));
    return [
      {
        title: 'In your terminal',
        text: [
          `import torch; from torch import nn; torch.manual_seed(${seed})`,
          `for name, p in ${code}.named_parameters(): print(name, p)`,
        ].join('\n'),
      },
      {
        title: 'prints what was drawn here',
        text: parameters
          .map(({ name, shape, values }) => `${name} ${printParameter(values, shape)}`)
          .join('\n'),
      },
    ];
  },

  claims: {
    'root-five': claimOn(isDefault, {
      says: 'The largest weight of a Linear or convolution layer stays below 1/√fan_in by almost nothing.',
      measure: gap,
      interval: (numbers) => gapOfLargest(numbers, FALSE_ALARM),
      unit: 'of 1/√fan_in',
    }),
    sixth: claimOn(isDefault, {
      says: 'The variance of those weights is one sixth of He’s.',
      measure: (of) => meanSquare(of, ({ he }) => he),
      interval(numbers) {
        const { low, high } = meanSquareInterval(numbers, FALSE_ALARM);
        return { low: low / 6, high: high / 6 };
      },
      unit: 'of He’s variance',
    }),
    recurrent: claimOn(isRecurrent, {
      says: 'The largest number of a recurrent layer, weight or bias, stays below 1/√hidden by almost nothing.',
      measure: gap,
      interval: (numbers) => gapOfLargest(numbers, FALSE_ALARM),
      unit: 'of 1/√hidden',
    }),
    'every-parameter': claimOn(isRandom, {
      says: 'All random parameters together have the mean square that their laws say.',
      measure: (of) => meanSquare(of, ({ rmsExpected }) => rmsExpected),
      interval: (numbers) => meanSquareInterval(numbers, FALSE_ALARM),
      unit: 'times the law’s',
    }),
  },
  quantities: {
    'times-smaller': (rows) => 1 / meanSquare(wholes(rows).filter(isDefault), ({ he }) => he),
    'lstm-largest': (rows) => Math.max(...recurrent(rows, /./).map(({ largest }) => largest)),
    'lstm-xavier-ih': (rows) => Math.sqrt(3) * recurrent(rows, /weight_ih/)[0]?.xavier,
    'lstm-xavier-hh': (rows) => Math.sqrt(3) * recurrent(rows, /weight_hh/)[0]?.xavier,
  },
  recording: { seeds: 3 },
});
