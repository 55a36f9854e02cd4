/** From uniforms to normals by Marsaglia's polar method, as NumPy's legacy stream does. */

/**
 * Two independent standard normals from `uniform`, a source of doubles on [0, 1), by Marsaglia and Bray, "A convenient
 * method for generating normal variables" (1964): a point that falls evenly in the unit circle, stretched. A point
 * outside is dropped, so a pair takes 2, 4, 6 … uniforms, 8/π = 2.55 on average.
 *
 * Which points are dropped is decided by +, · and comparison alone, so every JavaScript engine keeps in step with NumPy.
 * The normals rest on the engine's own log, which may differ from C's in the last bit of a double.
 */
export function polarPair(uniform: () => number): [number, number] {
  for (;;) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const square = x * x + y * y;
    if (square < 1 && square !== 0) {
      const stretch = Math.sqrt((-2 * Math.log(square)) / square);
      // NumPy hands out the later coordinate first.
      return [stretch * y, stretch * x];
    }
  }
}
