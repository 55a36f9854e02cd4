/** How large a logit's gradient is at layer 1 before the first step, from what the weights were drawn with. */
import { meanField } from '../../math/mean-field.ts';
import { lawScore, type SkewedLaw } from '../../math/skewed-law.ts';
import { normalQuantile } from '../../math/special.ts';
import { mean } from '../../math/statistics.ts';
import { firstGradientLaw } from '../../networks/first-gradient.ts';
import { starts } from '../../networks/starts.ts';
import { CLASSES, type Setting, startOf, type Way, WIDTH } from './plan.ts';
import { firstOf, type Rows } from './rows.ts';

type Depth = Pick<Setting, 'hidden'>;

/** A sigmoid that is given next to nothing is one half, and its slope a quarter. */
const HALF = 0.5;
const SLOPE = 0.25;

/** At infinite width: the output's weights, then a factor a layer. 0 for the pre-trained net: nothing is known of its weights. */
export function predictedGradient(way: Way, { hidden }: Depth): number {
  if (way === 'pre-trained') return 0;
  const { weight } = starts[startOf[way]];
  const { backward } = meanField({
    activation: way === 'he' ? 'relu' : 'sigmoid',
    weightVariance: WIDTH * weight(WIDTH, WIDTH),
    depth: hidden - 1,
    inputSecondMoment: way === 'he' ? 1 : HALF ** 2,
  });
  return 2 ** backward[0] * Math.sqrt(weight(WIDTH, CLASSES));
}

/**
 * Where its law is known, of log2: a ReLU is a coin, and a sigmoid under small weights a line of slope 1/4. Its inputs are of
 * size 0.05 there, and so that slope is off by less than a thousandth.
 */
const laws = {
  he: ({ hidden }) =>
    firstGradientLaw({ depth: hidden, width: WIDTH, weight: starts.kaiming_normal_.weight }),
  small: ({ hidden }) => {
    const weight = starts['normal_ 0.01'].weight();
    const sloped = (_: number, fan_out: number) => (fan_out === WIDTH ? SLOPE ** 2 : 1) * weight;
    return firstGradientLaw({ depth: hidden, width: WIDTH, weight: sloped }, 1);
  },
} satisfies Partial<Record<Way, (setting: Depth) => SkewedLaw>>;

const lawful = Object.keys(laws) as (keyof typeof laws)[];

/** The normal score of the start that strays furthest from its law, and how far it may. The law is one image's; a mean over images can only be steadier. */
export const gradientClaim = {
  measure: (rows: Rows, setting: Depth): number =>
    Math.max(
      ...lawful.map((way) => {
        const bits = firstOf(rows, way).map(({ gradient }) => Math.log2(gradient));
        return Math.abs(lawScore(laws[way](setting), mean(bits), bits.length));
      }),
    ),
  within: (falseAlarm: number) => ({ low: 0, high: -normalQuantile(falseAlarm / (2 * lawful.length)) }),
};
