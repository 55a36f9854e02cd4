/** `lab run`: one experiment, its rows and its claims, for a person or (with --json) for a program. */
import { judge, type Verdict } from '../lab/claims.ts';
import type { AnyExperiment, Row, Seeded } from '../lab/experiment.ts';
import { formatInterval, formatMeasured, formatNumber } from '../lab/numbers.ts';
import { toJson } from '../lab/rows.ts';
import { drive } from '../runtime/drive.ts';
import { startInNode } from '../runtime/node.ts';
import { type RunOptions, UsageError } from './arguments.ts';
import { mnistFrom } from './data.ts';
import { write } from './print.ts';

/** @returns the exit code: 0, or 1 when a claim fails. */
export async function runExperiment(
  experiment: AnyExperiment,
  { params, seeds, backend: asked, json, mnist: folder }: RunOptions,
): Promise<number> {
  const mnist = folder === undefined ? undefined : await mnistFrom(folder);
  const backend = await startInNode(asked).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const rows: Seeded<Row>[] = [];
  const print = json ? printJson : printTable(experiment);
  const began = performance.now();
  for await (const row of drive({ experiment, params, seeds, ...(mnist && { mnist: async () => mnist }) })) {
    rows.push(row);
    await print.row(row);
  }
  const ms = Math.round(performance.now() - began);
  const verdicts = judge(experiment.claims, rows, params);
  for (const verdict of verdicts) await print.claim(verdict);
  await print.done({
    backend: backend.name,
    ms,
    rows: rows.length,
    summary: experiment.summary(rows, params),
  });
  return verdicts.every(({ holds }) => holds) ? 0 : 1;
}

interface Printer {
  row(row: Seeded<Row>): Promise<void>;
  claim(verdict: Verdict): Promise<void>;
  done(end: { backend: string; ms: number; rows: number; summary: string }): Promise<void>;
}

const printJson: Printer = {
  row: (row) => write(toJson({ type: 'row', ...row })),
  claim: ({ id, holds, measured, within: { low, high } }) =>
    write(toJson({ type: 'claim', id, holds, measured, within: [low, high] })),
  done: ({ backend, ms, rows }) => write(toJson({ type: 'done', backend, ms, rows })),
};

function printTable(experiment: AnyExperiment): Printer {
  const columns = ['seed', ...Object.keys(experiment.columns)];
  const width = (column: string) => Math.max(column.length, 12);
  let begun = false;
  return {
    async row(row) {
      if (!begun) await write(columns.map((column) => column.padStart(width(column))).join('  '));
      begun = true;
      const cell = (column: string) => {
        const value = row[column];
        return (typeof value === 'number' ? formatNumber(value, 6) : value).padStart(width(column));
      };
      await write(columns.map(cell).join('  '));
    },
    claim: ({ id, says, holds, measured, within, unit }) =>
      write(
        `${holds ? 'holds ' : 'BROKEN'}  ${id}: ${says} Measured ${formatMeasured(measured, within)}, ` +
          `allowed ${formatInterval(within)}${unit ? ` ${unit}` : ''}.`,
      ),
    done: ({ backend, ms, summary }) => write(`${summary}\n(${backend}, ${ms} ms)`),
  };
}
