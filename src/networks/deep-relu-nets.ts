/** Deep ReLU nets that are asked whether a point is inside a circle: from four starts, under two optimizers. */
import type { Seeded } from '../lab/experiment.ts';
import { type StartingNet, staysConstant } from '../math/constant-answer.ts';
import { bySeed, leastGain, type NetCurve, spreadShare } from './curve-claims.ts';
import { type CurvePoint, curveColumns } from './learning-curve.ts';
import { adam, sgd } from './optimizers.ts';
import { type StartName, starts } from './starts.ts';

export const WIDTH = 64;
export const POINTS = 128;
const LR = 0.05;
const ADAM_LR = 1e-3;
const FALSE_ALARM = 1e-3;

export const optimizers = { sgd: () => sgd({ lr: LR }), adam: () => adam({ lr: ADAM_LR }) } as const;
export type Way = keyof typeof optimizers;

/** How far a weight with this gradient goes in the first step: both of Adam's averages then hold one gradient. */
export const firstMove: Record<Way, (gradient: number) => number> = {
  sgd: (gradient) => LR * gradient,
  adam: (gradient) => (ADAM_LR * gradient) / (Math.abs(gradient) + 1e-8),
};

export const initializers = Object.keys(starts) as StartName[];

export type NetStart = { depth: number; initializer: StartName };
export type DeepNet = NetStart & { optimizer: Way };
export type NetPoint = DeepNet & CurvePoint;

/** What a point's columns are called. */
export const netColumns = {
  initializer: 'initializer',
  optimizer: 'optimizer',
  depth: 'hidden layers',
  ...curveColumns,
} as const;

type Rows = Seeded<NetPoint>[];

/** What a reader may set. */
export interface NetSetting {
  depth: number;
  optimizer: 'both' | Way;
  steps: number;
  /** All depths, both optimizers. */
  grid: boolean;
}

export interface Plan {
  /** What is drawn, in this order; each is trained in every way. */
  starts: NetStart[];
  ways: Way[];
  nets: DeepNet[];
}

export function planOf(
  { depth, optimizer, grid }: NetSetting,
  { depths, names }: { depths: readonly number[]; names: readonly StartName[] },
): Plan {
  const all = (grid ? depths : [depth]).flatMap((layers) =>
    names.map((initializer) => ({ depth: layers, initializer })),
  );
  const ways: Way[] = grid || optimizer === 'both' ? ['sgd', 'adam'] : [optimizer];
  return {
    starts: all,
    ways,
    nets: all.flatMap((start) => ways.map((way) => ({ ...start, optimizer: way }))),
  };
}

/** The price in layers and steps; a step of Adam costs up to twice as much as one of SGD. */
export const workOf = (nets: readonly DeepNet[], steps: number): number =>
  nets.reduce((sum, { depth, optimizer }) => sum + steps * (depth + 1) * (optimizer === 'adam' ? 2 : 1), 0);

/** The rows of one net, of all seeds. */
export const rowsOf = <R extends DeepNet>(rows: readonly R[], net: DeepNet): R[] =>
  rows.filter(
    ({ initializer, optimizer, depth }) =>
      initializer === net.initializer && optimizer === net.optimizer && depth === net.depth,
  );

/** The nets of a plan that start so, under one optimizer if it is named. */
export const netsFrom = ({ nets }: Plan, initializer: StartName, way?: Way): DeepNet[] =>
  nets.filter((net) => net.initializer === initializer && (way === undefined || net.optimizer === way));

/** What theory needs to know of a net. */
export const startingNet = ({ depth, initializer }: NetStart): StartingNet => ({
  inputs: 2,
  width: WIDTH,
  depth,
  points: POINTS,
  ...starts[initializer],
});

/** Whether theory holds the net at the constant answer for so many steps. */
export const isConstant = (net: DeepNet, steps: number): boolean =>
  net.optimizer === 'sgd' && staysConstant(startingNet(net), { lr: LR, steps }, FALSE_ALARM);

/** Those of the nets that theory holds there, by how much of what it allows they use; from the rows of all seeds. */
export const constantShare = (rows: Rows, nets: readonly DeepNet[], steps: number): number =>
  spreadShare(
    curvesOf(
      rows,
      nets.filter((net) => isConstant(net, steps)),
    ),
    { lr: LR, steps },
    FALSE_ALARM,
  );

/** The curves of these nets, of all seeds. */
export const curvesOf = (rows: Rows, nets: readonly DeepNet[]): NetCurve[] =>
  nets.flatMap((net) => bySeed(rowsOf(rows, net)).map((points) => ({ points, net: startingNet(net) })));

/** By how much the least successful of these nets, of all seeds, was below the entropy at its best. */
export const leastGainOf = (rows: Rows, nets: readonly DeepNet[]): number =>
  leastGain(nets.flatMap((net) => bySeed(rowsOf(rows, net))));

/**
 * What a net from He's start needs before it leaves the constant answer is no law but a count. Of 1,000 runs at depths 5 to
 * 30 every one had come below the entropy after 30 steps, by 0.035 nats and mostly by 0.2; with 20 steps a few had hardly
 * begun.
 */
export const FIRST_STEPS = 40;
