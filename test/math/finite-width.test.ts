import { describe, expect, it } from 'vitest';
import { type BandOptions, finiteWidthBand, type RmsBand } from '../../src/math/finite-width.ts';
import { meanField } from '../../src/math/mean-field.ts';
import { mean, std } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';
import { type Paths, runReduced, runStack, type Stack } from './dense-stack.ts';

const DIRECTIONS = ['forward', 'backward'] as const;
const RELU = { activation: 'relu', gain: Math.SQRT2 } as const;
const LINEAR = { activation: 'linear', gain: 1 } as const;
const TANH = { activation: 'tanh', gain: 1 } as const;
const TANH_5_3 = { activation: 'tanh', gain: 5 / 3 } as const;

const leaves = (path: number[], { low, high }: RmsBand) =>
  path.some((y, l) => !(y >= low[l] && y <= high[l]));

/** How many of the paths leave the band. */
function alarms(runs: Paths[], options: BandOptions): number {
  const band = finiteWidthBand(options);
  return runs.filter((run) => leaves(run[options.direction], band)).length;
}

/** The number that a binomial count exceeds with probability 3e-5: four standard deviations, and one for small counts. */
const most = (runs: number, p: number) => runs * p + 4 * Math.sqrt(runs * p * (1 - p)) + 1;

const many = (stack: Stack, count: number, seed: number) => {
  const generator = new Generator(seed);
  return Array.from({ length: count }, () => runReduced(stack, generator));
};

const averageOf = (runs: Paths[], direction: 'forward' | 'backward') =>
  runs[0][direction].map((_, l) => mean(runs.map((run) => run[direction][l])));

describe('one input: the band holds as often as it says', () => {
  // The false alarm rate is met within the binomial error, and the band is no wider than it must be. Tanh at gain 1 has a
  // curved recursion, and errs on the wide side.
  it.each([
    { ...RELU, width: 64, depth: 100, runs: 250 },
    { ...LINEAR, width: 64, depth: 100, runs: 250 },
    { ...TANH, width: 64, depth: 50, runs: 250 },
    { ...TANH_5_3, width: 64, depth: 50, runs: 250 },
    { ...RELU, width: 256, depth: 50, runs: 150 },
    { ...TANH, width: 256, depth: 100, runs: 100 },
    { ...LINEAR, width: 1024, depth: 10, runs: 150 },
    { ...TANH_5_3, width: 1024, depth: 50, runs: 40 },
  ])('$activation, gain $gain, width $width, depth $depth', ({ runs: count, ...stack }) => {
    const runs = many(stack, count, stack.width + stack.depth);
    for (const direction of DIRECTIONS) {
      expect(alarms(runs, { ...stack, direction })).toBeLessThanOrEqual(most(count, 1e-3));
      const out = alarms(runs, { ...stack, direction, falseAlarm: 0.2 });
      expect(out).toBeLessThanOrEqual(most(count, 0.2));
      expect(out).toBeGreaterThanOrEqual(count * 0.12 - 4 * Math.sqrt(count * 0.12));
    }
  });

  it('knows mean and spread at every layer, not the infinite-width line', () => {
    for (const stack of [
      { ...RELU, width: 64, depth: 50 },
      { ...TANH_5_3, width: 64, depth: 50 },
    ]) {
      const runs = many(stack, 500, 17);
      for (const direction of DIRECTIONS) {
        const band = finiteWidthBand({ ...stack, direction });
        const measured = averageOf(runs, direction);
        measured.forEach((value, l) => {
          // Four standard errors, and a twentieth of a standard deviation for the orders left out.
          expect(Math.abs(value - band.mean[l])).toBeLessThan((4 / Math.sqrt(500) + 0.05) * band.sd[l]);
          const spread = std(runs.map((run) => run[direction][l]));
          // A standard deviation from 500 values: one in sqrt(1000), four times; 4 % for the orders left out.
          expect(Math.abs(spread / band.sd[l] - 1)).toBeLessThan(4 / Math.sqrt(1000) + 0.04);
        });
      }
    }
    // The drift matters: at the last layer the line of infinite width is eleven standard errors off.
    const stack = { ...RELU, width: 64, depth: 50 };
    const band = finiteWidthBand({ ...stack, direction: 'forward' });
    expect(meanField(stack).forward[50] - band.mean[50]).toBeGreaterThan(0.5 * band.sd[50]);
  });
});

