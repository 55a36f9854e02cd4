/** What a signal through linear layers shows of their weights: how it grew, and how its squares scatter. */

export type LinearPath = {
  /** log2 of what the layers make of the root mean square. */
  gain: number;
  /** The mean over the layers of mean square out over mean square in. */
  factor: number;
  /** The mean over all units of ((Wx)_i² over its expectation, less 1)². */
  scatter: number;
};

/** In units of a deviation. */
export type WeightStatistics = {
  /** Mean square. */
  square: number;
  /** Largest absolute value. */
  largest: number;
};

/**
 * @param signals the input, then what each layer makes of it
 * @param variance of a weight times fan_in: E (Wx)_i² over the mean square of x
 */
export function linearPath(signals: readonly Float32Array[], variance: number): LinearPath {
  const squares = signals.map(meanSquare);
  const layers = signals.length - 1;
  let [factor, scatter] = [0, 0];
  for (let l = 1; l <= layers; l++) {
    const expected = variance * squares[l - 1];
    factor += squares[l] / squares[l - 1] / layers;
    let total = 0;
    for (const h of signals[l]) total += ((h * h) / expected - 1) ** 2;
    scatter += total / signals[l].length / layers;
  }
  return { gain: Math.log2(squares[layers] / squares[0]) / 2, factor, scatter };
}

/** Of all weights, each a matrix of the same size. */
export function weightStatistics(weights: readonly Float32Array[], sigma: number): WeightStatistics {
  let [square, largest] = [0, 0];
  for (const weight of weights) {
    square += meanSquare(weight) / weights.length;
    for (let i = 0; i < weight.length; i++) largest = Math.max(largest, Math.abs(weight[i]));
  }
  return { square: square / sigma ** 2, largest: largest / sigma };
}

function meanSquare(values: Float32Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] * values[i];
  return total / values.length;
}
