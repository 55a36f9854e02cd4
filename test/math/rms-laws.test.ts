import { describe, expect, it } from 'vitest';
import { endLaws } from '../../src/math/end-laws.ts';
import { finiteWidthBand } from '../../src/math/finite-width.ts';
import { changeLaw, gradientLaw, signalLaw } from '../../src/math/rms-laws.ts';
import { signalLaws } from '../../src/math/signal-laws.ts';
import { lawInterval, lawScore } from '../../src/math/skewed-law.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';
import { runReduced, type Stack } from './dense-stack.ts';

const RUNS = 400;

describe('single places of a stack', () => {
  it('have the mean and the spread that the band around the whole path has there', () => {
    const stack = { activation: 'elu', gain: 1.2, width: 64, depth: 10 } as const;
    const signal = signalLaws(stack);
    const up = finiteWidthBand({ ...stack, direction: 'forward' });
    expect(signalLaw(signal, 7).mean).toBe(up.mean[7]);
    expect(signalLaw(signal, 7).sd).toBeCloseTo(up.sd[7], 14);
    // The gradient of the first four layers is that of a stack of four.
    const down = finiteWidthBand({ ...stack, depth: 4, direction: 'backward' });
    expect(gradientLaw(stack, signal, 4).mean).toBe(down.mean[0]);
    expect(gradientLaw(stack, signal, 4).sd).toBeCloseTo(down.sd[0], 14);
  });

  it.each([
    ['elu', Math.SQRT2],
    ['selu', 1],
    ['selu', 3 / 4],
    ['sigmoid', 1],
    ['tanh', 1],
    ['relu', 1],
  ] as const)('hold for %s at gain %f', (activation, gain) => {
    const stack: Stack = { activation, gain, width: 64, depth: 20 };
    const signal = signalLaws(stack);
    const generator = new Generator(3);
    const runs = Array.from({ length: RUNS }, () => runReduced(stack, generator));
    const scores = {
      forward: runs.map(({ forward }) => lawScore(signalLaw(signal, 20), forward[20])),
      early: runs.map(({ forward }) => lawScore(signalLaw(signal, 5), forward[5])),
      backward: runs.map(({ backward }) => lawScore(gradientLaw(stack, signal, 20), backward[0])),
      change: runs.map(({ forward }) => lawScore(changeLaw(signal, 5, 20), forward[20] - forward[5])),
    };
    for (const [place, values] of Object.entries(scores)) {
      // Four standard errors each, and a twentieth for the orders left out.
      expect(Math.abs(mean(values)), place).toBeLessThan(4 / Math.sqrt(RUNS) + 0.05);
      expect(Math.abs(std(values) - 1), place).toBeLessThan(4 / Math.sqrt(2 * RUNS) + 0.05);
    }
  });
});

it('an interval ends where the score is that of its false alarms, for one run and for many', () => {
  const law = { mean: -3, sd: 0.4, skewness: -0.3 };
  for (const seeds of [1, 20]) {
    const { low, high } = lawInterval(law, { seeds, falseAlarm: 0.05 });
    expect(lawScore(law, low, seeds)).toBeCloseTo(-1.959964, 5);
    expect(lawScore(law, high, seeds)).toBeCloseTo(1.959964, 5);
  }
});

it('endLaws gathers them, and remembers', () => {
  const stack = { activation: 'tanh', gain: 1, width: 32 } as const;
  const laws = endLaws(stack, [2, 6]);
  expect(endLaws({ ...stack }, [2, 6])).toBe(laws);
  expect(endLaws({ ...stack, gain: 1.1 }, [2, 6])).not.toBe(laws);
  const signal = signalLaws({ ...stack, depth: 6 });
  expect(laws.forward).toEqual([signalLaw(signal, 2), signalLaw(signal, 6)]);
  expect(laws.change).toEqual(changeLaw(signal, 2, 6));
});
