/** Four thousand units, each with weights and inputs of its own: the forward derivation line by line, whole and broken. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells, dots, expected, type Figure } from '../lab/figure.ts';
import { formatDecimals, formatNumber } from '../lab/numbers.ts';
import type { Tensor } from '../lab/tf.ts';
import { meanBand } from '../math/mean-square-band.ts';
import { normalQuantile } from '../math/special.ts';
import { mean } from '../math/statistics.ts';
import {
  drawUnits,
  entries,
  exchange,
  type InputKind,
  inputKinds,
  inputParts,
  type LineName,
  lineLabels,
  lineLaws,
  lineMeans,
  lineNames,
  textbook,
  type UnitCase,
  unitKinds,
  type WeightKind,
  weightKinds,
  weightParts,
} from './forward-variance/lines.ts';

/** Units a run. */
const UNITS = 4096;
const FALSE_ALARM = 1e-3;
/** The means are taken for normal; of squares their skewness is a twentieth, which at most doubles one of the two tails. */
const DRAWN_FOR = FALSE_ALARM / 2;

type Setting = Omit<UnitCase, 'n'> & { n_in: number; sigma: number; gamma: number };
type Line = Record<LineName | `${LineName}Predicted`, number> & { weights: WeightKind; inputs: InputKind };
type Rows = Seeded<Line>[];

const lawsOf = ({ n_in: n, law }: Setting, { weights, inputs }: Pick<UnitCase, 'weights' | 'inputs'>) =>
  lineLaws({ n, law, weights, inputs });

