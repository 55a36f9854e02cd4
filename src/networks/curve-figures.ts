/** The figures of learning curves. */
import type { Seeded } from '../lab/experiment.ts';
import { type Axis, cells, dots, type Figure, rule, run } from '../lab/figure.ts';
import { mean } from '../math/statistics.ts';
import type { RunPoint } from './curve-claims.ts';
import { type DeepNet, type NetPoint, rowsOf, type Way } from './deep-relu-nets.ts';
import type { StartName } from './starts.ts';

/**
 * The loss by step, one line a seed, over what a constant answer costs.
 * @param dotted a second net's, as dots
 * @param all all points of the page, whose labels have the entropy
 */
export function lossFigure({
  title,
  points,
  dotted,
  all,
  x = {},
  y,
}: {
  title: string;
  points: readonly RunPoint[];
  dotted?: readonly RunPoint[];
  all: readonly RunPoint[];
  x?: Partial<Axis>;
  y: Partial<Axis>;
}): Figure {
  const floor = all.length > 0 ? mean(all.map((point) => point.floor)) : Math.LN2;
  return {
    title,
    x: { label: 'step', ...x },
    y: { label: 'loss', ...y },
    aspect: 0.3,
    marks: [
      rule('y', floor, 'a constant answer'),
      run(points, { x: 'step', y: 'loss' }),
      ...(dotted ? [dots(dotted, { x: 'step', y: 'loss' })] : []),
    ],
  };
}

/** The losses at one depth, a figure for each initializer: a line for SGD, dots for Adam, one scale for all. */
export function lossFigures(
  rows: readonly Seeded<NetPoint>[],
  { depth, names }: { depth: number; names: readonly StartName[] },
): Figure[] {
  const here = rows.filter((row) => row.depth === depth);
  const of = (initializer: StartName, optimizer: Way) => rowsOf(here, { depth, initializer, optimizer });
  // So that a flat line looks flat.
  const top = Math.max(1, ...here.map(({ loss }) => loss));
  return names.map((name) =>
    lossFigure({
      title: `The loss from ${name}`,
      points: of(name, 'sgd'),
      dotted: of(name, 'adam'),
      all: here,
      y: { domain: [0, top] },
    }),
  );
}

/** A number for each net: initializers over optimizers and depths. */
export const netMap = (title: string, nets: readonly (DeepNet & { value: number })[]): Figure => ({
  title,
  x: { label: 'optimizer, hidden layers', type: 'names' },
  y: { label: 'initializer', type: 'names' },
  marks: [
    cells(
      nets.map(({ optimizer, depth, initializer, value }) => ({
        net: `${optimizer} ${depth}`,
        initializer,
        value,
      })),
      { x: 'net', y: 'initializer', value: 'value' },
    ),
  ],
});
