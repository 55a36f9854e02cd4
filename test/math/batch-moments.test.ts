import { describe, expect, it } from 'vitest';
import { activations } from '../../src/math/activations.ts';
import { type BatchStack, batchBands, batchLaws } from '../../src/math/batch-moments.ts';
import { fanBand, fanLaws } from '../../src/math/fan-products.ts';
import { logOfLinearMeanSquare, logOfReluMeanSquare } from '../../src/math/relu-layer-law.ts';
import { scaleMixtureCritical } from '../../src/math/scale-mixture.ts';
import { normalQuantile } from '../../src/math/special.ts';
import { mean, std, variance } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

/** Four standard deviations of a mean of `runs` numbers with deviation `sd`. */
const room = (sd: number, runs: number) => (4 * sd) / Math.sqrt(runs);

describe('mean and deviation of a ReLU batch', () => {
  it('one wide layer: what a table of moments says', () => {
    const stack: BatchStack = { activation: 'relu', weightVariance: 1, width: 4096, batch: 1000, depth: 1 };
    const { logStd, mean } = batchLaws(stack);
    expect(Math.exp(mean[1].mean)).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 3);
    expect(Math.exp(logStd[1].mean)).toBeCloseTo(Math.sqrt(0.5 - 0.5 / Math.PI), 3);
  });

  it('one input: the laws of simulated stacks', () => {
    // Given |h|, z consists of independent normals: no matrix is needed.
    const [width, depth, runs] = [64, 5, 3000];
    const generator = new Generator(5);
    const ends = Array.from({ length: runs }, () => {
      let size = Math.sqrt(mean(generator.randn(width).map((x) => x * x)));
      let h: number[] = [];
      for (let l = 0; l < depth; l++) {
        h = Array.from(generator.randn(width), (z) => Math.max(0, Math.SQRT2 * size * z));
        size = Math.sqrt(mean(h.map((x) => x * x)));
      }
      return { mean: Math.log(mean(h)), logStd: Math.log(std(h)) };
    });
    const laws = batchLaws({ activation: 'relu', weightVariance: 2, width, batch: 1, depth });
    for (const column of ['mean', 'logStd'] as const) {
      const values = ends.map((end) => end[column]);
      const law = laws[column][depth];
      const sd = Math.sqrt(law.variance);
      // The law keeps the order 1/n; the next is 1/n of it for each of five layers. The margin for batches is 6/64.
      expect(Math.abs(mean(values) - law.mean)).toBeLessThan(room(sd, runs) + 0.08 * sd);
      const ratio = Math.sqrt(variance(values)) / sd;
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.05);
    }
  });
});

describe('SELU, whose mean may have either sign', () => {
  const stack: BatchStack = { activation: 'selu', weightVariance: 1, width: 64, batch: 16, depth: 8 };

  it('starts from inputs of any size', () => {
    const [small, large] = [1, 9].map((inputSecondMoment) => batchLaws({ ...stack, inputSecondMoment }));
    expect(large.logStd[0].mean - small.logStd[0].mean).toBeCloseTo(Math.log(3), 12);
    expect(large.mean[0].variance / small.mean[0].variance).toBeCloseTo(9, 12);
    expect(large.logStd[0].variance).toBe(small.logStd[0].variance);
  });

  it('has a mean that leaves its band as seldom as it says, from far above the fixed point', () => {
    const { width, batch, depth } = stack;
    const [scale, runs, falseAlarm] = [3, 1000, 0.05];
    const laws = batchLaws({ ...stack, inputSecondMoment: scale ** 2 });
    const { mean: band } = batchBands(laws, { falseAlarm });
    const generator = new Generator(6);
    let out = 0;
    for (let run = 0; run < runs; run++) {
      let h = generator.randn(batch * width).map((z) => scale * z);
      let left = false;
      for (let l = 1; l <= depth; l++) {
        const weights = generator.randn(width * width);
        const below = h;
        h = h.map((_, at) => {
          const [input, unit] = [Math.floor(at / width) * width, (at % width) * width];
          let z = 0;
          for (let j = 0; j < width; j++) z += weights[unit + j] * below[input + j];
          return activations.selu.value(z / Math.sqrt(width));
        });
        const value = laws.positive[l] ? Math.log(mean(h)) : mean(h);
        left ||= value < band.low[l] || value > band.high[l];
      }
      if (left) out++;
    }
    // Šidák and the margin for batches err on the wide side; four binomial deviations on top.
    expect(out / runs).toBeLessThan(falseAlarm + room(0.22, runs));
    expect(out / runs).toBeGreaterThan(0);
  });
});

