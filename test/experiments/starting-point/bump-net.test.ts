import { describe, expect, test } from 'vitest';
import {
  BUMP_SMOOTHNESS,
  basinOf,
  bumpLoss,
  flow,
  type Place,
} from '../../../src/experiments/starting-point/bump-net.ts';

const places: Place[] = [
  [0.5, 2.2],
  [-2, -1],
  [-2, 2.2],
  [0.1, 0.3],
  [1, -1],
  [-0.4, 0.9],
];

describe.each(places)('at %d, %d', (a, b) => {
  test('the gradient is that of the loss', () => {
    const along = (da: number, db: number) =>
      (bumpLoss([a + da, b + db]).loss - bumpLoss([a - da, b - db]).loss) / 2e-5;
    const { gradient } = bumpLoss([a, b]);
    // h² / 6 times a third derivative below s³, and rounding over h.
    expect(Math.abs(along(1e-5, 0) - gradient[0])).toBeLessThan(1e-9);
    expect(Math.abs(along(0, 1e-5) - gradient[1])).toBeLessThan(1e-9);
  });

  test('the gradient changes no faster than the bound allows', () => {
    for (let turn = 0; turn < 8; turn++) {
      const [da, db] = [0.01 * Math.cos(turn), 0.01 * Math.sin(turn)];
      const [here, there] = [bumpLoss([a, b]).gradient, bumpLoss([a + da, b + db]).gradient];
      const change = Math.hypot(there[0] - here[0], there[1] - here[1]);
      expect(change).toBeLessThanOrEqual(0.01 * BUMP_SMOOTHNESS);
    }
  });
});

test('the flow goes downhill, and as far in two halves as in one go', () => {
  const start: Place = [-0.4, 0.9];
  const whole = flow(start, 20);
  const halves = flow(flow(start, 10), 10);
  expect(bumpLoss(whole).loss).toBeLessThan(bumpLoss(start).loss);
  // The same steps, so only rounding is between them.
  expect(Math.hypot(whole[0] - halves[0], whole[1] - halves[1])).toBeLessThan(1e-12);
});

test('each corner of the data has a basin, and a net without a hump has none', () => {
  expect(places.slice(0, 5).map(basinOf)).toEqual([
    'broad hump',
    'narrow hump',
    'both and the gap',
    'nothing',
    'nothing',
  ]);
});
