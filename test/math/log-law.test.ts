import { describe, expect, it } from 'vitest';
import { imagesOf, logOfLognormalMean, logOfMean, SQUARED_NORMAL } from '../../src/math/log-law.ts';
import { digamma, tetragamma, trigamma } from '../../src/math/special.ts';
import { mean } from '../../src/math/statistics.ts';
import { Generator } from '../../src/random/torch.ts';

describe('logarithms of means', () => {
  it('of squared normals: digamma and its derivatives, to the next order in 1/n', () => {
    const n = 200;
    const law = logOfMean(SQUARED_NORMAL, n);
    expect(Math.abs(law.mean - (digamma(n / 2) - Math.log(n / 2)))).toBeLessThan(2 / n ** 3);
    expect(Math.abs(law.variance - trigamma(n / 2))).toBeLessThan(4 / n ** 3);
    expect(Math.abs(law.third - tetragamma(n / 2))).toBeLessThan(20 / n ** 3);
  });

  it('of lognormal variables: the small ones by the delta method, the large ones as simulated', () => {
    expect(logOfLognormalMean(2, 1)).toEqual({ mean: 0, variance: 2, third: 0 });
    const below = logOfLognormalMean(0.06199, 64);
    const above = logOfLognormalMean(0.062, 64);
    // The two ways meet where e^d - 1 = 0.064.
    expect(above.mean / below.mean).toBeCloseTo(0.062 / 0.06199, 5);
    expect(above.variance / below.variance).toBeCloseTo(1, 2);
    const [d, batch, count] = [4, 16, 20_000];
    const normals = new Generator(8).randn(count * batch);
    const logs = Array.from({ length: count }, (_, k) =>
      Math.log(mean(normals.subarray(k * batch, (k + 1) * batch).map((x) => Math.exp(2 * x)))),
    );
    const law = logOfLognormalMean(d, batch);
    const centre = mean(logs);
    const moments = [2, 3, 4].map((power) => mean(logs.map((x) => (x - centre) ** power)));
    expect(Math.abs(centre - law.mean)).toBeLessThan(4 * Math.sqrt(law.variance / count));
    expect(Math.abs(moments[0] - law.variance)).toBeLessThan(
      4 * Math.sqrt((moments[2] - moments[0] ** 2) / count),
    );
    // The standard error of a third moment is about sqrt(15 variance³ / n), larger for these tails.
    expect(Math.abs(moments[1] - law.third)).toBeLessThan(8 * Math.sqrt((15 * law.variance ** 3) / count));
  });

  it('of smooth images of a normal: a square has mean 1 + v, variance 4v + 2v², slope 2', () => {
    const [image] = imagesOf({ mean: 1, variance: 0.09, third: 0 }, (u) => [u * u]);
    expect(image.mean).toBeCloseTo(1.09, 12);
    expect(image.variance).toBeCloseTo(4 * 0.09 + 2 * 0.09 ** 2, 12);
    expect(image.slope).toBeCloseTo(2, 12);
    const [line] = imagesOf({ mean: 0, variance: 1, third: 0.3 }, (u) => [2 * u]);
    // Cornish and Fisher's first term gives the skewness to first order.
    expect(line.third / 8).toBeCloseTo(0.3, 1);
  });
});
