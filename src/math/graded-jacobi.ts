/**
 * Singular values of a matrix whose columns differ in size without limit: e^(s_j) b_j, the b_j given apart from the s_j.
 *
 * One-sided Jacobi: rotate two columns until they are orthogonal, over all pairs, until all are; the lengths are then the
 * singular values. The relative error of each, small ones too, is about the rounding unit times the condition number of
 * the *unit* columns, however far apart the s_j lie (Demmel & Veselić, "Jacobi's method is more accurate than QR", SIAM J.
 * Matrix Anal. Appl. 13 (1992); Drmač & Veselić, "New fast and accurate Jacobi SVD algorithm" I, ibid. 29 (2008)).
 * Only ratios of lengths enter a rotation, so nothing here under- or overflows.
 */

import { dot, normalize } from './vectors.ts';

const MAX_SWEEPS = 40;

/**
 * ln of the singular values, largest first; -Infinity for a zero column. `columns` holds n vectors of any one length,
 * `logScales` the n scales s_j. Both are left as they are.
 */
export function gradedLogSingularValues(
  columns: readonly Float64Array[],
  logScales: ArrayLike<number>,
): number[] {
  const units = columns.map((column) => column.slice());
  const logs = units.map((unit, j) => logScales[j] + normalize(unit));
  const order = [...logs.keys()].filter((j) => logs[j] > -Infinity).sort((i, j) => logs[j] - logs[i]);
  const converged = 1e-16 * Math.max(4, units[0]?.length ?? 0);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let worst = 0;
    for (let p = 0; p < order.length; p++) {
      for (let q = p + 1; q < order.length; q++) {
        const [large, small] = logs[order[p]] >= logs[order[q]] ? [order[p], order[q]] : [order[q], order[p]];
        const cosine = dot(units[large], units[small]);
        worst = Math.max(worst, Math.abs(cosine));
        if (Math.abs(cosine) > converged) rotate(units, logs, large, small, cosine);
      }
    }
    if (worst <= converged) return logs.sort((a, b) => b - a);
  }
  throw new Error(
    `The Jacobi rotations did not settle in ${MAX_SWEEPS} sweeps: is an entry NaN or infinite?`,
  );
}

/**
 * Make columns i (the larger) and j orthogonal. With r = e^(s_j - s_i) ≤ 1 and c the cosine between them, the tangent of
 * the rotation is t = 2rc / (1 - r² + sqrt((1 - r²)² + 4r²c²)). In their own scales the columns become b_i + t r b_j and
 * b_j - (t/r) b_i, both over sqrt(1 + t²); t/r has a limit as r goes to 0, so even an underflow of r does no harm.
 */
function rotate(units: Float64Array[], logs: number[], i: number, j: number, cosine: number): void {
  const [a, b] = [units[i], units[j]];
  const ratio = Math.exp(logs[j] - logs[i]);
  const apart = (1 - ratio) * (1 + ratio);
  const tangentOverRatio = (2 * cosine) / (apart + Math.hypot(apart, 2 * ratio * cosine));
  const tangent = tangentOverRatio * ratio;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k], b[k]];
    a[k] = x + tangent * ratio * y;
    b[k] = y - tangentOverRatio * x;
  }
  const shrink = Math.log1p(tangent * tangent) / 2;
  logs[i] += normalize(a) - shrink;
  logs[j] += normalize(b) - shrink;
}
