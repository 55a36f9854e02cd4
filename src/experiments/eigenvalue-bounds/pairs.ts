/** Pairs of square matrices of four kinds, and what is said of many of them. */
import { type Figure, run, theory } from '../../lab/figure.ts';
import { orthonormalize } from '../../math/householder.ts';
import { transposed } from '../../math/matrices.ts';
import type { PairSums } from '../../math/pair-spectra.ts';
import { mean } from '../../math/statistics.ts';
import type { Generator } from '../../random/torch.ts';

export const pairKinds = ['gaussian', 'symmetric', 'orthogonal', 'nilpotent'] as const;
export type PairKind = (typeof pairKinds)[number];

/** What is known of a pair at one k. */
export type PairLine = { kind: PairKind; pair: number; k: number; seed: number } & {
  [Name in keyof PairSums]: number;
};

/**
 * Two N × N matrices in float64, row by row, from normals of standard deviation σ. Nilpotent ones have them above the diagonal,
 * and the second is the first's transpose: every eigenvalue of either is 0. Orthogonal ones are σ√N times an orthonormal basis.
 */
export function drawPair(
  kind: PairKind,
  { size, sigma }: { size: number; sigma: number },
  rng: Generator,
): [Float64Array, Float64Array] {
  const gaussian = () => Float64Array.from(rng.normal_(new Float32Array(size * size), 0, sigma));
  const made = {
    gaussian,
    symmetric: () => {
      const m = gaussian();
      return transposed(m, size).map((entry, at) => (entry + m[at]) * Math.SQRT1_2);
    },
    orthogonal: () => {
      const columns = gaussian();
      orthonormalize(columns, size);
      return columns.map((entry) => entry * sigma * Math.sqrt(size));
    },
    nilpotent: () => gaussian().map((entry, at) => (at % size > Math.floor(at / size) ? entry : 0)),
  }[kind];
  const a = made();
  return [a, kind === 'nilpotent' ? transposed(a, size) : made()];
}

/** Where a smallest singular value is 0, the product of all is drawn no lower. */
const LOWEST = -16;

/** Means over the pairs at each k; of each seed by itself if asked for. */
function meansByK(rows: readonly PairLine[], { bySeed = false } = {}) {
  const groups = new Map<string, PairLine[]>();
  for (const row of rows) {
    const key = `${row.k} ${bySeed ? row.seed : ''}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => ({
    k: group[0].k,
    seed: group[0].seed,
    eigen: mean(group.map(({ eigen }) => Math.max(eigen, LOWEST))),
    bound: mean(group.map(({ bound }) => Math.max(bound, LOWEST))),
    separate: mean(group.map(({ separate }) => separate)),
  }));
}

/** The k largest eigenvalues of AB multiplied, over k, between what bounds them and what does not: one line a seed. */
export function pathFigure(rows: readonly PairLine[], kind: PairKind, size: number): Figure {
  const here = rows.filter((row) => row.kind === kind);
  const lines = meansByK(here);
  const known = lines.filter(({ separate }) => Number.isFinite(separate));
  return {
    title: `${kind} pairs, N = ${size}`,
    x: { label: 'k' },
    y: { label: 'log₁₀ of the k largest, multiplied' },
    aspect: 0.45,
    marks: [
      theory(lines, { x: 'k', y: 'bound', label: 's(A) s(B)' }),
      theory(known, { x: 'k', y: 'separate', label: 'λ(A) λ(B)' }),
      run(meansByK(here, { bySeed: true }), { x: 'k', y: 'eigen' }),
    ],
  };
}

/** Excesses as shares of what rounding may add to them; where both sides are 0 there is none. */
export const roundingShares = <R extends PairLine>(
  rows: readonly R[],
  excess: (row: R) => number,
): number[] => rows.map((row) => excess(row) / row.rounding).filter((share) => !Number.isNaN(share));
