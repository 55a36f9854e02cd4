/** The eigenvalues of a product of two matrices: what bounds them, and what does not. */
import { range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { dots, expected, rule } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { binomialInterval } from '../math/binomial.ts';
import { eigenvalues, sizeOf } from '../math/eigenvalues.ts';
import { radiusHeld } from '../math/ginibre.ts';
import { matmul } from '../math/matrices.ts';
import { pairSpectra } from '../math/pair-spectra.ts';
import { mean } from '../math/statistics.ts';
import { tracyWidomBand, tracyWidomScore } from '../math/tracy-widom.ts';
import {
  drawPair,
  type PairKind,
  type PairLine,
  pairKinds,
  pathFigure,
  roundingShares,
} from './eigenvalue-bounds/pairs.ts';

const FALSE_ALARM = 1e-3;
/** How often, at most, the largest eigenvalue of a Gaussian matrix lies beyond the radius that is watched. */
const BEYOND = 0.05;

type Line = PairLine & { radius: number; largest: number; score: number; beyond: number };

export default defineExperiment({
  title: 'Eigenvalues of a product',
  caption:
    'The k largest eigenvalues of AB multiplied, for k = 1 to N; dashed the bound by singular values, and what the eigenvalues of A and of B would have made you expect.',
  law: 'exercises#weyl-horn',
  controls: {
    size: range(2, 24, 12, { label: 'N' }),
    gain: range(0.2, 3, 1, { step: 0.05, label: 'gain: σ√N' }),
    pairs: range(5, 60, 20, { label: 'pairs of each kind' }),
  },
  columns: {
    kind: 'kind',
    pair: 'pair',
    k: 'k',
    eigen: 'log₁₀ of the k largest |λ(AB)|, multiplied',
    singular: 'of the singular values of AB',
    bound: 'of those of A and of B',
    separate: 'of |λ(A)| and |λ(B)|',
    rounding: 'room for rounding',
    radius: 'largest |λ(A)| over √N σ',
    largest: 'largest singular value of A over √N σ',
    score: 'where those of A and B lie, on Tracy and Widom’s scale',
    beyond: 'of A and B, how many have an eigenvalue far out',
  },
  key: ['kind', 'pair', 'k'],
  // An eigenvalue of 0 has no logarithm.
  nonFinite: 'show',
  length: ({ size, pairs }) => pairKinds.length * pairs * size,
  work: ({ size, pairs }) => pairs * (size + 4) ** 3,

  async *run({ size, gain, pairs }, { rng }): AsyncGenerator<Omit<Line, 'seed'>> {
    const sigma = gain / Math.sqrt(size);
    const held = gain * radiusHeld({ size, share: BEYOND });
    const scoreOf = (largest: number) =>
      tracyWidomScore({ rows: size, columns: size }, { largest, std: sigma, kurtosis: 3 });
    for (const kind of pairKinds) {
      for (let pair = 1; pair <= pairs; pair++) {
        // #region pair
        const [a, b] = drawPair(kind, { size, sigma }, rng);
        const { radii, norms, ...sums } = pairSpectra(a, b);
        // #endregion
        const each = {
          radius: radii[0] / gain,
          largest: norms[0] / gain,
          score: mean(norms.map(scoreOf)),
          beyond: radii.filter((radius) => radius > held).length,
        };
        for (let i = 0; i < size; i++) {
          const { eigen, singular, bound, separate, rounding } = sums;
          const at = { eigen: eigen[i], singular: singular[i], bound: bound[i] };
          yield { kind, pair, k: i + 1, ...at, separate: separate[i], rounding: rounding[i], ...each };
        }
      }
    }
  },

  plot: (rows, { size }) => {
    const first = rows.filter(({ k }) => k === 1);
    const gaussian = first.filter(({ kind }) => kind === 'gaussian');
    const scale = gaussian.flatMap(({ radius, largest }) => [
      { what: 'eigenvalue', value: radius, limit: 1 },
      { what: 'singular value', value: largest, limit: 2 },
    ]);
    return [
      pathFigure(rows, 'gaussian', size),
      pathFigure(rows, 'nilpotent', size),
      {
        title: 'The largest eigenvalue of AB, against the bound at 0',
        x: { label: 'log₁₀ of |λ(AB)| over s₁(A) s₁(B)' },
        y: { label: 'pairs', type: 'names' as const },
        aspect: 0.3,
        marks: [
          rule('x', 0, 'bound'),
          dots(
            first.map((row) => ({ ...row, below: row.eigen - row.bound })),
            { x: 'below', y: 'kind' },
          ),
        ],
      },
      {
        title: 'One Gaussian matrix: its largest eigenvalue, its largest singular value',
        x: { label: 'in units of √N σ' },
        y: { label: 'largest', type: 'names' as const },
        aspect: 0.25,
        marks: [
          expected(scale, { x: 'limit', y: 'what', label: 'as N grows' }),
          dots(scale, { x: 'value', y: 'what' }),
        ],
      },
    ];
  },

  summary: (rows) =>
    `the largest eigenvalue of a product of two Gaussian matrices is ${formatNumber(shareOfBound(rows), 2)} of the bound; ` +
    `of two nilpotent ones, whose own eigenvalues are 0, it is ${formatNumber(shareOfBound(rows, 'nilpotent'), 3)} of it.`,

  claims: {
    radius: {
      says: 'No eigenvalue of AB is larger than the largest singular values of A and of B, multiplied.',
      measure: (rows) => Math.max(...ofKinds(rows, ['gaussian'], 1).map(({ eigen, bound }) => eigen - bound)),
      within: ({ size }) => ({ low: Number.NEGATIVE_INFINITY, high: 40 * size ** 2 * 2 ** -53 }),
      falseAlarm: 0,
      unit: 'powers of ten',
    },
    products: {
      says: 'Nor are the k largest, multiplied, for any k and any kind of matrices.',
      measure: (rows) => Math.max(...roundingShares(rows, ({ eigen, bound }) => eigen - bound)),
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 1 }),
      falseAlarm: 0,
      unit: 'of the room for rounding',
    },
    determinant: {
      says: 'All N multiplied are the determinants multiplied.',
      measure: (rows, { size }) => {
        const all = ofKinds(rows, ['gaussian', 'symmetric', 'orthogonal'], size);
        return Math.max(...roundingShares(all, ({ eigen, bound }) => Math.abs(eigen - bound)));
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of the room for rounding',
    },
    nilpotent: {
      says: 'Two matrices without any eigenvalue but 0 have a product that reaches the bound.',
      measure: (rows) => {
        const first = ofKinds(rows, ['nilpotent'], 1);
        if (first.some(({ separate }) => separate !== Number.NEGATIVE_INFINITY)) return Number.NaN;
        return Math.max(...roundingShares(first, ({ eigen, bound }) => Math.abs(eigen - bound)));
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of the room for rounding',
    },
    normal: {
      says: 'Where A and B are symmetric, or both orthogonal, their own eigenvalues are a bound.',
      measure: (rows) => {
        const normal = ofKinds(rows, ['symmetric', 'orthogonal']);
        return Math.max(...roundingShares(normal, ({ eigen, separate }) => eigen - separate));
      },
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 1 }),
      falseAlarm: 0,
      unit: 'of the room for rounding',
    },
    edge: {
      says: 'The largest singular value of a Gaussian matrix lies about 2 √N σ.',
      measure: (rows) => mean(ofKinds(rows, ['gaussian'], 1).map(({ score }) => score)),
      within: ({ size, pairs }, { seeds }) =>
        tracyWidomBand({ terms: 2 * pairs * seeds, falseAlarm: FALSE_ALARM, margin: SMALL / size }),
      falseAlarm: FALSE_ALARM,
      unit: 'on Tracy and Widom’s scale',
    },
    circle: {
      says: 'Its largest eigenvalue does not: it stays near √N σ, half as far out.',
      measure: (rows) => mean(ofKinds(rows, ['gaussian'], 1).map(({ beyond }) => beyond / 2)),
      within: ({ pairs }, { seeds }) => {
        const trials = 2 * pairs * seeds;
        return {
          low: 0,
          high: binomialInterval({ shares: [0, BEYOND], trials, falseAlarm: FALSE_ALARM }).high,
        };
      },
      falseAlarm: FALSE_ALARM,
      unit: 'of the matrices',
    },
  },

  quantities: {
    'share-of-bound': (rows) => shareOfBound(rows),
    'above-separate-percent': (rows) =>
      100 * mean(ofKinds(rows, ['gaussian'], 1).map(({ eigen, separate }) => (eigen > separate ? 1 : 0))),
    radius: (rows) => mean(ofKinds(rows, ['gaussian'], 1).map((row) => row.radius)),
    largest: (rows) => mean(ofKinds(rows, ['gaussian'], 1).map((row) => row.largest)),
    'two-by-two': () => sizeOf(eigenvalues(matmul([0, 10, 0, 0], [0, 0, 10, 0], 2))[0]),
  },

  recording: { seeds: 20, keep: ({ pair, seed }) => seed < 4 && pair <= 2 },
});

/** Of 10,000 normal matrices of 2 × 2 to 24 × 24 the mean score was 0.8/N above Tracy and Widom's. */
const SMALL = 1;

const ofKinds = (rows: Line[], wanted: readonly PairKind[], at?: number) =>
  rows.filter(({ kind, k }) => wanted.includes(kind) && (at === undefined || k === at));

const shareOfBound = (rows: Line[], kind: PairKind = 'gaussian') =>
  10 ** mean(ofKinds(rows, [kind], 1).map(({ eigen, bound }) => eigen - bound));
