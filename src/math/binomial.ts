/**
 * Where the share of successes among independent trials lies, by the Chernoff bound. It holds for trials of unequal
 * chances too: with the same mean their sum is no more spread (Hoeffding, "Probability inequalities for sums of bounded
 * random variables", 1963, theorem 1).
 */

/** KL divergence of a coin of share a from one of share p, in nats: n times it bounds -ln P(share beyond a). */
export function coinDivergence(a: number, p: number): number {
  const part = (x: number, y: number) => (x > 0 ? x * Math.log(x / y) : 0);
  return part(a, p) + part(1 - a, 1 - p);
}

/**
 * The interval that holds the measured share but for a probability `falseAlarm`, half of it on either side.
 * @param shares the chance of a success, or the two ends of where it is known to lie; the interval serves them all
 * @throws RangeError for chances outside [0, 1] or out of order, and for fewer than one trial.
 */
export function binomialInterval(options: {
  shares: readonly [low: number, high: number];
  trials: number;
  falseAlarm: number;
}): { low: number; high: number } {
  const {
    shares: [least, most],
    trials,
    falseAlarm,
  } = options;
  if (!(least >= 0 && least <= most && most <= 1 && trials >= 1)) {
    throw new RangeError(
      `binomialInterval: chances of ${least} to ${most} in ${trials} trials; allowed are chances from 0 to 1, in order, and a trial or more.`,
    );
  }
  const budget = Math.log(2 / falseAlarm) / trials;
  return { low: reach(least, 0, budget), high: reach(most, 1, budget) };
}

/** The share between p and `end` at which the divergence from p is `budget`; `end` itself if it never is. */
function reach(p: number, end: number, budget: number): number {
  if (p === end || coinDivergence(end, p) <= budget) return end;
  let [inner, outer] = [p, end];
  for (let i = 0; i < 60; i++) {
    const middle = (inner + outer) / 2;
    if (coinDivergence(middle, p) < budget) inner = middle;
    else outer = middle;
  }
  return outer;
}

/** Trials of one chance, which may depend on all that came before them. */
export interface Round {
  hits: number;
  trials: number;
  /** The mean chance of the trials. */
  chance: number;
}

/**
 * How far the hits of many rounds together are from what their chances promise, as a share of what chance allows: beyond
 * ±1 with probability `falseAlarm` at most.
 *
 * For any tilt t that is fixed beforehand, exp(t Σ (hits - trials · chance) - Σ K) has mean 1 at most, K the cumulants of
 * each round: a supermartingale, so the bound needs neither equal nor independent rounds (Freedman, "On tail probabilities
 * for martingales", 1975; unequal chances within a round: Hoeffding 1956). The tilt is that for chances near 1/2.
 */
export function adaptiveShare(rounds: readonly Round[], falseAlarm: number): number {
  const budget = Math.log(2 / falseAlarm);
  const trials = rounds.reduce((sum, round) => sum + round.trials, 0);
  const excess = rounds.reduce((sum, round) => sum + round.hits - round.trials * round.chance, 0);
  const tilt = Math.sign(excess) * Math.sqrt((8 * budget) / trials);
  if (tilt === 0) return 0;
  const cumulants = rounds.reduce(
    (sum, { trials: n, chance }) => sum + n * (Math.log1p(chance * Math.expm1(tilt)) - tilt * chance),
    0,
  );
  return excess / Math.abs((budget + cumulants) / tilt);
}
