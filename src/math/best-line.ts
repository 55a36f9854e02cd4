/** How many labelled points of the plane one straight line can put on the right side, at most. */

/**
 * The most points that any half-plane gets right. A line that separates anything can be moved, without a point changing
 * its side, until it passes through two of the points; so those lines are tried, with the two on whichever side suits
 * them. Points exactly on a line with two others are counted as right too: an upper bound always, and the maximum itself
 * where no three lie on a line. Time grows as the cube of the number of points: 0.7 million steps for 128.
 * @param x [n, 2], row by row
 * @param y [n], above 0 for yes
 */
export function bestLine(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = y.length;
  let yes = 0;
  for (let i = 0; i < n; i++) if (y[i] > 0) yes += 1;
  let best = Math.max(yes, n - yes);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const across = x[2 * i + 1] - x[2 * j + 1];
      const up = x[2 * j] - x[2 * i];
      let agree = 0;
      let on = 0;
      for (let k = 0; k < n; k++) {
        const side =
          k === i || k === j ? 0 : (x[2 * k] - x[2 * i]) * across + (x[2 * k + 1] - x[2 * i + 1]) * up;
        if (side === 0) on += 1;
        else if (side > 0 === y[k] > 0) agree += 1;
      }
      best = Math.max(best, on + Math.max(agree, n - on - agree));
    }
  }
  return best;
}
