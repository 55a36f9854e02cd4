/** Points of the plane as many sensors see them: inputs by the dozen for a question about two numbers. */

/**
 * What each sensor makes of each point: (a u + b v + c) / √3, of mean square 1 where all five are standard normal.
 * @param points [n, 2] @param sensors [count, 3]: a, b and c of each
 * @returns [n, count]
 */
export function throughSensors(points: Float32Array, sensors: Float32Array): Float32Array {
  const count = sensors.length / 3;
  return Float32Array.from({ length: (points.length / 2) * count }, (_, k) => {
    const [i, j] = [Math.floor(k / count), k % count];
    const [a, b, c] = sensors.subarray(3 * j, 3 * j + 3);
    return (a * points[2 * i] + b * points[2 * i + 1] + c) / Math.sqrt(3);
  });
}