describe('an odd function', () => {
  it('the mean of a linear batch leaves its band as seldom as it says', () => {
    // Only the mean input matters: given its size, its image consists of independent normals.
    const [width, batch, depth, runs] = [64, 100, 10, 4000];
    const { mean: band } = batchBands(
      batchLaws({ activation: 'linear', weightVariance: 1, width, batch, depth }),
      { falseAlarm: 0.05 },
    );
    const generator = new Generator(8);
    let out = 0;
    for (let run = 0; run < runs; run++) {
      let size = 1 / Math.sqrt(batch);
      let left = false;
      for (let l = 0; l <= depth; l++) {
        const h = generator.randn(width).map((z) => size * z);
        left ||= Math.abs(mean(h)) > band.high[l];
        size = Math.sqrt(mean(h.map((x) => x * x)));
      }
      if (left) out++;
    }
    // Šidák errs on the wide side, but not by more than half; four binomial deviations on top.
    expect(out / runs).toBeLessThan(0.05 + room(0.22, runs));
    expect(out / runs).toBeGreaterThan(0.025 - room(0.16, runs));
  });

  it('a normal variable of random size has heavier tails, a fixed one none', () => {
    const normal = -normalQuantile(5e-4);
    expect(scaleMixtureCritical(0, 1e-3)).toBeCloseTo(normal, 8);
    expect(scaleMixtureCritical(0.2, 1e-3)).toBeGreaterThan(normal + 0.1);
    expect(() => scaleMixtureCritical(-1, 1e-3)).toThrow(/v from 0 on/);
  });
});

describe('layers of changing widths', () => {
  it.each([3, 16, 200])('%i units: the cumulants of simulated layers', (n) => {
    const runs = 4000;
    const generator = new Generator(n);
    const on: number[] = [];
    while (on.length < runs) {
      const square = mean(generator.randn(n).map((z) => Math.max(0, z) ** 2));
      if (square > 0) on.push(Math.log(square));
    }
    const law = logOfReluMeanSquare(n);
    const sd = Math.sqrt(law.variance);
    expect(Math.abs(mean(on) - law.mean)).toBeLessThan(room(sd, runs));
    // The variance of a sample variance is (2 + excess) v² / runs; the excess of ln of a few squares is below 6.
    expect(Math.abs(variance(on) - law.variance)).toBeLessThan(room(Math.sqrt(8) * law.variance, runs));
  });

  it('equal widths under He keep both ways; fans multiply to the ratio of the ends', () => {
    const widths = [100, 40, 300, 20];
    const fanIn = fanLaws({ widths, variances: [2 / 100, 2 / 40, 1 / 300] }).lines;
    const fanOut = fanLaws({ widths, variances: [2 / 40, 2 / 300, 1 / 20] }).lines;
    for (const l of widths.keys()) {
      expect(fanIn.forward[l]).toBeCloseTo(0, 12);
      expect(fanOut.backward[l]).toBeCloseTo(0, 12);
    }
    expect(fanIn.backward[0]).toBeCloseTo(Math.log(20 / 100), 12);
    expect(fanOut.forward[3]).toBeCloseTo(Math.log(100 / 20), 12);
  });

  it('a band is around the mean of the logarithm, and errors speak', () => {
    const laws = fanLaws({ widths: [64, 32, 10], variances: [2 / 64, 1 / 32] });
    for (const direction of ['forward', 'backward'] as const) {
      const { low, mean: middle, high } = fanBand(laws, direction);
      for (const l of middle.keys()) {
        expect(low[l]).toBeLessThan(middle[l]);
        expect(high[l]).toBeGreaterThan(middle[l]);
        // Jensen: the mean of a logarithm is below the logarithm of the mean.
        expect(middle[l]).toBeLessThan(laws.lines[direction][l]);
      }
    }
    expect(() => fanLaws({ widths: [64, 32, 10], variances: [1] })).toThrow(/1 variances for 2 layers/);
    expect(() => logOfLinearMeanSquare(0)).toThrow(/whole number of units/);
  });
});
