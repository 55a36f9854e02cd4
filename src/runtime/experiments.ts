/** The experiments, found by their files: a new one is a new file and nothing else. */
import type { AnyExperiment } from '../lab/experiment.ts';

const files = import.meta.glob<AnyExperiment>('../experiments/*.ts', { import: 'default' });

/** @throws Error naming the experiments there are. */
export function loadExperiment(id: string): Promise<AnyExperiment> {
  const file = files[`../experiments/${id}.ts`];
  if (file) return file();
  const ids = Object.keys(files).map((path) => path.replace(/^.*\/|\.ts$/g, ''));
  throw new Error(`There is no experiment ${JSON.stringify(id)}; there are ${ids.join(', ')}.`);
}
