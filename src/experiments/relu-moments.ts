/** What ReLU leaves of a number drawn at random: half of the second moment, and less of the variance. */

import { drawUnit } from '../data/unit-draws.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { dots, expected, rule, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import { together, worstShare } from '../lab/together.ts';
import { chiSquareMeanBand } from '../math/chi-square.ts';
import { drawnMean, drawnVariance, rectifiedLaws } from '../math/rectified-moments.ts';
import { mean } from '../math/statistics.ts';
import { type UnitLawName, unitLaws } from '../math/unit-laws.ts';
import { rootMeanSquare } from '../networks/statistics.ts';

const DRAWS = 2 ** 16;
/** The next layer: so many units, each with so many of the rectified numbers as inputs. */
const UNITS = 512;
const INPUTS = 128;
const FALSE_ALARM = 1e-3;
/** The tails are approximate, so intervals are drawn for a third of what is said of them: see activation-guide.ts. */
const DRAWN_FOR = FALSE_ALARM / 3;

const names = Object.keys(unitLaws) as UnitLawName[];
/** The means of z on the figure, in units of s; at 0 all laws are drawn. */
const SHIFTS = Array.from({ length: 13 }, (_, i) => (i - 6) / 4);

interface Setting {
  law: UnitLawName;
  shift: number;
}
type Column = 'mean' | 'square' | 'variance';
type Measured = Column | 'below' | 'next';
type Line = { law: UnitLawName; shift: number } & Record<Measured | `${Column}Expected`, number>;
type Place = Pick<Line, 'law' | 'shift'>;

const sweep = ({ law, shift }: Setting): Place[] =>
  [...new Set([...SHIFTS, shift])].sort((a, b) => a - b).map((at) => ({ law, shift: at }));
const central: Place[] = names.map((law) => ({ law, shift: 0 }));

