/** `lab record`: runs experiments over several seeds and keeps what the site shows. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { judge } from '../lab/claims.ts';
import { defaultsOf, type Params } from '../lab/controls.ts';
import type { AnyExperiment, Row, Seeded } from '../lab/experiment.ts';
import { encodeRecording, type RecordedVerdict, type Recording } from '../lab/recording.ts';
import { drive } from '../runtime/drive.ts';
import { startInNode } from '../runtime/node.ts';

const DEFAULT_SEEDS = 20;
/** At settings other than the defaults, at most. */
const SETTING_SEEDS = 5;
/** Significant digits kept. Float32 has seven; sums in another order agree to five. */
const DIGITS = 5;

/**
 * Runs the experiment anew, at its defaults and at `settings`, each given by the controls that differ. The rows are thinned and
 * rounded; verdicts and quantities come from all of them.
 */
export async function makeRecording(
  id: string,
  experiment: AnyExperiment,
  settings: Params[] = [],
): Promise<Recording> {
  const backend = await startInNode('wasm');
  const params = defaultsOf(experiment.controls);
  const { seeds: count = DEFAULT_SEEDS, first = 0, keep = () => true } = experiment.recording ?? {};
  const seeds = Array.from({ length: experiment.seeded ? count : 1 }, (_, i) => first + i);
  const began = performance.now();
  const rows = await rowsOf(experiment, params, seeds);
  const ms = (performance.now() - began) / seeds.length;

  const elsewhere = [];
  for (const setting of settings) {
    const there = { ...params, ...setting };
    const few = seeds.slice(0, SETTING_SEEDS);
    const verdicts = verdictsOf(experiment, await rowsOf(experiment, there, few), there);
    elsewhere.push({ params: setting, seeds: few, verdicts });
  }

  return {
    experiment: id,
    params,
    seeds,
    backend: backend.name,
    agreement: round(backend.agreement, 1),
    versions: { '@tensorflow/tfjs-core': version('@tensorflow/tfjs-core') },
    ms: round(ms, 2),
    verdicts: verdictsOf(experiment, rows, params),
    ...(elsewhere.length > 0 && { settings: elsewhere }),
    quantities: Object.fromEntries(
      Object.entries(experiment.quantities ?? {}).map(([name, of]) => [name, round(of(rows, params))]),
    ),
    summary: experiment.summary(rows, params),
    rows: rows
      .filter((row) => keep(row, params))
      .map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([column, value]) => [
              column,
              typeof value === 'number' ? round(value) : value,
            ]),
          ) as Seeded<Row>,
      ),
  };
}

async function rowsOf(experiment: AnyExperiment, params: Params, seeds: number[]): Promise<Seeded<Row>[]> {
  const rows: Seeded<Row>[] = [];
  for await (const row of drive({ experiment, params, seeds })) rows.push(row);
  return rows;
}

const verdictsOf = (experiment: AnyExperiment, rows: Seeded<Row>[], params: Params): RecordedVerdict[] =>
  judge(experiment.claims, rows, params).map(({ id, holds, measured, within }) => ({
    id,
    holds,
    measured: round(measured),
    within: { low: round(within.low), high: round(within.high) },
  }));

const recordingPath = (id: string) => new URL(`../../content/recordings/${id}.json`, import.meta.url);

export async function writeRecording(recording: Recording): Promise<void> {
  await writeFile(recordingPath(recording.experiment), encodeRecording(recording));
}

function round(value: number, digits = DIGITS): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

function version(name: string): string {
  return createRequire(import.meta.url)(`${name}/package.json`).version;
}
