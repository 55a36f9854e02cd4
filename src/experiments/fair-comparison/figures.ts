/** The map, an optimizer a figure, and the runs of the cell that the reader has picked. */
import type { Seeded } from '../../lab/experiment.ts';
import { cells, type Figure, rule, run } from '../../lab/figure.ts';
import { medianInterval } from '../../math/median-interval.ts';
import { mean } from '../../math/statistics.ts';
import { type Cell, optimizerNames, type Setting, type StartName, sameCell } from './cells.ts';
import { explainedAtEnd, halves, type Line, type Runs, runsOf } from './runs.ts';

/** What a cell of the map shows. */
export const measures = ['steps until half is explained', 'per cent explained at the end'] as const;

export type Looked = Setting & Cell & { shows: (typeof measures)[number] };

export const shortNames: Record<StartName, string> = {
  default: 'default',
  xavier_normal_: 'xavier',
  kaiming_normal_: 'he',
  'normal_ 0.01': 'σ = .01',
  'normal_ 1': 'σ = 1',
};
const optimizerTitles = { sgd: 'Plain descent (SGD)', adam: 'Adam' };

/** One row a start, one column a depth. */
function mapOf(all: readonly Runs[], optimizer: Cell['optimizer'], looked: Looked): Figure {
  const ofRuns = looked.shows === measures[0] ? halves : explainedAtEnd;
  const places = all
    .filter(({ cell, curves }) => cell.optimizer === optimizer && curves.length > 0)
    .map((runs) => ({
      start: `${runs.cell.activation} ${shortNames[runs.cell.initializer]}`,
      layers: String(runs.cell.depth),
      ...medianInterval(ofRuns(runs)),
      sets: runs.cell,
      picked: sameCell(runs.cell, looked),
    }));
  return {
    title: `${optimizerTitles[optimizer]}: ${looked.shows}`,
    x: { label: 'hidden layers', type: 'names' },
    y: { label: 'activation and start', type: 'names' },
    marks: [
      cells(places, {
        x: 'layers',
        y: 'start',
        value: 'median',
        decimals: 0,
        interval: ['low', 'high'],
        sets: 'sets',
        picked: 'picked',
      }),
    ],
  };
}

/** Losses above it are drawn at it: those of N(0, 1) go into the millions. */
const TOP = 1.5;

function curvesOf(all: readonly Runs[], looked: Looked): Figure {
  const curves = all.find(({ cell }) => sameCell(cell, looked))?.curves ?? [];
  const points = curves.flat().map((point) => ({ ...point, loss: Math.min(point.loss, TOP) }));
  const floors = all.flatMap((runs) => runs.curves.map(([first]) => first.floor));
  const { activation, initializer, depth, optimizer } = looked;
  return {
    title: `The picked cell: ${activation}, ${shortNames[initializer]}, ${depth} hidden layers, ${optimizer}`,
    x: { label: 'step', domain: [0, looked.steps] },
    y: { label: `loss, up to ${TOP}`, domain: [0, TOP] },
    aspect: 0.36,
    marks: [
      rule('y', floors.length > 0 ? mean(floors) : Math.LN2, 'a constant answer'),
      run(points, { x: 'step', y: 'loss', each: true }),
    ],
  };
}

export function figuresOf(rows: Seeded<Line>[], looked: Looked): Figure[] {
  const all = runsOf(rows, looked);
  return [...optimizerNames.map((optimizer) => mapOf(all, optimizer, looked)), curvesOf(all, looked)];
}
