/**
 * What an activation f makes of a normal pre-activation sqrt(q_z) Z: its second moment, that of its slope, and all that
 * the fluctuations of a finite layer need.
 */

import { type ActivationName, type ActivationParams, activations } from './activations.ts';
import {
  correlatedMean,
  hermiteCoefficients,
  type NormalRule,
  normalMean,
  normalRule,
} from './gaussian-moments.ts';
import type { TermCumulants } from './log-law.ts';

/** An activation of this book, or none. */
export type LayerActivation = ActivationName | 'linear';

/** Which f a layer has. */
export interface LayerChoice {
  activation: LayerActivation;
  params?: ActivationParams;
}

/** Moments of f = f(sqrt(q_z) Z). */
export interface LayerMoments {
  /** E f. */
  mean: number;
  /** ln E f². */
  log: number;
  /** ln E f'². */
  logSlope: number;
  /** E Z² f'² / E f'² - 1: how the slope depends on the size of the pre-activation. */
  tilt: number;
  /** (E Z f f')² / (E f² E f'²): 1 for relu and linear layers. */
  passed: number;
}

/** Below e^-60 f is its tangent (its two tangents, at a corner), above e^60 its asymptote: it is evaluated there. */
const STRAIGHT = 60;
/** Functions of bounded value: the asymptote is a constant. */
const BOUNDED: readonly LayerActivation[] = ['sigmoid', 'tanh'];
/** Up to here, a standard deviation of 3e4, the rule resolves the slope of a bounded function. */
const BOUNDED_UP_TO = 20;

/** f and f' at the points of a rule. */
interface Values {
  rule: NormalRule;
  f: Float64Array;
  slope: Float64Array;
  /** What must be added to ln E f² because f was evaluated elsewhere. */
  shift: number;
}

function valuesOf({ activation, params }: LayerChoice, logVariance: number): Values {
  const bounded = BOUNDED.includes(activation);
  const at = Math.min(Math.max(logVariance, -STRAIGHT), bounded ? BOUNDED_UP_TO : STRAIGHT);
  const root = Math.exp(at / 2);
  const rule = normalRule(root);
  if (activation === 'linear') {
    const f = rule.points.map((z) => root * z);
    return { rule, f, slope: new Float64Array(f.length).fill(1), shift: logVariance - at };
  }
  if (!Object.hasOwn(activations, activation)) {
    throw new RangeError(
      `Activation '${activation}': allowed are ${Object.keys(activations).join(', ')} and linear.`,
    );
  }
  const { value, derivative } = activations[activation];
  const f = rule.points.map((z) => value(root * z, params));
  const slope = rule.points.map((z) => derivative(root * z, params));
  const moves = value(0, params) === 0 && !(bounded && logVariance > at);
  return { rule, f, slope, shift: moves ? logVariance - at : 0 };
}

/** The moments at ln q_z. */
export function layerMoments(choice: LayerChoice, logVariance: number): LayerMoments {
  const { rule, f, slope, shift } = valuesOf(choice, logVariance);
  const { points } = rule;
  const second = normalMean(rule, (i) => f[i] ** 2);
  const slopeSecond = normalMean(rule, (i) => slope[i] ** 2);
  return {
    mean: normalMean(rule, (i) => f[i]) * Math.exp(shift / 2),
    log: Math.log(second) + shift,
    logSlope: Math.log(slopeSecond),
    tilt: normalMean(rule, (i) => (slope[i] * points[i]) ** 2) / slopeSecond - 1,
    passed: normalMean(rule, (i) => f[i] * slope[i] * points[i]) ** 2 / (second * slopeSecond),
  };
}

/** The fluctuations of one layer: of f² and of (f' g)², g a standard normal apart, each divided by its mean. */
export interface LayerNoise {
  forward: TermCumulants;
  backward: TermCumulants;
  /** Covariance of the two. */
  both: number;
  /** E f / sqrt(E f²). */
  mean: number;
  /** Cov(f, f²) / (E f²)^(3/2). */
  lean: number;
  /** The same for two inputs whose pre-activations have correlation c, -1 ≤ c ≤ 1. */
  pair(c: number): PairNoise;
}

/** What two inputs share. */
export interface PairNoise {
  /** E f f~ / E f²: the correlation of the outputs (Poole et al. 2016, equation 5). */
  correlation: number;
  /** E f' f'~ / E f'². */
  slopeCorrelation: number;
  /** Cov(f², f~²) / (E f²)². */
  forward: number;
  /** E f'² f'~² / (E f'²)². */
  slopes: number;
  /** Cov(f², f'~²) / (E f² E f'²). */
  both: number;
  /** Cov(f, f~²) / (E f²)^(3/2). */
  lean: number;
}

/** The fluctuations at ln q_z. */
export function layerNoise(choice: LayerChoice, logVariance: number): LayerNoise {
  const { rule, f, slope } = valuesOf(choice, logVariance);
  const unit = normalized(rule, f);
  const unitSlope = normalized(rule, slope);
  const square = unit.map((y) => y * y);
  const slopeSquare = unitSlope.map((d) => d * d);
  const fourth = normalMean(rule, (i) => square[i] ** 2);
  const slopeFourth = normalMean(rule, (i) => slopeSquare[i] ** 2);
  const cross = normalMean(rule, (i) => square[i] * slopeSquare[i]);
  const cube = normalMean(rule, (i) => unit[i] * square[i]);
  const [y, d, yy, dd] = hermiteCoefficients(rule, [unit, unitSlope, square, slopeSquare]);
  return {
    forward: cumulants(
      fourth,
      normalMean(rule, (i) => square[i] ** 3),
    ),
    // E g⁴ = 3 and E g⁶ = 15.
    backward: cumulants(3 * slopeFourth, 15 * normalMean(rule, (i) => slopeSquare[i] ** 3)),
    both: cross - 1,
    mean: y[0],
    lean: cube - y[0],
    pair: (c) => ({
      correlation: correlatedMean(y, y, 1, c),
      slopeCorrelation: correlatedMean(d, d, 1, c),
      forward: correlatedMean(yy, yy, fourth, c) - 1,
      slopes: correlatedMean(dd, dd, slopeFourth, c),
      both: correlatedMean(yy, dd, cross, c) - 1,
      lean: correlatedMean(y, yy, cube, c) - y[0],
    }),
  };
}

/** The values over their root mean square. */
function normalized(rule: NormalRule, values: Float64Array): Float64Array {
  const rms = Math.sqrt(normalMean(rule, (i) => values[i] ** 2));
  return values.map((v) => v / rms);
}

/** Cumulants of a term of mean 1 with these raw moments. */
function cumulants(second: number, third: number): TermCumulants {
  return { second: second - 1, third: third - 3 * second + 2 };
}
