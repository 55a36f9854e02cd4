/** Every initializer, two at a time: what it draws, as a histogram, as singular values, and against its law. */
import {
  drawPiece,
  isIndependent,
  type Piece,
  pieceCode,
  pieceNames,
  pieceOf,
  pieceSingularValues,
} from '../initializers/gallery.ts';
import {
  BINS,
  domainOf,
  type Found,
  hasDensity,
  histogram,
  inventory,
  isBounded,
  randomLaw,
  scatters,
  sharedDomain,
  sparseZeros,
} from '../initializers/gallery-rows.ts';
import { choice } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { bars, dots, expected, type Figure, run, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { printTensor } from '../lab/print-tensor.ts';
import { pearson, worseFits } from '../math/histogram.ts';
import { marchenkoPasturEdge, unevenness, unevennessLaw } from '../math/marchenko-pastur.ts';
import { singularValues } from '../math/singular-values.ts';
import { normalQuantile } from '../math/special.ts';
import { mean } from '../math/statistics.ts';
import { tracyWidomBand, tracyWidomMargin, tracyWidomScore } from '../math/tracy-widom.ts';
import { Generator } from '../random/torch.ts';

const FALSE_ALARM = 1e-3;
const SIDES = [64, 128, 256] as const;

interface Setting {
  initializer: string;
  beside: string;
  rows: number;
  columns: number;
}

type Rows = (Found & { seed: number })[];

/** The two on show. A second one of the same kind is another draw. */
function onShow({ initializer, beside, rows, columns }: Setting): (Piece & { label: string })[] {
  const label = beside === initializer ? `${beside}, again` : beside;
  return [
    { ...pieceOf(initializer, rows, columns), label: initializer },
    { ...pieceOf(beside, rows, columns), label },
  ];
}
const all = ({ rows, columns }: Setting) => pieceNames.map((name) => pieceOf(name, rows, columns));

export default defineExperiment({
  title: 'The gallery of initializers',
  caption:
    'Two initializers side by side: the weights, and by how much the matrix stretches its directions, its singular values. Dashed: their laws. Last, all of them: what a layer of each makes of the mean square of its input.',
  law: 'pytorch-defaults#variance-law',
  controls: {
    initializer: choice(pieceNames, 'kaiming_normal_'),
    beside: choice(pieceNames, 'kaiming_uniform_'),
    rows: choice(SIDES, 128, { label: 'rows: outputs' }),
    columns: choice(SIDES, 128, { label: 'columns: inputs' }),
  },
  columns: {
    series: 'initializer',
    part: 'what',
    at: 'at',
    from: 'from',
    to: 'to',
    measured: 'measured',
    predicted: 'predicted',
  },
  key: ['series', 'part', 'at'],
  length: (setting) => {
    const shown = onShow(setting).map(({ law }) => (law.kind === 'random' ? BINS : 0) + law.atoms.length);
    const [first, second] = shown.map((bars) => bars + Math.min(setting.rows, setting.columns));
    // Each has its mean square; sparse_ and orthogonal_ have a row more.
    return first + second + pieceNames.length + all(setting).filter(isBounded).length + 2;
  },
  work: ({ rows, columns }) => rows * columns * Math.min(rows, columns),

  async *run(setting, { rng }) {
    const { rows, columns } = setting;
    for (const piece of onShow(setting)) {
      // #region draw
      const values = drawPiece(piece, rng);
      const stretches = singularValues(values, rows, columns);
      // #endregion
      for (const row of histogram(piece, values)) yield { series: piece.label, ...row };
      const predicted = pieceSingularValues(piece);
      for (const [i, measured] of stretches.entries()) {
        const at = (i + 0.5) / stretches.length;
        const place = { series: piece.label, part: 'singular' as const, at, from: at, to: at };
        yield { ...place, measured, predicted: predicted[i] };
      }
    }
    // #region all
    for (const piece of all(setting)) {
      yield* inventory(piece, drawPiece(piece, rng));
    }
    // #endregion
  },

  plot: (rows, setting) => {
    const law = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const shown = onShow(setting);
    const domain = sharedDomain(shown);
    const top = Math.max(1, ...partOf(rows, 'singular').map(({ measured }) => measured));
    const of = (data: Rows, part: Found['part'], label: string) =>
      partOf(data, part).filter(({ series }) => series === label);
    return [
      ...shown.map((piece): Figure => {
        const [low, high] = domain ?? domainOf(piece);
        // A value of its own is a bar too, wide enough to be seen.
        const half = (high - low) / 200;
        const single = of(rows, 'atom', piece.label).map((row) => ({
          ...row,
          from: row.at - half,
          to: row.at + half,
        }));
        return {
          title: `The weights of ${piece.label}`,
          x: { label: 'weight', domain: [low, high] },
          y: { label: 'how many' },
          aspect: 0.34,
          marks: [
            bars([...of(rows, 'histogram', piece.label), ...single], {
              from: 'from',
              to: 'to',
              y: 'measured',
            }),
            theory(of(law, 'histogram', piece.label), { x: 'at', y: 'predicted' }),
          ],
        };
      }),
      ...shown.map(
        ({ label }): Figure => ({
          title: `The singular values of ${label}`,
          x: { label: 'share of them that is larger' },
          y: { label: 'singular value', domain: [0, top] },
          aspect: 0.34,
          marks: [
            theory(of(law, 'singular', label), { x: 'at', y: 'predicted' }),
            run(of(rows, 'singular', label), { x: 'at', y: 'measured' }),
          ],
        }),
      ),
      {
        title: 'What one layer makes of the mean square: all but zeros_, which leaves nothing',
        x: { label: 'log₁₀ of fan_in × mean square of the weights' },
        y: { label: 'initializer', type: 'names' },
        marks: [
          expected(squaresOfAll(law), { x: 'predicted', y: 'series', label: 'law' }),
          dots(squaresOfAll(rows), { x: 'measured', y: 'series' }),
        ],
      },
    ];
  },

  summary: (rows, setting) => {
    const two = onShow(setting).map(({ label }) => {
      const factor = mean(singularOf(rows, label).map((values) => squaresOf(values) / setting.rows));
      const largest = mean(singularOf(rows, label).map(([first]) => first));
      return (
        `${label} multiplies the mean square of a signal by ${formatNumber(factor, 3)} and stretches it ` +
        `${formatNumber(largest, 3)} times at most`
      );
    });
    return `${two.join('; ')}.`;
  },

  transcript: (setting, seed) => {
    const rng = new Generator(seed);
    const shown = onShow(setting);
    return [
      {
        title: 'In your terminal',
        text: [
          `import torch; from torch import nn; torch.manual_seed(${seed})`,
          ...shown.map((piece) => `print(${pieceCode(piece)})`),
        ].join('\n'),
      },
      {
        title: 'prints what was drawn here',
        text: shown.map((piece) => printTensor(drawPiece(piece, rng), piece.shape)).join('\n'),
      },
    ];
  },

  claims: {
    variance: {
      says: 'Each initializer has the variance of its law.',
      measure: (rows, setting) =>
        Math.max(
          ...all(setting)
            .filter(scatters)
            .map((piece) => {
              const owed = partOf(rows, 'square').filter(({ series }) => series === piece.name);
              const away = mean(owed.map(({ measured, predicted }) => measured - predicted));
              const scatter =
                setting.columns * Math.sqrt(randomLaw(piece).varianceOfMeanSquare / owed.length);
              return Math.abs(away) / scatter;
            }),
        ),
      within: (setting) => ({
        low: 0,
        high: -normalQuantile(FALSE_ALARM / (2 * all(setting).filter(scatters).length)),
      }),
      falseAlarm: FALSE_ALARM,
      unit: 'standard errors, of the one that is farthest',
    },
    density: {
      says: 'The histogram fits the density.',
      applies: (setting) => onShow(setting).some(hasDensity),
      measure: (rows, setting) => {
        const fits = onShow(setting)
          .filter(hasDensity)
          .flatMap(({ label }) => bySeed(partOf(rows, 'histogram'), label).map(fitOf));
        return worseFits({
          chiSquare: fits.reduce((sum, { chiSquare }) => sum + chiSquare, 0),
          freedom: fits.reduce((sum, { freedom }) => sum + freedom, 0),
        });
      },
      within: () => ({ low: FALSE_ALARM / 2, high: 1 - FALSE_ALARM / 2 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of honest samples fit worse',
    },
    bounds: {
      says: 'No weight lies beyond its bounds, and the largest is as close to them as so many draws come.',
      // Below 0 beyond the bound. Else exceeded by so many weights on average, were all drawn again: exponential at most.
      measure: (rows, setting) => {
        const largest = Math.max(...partOf(rows, 'extent').map(({ measured }) => measured));
        return uniformWeights(setting, new Set(rows.map(({ seed }) => seed)).size) * (1 - largest);
      },
      within: (setting, { seeds }) => ({
        low: -uniformWeights(setting, seeds) * 2 ** -23,
        high: -Math.log(FALSE_ALARM),
      }),
      falseAlarm: FALSE_ALARM,
      unit: 'weights expected between it and the bound',
    },
    edge: {
      says: 'The largest singular value stands at σ(√rows + √columns).',
      applies: (setting) => onShow(setting).some(isIndependent),
      measure: (rows, setting) =>
        mean(
          onShow(setting)
            .filter(isIndependent)
            .flatMap((piece) => {
              const { variance, kurtosis } = randomLaw(piece);
              return singularOf(rows, piece.label).map(([largest]) =>
                tracyWidomScore(setting, { largest, std: Math.sqrt(variance), kurtosis }),
              );
            }),
        ),
      within: (setting, { seeds }) => {
        const judged = onShow(setting).filter(isIndependent).map(randomLaw);
        const margin = mean(judged.map(({ kurtosis }) => tracyWidomMargin(setting, kurtosis)));
        return tracyWidomBand({ terms: judged.length * seeds, falseAlarm: FALSE_ALARM, margin });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'on Tracy and Widom’s scale',
    },
    spread: {
      says: 'The singular values are as uneven as independent entries make them, whatever the entries’ law.',
      applies: (setting) => onShow(setting).some(isIndependent),
      measure: (rows, setting) =>
        mean(
          onShow(setting)
            .filter(isIndependent)
            .flatMap(({ label }) => singularOf(rows, label).map(unevenness)),
        ),
      within: (setting, { seeds }) => {
        const judged = onShow(setting).filter(isIndependent).map(randomLaw);
        const laws = judged.map(({ kurtosis }) => unevennessLaw(setting, kurtosis));
        const room = (-normalQuantile(FALSE_ALARM / 2) * laws[0].sd) / Math.sqrt(laws.length * seeds);
        const centre = mean(laws.map((law) => law.mean));
        return { low: centre - room, high: centre + room };
      },
      falseAlarm: FALSE_ALARM,
    },
    zeros: {
      says: 'Of each column, sparse_ with a sparsity of 0.1 makes a tenth zero, rounded up, and leaves the rest.',
      measure: (rows) => Math.min(...partOf(rows, 'zeros').map(({ measured }) => measured)),
      within: ({ rows, columns }) => {
        const wanted = sparseZeros(pieceOf('sparse_', rows, columns));
        return { low: wanted, high: wanted };
      },
      falseAlarm: 0,
      unit: 'zeros in the column that has fewest',
    },
    orthogonal: {
      says: 'orthogonal_ makes rows orthonormal, or columns where they are fewer.',
      measure: (rows) => Math.max(...partOf(rows, 'orthogonal').map(({ measured }) => measured)),
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of what rounding allows',
    },
  },

  quantities: {
    ...Object.fromEntries(
      pieceNames.map((name) => [`square-${name}`, (rows: Rows): number => squareOf(rows, name)]),
    ),
    'largest-first': (rows, setting) => mean(singularOf(rows, onShow(setting)[0].label).map(([s]) => s)),
    'largest-second': (rows, setting) => mean(singularOf(rows, onShow(setting)[1].label).map(([s]) => s)),
    'largest-predicted': (_, setting) =>
      marchenkoPasturEdge(setting, Math.sqrt(onShow(setting)[0].law.variance)),
    'sparse-zeros': (rows) => mean(partOf(rows, 'zeros').map(({ measured }) => measured)),
    'sparse-kept-percent': (rows, { rows: side }) =>
      100 * (1 - mean(partOf(rows, 'zeros').map(({ measured }) => measured)) / side),
  },

  recording: {
    keep: ({ part, seed, at }, { rows, columns }) => {
      if (part === 'square') return true;
      const eighth = Math.round(at * Math.min(rows, columns) - 0.5) % 8 === 0;
      return seed < 3 && (['histogram', 'atom'].includes(part) || (part === 'singular' && eighth));
    },
  },
});

const partOf = <R extends Found>(rows: R[], part: Found['part']) => rows.filter((row) => row.part === part);
/** How many weights are drawn uniformly. The largest of trunc_normal_ can only bring the largest of all nearer to its bound. */
const uniformWeights = (setting: Setting, seeds: number) =>
  all(setting).filter((piece) => isBounded(piece) && piece.name !== 'trunc_normal_').length *
  setting.rows *
  setting.columns *
  seeds;
const squaresOfAll = (rows: Rows) =>
  partOf(rows, 'square')
    .filter(({ predicted }) => predicted > 0)
    .map((row) => ({ ...row, measured: Math.log10(row.measured), predicted: Math.log10(row.predicted) }));
const squaresOf = (values: number[]) => values.reduce((sum, s) => sum + s * s, 0);
const squareOf = (rows: Rows, name: string) =>
  mean(
    partOf(rows, 'square')
      .filter(({ series }) => series === name)
      .map(({ measured }) => measured),
  );

/** The rows of one series, seed by seed. */
function bySeed(rows: Rows, label: string): Rows[] {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  return seeds.map((seed) => rows.filter((row) => row.seed === seed && row.series === label));
}

/** The singular values of one series, largest first, seed by seed. */
const singularOf = (rows: Rows, label: string) =>
  bySeed(partOf(rows, 'singular'), label).map((found) => found.map(({ measured }) => measured));

const fitOf = (found: Rows) =>
  pearson(
    found.map(({ measured }) => measured),
    found.map(({ predicted }) => predicted),
  );
