/** How a classifier does, from its logits [rows, classes] as they were read back: in float64, without a tensor. */

/** -log softmax(row)[label] of each row. */
export function crossEntropies(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): Float64Array {
  return Float64Array.from(labels, (label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return Math.log(sum) + largest - row[label];
  });
}

/** The share of rows whose largest logit, of equal ones the first, is that of their label. */
export function shareRight(logits: Float32Array, labels: ArrayLike<number>, classes: number): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === labels[i]) right++;
  }
  return right / labels.length;
}
