/**
 * The experiments as files: contract, source, regions, Python twin, recording. Plain Node, so that the build's
 * checks and the command line read the same index.
 */

import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyExperiment } from '../lab/experiment.ts';
import { decodeRecording, type Recording } from '../lab/recording.ts';
import { type Region, regionsOf } from './regions.ts';

export interface ExperimentEntry {
  id: string;
  /** Path from the repository's root, for messages. */
  file: string;
  experiment: AnyExperiment;
  /** The TypeScript that runs, as it stands. */
  source: string;
  regions: Region[];
  /** The same measurement in Python, if there is one: `<id>.py`. */
  python?: string;
  recording?: Recording;
}

export const root = path.resolve(import.meta.dirname, '../..');

/**
 * Loads every `<id>.ts` of a folder, by id and in the order of their ids.
 * Throws `path:line:column: …` for a file that exports no experiment or whose regions do not close.
 */
export async function loadExperiments(
  dir: string = path.join(root, 'src/experiments'),
  { recordings = path.resolve(dir, '../../content/recordings') }: { recordings?: string } = {},
): Promise<Map<string, ExperimentEntry>> {
  if (!existsSync(dir)) return new Map();
  const names = (await readdir(dir)).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort();
  const entries = await Promise.all(
    names.map(async (name) => {
      const id = name.slice(0, -'.ts'.length);
      const absolute = path.join(dir, name);
      const file = path.relative(root, absolute);
      const source = await readFile(absolute, 'utf8');
      const recording = await readIfThere(path.join(recordings, `${id}.json`));
      return {
        id,
        file,
        experiment: await importExperiment(absolute, file),
        source,
        regions: regionsOf(source, file),
        python: await readIfThere(path.join(dir, `${id}.py`)),
        recording: recording === undefined ? undefined : decodeRecording(recording),
      };
    }),
  );
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** A changed file is imported anew: the time of its change is part of the address. */
async function importExperiment(absolute: string, file: string): Promise<AnyExperiment> {
  const { mtimeMs } = await stat(absolute);
  const module = await import(/* @vite-ignore */ `${pathToFileURL(absolute)}?changed=${mtimeMs}.ts`);
  const experiment = module.default as AnyExperiment | undefined;
  if (!experiment || typeof experiment.run !== 'function' || typeof experiment.claims !== 'object') {
    throw new Error(`${file}:1:1: has no experiment: write export default defineExperiment({ … })`);
  }
  return experiment;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}