describe('real weight matrices', () => {
  // What the reduced runs above stand for, and batches, for which there is no such short cut.
  it.each([
    { ...RELU, batch: 1 },
    { ...TANH_5_3, batch: 1 },
    { ...RELU, batch: 4 },
    { ...LINEAR, batch: 4 },
    { ...TANH, batch: 4 },
    { ...RELU, batch: 1, weights: 'uniform' as const },
  ])(
    '$activation, gain $gain, batch $batch, weights $weights: width 64, depth 20',
    ({ batch, ...choice }) => {
      const stack: Stack = { ...choice, width: 64, depth: 20 };
      const generator = new Generator(100 + batch);
      const count = 100;
      const runs = Array.from({ length: count }, () => runStack(stack, generator, batch));
      for (const direction of DIRECTIONS) {
        expect(alarms(runs, { ...stack, direction, batch })).toBeLessThanOrEqual(1);
        const out = alarms(runs, { ...stack, direction, batch, falseAlarm: 0.2 });
        expect(out).toBeLessThanOrEqual(most(count, 0.2));
        // Not wildly wide: a band of twice the width would let out less than 1 %.
        expect(out).toBeGreaterThanOrEqual(2);
      }
    },
  );

  it.each([
    { ...RELU, directions: ['forward'] as const },
    { ...TANH, directions: DIRECTIONS },
    { ...LINEAR, directions: DIRECTIONS },
  ])('residual, $activation: width 64, depth 20', ({ directions, ...choice }) => {
    const stack: Stack = { ...choice, width: 64, depth: 20, residual: true };
    const generator = new Generator(9);
    const count = 60;
    const runs = Array.from({ length: count }, () => runStack(stack, generator));
    for (const direction of directions) {
      expect(alarms(runs, { ...stack, direction })).toBeLessThanOrEqual(1);
      expect(alarms(runs, { ...stack, direction, falseAlarm: 0.2 })).toBeLessThanOrEqual(most(count, 0.2));
      const { mean: centre, sd } = finiteWidthBand({ ...stack, direction });
      averageOf(runs, direction).forEach((value, l) => {
        expect(Math.abs(value - centre[l])).toBeLessThan((4 / Math.sqrt(count) + 0.1) * sd[l]);
      });
    }
  });

  it('in a residual relu stack h · g is kept, and the gradient outgrows its mean field: no band', () => {
    const stack: Stack = { ...RELU, width: 64, depth: 50, residual: true };
    const { backward } = runStack(stack, new Generator(2));
    expect(backward[0] - meanField({ ...stack }).backward[0]).toBeGreaterThan(5);
    expect(() => finiteWidthBand({ ...stack, direction: 'backward' })).toThrow(/residual relu/);
  });

  it('a batch steadies the first layers of relu and not the last', () => {
    const options = { ...RELU, width: 64, depth: 50, direction: 'forward' } as const;
    const one = finiteWidthBand(options);
    const many = finiteWidthBand({ ...options, batch: 64 });
    expect(many.sd[1] / one.sd[1]).toBeLessThan(0.2);
    expect(many.sd[50] / one.sd[50]).toBeGreaterThan(0.85);
  });
});

describe('power: weights of 1.1 times the variance, width 512, depth 50', () => {
  const power = (
    choice: Pick<Stack, 'activation' | 'gain'>,
    direction: 'forward' | 'backward',
    seeds: number,
    trials: number,
  ) => {
    const stack = { ...choice, width: 512, depth: 50 };
    const band = finiteWidthBand({ ...stack, direction, seeds });
    const generator = new Generator(5);
    const wrong = { ...stack, gain: stack.gain * Math.sqrt(1.1) };
    let caught = 0;
    for (let trial = 0; trial < trials; trial++) {
      const runs = Array.from({ length: seeds }, () => runReduced(wrong, generator));
      if (leaves(averageOf(runs, direction), band)) caught++;
    }
    return caught / trials;
  };

  it('one run of relu, linear or tanh at gain 1 leaves the forward band', () => {
    for (const choice of [RELU, LINEAR, TANH]) expect(power(choice, 'forward', 1, 60)).toBeGreaterThan(0.95);
  });

  it('so does the mean of five runs of tanh at gain 5/3, which forgets, and of five gradients', () => {
    expect(power(TANH_5_3, 'forward', 5, 12)).toBe(1);
    for (const choice of [RELU, LINEAR, TANH]) expect(power(choice, 'backward', 5, 8)).toBe(1);
  });
});

describe('the law of one layer', () => {
  const sdOfStep = (choice: Pick<Stack, 'activation' | 'gain'>) => {
    const { sd } = finiteWidthBand({ ...choice, width: 10_000, depth: 2, direction: 'forward' });
    return 10_000 * (2 * Math.LN2) ** 2 * (sd[2] ** 2 - sd[1] ** 2);
  };

  it('has variance 5/n for relu and 2/n for linear, and drifts by half of it', () => {
    expect(sdOfStep(RELU)).toBeCloseTo(5, 1);
    expect(sdOfStep(LINEAR)).toBeCloseTo(2, 2);
    const { mean: centre } = finiteWidthBand({ ...RELU, width: 10_000, depth: 2, direction: 'forward' });
    expect(20_000 * (2 * Math.LN2) * (centre[1] - centre[2])).toBeCloseTo(5, 1);
  });

  it('narrows with seeds as a mean does', () => {
    const options = { ...RELU, width: 256, depth: 20, direction: 'backward' } as const;
    const ratio = finiteWidthBand({ ...options, seeds: 16 }).sd[0] / finiteWidthBand(options).sd[0];
    expect(ratio).toBeCloseTo(1 / 4, 12);
  });
});

it('says what is allowed', () => {
  const options = { ...RELU, width: 64, depth: 5, direction: 'forward' } as const;
  expect(() => finiteWidthBand({ ...options, width: 8 })).toThrow(/width = 8; a whole number from 16/);
  expect(() => finiteWidthBand({ ...options, batch: 0 })).toThrow(/batch = 0/);
  expect(() => finiteWidthBand({ ...options, seeds: 1.5 })).toThrow(/seeds = 1.5/);
});
