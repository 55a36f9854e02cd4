/** The LQ decomposition of a few rows, by Gram–Schmidt done twice. */

import { dot, norm } from './vectors.ts';

/**
 * Makes the rows orthonormal, in place, and returns the lower triangular L with (old rows) = L (new rows), L_ii ≥ 0.
 *
 * Each row is orthogonalized twice against those before it, which leaves it orthogonal to the rounding unit unless it was
 * linearly dependent on them to working precision (Giraud, Langou, Rozložník & van den Eshof, Numerische Mathematik 101
 * (2005)). A row that the second pass still shortens by half was dependent: it becomes zero, with L_ii = 0.
 */
export function orthogonalizeRows(rows: Float64Array[]): Float64Array[] {
  return rows.map((row, i) => {
    const lower = new Float64Array(rows.length);
    removeEarlier(rows, i, lower);
    const once = norm(row);
    removeEarlier(rows, i, lower);
    const twice = norm(row);
    const independent = twice > 0.5 * once;
    lower[i] = independent ? twice : 0;
    for (let k = 0; k < row.length; k++) row[k] = independent ? row[k] / twice : 0;
    return lower;
  });
}

/** Subtracts from row i its components along the rows before it, and adds them to `lower`. */
function removeEarlier(rows: Float64Array[], i: number, lower: Float64Array): void {
  const row = rows[i];
  for (let j = 0; j < i; j++) {
    const earlier = rows[j];
    const component = dot(row, earlier);
    lower[j] += component;
    for (let k = 0; k < row.length; k++) row[k] -= component * earlier[k];
  }
}
