/** The parts that draw a digit, each against what it should be in whole numbers. */
import { describe, expect, test } from 'vitest';
import { bell, below } from '../../../src/data/digits/chance.ts';
import { place, takeHand } from '../../../src/data/digits/hand.ts';
import { PIXELS, stamp } from '../../../src/data/digits/sheet.ts';
import { smoothField, valueAt } from '../../../src/data/digits/smooth-field.ts';
import { walk } from '../../../src/data/digits/stroke.ts';
import { styles } from '../../../src/data/digits/styles.ts';
import { mean, std } from '../../../src/math/statistics.ts';
import { Mt19937 } from '../../../src/random/mt19937.ts';

const path = (points: number[]) => {
  const visited: [number, number][] = [];
  walk(Int32Array.from(points), (x, y) => visited.push([x, y]));
  return visited;
};

describe('chance', () => {
  const words = new Mt19937(1);

  test('below(n) is each of 0 … n - 1', () => {
    const times = new Array<number>(6).fill(0);
    for (let i = 0; i < 6000; i++) times[below(words, 6)]++;
    // Binomial(6000, 1/6): 28.9 is a deviation.
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(4.5 * 28.9);
  });

  test('bell has mean 0, the deviation asked for, and ends', () => {
    const values = Array.from({ length: 20_000 }, () => bell(words, 1000));
    expect(values.every(Number.isInteger)).toBe(true);
    expect(Math.abs(mean(values))).toBeLessThan((4.5 * 1000) / Math.sqrt(20_000));
    // 148 stands for 147.8, and of a deviation's relative error a deviation is 1 / sqrt(2 n).
    expect(Math.abs(std(values) / 1000 - 1)).toBeLessThan(4.5 / Math.sqrt(40_000) + 2e-3);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(3450);
  });
});

describe('stroke', () => {
  test('starts and ends on the ends, and passes midway between inner points', () => {
    const visited = path([0, 0, 1000, 0, 1000, 2000, 3000, 2000]);
    expect(visited[0]).toEqual([0, 0]);
    expect(visited.at(-1)).toEqual([3000, 2000]);
    expect(visited).toContainEqual([1000, 1000]);
  });

  test('turns a corner at a double point', () => {
    const visited = path([0, 0, 1000, 0, 1000, 0, 1000, 900]);
    expect(visited).toContainEqual([1000, 0]);
    for (const [x, y] of visited) expect(x === 1000 || y === 0).toBe(true);
  });

  test('no step is longer than half a pixel', () => {
    for (const points of [
      [0, 0, 4000, 100, 100, 5000],
      [0, 0, 3000, 3000, 3000, 3000, 0, 7000],
      [0, 0, 10, 10, 6000, 0, 0, 20],
    ]) {
      const visited = path(points);
      for (let i = 1; i < visited.length; i++) {
        const [dx, dy] = [0, 1].map((axis) => visited[i][axis] - visited[i - 1][axis]);
        // Both ends are rounded to whole numbers.
        expect(Math.hypot(dx, dy)).toBeLessThan(128 + Math.SQRT2);
      }
    }
  });
});

describe('field', () => {
  test('level knots make a level field, on the sheet and beyond', () => {
    const level = new Int32Array(36).fill(-77);
    for (const at of [-5000, 0, 2047, 2048, 7000, 9999]) expect(valueAt(level, at, 7168 - at)).toBe(-77);
  });

  test('sloping knots make a slope', () => {
    const slope = Int32Array.from({ length: 36 }, (_, i) => 512 * (i % 6));
    // Knot i is at the middle of cell i - 1; a fraction is known to 1/256 of a cell, 2 of 512.
    for (let x = 0; x < 8192; x += 100)
      expect(Math.abs(valueAt(slope, x, 3000) - (x / 4 + 256))).toBeLessThan(3);
  });

  test('one step moves it little: it has no jumps', () => {
    const knots = smoothField(new Mt19937(2), 154);
    for (let x = -100; x < 8300; x++) {
      // Knots are at most 3.45 · 154 from 0, so a cell of 2048 is climbed at no more than 1063 / 2048, in steps of 8.
      expect(Math.abs(valueAt(knots, x + 1, 3333) - valueAt(knots, x, 3333))).toBeLessThan(6);
    }
  });
});

