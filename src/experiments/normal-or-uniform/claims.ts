/** What is claimed of nets whose weights have one variance and several shapes. */
import { xavierStd } from '../../initializers/variance-scaling.ts';
import type { Claim } from '../../lab/claims.ts';
import { binomialInterval } from '../../math/binomial.ts';
import { gainBand } from '../../math/layer-gain.ts';
import { gapOfLargest } from '../../math/mean-square.ts';
import { meanSquareBand } from '../../math/mean-square-band.ts';
import { lawInterval, lawScore } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import { shareOfPairs } from '../../math/two-samples.ts';
import { type ShapeLaws, shapeLaws } from '../../math/weight-shape.ts';
import type { LinearPath, WeightStatistics } from './linear-path.ts';
import { uniformBound, type WeightShapeName, weightShapes } from './shapes.ts';

/** One net: its linear layers, and the loss of the small one that was trained. */
export type ShapeLine = LinearPath &
  WeightStatistics & { shape: string } & Record<'net' | 'expected' | 'low' | 'high' | 'loss', number>;
export type ShapeSetting = { width: number; layers: number; nets: number };
type Rows = (ShapeLine & { seed: number })[];
type Rest = Omit<Claim<Rows[number], ShapeSetting>, 'says'>;

const FALSE_ALARM = 1e-3;
/** Means of squares are not quite normal in their tails, so their intervals are drawn for a third of what is said. */
const DRAWN_FOR = FALSE_ALARM / 3;
/** Of a float32 uniform number near its bound. */
const ROUNDING = 2 ** -23;
/** "About as often" in the words of the claim, for no theory says exactly one half. */
const ABOUT_HALF = [0.4, 0.6] as const;

export const shapeNames = Object.keys(weightShapes) as WeightShapeName[];
/** Those of Xavier's variance. */
export const sameVariance = shapeNames.filter((name) => name !== 'twice σ²');

export function shapeLawsOf(name: WeightShapeName, { width, layers }: ShapeSetting): ShapeLaws {
  const { moments, excess } = weightShapes[name];
  return shapeLaws(moments, { width, layers, variance: excess });
}

export const ofShape = (rows: Rows, name: WeightShapeName) => rows.filter((row) => row.shape === name);
const largest = (rows: Rows) => Math.max(...ofShape(rows, 'uniform').map((row) => row.largest));

/** How many weights all nets of a shape have, and how many units. */
const weightsIn = ({ width, layers, nets }: ShapeSetting, seeds: number) =>
  seeds * nets * layers * width ** 2;
const unitsIn = (setting: ShapeSetting, seeds: number) => weightsIn(setting, seeds) / setting.width;

/** The mean square of uniform weights over the square of the largest. */
export const squareOverLargest: Rest = {
  measure: (rows) => mean(ofShape(rows, 'uniform').map(({ square }) => square)) / largest(rows) ** 2,
  within: (setting, { seeds }) => {
    const terms = weightsIn(setting, seeds);
    const { fourth: kurtosis } = weightShapes.uniform.moments;
    const { low, high } = meanSquareBand({
      meanSquare: 1 / 3,
      kurtosis,
      terms,
      falseAlarm: FALSE_ALARM / 2,
    });
    const gap = gapOfLargest(terms, FALSE_ALARM / 2).high;
    return { low: low / (1 + ROUNDING) ** 2, high: high / (1 - gap) ** 2 };
  },
  falseAlarm: FALSE_ALARM,
};

/** How far the largest uniform weight stays below √(6/(n_in + n_out)). */
export const reachesBound: Rest = {
  measure: (rows, { width }) =>
    1e6 * (1 - (largest(rows) * xavierStd([width, width])) / uniformBound([width, width])),
  within: (setting, { seeds }) => ({
    low: -1e6 * ROUNDING,
    high: 1e6 * (gapOfLargest(weightsIn(setting, seeds), FALSE_ALARM).high + ROUNDING),
  }),
  falseAlarm: FALSE_ALARM,
  unit: 'millionths',
};

/** What a layer makes of the mean square if its weights have twice the variance. */
export const doubles: Rest = {
  measure: (rows) => mean(ofShape(rows, 'twice σ²').map(({ factor }) => factor)),
  within: (setting, { seeds }) => {
    const terms = unitsIn(setting, seeds);
    const { low, high } = gainBand({ activation: 'linear', terms, falseAlarm: FALSE_ALARM });
    return { low: 2 * low, high: 2 * high };
  },
  falseAlarm: FALSE_ALARM,
  unit: 'times a layer',
};

/** The shape furthest from its law, in normal scores (Bonferroni). */
const worstShape = (score: (own: Rows, law: ShapeLaws, setting: ShapeSetting) => number): Rest => ({
  measure: (rows, setting) =>
    Math.max(
      ...sameVariance.map((name) =>
        Math.abs(score(ofShape(rows, name), shapeLawsOf(name, setting), setting)),
      ),
    ),
  within: () => ({ low: 0, high: -normalQuantile(DRAWN_FOR / (2 * sameVariance.length)) }),
  falseAlarm: FALSE_ALARM,
  unit: 'standard deviations',
});

/** Each layer keeps the mean square on average. Its factor is a mean over the units, whose squares scatter by `scatter`. */
export const keepsMeanSquare = worstShape((own, { scatter }, { width, layers }) => {
  const units = own.length * layers * width;
  return (mean(own.map(({ factor }) => factor)) - 1) / Math.sqrt(scatter.mean / units);
});

/** So does the whole stack, but for what a logarithm loses. */
export const endsWhereExpected = worstShape((own, law) =>
  lawScore(law.gain, mean(own.map(({ gain }) => gain)), own.length),
);

/** The scatter of the squares from unit to unit. */
export const scatterOf = (name: WeightShapeName): Rest => ({
  measure: (rows) => mean(ofShape(rows, name).map(({ scatter }) => scatter)),
  within: (setting, { seeds }) => {
    const { mean: middle, sd, skewness } = shapeLawsOf(name, setting).scatter;
    const root = Math.sqrt(unitsIn(setting, seeds));
    const law = { mean: middle, sd: sd / root, skewness: skewness / root };
    return lawInterval(law, { falseAlarm: FALSE_ALARM });
  },
  falseAlarm: FALSE_ALARM,
});

/** How often a net of this shape ends lower than a normal one that has learned from the same points. */
export function endsLower(rows: Rows, name: WeightShapeName): number {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const losses = (shape: WeightShapeName, at: number) =>
    ofShape(rows, shape).flatMap(({ seed, loss }) => (seed === at ? [loss] : []));
  return mean(seeds.map((seed) => shareOfPairs(losses(name, seed), losses('normal', seed))));
}

/** The uniform nets end lower than the normal ones about as often as not. */
export const aboutAsOften: Rest = {
  measure: (rows) => endsLower(rows, 'uniform'),
  within: ({ nets }, { seeds }) =>
    binomialInterval({ shares: ABOUT_HALF, trials: seeds * nets, falseAlarm: FALSE_ALARM }),
  falseAlarm: FALSE_ALARM,
  unit: 'of all pairs',
};
