/** What `afterwards` claims and what its prose may quote. */
import type { Claim } from '../../lab/claims.ts';
import type { Seeded } from '../../lab/experiment.ts';
import { floatFormats, unitRoundoff } from '../../math/float-formats.ts';
import { reluSquareBand } from '../../math/relu-layer-law.ts';
import { mean, median } from '../../math/statistics.ts';
import { belowConstant, bySeed, explainedAt, leastGain } from '../../networks/curve-claims.ts';
import type { CurvePoint } from '../../networks/learning-curve.ts';
import type { FirstLook } from './first-look.ts';
import { type MendedSetting, netName, type Remedy, remedies, sizes, WIDTH } from './nets.ts';

/** A net layer by layer before its first step, or step by step; what the other kind of row has is NaN here. */
export type MendingLine = Seeded<{ net: string; curve: string; layer: number } & FirstLook & CurvePoint>;

const FALSE_ALARM = 1e-3;
const U = unitRoundoff(floatFormats.float32);

const withinRounding = {
  within: () => ({ low: 0, high: 1 }),
  falseAlarm: 0,
  unit: 'of what rounding allows',
};

/** The points of a net's curve. */
const curveOf = (rows: MendingLine[], net: string) => rows.filter(({ curve }) => curve === net);

/** The share of the entropy explained in the end, run by run. */
export const endsOf = (rows: MendingLine[], net: string, steps: number): number[] =>
  explainedAt(curveOf(rows, net), steps);

const percentOf = (rows: MendingLine[], net: string, steps: number) => 100 * mean(endsOf(rows, net, steps));

const lossAt = (rows: MendingLine[], net: string, step: number) =>
  curveOf(rows, net).flatMap((point) => (point.step === step ? [point.loss] : []));

/** The mean over the runs at one layer of one net. */
const at = (rows: MendingLine[], net: string, layer: number, column: keyof FirstLook) =>
  mean(rows.flatMap((row) => (row.net === net && row.layer === layer ? [row[column]] : [])));

const worst = (rows: MendingLine[], of: readonly Remedy[], column: keyof FirstLook) => {
  const names = sizes.flatMap((size) => of.map((remedy) => netName(size, remedy)));
  return Math.max(...rows.flatMap((row) => (names.includes(row.net) ? [row[column]] : [])));
};

/**
 * 1/gain² of the hidden layers above the first, as LSUV leaves them. With variance 1 below, h has the mean square S (1 + m²),
 * m the mean there and S the share of the squares that ReLU keeps; an orthonormal matrix keeps mean squares, so that the gain
 * makes S (1 + m²) into 1 + m'², m' the mean here. So 1/gain² is S, but for the two means, which are taken out.
 *
 * Given the layer below, z is uniform on a sphere for each input, and the mean of n squares max(Z, 0)² of normals is S times
 * an independent variable of mean 1: it is more spread than S in every convex sense (Jensen), and the mean of S over the inputs
 * is less spread still. So a Chernoff bound for the squares holds for S.
 */
const inverseSquares = (rows: MendingLine[], depth: number): number[] => {
  const here = rows.filter(({ net }) => net === netName('too large', 'LSUV'));
  return here.flatMap((row, i) =>
    row.layer >= 2 && row.layer <= depth
      ? [(1 - here[i - 1].centre ** 2) / ((1 - row.centre ** 2) * row.gain ** 2)]
      : [],
  );
};

/**
 * How far apart rounding may bring the gains of one layer that LSUV finds from two starts: n units of |W| |h|, n^(3/2) of |z|,
 * in each product; and what went in before, which a ReLU may make √2 times as large beside the rest.
 */
function gainRounding(layer: number): number {
  const added = 4 * U * (WIDTH + 16) * Math.sqrt(WIDTH);
  let total = 0;
  for (let l = 1; l <= layer; l++) total = Math.SQRT2 * total + added;
  return total;
}

/** Of so small a net the gradient is that of the last bias, 1/2 at most, and next to nothing else. */
const isFaint = ({ small, depth }: MendedSetting) => small ** (depth + 1) <= 2 ** -8;

/** What was counted was counted at the defaults: in 1,000 runs of real PyTorch the least gain was 0.3 nats. */
const isUsual = ({ large, small, tilt, depth, lr, trust, steps }: MendedSetting) =>
  large === 3 &&
  small === 0.5 &&
  tilt === 1.2 &&
  depth === 10 &&
  lr === 0.1 &&
  trust === 0.01 &&
  steps >= 100;

type MendingClaim = Claim<MendingLine, MendedSetting>;