describe('pen', () => {
  test('leaves the ink that a disc with a soft edge has', () => {
    for (const radius of [128, 320, 500]) {
      let ink = 0;
      for (let x = 0; x < 256; x += 16) {
        for (let y = 0; y < 256; y += 16) {
          const image = new Uint8Array(PIXELS);
          stamp(image, 14 * 256 + x, 14 * 256 + y, radius);
          ink += image.reduce((sum, pixel) => sum + pixel, 0) / 255 / 256;
        }
      }
      // Fading evenly in the square from inner² to outer²: π (r² + 1/4). Rounding down costs half of 1/255 a grey pixel.
      const disc = Math.PI * ((radius / 256) ** 2 + 0.25);
      expect(Math.abs(ink / disc - 1)).toBeLessThan(0.01);
    }
  });

  test('covers and never rubs out, and draws nothing beside the sheet', () => {
    const image = new Uint8Array(PIXELS).fill(200);
    stamp(image, 14 * 256 + 128, 14 * 256 + 128, 300);
    expect(image[14 * 28 + 14]).toBe(255);
    expect(Math.min(...image)).toBe(200);
    const blank = new Uint8Array(PIXELS);
    for (const [x, y] of [
      [-3000, 100],
      [100, 9000],
      [9000, 9000],
    ])
      stamp(blank, x, y, 400);
    expect(Math.max(...blank)).toBe(0);
  });
});

describe('styles and hand', () => {
  test('ten digits, three ways or more each, of strokes with three points or more near the grid', () => {
    expect(styles).toHaveLength(10);
    for (const ways of styles) expect(ways.length).toBeGreaterThanOrEqual(3);
    for (const stroke of styles.flat(2)) {
      expect(stroke.length % 2).toBe(0);
      expect(stroke.length).toBeGreaterThanOrEqual(6);
      for (let at = 0; at < stroke.length; at += 2) {
        expect(stroke[at]).toBeGreaterThanOrEqual(-2);
        expect(stroke[at]).toBeLessThanOrEqual(18);
        expect(stroke[at + 1]).toBeGreaterThanOrEqual(-2);
        expect(stroke[at + 1]).toBeLessThanOrEqual(26);
      }
    }
  });

  test('a corner’s two points stay together; all others tremble', () => {
    const words = new Mt19937(3);
    const points = place(words, takeHand(words), Int16Array.of(0, 0, 8, 0, 8, 0, 8, 24, 0, 0));
    expect([points[2], points[3]]).toEqual([points[4], points[5]]);
    expect([points[0], points[1]]).not.toEqual([points[8], points[9]]);
  });

  test('the hand without tremor is affine, and upright on average', () => {
    const words = new Mt19937(4);
    const hands = Array.from({ length: 4000 }, () => takeHand(words));
    const of = (key: keyof (typeof hands)[number]) => mean(hands.map((hand) => hand[key]));
    // Four and a half deviations of a mean of 4,000 each: turn 236, slant sqrt(236² + 354²), x 1024 / sqrt 3.
    expect(Math.abs(of('turn'))).toBeLessThan((4.5 * 236) / 63);
    expect(Math.abs(of('slant') - 295)).toBeLessThan((4.5 * 425) / 63);
    expect(Math.abs(of('x') - 14 * 256)).toBeLessThan((4.5 * 591) / 63);
    expect(Math.abs(of('y') - 14 * 256)).toBeLessThan((4.5 * 370) / 63);
    expect(Math.min(...hands.map(({ x }) => x))).toBeGreaterThanOrEqual(10 * 256);
    expect(Math.max(...hands.map(({ x }) => x))).toBeLessThanOrEqual(18 * 256);
  });
});
