/**
 * Why a second machine on top of the first can only help (Hinton, Osindero & Teh, "A fast learning algorithm for deep belief
 * nets", 2006, section 4), on nine pixels, where every state can be listed.
 */
import { expect, test } from 'vitest';
import { barsAndStripes } from '../../src/data/bars-and-stripes.ts';
import { safeRate } from '../../src/math/divergence-change.ts';
import {
  correlations,
  distribution,
  fillInputs,
  logSumExp,
  type Rbm,
  sigmoid,
  turned,
} from '../../src/math/rbm.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

const [VISIBLE, HIDDEN] = [9, 6];
const pixels = barsAndStripes(3);
/** Their states: bit i is pixel i. */
const patterns = Array.from({ length: pixels.length / VISIBLE }, (_, at) =>
  pixels.subarray(at * VISIBLE, (at + 1) * VISIBLE).reduce((state, on, i) => state + on * 2 ** i, 0),
);

/** ln p(h|v) for all h, of a machine's other layer. */
function logConditional(rbm: Rbm, v: number): Float64Array {
  const z = new Float64Array(rbm.hidden);
  fillInputs(rbm, v, z);
  return Float64Array.from({ length: 2 ** rbm.hidden }, (_, h) =>
    z.reduce((sum, input, j) => sum + Math.log(sigmoid((h >> j) & 1 ? input : -input)), 0),
  );
}

/** The bound on the mean of ln p(v), and that mean itself, when p(v|h) is the first machine's and p(h) is a prior's. */
function boundAndLikelihood(first: Rbm) {
  const down = Array.from({ length: 2 ** HIDDEN }, (_, h) => logConditional(turned(first), h));
  const up = patterns.map((v) => logConditional(first, v));
  return (prior: Float64Array) => {
    const each = patterns.map((v, at) => {
      const joint = prior.map((log, h) => log + down[h][v]);
      const bound = up[at].reduce((sum, log, h) => sum + Math.exp(log) * (joint[h] - log), 0);
      return { bound, likelihood: logSumExp(joint) };
    });
    return {
      bound: mean(each.map(({ bound }) => bound)),
      likelihood: mean(each.map((one) => one.likelihood)),
    };
  };
}

test('the first machine meets the bound, and teaching the second raises it, and the likelihood with it', () => {
  const rng = new Generator(5);
  const size = VISIBLE * HIDDEN + VISIBLE + HIDDEN;
  const first: Rbm = { visible: VISIBLE, hidden: HIDDEN, parameters: Float64Array.from(rng.randn(size)) };
  const { logP } = distribution(first);
  const before = mean(patterns.map((v) => logP[v]));

  // The second machine begins as the first one turned over, so that its visible layer has the law of the first one's hidden one.
  const second = turned(first);
  const under = boundAndLikelihood(first);
  const start = under(distribution(second).logP);
  expect(start.bound).toBeCloseTo(before, 12);
  expect(start.likelihood).toBeCloseTo(before, 12);

  // What the first makes of the data.
  const q = new Float64Array(2 ** HIDDEN);
  for (const v of patterns) {
    for (const [h, log] of logConditional(first, v).entries()) q[h] += Math.exp(log) / patterns.length;
  }
  const rate = safeRate({ visible: HIDDEN, hidden: VISIBLE });
  let last = start;
  for (let step = 0; step < 100; step++) {
    const inData = correlations(second, q);
    const inModel = correlations(second, distribution(second).p);
    second.parameters.forEach((_, i) => {
      second.parameters[i] += rate * (inData[i] - inModel[i]);
    });
    const now = under(distribution(second).logP);
    expect(now.bound).toBeGreaterThan(last.bound);
    expect(now.likelihood).toBeGreaterThan(now.bound);
    last = now;
  }
  expect(last.bound - before).toBeGreaterThan(0.1);
});
