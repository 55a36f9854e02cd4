/** A stroke's curve: the quadratic B-spline of its points, walked in steps so small that round stamps make a line. */

/**
 * Calls `visit` for points along the curve, at most half a pixel apart. Each inner point is the control point of one
 * parabola from middle to middle (de Boor, *A Practical Guide to Splines*, 1978); the ends are the polygon's own.
 * @param points x, y, x, y, … in 1/256 pixel, at least three points
 */
export function walk(points: Int32Array, visit: (x: number, y: number) => void): void {
  const last = points.length - 2;
  let fromX = points[0];
  let fromY = points[1];
  visit(fromX, fromY);
  for (let at = 2; at < last; at += 2) {
    const viaX = points[at];
    const viaY = points[at + 1];
    const isLast = at + 2 === last;
    const toX = isLast ? points[last] : (viaX + points[at + 2]) >> 1;
    const toY = isLast ? points[last + 1] : (viaY + points[at + 3]) >> 1;
    const leg = Math.max(
      Math.abs(viaX - fromX) + Math.abs(viaY - fromY),
      Math.abs(toX - viaX) + Math.abs(toY - viaY),
    );
    // A parabola is fastest at an end, at twice its leg there: 2 · leg / steps is below 128, half a pixel.
    const steps = (leg >> 6) + 1;
    const whole = steps * steps;
    for (let step = 1; step <= steps; step++) {
      const from = (steps - step) * (steps - step);
      const to = step * step;
      const via = whole - from - to;
      visit(
        Math.round((from * fromX + via * viaX + to * toX) / whole),
        Math.round((from * fromY + via * viaY + to * toY) / whole),
      );
    }
    fromX = toX;
    fromY = toY;
  }
}
