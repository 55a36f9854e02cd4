/**
 * Two inputs in one random stack of finite width n: the law of ln D^l, D^l = mean (h - h~)² / 2 over the units.
 *
 * Given the layer below, the n pairs (z, z~) are independent and normal, and all that their law depends on is q, the mean
 * square of either signal, and D: z has the variance γ² q, the difference z - z~ that of 2 γ² D, and it is independent of
 * z + z~. So (ln q, ln D) is a walk, as ln q alone is in signal-laws.ts. E (f(z) - f(z~))² / 2 says where it goes, and each
 * layer adds what means of n terms fluctuate by.
 *
 * That was for signals of equal size. q is the mean of both, and what their inequality does is of second order, since D treats
 * them alike: z + z~ and z - z~ then have a correlation r, E r² of order 1/n, and E D moves by r² times a constant.
 */
import { activations } from './activations.ts';
import type { ChainLaw } from './chain-band.ts';
import type { LayerActivation } from './layer-moments.ts';
import { type Cumulants3, logOfMean } from './log-law.ts';
import { gaussLegendre } from './quadrature.ts';
import { normalDensity } from './special.ts';

export interface PairStack {
  activation: LayerActivation;
  /** Weights have standard deviation gain / sqrt(width). */
  gain: number;
  width: number;
  depth: number;
  /** Of the two inputs, entry by entry; these are standard normal. From 0 to less than 1. */
  correlation: number;
}

/** ln q and ln D over draws of the weights: nearly normal. */
interface Walk {
  q: number;
  d: number;
  /** Variances and covariance. */
  qq: number;
  qd: number;
  dd: number;
  /** Third cumulant of ln D. */
  third: number;
  /** E r². */
  lean: number;
}

/** Points and weights for a standard normal, beyond `from` on. */
const normalRule = (n: number, from: number) => {
  const { points, weights } = gaussLegendre(n, from, REACH);
  return Array.from(points, (g, i) => ({ g, weight: weights[i] * normalDensity(g) }));
};
const REACH = 7;
/** z + z~: enough points for functions that change over a distance of 1 / gain. */
const middles = new Map<number, ReturnType<typeof normalRule>>();
function middlesFor(gain: number) {
  const n = 2 * Math.ceil(16 + 5 * gain);
  const known = middles.get(n) ?? normalRule(n, -REACH);
  middles.set(n, known);
  return known;
}
/** z - z~ enters by its square. */
const DIFFERENCES = normalRule(12, 0).map(({ g, weight }) => ({ g, weight: 2 * weight }));
/** Below this D / q the difference is a nudge: f' times it, and f itself would lose its digits. */
const NUDGE = 1e-8;
/** What is left of Var ln D where all of it goes with ln q, rounding aside. */
const LEAST = 1e-12;

/** What one layer makes of (q, D): ln E of the two terms, and their relative fluctuations. */
interface LayerStep {
  q: number;
  d: number;
  qq: number;
  qd: number;
  /** Second and third cumulant of a term of D over its mean. */
  term: { second: number; third: number };
  /** How far r² moves ln E D; what is left of r² itself, and n times what is added. */
  lean: { moves: number; kept: number; added: number };
}

