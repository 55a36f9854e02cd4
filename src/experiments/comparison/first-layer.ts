/** What has become of a layer's weights: how far they have gone, and how much of them looks in one direction. */

export interface LayerChange {
  /** The root of the sum of squares of all changes. */
  travelled: number;
  /** The share of the squared weights that lies along the direction; 0 where all weights are 0. */
  aligned: number;
}

/** @param weight [fan_out, fan_in] row by row, `start` likewise @param direction [fan_in], of any length */
export function layerChange(weight: Float32Array, start: Float32Array, direction: Float64Array): LayerChange {
  const fan_in = direction.length;
  let [change, all, along, length] = [0, 0, 0, 0];
  for (const entry of direction) length += entry ** 2;
  for (let at = 0; at < weight.length; at += fan_in) {
    let projection = 0;
    for (let i = 0; i < fan_in; i++) {
      const w = weight[at + i];
      change += (w - start[at + i]) ** 2;
      all += w ** 2;
      projection += w * direction[i];
    }
    along += projection ** 2 / length;
  }
  return { travelled: Math.sqrt(change), aligned: all > 0 ? along / all : 0 };
}
