/** What the chapter components take from the repository while pages are made. Vite's view of the same files. */

import type { AnyExperiment } from '../lab/experiment.ts';
import { decodeRecording, type Recording } from '../lab/recording.ts';
import { type Region, regionsOf } from './regions.ts';

const experiments = import.meta.glob<AnyExperiment>('../experiments/*.ts', { import: 'default' });
const sources = import.meta.glob<string>('../experiments/*.ts', { query: '?raw', import: 'default' });
const recordings = import.meta.glob<string>('../../content/recordings/*.json', {
  query: '?raw',
  import: 'default',
});

export async function experimentById(id: string): Promise<AnyExperiment> {
  const load = experiments[`../experiments/${id}.ts`];
  if (!load) throw new Error(`There is no experiment ${id}`);
  return load();
}

export async function recordingById(id: string): Promise<Recording> {
  const load = recordings[`../../content/recordings/${id}.json`];
  if (!load) throw new Error(`There is no recording of ${id}: run npm run lab -- record ${id}`);
  return decodeRecording(await load());
}

export async function regionById(id: string, name: string): Promise<Region & { file: string }> {
  const file = `src/experiments/${id}.ts`;
  const source = await sources[`../experiments/${id}.ts`]?.();
  const region =
    source === undefined ? undefined : regionsOf(source, file).find((other) => other.name === name);
  if (!region) throw new Error(`${file} has no region "${name}"`);
  return { ...region, file };
}
