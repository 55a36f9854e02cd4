/** What the chapter quotes of single cells: how many runs learned, after how many steps, and how much they knew in the end. */
import type { Seeded } from '../../lab/experiment.ts';
import { median } from '../../math/statistics.ts';
import { type Cell, is, type Setting, type StartName } from './cells.ts';
import { explainedAtEnd, halves, type Line, type Runs, runsOf } from './runs.ts';

const numbers = {
  learned: (runs: Runs) => halves(runs).filter(Number.isFinite).length,
  steps: (runs: Runs) => median(halves(runs)),
  fastest: (runs: Runs) => Math.min(...halves(runs)),
  slowest: (runs: Runs) => Math.max(...halves(runs)),
  percent: (runs: Runs) => median(explainedAtEnd(runs)),
} satisfies Record<string, (runs: Runs) => number>;

type Net = [Cell['activation'], StartName, Cell['optimizer'], depth: number];
type Quoted = [...Net, ...(keyof typeof numbers)[]];
const quoted: Quoted[] = [
  ['relu', 'default', 'sgd', 10, 'learned'],
  ['relu', 'default', 'adam', 2, 'steps'],
  ['relu', 'default', 'adam', 10, 'learned', 'steps', 'percent'],
  ['relu', 'xavier_normal_', 'sgd', 10, 'steps', 'fastest', 'slowest', 'percent'],
  ['relu', 'xavier_normal_', 'adam', 10, 'steps', 'percent'],
  ['relu', 'kaiming_normal_', 'sgd', 10, 'learned', 'steps', 'fastest', 'slowest', 'percent'],
  ['relu', 'kaiming_normal_', 'adam', 2, 'steps'],
  ['relu', 'kaiming_normal_', 'adam', 10, 'steps', 'percent'],
  ['relu', 'normal_ 0.01', 'adam', 10, 'learned'],
  ['relu', 'normal_ 1', 'sgd', 2, 'steps'],
  ['tanh', 'default', 'sgd', 10, 'learned'],
  ['tanh', 'xavier_normal_', 'sgd', 10, 'learned', 'steps'],
  ['tanh', 'kaiming_normal_', 'sgd', 10, 'learned', 'steps'],
  ['sigmoid', 'xavier_normal_', 'adam', 2, 'learned'],
  ['sigmoid', 'xavier_normal_', 'adam', 10, 'learned'],
];

/** As in the names of quantities. */
const short: Record<StartName, string> = {
  default: 'default',
  xavier_normal_: 'xavier',
  kaiming_normal_: 'he',
  'normal_ 0.01': 'small',
  'normal_ 1': 'large',
};

const runsIn = (
  rows: Seeded<Line>[],
  setting: Setting,
  ...[activation, start, optimizer, depth]: Net
): Runs => runsOf(rows, setting).find(({ cell }) => is(activation, [start], optimizer, depth)(cell)) as Runs;

/** In how many seeds He's net of ten ReLU layers had learned before Xavier's. */
const heAhead = (optimizer: Cell['optimizer']) => (rows: Seeded<Line>[], setting: Setting) => {
  const xavier = halves(runsIn(rows, setting, 'relu', 'xavier_normal_', optimizer, 10));
  const he = halves(runsIn(rows, setting, 'relu', 'kaiming_normal_', optimizer, 10));
  return he.filter((steps, i) => steps < xavier[i]).length;
};

/** `relu-default-sgd-10-learned` and so on. */
export const quantities = {
  ...Object.fromEntries(
    quoted.flatMap(([activation, start, optimizer, depth, ...names]) =>
      names.map((name) => [
        `${activation}-${short[start]}-${optimizer}-${depth}-${name}`,
        (rows: Seeded<Line>[], setting: Setting) =>
          numbers[name](runsIn(rows, setting, activation, start, optimizer, depth)),
      ]),
    ),
  ),
  'he-ahead-sgd': heAhead('sgd'),
  'he-ahead-adam': heAhead('adam'),
};