export const mendingClaims: Record<string, MendingClaim> = {
  'same-pull': {
    says: 'The product of weights and gradient, added up over a layer, is the same in all layers.',
    measure: (rows) => worst(rows, remedies, 'pullShare'),
    ...withinRounding,
  },
  'clip-ratios': {
    says: 'Clipping multiplies the gradients of all layers by one number.',
    measure: (rows) => worst(rows, remedies, 'clipShare'),
    ...withinRounding,
  },
  'clip-idle': {
    says: 'The start that is too small learns with clipping as it does without, to the last bit.',
    applies: (setting) => isFaint(setting) && setting.clip >= 1,
    measure: (rows) => {
      const [plain, clipped] = [curveOf(rows, 'too small'), curveOf(rows, 'too small, clipped')];
      return plain.filter(({ loss, spread }, i) => loss !== clipped[i].loss || spread !== clipped[i].spread)
        .length;
    },
    within: () => ({ low: 0, high: 0 }),
    falseAlarm: 0,
    unit: 'steps that differ',
  },
  'lars-ratio': {
    says: 'Under LARS the first step changes every layer by the same share of its length, the trust coefficient.',
    measure: (rows) => worst(rows, ['LARS'], 'larsShare'),
    ...withinRounding,
  },
  'lsuv-variance': {
    says: 'After LSUV what every layer puts out has variance 1.',
    measure: (rows) => worst(rows, ['LSUV'], 'varianceShare'),
    ...withinRounding,
  },
  'lsuv-forgets': {
    says: 'LSUV makes the same net of the start that is too large and of the one that is too small.',
    measure: (rows) => {
      const [large, small] = sizes.map((size) => rows.filter(({ net }) => net === netName(size, 'LSUV')));
      return Math.max(
        ...large.map(({ gain, layer }, i) => Math.abs(gain / small[i].gain - 1) / gainRounding(layer)),
      );
    },
    ...withinRounding,
  },
  'lsuv-finds-he': {
    says: 'The gains that LSUV finds are He’s: their inverse squares are one half on average.',
    measure: (rows, { depth }) => mean(inverseSquares(rows, depth)),
    within: ({ depth }, { seeds }) =>
      reluSquareBand({ terms: WIDTH * (depth - 1) * seeds, falseAlarm: FALSE_ALARM }),
    falseAlarm: FALSE_ALARM,
  },
  'mended-learn': {
    says: 'After LSUV, and from the small start under LARS, a net finds more than any constant answer knows.',
    applies: isUsual,
    measure: (rows) =>
      Math.min(
        ...['too large, LSUV', 'too small, LSUV', 'too small, LARS'].map((net) =>
          leastGain(bySeed(curveOf(rows, net))),
        ),
      ),
    ...belowConstant,
  },
};

export const mendingQuantities: Record<string, (rows: MendingLine[], setting: MendedSetting) => number> = {
  'lsuv-gain': (rows, { depth }) => mean(inverseSquares(rows, depth)) ** -0.5,
  'signal-bits-large': (rows, { depth }) => at(rows, 'too large', depth + 1, 'signal'),
  'signal-bits-small': (rows, { depth }) => at(rows, 'too small', depth + 1, 'signal'),
  'update-second': (rows) => at(rows, 'too large', 2, 'update'),
  'update-last-hidden': (rows, { depth }) => at(rows, 'too large', depth, 'update'),
  'update-small': (rows) => at(rows, 'too small', 2, 'update'),
  'clip-decades': (rows) => at(rows, 'too large, clipped', 2, 'update') - at(rows, 'too large', 2, 'update'),
  'lars-decades': (rows) => at(rows, 'too large, LARS', 2, 'update'),
  'first-loss': (rows) => median(lossAt(rows, 'too large', 0)),
  'broken-percent': (rows, { steps }) =>
    100 * mean(endsOf(rows, 'too large', steps).map((end) => (Number.isFinite(end) ? 0 : 1))),
  // Every point has the same answer, to the last bit: no unit is left that would tell them apart.
  'dead-percent': (rows, { steps }) =>
    100 *
    mean(curveOf(rows, 'too large').flatMap(({ step, spread }) => (step === steps ? [+(spread === 0)] : []))),
  'clipped-finite-percent': (rows, { steps }) =>
    100 * mean(endsOf(rows, 'too large, clipped', steps).map((end) => +Number.isFinite(end))),
  'clipped-loss': (rows, { steps }) => median(lossAt(rows, 'too large, clipped', steps)),
  'lars-loss': (rows, { steps }) => median(lossAt(rows, 'too large, LARS', steps)),
  'lars-small-percent': (rows, { steps }) => percentOf(rows, 'too small, LARS', steps),
  'lsuv-percent': (rows, { steps }) => percentOf(rows, 'too large, LSUV', steps),
  'small-percent': (rows, { steps }) => percentOf(rows, 'too small', steps),
};
