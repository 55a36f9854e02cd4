/** What the claims of `rbm-exact` ask of its rows: of whole paths, learner by learner and seed by seed. */
import { adaptiveShare } from '../../math/binomial.ts';
import { mean, sum } from '../../math/statistics.ts';
import { type LearnerName, learnerNames, sampledNames } from '../../networks/pattern-learners.ts';
import type { lookColumns } from './looks.ts';

export type Column = 'step' | 'angleThere' | 'klThere' | 'biasShare' | keyof typeof lookColumns;
export type Line = { method: LearnerName } & Record<Column, number>;
export type Path = readonly (Line & { seed: number })[];

export const by = (rows: Path, name: LearnerName): Path => rows.filter(({ method }) => method === name);

/** The path of a learner from each seed. */
export const pathsOf = (rows: Path, name: LearnerName): Path[] =>
  [...new Set(rows.map(({ seed }) => seed))].map((seed) => by(rows, name).filter((row) => row.seed === seed));

/** A learner's last row, averaged over seeds. */
export const ending = (rows: Path, name: LearnerName, column: Column): number =>
  mean(pathsOf(rows, name).map((path) => path[path.length - 1][column]));

/** Where the KL of a learner was lowest, from each seed. */
export const lowestOf = (rows: Path, name: LearnerName) =>
  pathsOf(rows, name).map((path) => path.reduce((best, row) => (row.kl < best.kl ? row : best)));

interface Stretch {
  before: Line;
  after: Line;
}

/** The stretches of a path, from one mark to the next. */
const stretches = (path: Path): Stretch[] => path.slice(1).map((after, i) => ({ before: path[i], after }));

const rising = ({ before, after }: Stretch): boolean => after.kl > before.kl;

/** How often the exact gradient's KL did not fall, in the steps recorded and from each of them to the next. */
export const climbs = (rows: Path): number =>
  by(rows, 'exact').filter(({ fall }) => !(fall > 0)).length +
  pathsOf(rows, 'exact')
    .flatMap(stretches)
    .filter(({ before, after }) => !(after.kl < before.kl)).length;

/** Whether the KL rose over any stretch of a path. */
export const rose = (path: Path): boolean => stretches(path).some(rising);

/** Stretches over which the KL rose and the reconstruction error fell, all learners but the exact one: the fewest of a seed. */
export function fewestOpposite(rows: Path): number {
  const opposite = (path: Path) =>
    stretches(path).filter(
      (stretch) => rising(stretch) && stretch.after.reconstruction < stretch.before.reconstruction,
    ).length;
  const counts = learnerNames.slice(1).map((name) => pathsOf(rows, name).map(opposite));
  return Math.min(...counts[0].map((_, seed) => sum(counts.map((ofSeeds) => ofSeeds[seed]))));
}

/** How often the sampled chains ended on a pattern, against what was expected where they were drawn. */
export function landingShare(rows: Path, trials: number, falseAlarm: number): number {
  const rounds = sampledNames
    .flatMap((name) => by(rows, name))
    .map(({ landed, landedExpected }) => ({ hits: landed * trials, trials, chance: landedExpected }));
  return adaptiveShare(rounds, falseAlarm);
}

/**
 * The largest factor by which more steps of the chain change its KL from the model, beginning with none: over all places on
 * the path of the exact gradient where there was one to change.
 */
export function largestFactor(rows: Path): number {
  const start = by(rows, 'exact').map(({ kl }) => kl);
  const kls = [start, ...sampledNames.map((name) => by(rows, name).map(({ klThere }) => klThere))];
  const factors = kls.slice(1).flatMap((after, i) => after.map((kl, at) => kl / kls[i][at]));
  return Math.max(...factors.filter(Number.isFinite));
}

/** The angles of expected CD-k on the path of the exact gradient: for each k, from each seed. */
const anglesOf = (rows: Path): number[][][] =>
  sampledNames.map((name) => pathsOf(rows, name).map((path) => path.map(({ angleThere }) => angleThere)));

/** How much larger the angle is at the end than at the start, for the k and the seed where that is least. */
export const leastTurn = (rows: Path): number =>
  Math.min(...anglesOf(rows).flatMap((paths) => paths.map((path) => path[path.length - 1] - path[0])));

/** How much smaller the angle is on average for the next longer chain, for the pair and the seed where that is least. */
export function leastLead(rows: Path): number {
  const averages = anglesOf(rows).map((paths) => paths.map(mean));
  return Math.min(
    ...averages.slice(1).flatMap((longer, i) => longer.map((angle, seed) => averages[i][seed] - angle)),
  );
}
