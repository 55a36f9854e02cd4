/**
 * The contract of an experiment: one measured quantity, its controls, its law, and the claims it can break.
 * Everything impure is injected, so that one file serves the page's worker, the command line and the recording.
 */

import type { Mnist } from '../data/mnist.ts';
import type { Generator } from '../random/torch.ts';
import type { Claim } from './claims.ts';
import type { Controls, ParamsOf } from './controls.ts';
import type { Figure } from './figure.ts';
import type { Tensor, Tf, TfInitializers } from './tf.ts';

/** One observation. Prediction and measurement stand in the same row. */
export type Row = Record<string, number | string>;
/** A row as it leaves a run: with the seed it came from. */
export type Seeded<R> = R & { seed: number };

/** What a terminal shows: lines as they stand. */
export interface Transcript {
  title: string;
  text: string;
}

/** What an experiment is given to run with. */
export interface Tools {
  tf: Tf;
  /** The run's seed, for a stream other than `rng`. */
  seed: number;
  /** PyTorch's CPU stream, seeded with the run's seed. */
  rng: Generator;
  /** Which of the run's parts is to be run, from 0. */
  part: number;
  /**
   * The digits of MNIST, to learn from and held out, for an experiment whose control `imageSet()` asks for them.
   * @throws Error that says where they may come from, where no files are.
   */
  mnist(): Promise<Mnist>;
  /** TensorFlow.js's own initializers, loaded when asked for; the book's are in src/initializers. */
  tfInitializers(): Promise<TfInitializers>;
  /** Reads tensors back, many in one transfer: on a GPU each transfer waits for the queue. */
  read(tensors: Tensor[]): Promise<Float32Array[]>;
}

export interface Experiment<C extends Controls = Controls, R extends Row = Row> {
  title: string;
  /** What it shows and how to read the plot, in a sentence or two. */
  caption: string;
  /** The equation it reproduces, as `chapter-slug#label`. */
  law: string;
  controls: C;
  /** false when nothing is drawn at random: no seed is asked for. */
  seeded: boolean;
  /** 'stop': a NaN or infinity ends the run with an error that names it. 'show': the experiment is about them. */
  nonFinite: 'stop' | 'show';
  /** A label for each column of a row. */
  columns: { [Column in keyof R]: string };
  /** The columns that say where a row stands (layer, step, factor); an error names them. */
  key: (keyof R & string)[];
  /** How many rows a run yields: progress is counted in them. */
  length(params: ParamsOf<C>): number;
  /**
   * How many parts a run has; 1 if absent. `run` is then called for each in turn. Each starts PyTorch's stream anew and yields as
   * many rows as any other, so that a cancelled run can go on with the part that it was in.
   */
  parts?(params: ParamsOf<C>): number;
  /** Cost of a run in any unit; the expected time scales with it. The number of rows if absent. */
  work?(params: ParamsOf<C>): number;
  run(params: ParamsOf<C>, tools: Tools): AsyncGenerator<R, void, void>;
  /** Pure: the figures for these rows, theory included. With no rows, what theory alone can draw. */
  plot(rows: Seeded<R>[], params: ParamsOf<C>): Figure[];
  /** Pure: the result in one sentence. */
  summary(rows: Seeded<R>[], params: ParamsOf<C>): string;
  /** Pure: what a terminal would show for these parameters, for readers who want to compare. */
  transcript?(params: ParamsOf<C>, seed: number): Transcript[];
  claims: Record<string, Claim<Seeded<R>, ParamsOf<C>>>;
  /** Numbers that the prose may quote and nothing judges. */
  quantities?: Record<string, (rows: Seeded<R>[], params: ParamsOf<C>) => number>;
  /** What a recording keeps: how many seeds, from which on (0 if absent), and of their rows which. */
  recording?: { seeds?: number; first?: number; keep?(row: Seeded<R>, params: ParamsOf<C>): boolean };
}

type Draft<C extends Controls, R extends Row> = Omit<Experiment<C, R>, 'seeded' | 'nonFinite'> &
  Partial<Pick<Experiment<C, R>, 'seeded' | 'nonFinite'>>;

/**
 * Declares an experiment; the file's default export. TypeScript infers the parameters from `controls` and the
 * row from `run`, and holds plot, claims and quantities to them.
 */
export function defineExperiment<const C extends Controls, R extends Row>(
  draft: Draft<C, R>,
): Experiment<C, R> {
  return { seeded: true, nonFinite: 'stop', ...draft };
}

/** How many rows each part of a run yields. */
export const partLength = <C extends Controls, R extends Row>(
  { length, parts }: Pick<Experiment<C, R>, 'length' | 'parts'>,
  params: ParamsOf<C>,
): number => length(params) / (parts?.(params) ?? 1);

/** An experiment whose parameters and rows are known only at run time. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds experiments of every shape.
export type AnyExperiment = Experiment<any, any>;
