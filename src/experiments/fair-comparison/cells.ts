/** The map's cells: which nets are compared, on which question, and how each is made. */
import { circle } from '../../data/circle.ts';
import type { LabelledPoints } from '../../data/plane-tasks.ts';
import { randomTeacher, TEACHER_INPUTS } from '../../data/random-teacher.ts';
import { CLUSTER_INPUTS, tenClusters } from '../../data/ten-clusters.ts';
import { normal_ } from '../../initializers/uniform-normal.ts';
import type { StartingNet } from '../../math/constant-answer.ts';
import { adam, sgd } from '../../networks/optimizers.ts';
import { starts as four, type Start } from '../../networks/starts.ts';
import type { Generator } from '../../random/torch.ts';

export const WIDTH = 32;
export const POINTS = 64;

interface Task {
  inputs: number;
  draw(rng: Generator, points: number): LabelledPoints;
}

/** Questions that no net of equal units can answer: half of the points or so are always on the wrong side of one cut. */
export const tasks = {
  circle: { inputs: 2, draw: circle },
  'random teacher': { inputs: TEACHER_INPUTS, draw: randomTeacher },
  'ten clusters': { inputs: CLUSTER_INPUTS, draw: tenClusters },
} as const satisfies Record<string, Task>;
export type TaskName = keyof typeof tasks;

export const starts = {
  ...four,
  'normal_ 1': {
    draw: ({ weight, shape }, rng) => normal_(weight, shape, rng),
    weight: () => 1,
    bias: () => 0,
  },
} satisfies Record<string, Start>;
export type StartName = keyof typeof starts;

/** Their learning rates suit He's start with ten layers. */
export const SGD_LR = 0.2;
const ADAM_LR = 5e-3;
export const optimizers = {
  sgd: (rate: number) => sgd({ lr: rate * SGD_LR }),
  adam: (rate: number) => adam({ lr: rate * ADAM_LR }),
} as const;

export const DEPTHS = [2, 5, 10, 20] as const;
export const activations = ['relu', 'tanh', 'sigmoid'] as const;
export const startNames = Object.keys(starts) as StartName[];
export const optimizerNames = ['sgd', 'adam'] as const;

export type Cell = {
  activation: (typeof activations)[number];
  initializer: StartName;
  optimizer: (typeof optimizerNames)[number];
  depth: number;
};

/** What a run depends on. */
export interface Setting {
  task: TaskName;
  steps: number;
  /** Both learning rates are multiplied by it. */
  rate: number;
  /** The whole map: all depths, and all starts of the sigmoid. */
  all: boolean;
}

/** Depth changes fastest, so that every stretch of the run has its share of what is dear. */
export const cellsOf = ({ all }: Pick<Setting, 'all'>): Cell[] =>
  activations
    .flatMap((activation) =>
      startNames.flatMap((initializer) =>
        optimizerNames.flatMap((optimizer) =>
          DEPTHS.map((depth) => ({ activation, initializer, optimizer, depth })),
        ),
      ),
    )
    .filter((cell) => all || isTelling(cell));

/** The part of the map that a run makes if not asked for more. */
const isTelling = ({ activation, initializer, depth }: Cell) =>
  (depth === 2 || depth === 10) && (activation !== 'sigmoid' || initializer === 'xavier_normal_');

/** The price in layers and steps; Adam's steps cost a little more. */
export const workOf = (setting: Setting): number =>
  cellsOf(setting).reduce(
    (sum, { depth, optimizer }) => sum + setting.steps * (depth + (optimizer === 'adam' ? 2 : 1)),
    0,
  );

/** The largest slope; that of ReLU is left out, for of its units only half are on. */
const SLOPE = { relu: undefined, tanh: 1, sigmoid: 1 / 4 } as const;

/** What theory needs to know of a cell's net. */
export const startingNet = ({ activation, initializer, depth }: Cell, task: TaskName): StartingNet => ({
  inputs: tasks[task].inputs,
  width: WIDTH,
  depth,
  points: POINTS,
  slope: SLOPE[activation],
  ...starts[initializer],
});

/** Whether a cell is one of these. */
export const is =
  (
    activation: Cell['activation'],
    names: readonly StartName[],
    optimizer: Cell['optimizer'],
    depth: number,
  ) =>
  (cell: Cell): boolean =>
    cell.activation === activation &&
    names.includes(cell.initializer) &&
    cell.optimizer === optimizer &&
    cell.depth === depth;

export const sameCell = (a: Cell, b: Cell): boolean =>
  a.activation === b.activation &&
  a.initializer === b.initializer &&
  a.optimizer === b.optimizer &&
  a.depth === b.depth;
