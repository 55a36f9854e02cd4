/**
 * `lab bench`: how long each experiment's default run takes, beside a fixed piece of arithmetic timed in the same
 * run, since a machine's speed drifts: compare the ratios, not the milliseconds.
 */
import { defaultsOf } from '../lab/controls.ts';
import type { AnyExperiment } from '../lab/experiment.ts';
import { drive } from '../runtime/drive.ts';
import { startInNode } from '../runtime/node.ts';

const ROUNDS = 7;

export async function bench(experiments: (readonly [string, AnyExperiment])[]): Promise<number> {
  await startInNode('wasm');
  console.log('experiment'.padEnd(24), 'median ms'.padStart(10), 'ratio'.padStart(8));
  for (const [id, experiment] of experiments) {
    const params = defaultsOf(experiment.controls);
    const times: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const reference = await time(arithmetic);
      const ms = await time(async () => {
        for await (const _ of drive({ experiment, params, seeds: [round] }));
      });
      // The first round warms up.
      if (round > 0) {
        times.push(ms);
        ratios.push(ms / reference);
      }
    }
    console.log(id.padEnd(24), median(times).toFixed(1).padStart(10), median(ratios).toFixed(2).padStart(8));
  }
  return 0;
}

async function time(task: () => unknown): Promise<number> {
  const began = performance.now();
  await task();
  return performance.now() - began;
}

/** About 20 ms of float64 on the machines this was written on. */
function arithmetic(): number {
  let x = 0.5;
  for (let i = 0; i < 5e6; i++) x = 3.9 * x * (1 - x);
  return x;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