/** The laws of ln D^l, l = 0 … depth, each with its covariance with the layer below. */
export function pairWalk(stack: PairStack): ChainLaw[] {
  const { width, depth, correlation: c } = stack;
  if (!(c >= 0 && c < 1)) {
    throw new RangeError(`pairWalk: correlation = ${c}; allowed are numbers from 0 to less than 1.`);
  }
  // The inputs' own: (x² + x~²) / 2 and (x - x~)² / 2, of mean 1 and 1 - c.
  let walk = stepped(
    { q: 0, d: Math.log(1 - c), qq: 0, qd: 0, dd: 0, third: 0, lean: 0 },
    { qq: 1 + c ** 2, qd: 1 - c, term: { second: 2, third: 8 }, lean: { moves: 0, kept: 0, added: 1 } },
    width,
  );
  const laws: ChainLaw[] = [{ mean: walk.d, variance: walk.dd, third: walk.third, covariance: 0 }];
  for (let l = 1; l <= depth; l++) {
    // Cubature over (ln q, ln D): exact for polynomials of third degree.
    const root = Math.sqrt(walk.qq);
    const along = walk.qd / root;
    const across = Math.sqrt(Math.max(LEAST, walk.dd - along ** 2));
    const here = layerStep(stack, walk.q, walk.d);
    const [outward, inward] = [
      [root, along],
      [0, across],
    ].map(([dq, dd]) => {
      const [above, below] = [Math.SQRT2, -Math.SQRT2].map((t) =>
        layerStep(stack, walk.q + t * dq, walk.d + t * dd),
      );
      return {
        q: (above.q - below.q) / (2 * Math.SQRT2),
        d: (above.d - below.d) / (2 * Math.SQRT2),
        // The smaller D is, the more a layer's noise may be: that leaves the law of ln D skewed.
        noise: (above.term.second - below.term.second) / (2 * Math.SQRT2 * width),
        bend: { q: (above.q + below.q) / 2 - here.q, d: (above.d + below.d) / 2 - here.d },
      };
    });
    const covariance = outward.d * along + inward.d * across;
    const overBoth = (term: (way: typeof outward) => number) => term(outward) + term(inward);
    walk = stepped(
      {
        q: here.q + overBoth(({ bend }) => bend.q / 2),
        d: here.d + overBoth(({ bend }) => bend.d / 2),
        qq: overBoth(({ q }) => q ** 2),
        qd: overBoth(({ q, d }) => q * d),
        dd: overBoth(({ d, bend }) => d ** 2 + bend.d ** 2 / 2),
        lean: walk.lean,
        third:
          (inward.d / across) ** 3 * walk.third +
          overBoth(({ d, bend, noise }) => 3 * d * (d * bend.d + noise) + bend.d ** 3),
      },
      here,
      width,
    );
    laws.push({ mean: walk.d, variance: walk.dd, third: walk.third, covariance });
  }
  return laws;
}

/** A layer's own fluctuations: those of means of n terms. */
function stepped(walk: Walk, { qq, qd, term, lean }: Omit<LayerStep, 'q' | 'd'>, n: number): Walk {
  const own: Cumulants3 = logOfMean(term, n);
  return {
    q: walk.q - qq / (2 * n),
    d: walk.d + own.mean + lean.moves * walk.lean,
    qq: walk.qq + qq / n,
    qd: walk.qd + qd / n,
    dd: walk.dd + own.variance,
    third: walk.third + own.third,
    lean: lean.kept * walk.lean + lean.added / n,
  };
}

function layerStep({ activation, gain }: PairStack, logQ: number, logD: number): LayerStep {
  const f =
    activation === 'linear' ? { value: (z: number) => z, derivative: () => 1 } : activations[activation];
  const [q, d] = [Math.exp(logQ), Math.exp(logD)];
  const spread = gain * Math.sqrt(Math.max(0, q - d / 2));
  const half = gain * Math.sqrt(d / 2);
  const nudge = d < NUDGE * q;
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0, bbb: 0, bent: 0, leaning: 0, apart: 0 };
  for (const middle of middlesFor(gain)) {
    const s = spread * middle.g;
    const slope = nudge ? f.derivative(s) : 0;
    const size = nudge ? f.value(s) : 0;
    for (const difference of DIFFERENCES) {
      const e = half * difference.g;
      const weight = middle.weight * difference.weight;
      const [up, down] = nudge ? [size, size] : [f.value(s + e), f.value(s - e)];
      const a = (up ** 2 + down ** 2) / 2;
      const b = nudge ? 2 * (slope * e) ** 2 : (up - down) ** 2 / 2;
      // What r stands for: half the difference of the squares.
      const apart = nudge ? 2 * slope * e * size : (up ** 2 - down ** 2) / 2;
      const product = middle.g * difference.g;
      sums.bent += weight * b * (middle.g ** 2 - 1) * (difference.g ** 2 - 1);
      sums.leaning += weight * apart * product;
      sums.apart += weight * apart * apart;
      sums.a += weight * a;
      sums.b += weight * b;
      sums.aa += weight * a * a;
      sums.ab += weight * a * b;
      sums.bb += weight * b * b;
      sums.bbb += weight * b * b * b;
    }
  }
  const second = sums.bb / sums.b ** 2;
  const scale = (sums.a - sums.b / 2) * 2 * sums.b;
  return {
    q: Math.log(sums.a),
    d: Math.log(sums.b),
    qq: sums.aa / sums.a ** 2 - 1,
    qd: sums.ab / (sums.a * sums.b) - 1,
    term: { second: second - 1, third: sums.bbb / sums.b ** 3 - 3 * second + 2 },
    lean: {
      moves: sums.bent / (2 * sums.b),
      kept: sums.leaning ** 2 / scale,
      added: sums.apart / scale,
    },
  };
}
