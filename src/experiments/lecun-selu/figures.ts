/** What the figures of `lecun-selu` draw. */
import type { Seeded } from '../../lab/experiment.ts';
import { band, dots, type Figure, rule, run, theory } from '../../lab/figure.ts';
import { momentMap } from '../../math/moment-map.ts';
import { layerOf, type NetLayer, type NetName, netNames } from './self-normalizing.ts';

type Rows = readonly Seeded<NetLayer>[];

const SELU: NetName = 'SELU, LeCun';

const of = (rows: Rows, name: NetName) => rows.filter(({ net }) => net === name);
/** One seed's: theory is the same for all. */
const lawOf = (rows: Rows, name: NetName) => of(rows, name).filter(({ seed }) => seed === rows[0].seed);

/** All nets but the two that are there to be compared with one another. */
export function deviationFigure(rows: Rows): Figure {
  const names = netNames.filter((name) => !name.includes('from'));
  const log10 = (all: Rows) =>
    all.map(({ layer, std, stdExpected, stdLow, stdHigh }) => {
      const [measured, expected, low, high] = [std, stdExpected, stdLow, stdHigh].map(Math.log10);
      return { layer, measured, expected, low, high };
    });
  const laws = names.map((name) => ({ name, law: log10(lawOf(rows, name)) }));
  return {
    title: 'The standard deviation by layer',
    x: { label: 'layer' },
    y: { label: 'log₁₀ of the standard deviation' },
    marks: [
      ...laws.map(({ law }) => band(law, { x: 'layer', low: 'low', high: 'high' })),
      ...laws.map(({ name, law }) => theory(law, { x: 'layer', y: 'expected', label: name })),
      dots(log10(names.flatMap((name) => of(rows, name))), { x: 'layer', y: 'measured' }),
    ],
  };
}

export const meanFigure = (rows: Rows): Figure => ({
  title: 'The mean by layer, SELU with LeCun’s variance',
  x: { label: 'layer' },
  y: { label: 'mean' },
  aspect: 0.4,
  marks: [
    band(lawOf(rows, SELU), { x: 'layer', low: 'meanLow', high: 'meanHigh' }),
    theory(lawOf(rows, SELU), { x: 'layer', y: 'meanExpected' }),
    run(of(rows, SELU), { x: 'layer', y: 'mean' }),
  ],
});

/** Points of the map's line, on either side of the fixed point. */
const POINTS = 20;

/** What a layer makes of the mean square: a dot for each layer. @param scale the input's deviation, which the map reaches to */
export function mapFigure(rows: Rows, scale: number): Figure {
  const square = ({ mean, std }: NetLayer) => Math.log10(mean ** 2 + std ** 2);
  const own = of(rows, SELU);
  const steps = own.flatMap((row) => {
    const next = own.find(({ seed, layer }) => seed === row.seed && layer === row.layer + 1);
    return next ? [{ before: square(row), after: square(next) }] : [];
  });
  const end = 2 * Math.max(0.5, Math.abs(Math.log10(scale)));
  const map = Array.from({ length: 2 * POINTS + 1 }, (_, i) => {
    const before = end * (i / POINTS - 1);
    const { mean, variance } = momentMap(layerOf(SELU), { mean: 0, variance: 10 ** before });
    return { before, after: Math.log10(mean ** 2 + variance), same: before };
  });
  return {
    title: 'From one layer to the next, SELU with LeCun’s variance',
    x: { label: 'log₁₀ of the mean square below' },
    y: { label: 'log₁₀ of the mean square above' },
    marks: [
      rule('x', 0, 'fixed point'),
      theory(map, { x: 'before', y: 'same', label: 'unchanged' }),
      theory(map, { x: 'before', y: 'after', label: 'the map' }),
      dots(steps, { x: 'before', y: 'after' }),
    ],
  };
}
