/** Drives an experiment over its seeds. The worker, the command line and the tests all run it through here. */
import type { Mnist } from '../data/mnist.ts';
import type { Params } from '../lab/controls.ts';
import { type AnyExperiment, partLength, type Row, type Seeded, type Tools } from '../lab/experiment.ts';
import type { Tensor } from '../lab/tf.ts';
import { Generator } from '../random/torch.ts';
import { openScope } from './backends.ts';
import * as tf from './tf.ts';

export interface Run {
  experiment: AnyExperiment;
  params: Params;
  seeds: readonly number[];
  /** How many rows of this run are there already, in whole parts: it goes on after them. */
  done?: number;
  /** The digits of MNIST, where there are files of them. */
  mnist?(): Promise<Mnist>;
  /** Tests put a wrong law here, and a claim must break. */
  alter?(tools: Tools): Tools;
}

/**
 * Yields the rows of every seed in turn, part by part. Leaving the loop (`break`, `return()`) cancels the run; either way no
 * tensor is left.
 * @throws NonFiniteError when a row holds NaN or infinity and the experiment is not about them.
 */
export async function* drive({
  experiment,
  params,
  seeds,
  done = 0,
  mnist = noMnist,
  alter = (tools) => tools,
}: Run): AsyncGenerator<Seeded<Row>, void, void> {
  const parts = experiment.parts?.(params) ?? 1;
  for (let at = done / partLength(experiment, params); at < seeds.length * parts; at++) {
    const [seed, part] = [seeds[Math.floor(at / parts)], at % parts];
    const scope = openScope('run');
    try {
      const tools = alter({ tf, seed, rng: new Generator(seed), part, read, tfInitializers, mnist });
      for await (const row of experiment.run(params, tools) as AsyncGenerator<Row>) {
        if (experiment.nonFinite === 'stop') requireFinite(experiment, row);
        yield { ...row, seed };
      }
    } finally {
      scope.close();
    }
  }
}

/** Names the place (layer, step, factor) where the first NaN or infinity appeared. */
export class NonFiniteError extends Error {
  constructor(experiment: AnyExperiment, row: Row, column: string) {
    const place = experiment.key.map((key) => `${experiment.columns[key]} ${row[key]}`).join(', ');
    const what = Number.isNaN(row[column]) ? 'is not a number' : 'is infinite';
    super(`The run stopped at ${place}: ${experiment.columns[column]} ${what}.`);
    this.name = 'NonFiniteError';
  }
}

function requireFinite(experiment: AnyExperiment, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new NonFiniteError(experiment, row, column);
    }
  }
}

async function noMnist(): Promise<never> {
  throw new Error('The files of MNIST are not here; allowed: the digits that are drawn.');
}

const tfInitializers = () => import('@tensorflow/tfjs-layers/dist/exports_initializers');

/** One transfer for many tensors: on a GPU each read waits for the queue. */
async function read(tensors: Tensor[]): Promise<Float32Array[]> {
  if (tensors.length === 0) return [];
  const joined = tf.tidy(() => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))));
  const values = (await joined.data()) as Float32Array;
  joined.dispose();
  let end = 0;
  return tensors.map(({ size }) => {
    end += size;
    return values.subarray(end - size, end);
  });
}
