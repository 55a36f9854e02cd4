import { describe, expect, test } from 'vitest';
import { adaptiveShare, binomialInterval, type Round } from '../../src/math/binomial.ts';
import { Generator } from '../../src/random/torch.ts';

const ALARM = 0.05;

/** Rounds of 14 trials; the chance of each depends on how the last one went. `off` is added to what comes true. */
function rounds(rng: Generator, count: number, off = 0): Round[] {
  let chance = 0.1;
  return Array.from({ length: count }, () => {
    const hits = rng.rand(14).reduce((sum, u) => sum + Number(u < chance + off), 0);
    const round = { hits, trials: 14, chance };
    chance = hits > 5 ? 0.05 : Math.min(0.9, chance + 0.2);
    return round;
  });
}

describe('rounds whose chances depend on the past', () => {
  const shares = (off: number) => {
    const rng = new Generator(1);
    return Array.from({ length: 2000 }, () => adaptiveShare(rounds(rng, 40, off), ALARM));
  };

  test('leave the bound as rarely as promised, and not much more rarely', () => {
    const broken = shares(0).filter((share) => Math.abs(share) > 1).length;
    const { high } = binomialInterval({ shares: [0, ALARM], trials: 2000, falseAlarm: 1e-4 });
    expect(broken / 2000).toBeLessThanOrEqual(high);
    expect(broken).toBeGreaterThan(0);
  });

  test('a chance that is higher than said is noticed', () => {
    expect(shares(0.1).filter((share) => share > 1).length).toBeGreaterThan(1980);
  });
});

test('one sure round has no room', () => {
  expect(adaptiveShare([{ hits: 5, trials: 5, chance: 1 }], ALARM)).toBe(0);
  expect(adaptiveShare([{ hits: 0, trials: 5, chance: 0.5 }], ALARM)).toBe(
    -adaptiveShare([{ hits: 5, trials: 5, chance: 0.5 }], ALARM),
  );
});
