/**
 * Five laws of mean 0 and variance 1. Four are symmetric and differ in their shape; the fifth, an exponential variable less
 * its mean, is not.
 */
import { gaussLegendre } from './quadrature.ts';
import { normalDensity } from './special.ts';

export interface UnitLaw {
  symmetric: boolean;
  /** The value below which a share u of the law lies, 0 < u < 1. The normal law has none: its numbers are drawn as normals. */
  quantile?(u: number): number;
  /** E g(Y) over Y > from; g is smooth there but for 0. */
  above(from: number, g: (y: number) => number): number;
}

const ROOT_3 = Math.sqrt(3);
const UNIT = gaussLegendre(64, 0, 1);
/** Beyond these lies less than e^-45 of each law, even of its sixth moment. */
const NORMAL_REACH = 10;
const EXPONENTIAL_REACH = 50;

/** ∫ g density from `from` to `high`, where the density begins at `low`; both may have a corner at 0. */
const continuous =
  ([low, high]: readonly [number, number], density: (y: number) => number): UnitLaw['above'] =>
  (from, g) => {
    const start = Math.max(from, low);
    const ends = start < 0 ? [start, 0, high] : [start, high];
    return ends.slice(1).reduce((total, end, i) => {
      const length = end - ends[i];
      if (length <= 0) return total;
      const at = (u: number) => ends[i] + length * u;
      return (
        total +
        length * UNIT.points.reduce((sum, u, k) => sum + UNIT.weights[k] * g(at(u)) * density(at(u)), 0)
      );
    }, 0);
  };

/** Each by its name. */
export const unitLaws = {
  normal: { symmetric: true, above: continuous([-NORMAL_REACH, NORMAL_REACH], normalDensity) },
  uniform: {
    symmetric: true,
    quantile: (u) => ROOT_3 * (2 * u - 1),
    above: continuous([-ROOT_3, ROOT_3], () => 1 / (2 * ROOT_3)),
  },
  Laplace: {
    symmetric: true,
    quantile: (u) => Math.SQRT1_2 * (u < 0.5 ? Math.log(2 * u) : -Math.log(2 * (1 - u))),
    above: continuous(
      [-EXPONENTIAL_REACH, EXPONENTIAL_REACH],
      (y) => Math.SQRT1_2 * Math.exp(-Math.SQRT2 * Math.abs(y)),
    ),
  },
  'two points': {
    symmetric: true,
    quantile: (u) => (u < 0.5 ? -1 : 1),
    above: (from, g) => (from < -1 ? g(-1) / 2 : 0) + (from < 1 ? g(1) / 2 : 0),
  },
  exponential: {
    symmetric: false,
    quantile: (u) => -Math.log1p(-u) - 1,
    above: continuous([-1, EXPONENTIAL_REACH], (y) => Math.exp(-1 - y)),
  },
} as const satisfies Record<string, UnitLaw>;

export type UnitLawName = keyof typeof unitLaws;
