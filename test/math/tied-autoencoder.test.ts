/** The autoencoder's own parts, and the bound on what a difference quotient may miss. */
import { describe, expect, test } from 'vitest';
import { barsAndStripes } from '../../src/data/bars-and-stripes.ts';
import { type Rbm, reconstructionError } from '../../src/math/rbm.ts';
import { quotientError, restore, restoringGradient, restoringLoss } from '../../src/math/tied-autoencoder.ts';
import { dot, normalize } from '../../src/math/vectors.ts';
import { patternsOf } from '../../src/networks/pattern-learners.ts';
import { Generator } from '../../src/random/torch.ts';

const images = barsAndStripes(3);

function draw(seed: number, std: number): { net: Rbm; along: Float64Array } {
  const rng = new Generator(seed);
  const [visible, hidden] = [9, 7];
  const parameters = Float64Array.from(rng.randn(visible * hidden + visible + hidden), (z) => std * z);
  const along = Float64Array.from(rng.randn(parameters.length));
  normalize(along);
  return { net: { visible, hidden, parameters }, along };
}

const moved = (net: Rbm, along: Float64Array, t: number): Rbm => ({
  ...net,
  parameters: net.parameters.map((value, k) => value + t * along[k]),
});

const quotient = (net: Rbm, along: Float64Array, h: number): number =>
  (restoringLoss(moved(net, along, h), images) - restoringLoss(moved(net, along, -h), images)) / (2 * h);

test('its error is what a Boltzmann machine with its weights calls the reconstruction error', () => {
  const { net } = draw(1, 1);
  const { shares } = patternsOf(images, 9, 1);
  expect(restoringLoss(net, images) / 9).toBeCloseTo(reconstructionError(net, shares), 13);
});

test('two units written out', () => {
  const net: Rbm = { visible: 1, hidden: 1, parameters: Float64Array.from([2, 0.5, -1]) };
  const s = (z: number) => 1 / (1 + Math.exp(-z));
  expect(restore(net, [1])[0]).toBeCloseTo(s(0.5 + 2 * s(1)), 15);
  expect(restore(net, [0])[0]).toBeCloseTo(s(0.5 + 2 * s(-1)), 15);
});

describe.each([0.01, 0.3, 1, 3])('weights of %d', (std) => {
  test.each([1, 2, 3, 4])('the gradient is the slope, to what the bound allows (seed %d)', (seed) => {
    const { net, along } = draw(seed, std);
    const slope = dot(restoringGradient(net, images), along);
    for (const h of [1e-2, 1e-3, 1e-5, 1e-7]) {
      const bound = quotientError(net, along, images, h);
      expect(Math.abs(quotient(net, along, h) - slope)).toBeLessThan(bound);
    }
  });
});

// A bound that nothing comes near would let a wrong gradient pass.
test('at its best h the bound is a millionth of the slope', () => {
  const { net, along } = draw(5, 1);
  const slope = Math.abs(dot(restoringGradient(net, images), along));
  expect(quotientError(net, along, images, 3e-5)).toBeLessThan(1e-6 * slope);
});
