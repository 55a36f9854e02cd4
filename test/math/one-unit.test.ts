import { describe, expect, test } from 'vitest';
import { circle } from '../../src/data/circle.ts';
import { type Descent, oneUnitPath, type UnitParameters } from '../../src/math/one-unit.ts';
import { Generator } from '../../src/random/torch.ts';

const data = circle(new Generator(3), 32);
const base: Descent = {
  ...data,
  activation: 'tanh',
  units: 4,
  lr: 0.3,
  momentum: 0.9,
  steps: 30,
  start: [0.5, 0.5, 0, 2, 0],
  unit: 2 ** -24,
};

describe.each(['tanh', 'sigmoid', 'relu'] as const)('%s', (activation) => {
  const descent = { ...base, activation };

  test('the first step is the difference quotient of the loss, at the rates of the five', () => {
    const { loss, parameters } = oneUnitPath({ ...descent, steps: 1 }, []);
    const rates = [0.3 / 4, 0.3 / 4, 0.3 / 4, 0.3 * 4, 0.3];
    const h = 1e-6;
    rates.forEach((rate, i) => {
      const start = descent.start.map((p, j) => p + (i === j ? h : 0)) as unknown as UnitParameters;
      const slope = (oneUnitPath({ ...descent, start, steps: 0 }, []).loss[0] - loss[0]) / h;
      // The quotient is off by h times the second derivative, of order 1.
      expect(Math.abs((parameters[0][i] - parameters[1][i]) / rate - slope)).toBeLessThan(1e-5);
    });
  });

  test('a nudge of all roundings at once, in the worst direction, is what the bound says to first order', () => {
    // In a format a thousand times coarser the bound is a thousand times larger.
    const fine = oneUnitPath(descent, [30]).allowed.get(30)?.loss ?? 0;
    const coarse = oneUnitPath({ ...descent, unit: 2 ** -14 }, [30]).allowed.get(30)?.loss ?? 0;
    expect(fine).toBeGreaterThan(0);
    if (activation !== 'relu') expect(coarse / fine).toBeCloseTo(1024, -1);
  });

  test('a nudge of the start moves the end no more than the bound for roundings of its size', () => {
    const size = 2 ** -24;
    const plain = oneUnitPath(descent, [30]);
    for (let i = 0; i < 5; i++) {
      const start = descent.start.map(
        (p, j) => p + (i === j ? size * Math.abs(p) : 0),
      ) as unknown as UnitParameters;
      const moved = oneUnitPath({ ...descent, start }, []);
      expect(Math.abs(moved.loss[30] - plain.loss[30])).toBeLessThan(plain.allowed.get(30)?.loss ?? 0);
    }
  });
});