export default defineExperiment({
  title: 'What ReLU leaves',
  caption:
    'Means over 65,536 draws of z, and of h = max(z, 0), in units of the deviation s of z. Dashed lines and strokes: exact integrals.',
  law: 'he#half-square',
  controls: {
    law: choice(names, 'normal', { label: 'law of z' }),
    shift: range(-1.5, 1.5, 0, { step: 0.05, label: 'mean of z, over s' }),
    s: range(0.1, 10, 1, { step: 0.1, label: 'deviation s of z' }),
  },
  columns: {
    law: 'law of z',
    shift: 'mean of z, over s',
    mean: 'mean of h, over s',
    meanExpected: 'expected',
    square: 'mean square of h, over s²',
    squareExpected: 'expected',
    variance: 'variance of h, over s²',
    varianceExpected: 'expected',
    below: 'mean square of the inputs of the next layer, over s²',
    next: 'and of its sums, over nσ²s²',
  },
  key: ['law', 'shift'],
  length: (setting) => central.length - 1 + sweep(setting).length,

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    for (const law of names) {
      const unit = drawUnit(law, DRAWS, rng);
      for (const { shift } of law === setting.law ? sweep(setting) : [{ shift: 0 }]) {
        // #region rectify
        const z = Float32Array.from(unit, (y) => setting.s * (shift + y));
        const weights = rng.normal_(new Float32Array(UNITS * INPUTS), 0, INPUTS ** -0.5);
        const tensors = tf.tidy(() => {
          const h = tf.relu(tf.tensor2d(z, [DRAWS, 1])) as Tensor2D;
          const inputs = tf.slice(h, [0, 0], [INPUTS, 1]);
          return [h, inputs, tf.matMul(tf.tensor2d(weights, [UNITS, INPUTS]), inputs)];
        });
        const [h, inputs, sums] = await read(tensors);
        // #endregion
        tf.dispose(tensors);
        const [square, below, next] = [h, inputs, sums].map((x) => (rootMeanSquare(x) / setting.s) ** 2);
        const first = mean(h) / setting.s;
        const laws = rectifiedLaws(unitLaws[law], shift);
        yield {
          law,
          shift,
          mean: first,
          meanExpected: laws.mean.mean,
          square,
          squareExpected: laws.square.mean,
          variance: square - first ** 2,
          varianceExpected: laws.spread.mean,
          below,
          next,
        };
      }
    }
  },

  plot: (rows, setting) => {
    const atZero = rows.filter(({ shift }) => shift === 0);
    const shifted = rows
      .filter(({ law }) => law === setting.law)
      .map((row) => ({
        ...row,
        share: shareOf(row, 'square'),
        shareExpected: shareOf(row, 'squareExpected'),
      }));
    const line = shifted.filter(({ seed }) => seed === rows[0]?.seed);
    const byLaw = (x: 'square' | 'variance', title: string, label: string) => ({
      title,
      x: { label, domain: [0, 0.8] as [number, number] },
      y: { label: 'law of z', type: 'names' as const },
      aspect: 0.32,
      marks: [
        rule('x', 0.5, 'half'),
        expected(atZero, { x: `${x}Expected`, y: 'law', label: 'theory' }),
        dots(atZero, { x, y: 'law' }),
      ],
    });
    return [
      byLaw('square', 'The second moment, at mean zero', 'mean square of h, over s²'),
      byLaw('variance', 'The variance, at mean zero', 'variance of h, over s²'),
      {
        title: 'If z has a mean',
        x: { label: 'mean of z, over s' },
        y: { label: 'share that is left', domain: [0, 1] },
        aspect: 0.5,
        marks: [
          rule('y', 0.5, 'half'),
          theory(line, { x: 'shift', y: 'shareExpected', label: 'second moment' }),
          theory(line, { x: 'shift', y: 'varianceExpected', label: 'variance' }),
          dots(shifted, { x: 'shift', y: 'share' }),
          dots(shifted, { x: 'shift', y: 'variance' }),
        ],
      },
    ];
  },

  summary: (rows, { law, shift }) => {
    const [square, variance] = (['square', 'variance'] as const).map((column) =>
      formatDecimals(at(rows, { law, shift }, column), 3),
    );
    return `with mean ${shift === 0 ? 'zero' : `${shift} s`} and the law “${law}”, ReLU leaves a mean square of ${square} s² and a variance of ${variance} s².`;
  },

  claims: {
    half: {
      says: 'At mean zero half of the second moment is left.',
      applies: ({ law }) => unitLaws[law].symmetric,
      measure: (rows, { law }) => at(rows, { law, shift: 0 }, 'square'),
      within: ({ law }, { seeds }) => drawnMean(rectifiedLaws(unitLaws[law]).square, drawn(seeds)),
      falseAlarm: FALSE_ALARM,
      unit: 's²',
    },
    'every-law': {
      says: 'So it is for all four symmetric laws; the lopsided one keeps what its integral says.',
      measure: (rows) => strayed(rows, central),
      ...together,
    },
    mean: {
      says: 'The mean is no longer that of z.',
      measure: (rows, setting) => at(rows, setting, 'mean'),
      within: ({ law, shift }, { seeds }) =>
        drawnMean(rectifiedLaws(unitLaws[law], shift).mean, drawn(seeds)),
      falseAlarm: FALSE_ALARM,
      unit: 's',
    },
    variance: {
      says: 'The variance is what the second moment has left without the square of the mean.',
      measure: (rows, setting) => at(rows, setting, 'square') - at(rows, setting, 'mean') ** 2,
      within: ({ law, shift }, { seeds }) => drawnVariance(rectifiedLaws(unitLaws[law], shift), drawn(seeds)),
      falseAlarm: FALSE_ALARM,
      unit: 's²',
    },
    shifted: {
      says: 'Where z has a mean, the second moment that is left is another share, the one that theory says.',
      measure: (rows, setting) => strayed(rows, sweep(setting)),
      ...together,
    },
    'square-counts': {
      says: 'The variance of the next layer’s sums is made of the second moment.',
      measure: (rows) => mean(rows.filter(({ shift }) => shift === 0).map(({ next, below }) => next / below)),
      // Given its inputs a sum is normal, with variance nσ² times their mean square.
      within: (_, { seeds }) =>
        chiSquareMeanBand({ freedom: 1, terms: central.length * UNITS * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'of nσ² E h²',
    },
  },

  quantities: {
    square: (rows, setting) => at(rows, setting, 'square'),
    variance: (rows, setting) => at(rows, setting, 'variance'),
    // What the next layer’s weights would have to make up for, were it the variance that counts.
    'variance-factor': (rows, setting) => 1 / at(rows, setting, 'variance'),
    'variance-uniform': (rows) => at(rows, { law: 'uniform', shift: 0 }, 'variance'),
    'variance-laplace': (rows) => at(rows, { law: 'Laplace', shift: 0 }, 'variance'),
    'variance-points': (rows) => at(rows, { law: 'two points', shift: 0 }, 'variance'),
    'square-exponential': (rows) => at(rows, { law: 'exponential', shift: 0 }, 'square'),
    'share-at-one': (rows, { law }) => at(rows, { law, shift: 1 }, 'square') / 2,
    'share-at-minus-one': (rows, { law }) => at(rows, { law, shift: -1 }, 'square') / 2,
  },

  recording: { seeds: 10 },
});

/** Of the second moment of z. */
const shareOf = ({ shift, ...row }: Line, column: 'square' | 'squareExpected') =>
  row[column] / (1 + shift ** 2);

const at = (rows: Seeded<Line>[], { law, shift }: Place, column: Measured) =>
  mean(rows.flatMap((row) => (row.law === law && row.shift === shift ? [row[column]] : [])));

const drawn = (seeds: number) => ({ terms: DRAWS * seeds, falseAlarm: DRAWN_FOR });

/** Of the mean squares at these places, the one that strays furthest. */
function strayed(rows: Seeded<Line>[], places: Place[]): number {
  const { terms } = drawn(new Set(rows.map(({ seed }) => seed)).size);
  return worstShare(
    places,
    (place) => at(rows, place, 'square'),
    ({ law, shift }, falseAlarm) =>
      drawnMean(rectifiedLaws(unitLaws[law], shift).square, { terms, falseAlarm }),
    1 / 3,
  );
}
