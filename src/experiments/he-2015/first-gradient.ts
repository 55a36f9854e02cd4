/** The gradient that reaches the first layer of a deep ReLU net before it is trained, and its law. */
import type { Tools } from '../../lab/experiment.ts';
import { dots, expected, type Figure } from '../../lab/figure.ts';
import { lawScore } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import { type NetStart, WIDTH } from '../../networks/deep-relu-nets.ts';
import { firstGradient, firstGradientLaw, isHeld } from '../../networks/first-gradient.ts';
import type { Training } from '../../networks/learning-curve.ts';
import { starts } from '../../networks/starts.ts';

/** What the two are called. */
export const gradientColumns = {
  gradient: 'rms of the logit’s gradient at layer 1',
  gradientPredicted: 'predicted',
} as const;
export type FirstGradient = Record<keyof typeof gradientColumns, number>;

/** A start's gradient, beside what its variances say. */
export async function gradientOf(
  tools: Pick<Tools, 'tf' | 'read'>,
  net: Pick<Training, 'layout' | 'initial' | 'data'>,
  start: NetStart,
): Promise<FirstGradient> {
  return { gradient: await firstGradient(tools, net), gradientPredicted: 2 ** lawOf(start).mean };
}

const lawOf = ({ depth, initializer }: NetStart) =>
  firstGradientLaw({ depth, width: WIDTH, weight: starts[initializer].weight });

/** From N(0, 0.01²) float32 does not hold the gradient through thirty layers. */
const isKept = (start: NetStart) => isHeld(lawOf(start));

/**
 * The claim that every start's gradient follows its law: the normal score of the furthest, by Bonferroni over the starts.
 * The law is one input's, and a mean over the points can only be steadier.
 */
export const gradientClaim = {
  /** @param rows one for each start and seed */
  measure: (rows: readonly (NetStart & { gradient: number })[], all: readonly NetStart[]): number =>
    Math.max(
      ...all.filter(isKept).map((start) => {
        const own = rows.filter(
          ({ depth, initializer }) => depth === start.depth && initializer === start.initializer,
        );
        const bits = mean(own.map(({ gradient }) => Math.log2(gradient)));
        return Math.abs(lawScore(lawOf(start), bits, own.length));
      }),
    ),
  within: (all: readonly NetStart[], falseAlarm: number) => ({
    low: 0,
    high: -normalQuantile(falseAlarm / (2 * all.filter(isKept).length)),
  }),
};

/** One dot for each start and seed, where float32 has a number. */
export function gradientFigure(rows: readonly (NetStart & FirstGradient)[]): Figure {
  const log10 = rows
    .filter(({ gradient }) => gradient > 0)
    .map(({ initializer, gradient, gradientPredicted }) => ({
      initializer,
      measured: Math.log10(gradient),
      predicted: Math.log10(gradientPredicted),
    }));
  return {
    title: 'The gradient at layer 1 before the first step',
    x: { label: 'log₁₀ rms of the logit’s gradient' },
    y: { label: 'initializer', type: 'names' },
    aspect: 0.3,
    marks: [
      expected(log10, { x: 'predicted', y: 'initializer', label: 'predicted' }),
      dots(log10, { x: 'measured', y: 'initializer' }),
    ],
  };
}