export default defineExperiment({
  title: 'What a unit adds up',
  caption:
    'Each line of the derivation over 4096 units: measured, and as the derivation has it (strokes). Then all ways to break an assumption, in percent of what the line is about; 0 where it does no harm. Tied: entries share a part. From W: each input knows its weight.',
  law: 'xavier#forward-gain',
  controls: {
    n_in: range(16, 512, 256, { step: 16, label: 'inputs of a unit, n' }),
    sigma: range(0.01, 0.5, 0.0625, { step: 0.0005, label: 'σ' }),
    gamma: range(0.1, 3, 1, { step: 0.1, label: 'γ, the rms of the inputs' }),
    weights: choice(weightKinds, 'as assumed', { label: 'weights' }),
    inputs: choice(inputKinds, 'a mean', { label: 'inputs' }),
    law: choice(['normal', 'uniform', 'coin'], 'normal', { label: 'law of the weights' }),
  },
  columns: {
    weights: 'weights',
    inputs: 'inputs',
    ...(Object.fromEntries(
      lineNames.flatMap((line) => [
        [line, lineLabels[line]],
        [`${line}Predicted`, 'predicted'],
      ]),
    ) as Record<LineName | `${LineName}Predicted`, string>),
  },
  key: ['weights', 'inputs'],
  length: () => unitKinds.length,
  work: ({ n_in }) => n_in,

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    const { n_in: n, sigma, gamma, law } = setting;
    const { z, y, weightCoin, inputCoin } = drawUnits(tf, rng, { n, law, units: UNITS });
    for (const { weights, inputs } of unitKinds) {
      const sums = tf.tidy((): Tensor[] => {
        // #region pairs
        const w = entries(tf, sigma, weightParts(weights, n), { own: z, coin: weightCoin });
        const x = entries(tf, gamma, inputParts(inputs, n), { own: y, coin: inputCoin, other: z });
        const h = tf.sum(tf.mul(w, x), 1);
        // #endregion
        // #region exchanged
        const terms = tf.mul(w, exchange(tf, x));
        const factored = tf.sum(terms, 1);
        const squares = tf.sum(tf.square(terms), 1);
        // #endregion
        return [h, factored, squares];
      });
      const [h, factored, squares] = await read(sums);
      tf.dispose(sums);
      const found = lineMeans(Math.sqrt(n) * sigma * gamma, { h, factored, squares });
      const laws = lawsOf(setting, { weights, inputs });
      const predicted = Object.fromEntries(lineNames.map((line) => [`${line}Predicted`, laws[line].mean]));
      yield { weights, inputs, ...found, ...(predicted as Record<`${LineName}Predicted`, number>) };
    }
  },

  plot: (rows, setting) => {
    const shown = chosen(rows, setting);
    const lines = lineNames.map((line) => ({ line: lineLabels[line], value: textbook[line] }));
    const percent = rows.map((row) => ({
      ...row,
      mean: 100 * row.mean,
      squareApart: 100 * row.squareApart,
      cross: 100 * row.cross,
      square: 100 * (row.square - 1),
    }));
    const map = (title: string, value: LineName): Figure => ({
      title,
      x: { label: 'inputs', type: 'names' },
      y: { label: 'weights', type: 'names' },
      marks: [cells(percent, { x: 'inputs', y: 'weights', value })],
    });
    return [
      {
        title: `The six lines, weights: ${setting.weights}, inputs: ${setting.inputs}`,
        x: { label: 'in units of √n σγ, or of its square' },
        y: { label: 'line', type: 'names' },
        marks: [
          expected(lines, { x: 'value', y: 'line', label: 'as derived' }),
          dots(
            shown.flatMap((row) => lineNames.map((line) => ({ line: lineLabels[line], value: row[line] }))),
            { x: 'value', y: 'line' },
          ),
        ],
      },
      map('E h, percent of √n σγ', 'mean'),
      map('E h² less the factored one, percent of n σ²γ²', 'squareApart'),
      map('Cross terms of the factors, percent of n σ²γ²', 'cross'),
      map('E h² above n σ²γ², in percent of it', 'square'),
    ];
  },

  summary: (rows, setting) => {
    const shown = chosen(rows, setting);
    const over = (line: LineName) => formatDecimals(mean(shown.map((row) => row[line])), 3);
    return (
      `with ${setting.n_in} inputs, E h is ${over('mean')} of √n σγ and E h² is ${over('square')} of n σ²γ² = ` +
      `${formatNumber(setting.n_in * setting.sigma ** 2 * setting.gamma ** 2, 3)}.`
    );
  },

  claims: {
    'mean-factors': holds('meanApart', 'The mean of a product is the product of the means: E h = Σ E w E x.'),
    'mean-zero': holds('mean', 'E h = 0.'),
    'square-factors': holds(
      'squareApart',
      'So for the squares: E h² = Σ E w w · E x x, over all pairs of indices.',
    ),
    'cross-terms': holds('cross', 'Of these, the terms with j ≠ k add up to nothing.'),
    squares: holds('squares', 'The terms with j = k add up to n σ²γ².'),
    'second-moment': holds('square', 'E h² = n σ²γ².'),
    broken: {
      says: 'Each broken assumption moves the lines that theory says, by as much as it says, and no others.',
      measure: (rows, setting) =>
        Math.max(
          ...unitKinds.flatMap(({ weights, inputs }) => {
            const found = chosen(rows, { weights, inputs });
            const laws = lawsOf(setting, { weights, inputs });
            return lineNames.map((line) => {
              const away = Math.abs(mean(found.map((row) => row[line])) - laws[line].mean);
              return (away / laws[line].sd) * Math.sqrt(found.length * UNITS);
            });
          }),
        ),
      // Bonferroni, over twelve cases and six lines.
      within: () => ({
        low: 0,
        high: -normalQuantile(DRAWN_FOR / (2 * unitKinds.length * lineNames.length)),
      }),
      falseAlarm: FALSE_ALARM,
      unit: 'standard errors, of the farthest of 72',
    },
  },

  quantities: {
    gain: (rows, setting) => mean(chosen(rows, setting).map(({ square }) => square)),
    // Half of the mean square of inputs with a mean is variance.
    'over-variance': (rows) => at(rows, 'as assumed', 'a mean', 'square') / (1 - 1 / 2),
    'small-mean-percent': (_, { n_in }) => 100 / Math.sqrt(n_in),
    'mean-mean': (rows) => at(rows, 'a mean', 'a mean', 'mean'),
    'mean-square': (rows) => at(rows, 'a mean', 'a mean', 'square'),
    'tied-mean': (rows) => at(rows, 'tied', 'a mean', 'mean'),
    'tied-square': (rows) => at(rows, 'tied', 'a mean', 'square'),
    'centred-square': (rows) => at(rows, 'a mean', 'mean 0', 'square'),
    'from-mean': (rows) => at(rows, 'as assumed', 'from W', 'mean'),
    'from-square': (rows) => at(rows, 'as assumed', 'from W', 'square'),
    'from-factored': (rows) =>
      at(rows, 'as assumed', 'from W', 'square') - at(rows, 'as assumed', 'from W', 'squareApart'),
  },

  recording: { seeds: 10 },
});

const chosen = <R extends Line>(rows: R[], { weights, inputs }: Pick<Setting, 'weights' | 'inputs'>) =>
  rows.filter((row) => row.weights === weights && row.inputs === inputs);

/** The mean over the seeds. */
const at = (rows: Rows, weights: WeightKind, inputs: InputKind, line: LineName) =>
  mean(chosen(rows, { weights, inputs }).map((row) => row[line]));

/** The claim that a line is as the derivation has it, whatever is chosen: a broken assumption may break it. */
function holds(line: LineName, says: string) {
  return {
    says,
    measure: (rows: Rows, setting: Setting) => mean(chosen(rows, setting).map((row) => row[line])),
    within: (setting: Setting, { seeds }: { seeds: number }) =>
      meanBand({
        mean: textbook[line],
        sd: lawsOf(setting, setting)[line].sd,
        terms: seeds * UNITS,
        falseAlarm: DRAWN_FOR,
      }),
    falseAlarm: FALSE_ALARM,
    unit: line.startsWith('mean') ? '√n σγ' : 'n σ²γ²',
  };
}
