/**
 * A curve with several valleys, f(w) = w²/16 + cos(3w + 1)/2: a bowl with ripples. Its second derivative,
 * 1/8 - 9/2 cos(3w + 1), is at most `SMOOTHNESS` in size, everywhere.
 *
 * For rates below 1 / SMOOTHNESS the step w → w - η f'(w) is an increasing function of w. It leaves every stationary
 * point where it is, so no step crosses one: each start ends in the valley that it stands in.
 */

/** The largest |f''|. */
export const SMOOTHNESS = 1 / 8 + 9 / 2;

export const heightAt = (w: number): number => w ** 2 / 16 + Math.cos(3 * w + 1) / 2;
export const slopeAt = (w: number): number => w / 8 - 1.5 * Math.sin(3 * w + 1);

export interface Valley {
  /** The tops on either side; infinite where the bowl has no more ripples. */
  from: number;
  to: number;
  bottom: number;
  height: number;
}

/** All valleys, from left to right. */
export const valleys: readonly Valley[] = findValleys();

/** The valley whose height is least. */
export const lowest: number = valleys.reduce(
  (best, { height }, i) => (height < valleys[best].height ? i : best),
  0,
);

/** The number of the valley in which w lies. */
export const valleyOf = (w: number): number => valleys.findIndex(({ to }) => w <= to);

/** The share of the stretch from `low` to `high` that lies in a valley. */
export function shareOf(valley: number, low: number, high: number): number {
  const { from, to } = valleys[valley];
  return Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low);
}

function findValleys(): Valley[] {
  // Beyond |w| = 12 the bowl is steeper than the ripples are.
  const [end, step] = [12.5, 1 / 64];
  const tops: number[] = [Number.NEGATIVE_INFINITY];
  const bottoms: number[] = [];
  for (let w = -end; w < end; w += step) {
    if (slopeAt(w) < 0 !== slopeAt(w + step) < 0) {
      (slopeAt(w) < 0 ? bottoms : tops).push(zeroOfSlope(w, w + step));
    }
  }
  tops.push(Number.POSITIVE_INFINITY);
  return bottoms.map((bottom, i) => ({
    from: tops[i],
    to: tops[i + 1],
    bottom,
    height: heightAt(bottom),
  }));
}

function zeroOfSlope(low: number, high: number): number {
  const falling = slopeAt(low) < 0;
  let [a, b] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (a + b) / 2;
    if (slopeAt(middle) < 0 === falling) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
