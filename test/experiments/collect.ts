/** All rows of a run. */
import type { Params } from '../../src/lab/controls.ts';
import type { AnyExperiment, Row, Seeded, Tools } from '../../src/lab/experiment.ts';
import { drive } from '../../src/runtime/drive.ts';

export async function collect(
  experiment: AnyExperiment,
  params: Params,
  seeds: number[],
  alter?: (tools: Tools) => Tools,
): Promise<Seeded<Row>[]> {
  const rows: Seeded<Row>[] = [];
  for await (const row of drive({ experiment, params, seeds, alter })) rows.push(row);
  return rows;
}
