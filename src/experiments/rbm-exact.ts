/** A restricted Boltzmann machine small enough to know all about: the gradient of its likelihood beside contrastive divergence. */
import { barsAndStripes } from '../data/bars-and-stripes.ts';
import type { Claim } from '../lab/claims.ts';
import { choice, type Params, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { formatNumber } from '../lab/numbers.ts';
import { safeRate } from '../math/divergence-change.ts';
import { mean } from '../math/statistics.ts';
import { normalize } from '../math/vectors.ts';
import {
  type LearnerName,
  learnerNames,
  learners,
  patternsOf,
  sampledNames,
  startOf,
  updateFrom,
} from '../networks/pattern-learners.ts';
import { learningFigures } from './rbm-exact/figures.ts';
import { expectedChain, lookAt, lookColumns } from './rbm-exact/looks.ts';
import {
  by,
  type Column,
  climbs,
  ending,
  fewestOpposite,
  type Line,
  landingShare,
  largestFactor,
  leastLead,
  leastTurn,
  lowestOf,
  pathsOf,
  rose,
} from './rbm-exact/paths.ts';

const SIDE = 3;
const PIXELS = SIDE * SIDE;
const PATTERNS = 2 * 2 ** SIDE - 2;
/** The k of the sampled learners. */
const LENGTHS = sampledNames.map((name) => learners[name].k);
/** Times at which everything is measured, the start aside. */
const MARKS = 24;
const EXPECTED: LearnerName = 'expected CD-1';
const FALSE_ALARM = 1e-3;

/**
 * Below `safeRate` no step along the exact gradient can raise the KL, wherever it is taken. That is a bound for the worst
 * place. With up to 8 hidden units rates up to CALM are trusted too: at 8, no step of 1,000 whole runs went up. At a
 * quarter more one run of 150 had such steps, and with 12 hidden units one of 60.
 */
const CALM = 0.4;
const calm = ({ hidden, lr }: { hidden: number; lr: number }) =>
  lr <= (hidden <= 8 ? CALM : safeRate({ visible: PIXELS, hidden }));

const rounding = (column: Column, says: string) => upToOne(column, says, 'of what rounding can add');

/** Long enough for the weights to grow; before, all is still as at the start. */
const learned = ({ lr, steps }: { lr: number; steps: number }) => lr * steps >= 960;

export default defineExperiment({
  title: 'A Boltzmann machine that can be counted',
  caption:
    'Bars and stripes on nine pixels. How far the model is from the data under contrastive divergence (line) and under the exact gradient (dashed), what the reconstruction error says meanwhile, and where contrastive divergence points.',
  law: 'rbm-and-deep-belief-nets#likelihood-gradient',
  controls: {
    hidden: range(2, 12, 8, { label: 'hidden units' }),
    lr: range(0.02, 1, 0.4, { step: 0.02, label: 'learning rate' }),
    steps: range(240, 9600, 3000, { step: 120 }),
    chains: choice([1, 5, 20], 1, { label: 'chains a pattern' }),
  },
  columns: {
    method: 'learner',
    step: 'step',
    ...lookColumns,
    angleThere: 'where the exact gradient is: angle of expected CD-k, degrees',
    klThere: 'KL of its chain from the model',
    biasShare: 'its largest error, share of what that KL allows',
  },
  key: ['method', 'step'],
  length: () => (MARKS + 1) * learnerNames.length,
  // Three passes over the visible states, a step of the chain with all its probabilities, the sampled chains; and the looks.
  work: ({ hidden, steps, chains }) =>
    steps * (40 * hidden + 0.6 * 2 ** hidden + 8 * chains * (PIXELS + hidden)) + MARKS * 30 * 2 ** hidden,

  async *run({ hidden, lr, steps, chains }, { rng }): AsyncGenerator<Line> {
    // #region start
    const patterns = patternsOf(barsAndStripes(SIDE), PIXELS, chains);
    const start = startOf({ visible: PIXELS, hidden }, 0.01, rng);
    const machines = learnerNames.map((method) => ({
      method,
      ...learners[method],
      rbm: { ...start, parameters: start.parameters.slice() },
    }));
    // #endregion
    const probe = Float64Array.from(rng.randn(start.parameters.length));
    normalize(probe);
    for (let step = 0; step <= steps; step++) {
      const mark = (step * MARKS) / steps;
      const there = Number.isInteger(mark) ? expectedChain(machines[0].rbm, patterns, LENGTHS) : [];
      // #region learn
      for (const { method, k, negative, rbm } of machines) {
        const reached = negative(rbm, patterns, rng);
        // Correlations in the data less those where the chain has got to.
        const update = updateFrom(rbm, patterns, reached);
        if (Number.isInteger(mark)) {
          const listed = patterns.states[mark % PATTERNS];
          const { angle = 0, kl = 0, biasShare = 0 } = there.find((chain) => chain.k === k) ?? {};
          const look = lookAt(rbm, patterns, { k, reached, update, lr, probe, listed });
          yield { method, step, ...look, angleThere: angle, klThere: kl, biasShare };
        }
        for (let i = 0; i < update.length; i++) rbm.parameters[i] += lr * update[i];
      }
      // #endregion
    }
  },

  plot: (rows) => learningFigures(rows),

  summary: (rows, { steps }) => {
    const ends = learnerNames.map((name) => `${name} ${formatNumber(ending(rows, name, 'kl'), 2)}`);
    return `after ${steps} steps the KL between data and model is, learner by learner: ${ends.join(', ')} nats.`;
  },

  claims: {
    'free-energy': rounding('freeEnergyShare', 'A sum over all hidden states is a product over units.'),
    conditionals: rounding('conditionalShare', 'Given the visible units, the hidden ones are independent.'),
    'two-sides': rounding('sidesShare', 'Z is the same, summed over either layer.'),
    gradient: upToOne('quotientShare', 'The difference of two correlations is the slope of the likelihood.'),
    change: upToOne('fallShare', 'A step changes the KL as slope and curvature foresee, whoever takes it.'),
    falls: {
      says: 'Along the exact gradient the KL falls, in every recorded step and from each to the next.',
      applies: calm,
      measure: climbs,
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: FALSE_ALARM,
      unit: 'exceptions',
    },
    landing: {
      says: 'The chains that are drawn end on a pattern as often as expected.',
      measure: (rows, { chains }) => landingShare(rows, PATTERNS * chains, FALSE_ALARM),
      within: () => ({ low: -1, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what chance allows',
    },
    nearer: {
      says: 'The longer a chain, the nearer to the model it ends.',
      measure: largestFactor,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 0,
      unit: 'of the KL before',
    },
    bias: upToOne('biasShare', 'CD-k errs by no more than its chain’s distance from the model allows.'),
    'angle-grows': {
      says: 'Expected CD-k turns away from the gradient as learning goes on, for every k.',
      applies: learned,
      measure: leastTurn,
      within: () => ({ low: 0, high: 180 }),
      falseAlarm: FALSE_ALARM,
      unit: 'degrees',
    },
    'later-for-larger-k': {
      says: 'It does so later, the longer the chain: on average over the path it is nearer to the gradient.',
      applies: learned,
      measure: leastLead,
      within: () => ({ low: 0, high: 180 }),
      falseAlarm: FALSE_ALARM,
      unit: 'degrees',
    },
    'other-way': {
      says: 'There are stretches where the KL rises and the reconstruction error falls.',
      applies: learned,
      measure: fewestOpposite,
      within: () => ({ low: 1, high: MARKS * (learnerNames.length - 1) }),
      falseAlarm: FALSE_ALARM,
      unit: 'stretches',
    },
  },

  quantities: {
    'start-kl': (rows) => mean(pathsOf(rows, 'exact').map(([{ kl }]) => kl)),
    'exact-end': (rows) => ending(rows, 'exact', 'kl'),
    'exact-likelihood': (rows) => -ending(rows, 'exact', 'kl') - Math.log(PATTERNS),
    'cd1-end': (rows) => ending(rows, 'CD-1', 'kl'),
    'cd5-end': (rows) => ending(rows, 'CD-5', 'kl'),
    'cd10-end': (rows) => ending(rows, 'CD-10', 'kl'),
    'expected-end': (rows) => ending(rows, EXPECTED, 'kl'),
    'expected-lowest': (rows) => mean(lowestOf(rows, EXPECTED).map(({ kl }) => kl)),
    'expected-lowest-step': (rows) => mean(lowestOf(rows, EXPECTED).map(({ step }) => step)),
    'reconstruction-at-lowest': (rows) => mean(lowestOf(rows, EXPECTED).map((row) => row.reconstruction)),
    'reconstruction-at-end': (rows) => ending(rows, EXPECTED, 'reconstruction'),
    'rose-percent': (rows) => 100 * mean(pathsOf(rows, EXPECTED).map((path) => Number(rose(path)))),
    'angle-at-end': (rows) => ending(rows, EXPECTED, 'angle'),
    'mass-percent': (rows) => 100 * ending(rows, EXPECTED, 'mass'),
    'landed-percent': (rows) => 100 * ending(rows, EXPECTED, 'landed'),
    'rarest-percent': (rows) => 100 * ending(rows, EXPECTED, 'rarest'),
    'commonest-percent': (rows) => 100 * ending(rows, EXPECTED, 'commonest'),
    'fair-percent': () => 100 / PATTERNS,
    'angle-k1': (rows) => ending(rows, 'CD-1', 'angleThere'),
    'angle-k5': (rows) => ending(rows, 'CD-5', 'angleThere'),
    'angle-k10': (rows) => ending(rows, 'CD-10', 'angleThere'),
    'drawn-angle': (rows) => mean(by(rows, 'CD-1').map(({ angle }) => angle)),
    'safe-rate': (_, { hidden }) => safeRate({ visible: PIXELS, hidden }),
  },
  recording: { seeds: 3, keep: ({ step }, { steps }) => ((step * MARKS) / steps) % 2 === 0 },
});

/** The largest of a column of shares. */
function upToOne(column: Column, says: string, unit = 'of what theory allows'): Claim<Seeded<Line>, Params> {
  const measure = (rows: Seeded<Line>[]) => Math.max(...rows.map((row) => row[column]));
  return { says, measure, within: () => ({ low: 0, high: 1 }), falseAlarm: 0, unit };
}
