/** `lab record`: runs experiments at their defaults over several seeds and keeps what the site shows. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { judge } from '../lab/claims.ts';
import { defaultsOf } from '../lab/controls.ts';
import type { AnyExperiment, Row, Seeded } from '../lab/experiment.ts';
import { encodeRecording, type Recording } from '../lab/recording.ts';
import { drive } from '../runtime/drive.ts';
import { startInNode } from '../runtime/node.ts';

const DEFAULT_SEEDS = 20;
/** Significant digits kept. Float32 has seven; sums in another order agree to five. */
const DIGITS = 5;

/** Runs the experiment anew. The rows are thinned and rounded; verdicts and quantities come from all of them. */
export async function makeRecording(id: string, experiment: AnyExperiment): Promise<Recording> {
  const backend = await startInNode('wasm');
  const params = defaultsOf(experiment.controls);
  const { seeds: count = DEFAULT_SEEDS, keep = () => true } = experiment.recording ?? {};
  const seeds = Array.from({ length: experiment.seeded ? count : 1 }, (_, seed) => seed);
  const rows: Seeded<Row>[] = [];
  const began = performance.now();
  for await (const row of drive({ experiment, params, seeds })) rows.push(row);
  const ms = (performance.now() - began) / seeds.length;

  return {
    experiment: id,
    params,
    seeds,
    backend: backend.name,
    agreement: round(backend.agreement, 1),
    versions: { '@tensorflow/tfjs-core': version('@tensorflow/tfjs-core') },
    ms: round(ms, 2),
    verdicts: judge(experiment.claims, rows, params).map(({ id, holds, measured, within }) => ({
      id,
      holds,
      measured: round(measured),
      within: { low: round(within.low), high: round(within.high) },
    })),
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
