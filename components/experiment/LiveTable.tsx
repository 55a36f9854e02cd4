/** The rows of a run, and all of them as CSV. Loaded when the table is opened. */
import { useState } from 'preact/hooks';
import { formatCell, toCsv } from '../../src/lab/rows.ts';
import type { BenchProps } from './bench.ts';
import type { Run } from './use-run.ts';

/** More rows than this make a slow page; the CSV has them all. */
const SHOWN = 200;

export function LiveTable({
  id,
  columns,
  run: { rows, count },
}: {
  id: string;
  columns: BenchProps['columns'];
  run: Run;
}) {
  const [csv, setCsv] = useState<{ url: string; count: number }>();
  const names = Object.keys(columns);
  // Made when the link is about to be used: a copy of all rows on every redraw would be waste.
  const prepare = () => {
    if (csv?.count === count) return;
    if (csv) URL.revokeObjectURL(csv.url);
    setCsv({ url: URL.createObjectURL(new Blob([toCsv(rows)], { type: 'text/csv' })), count });
  };
  return (
    <div>
      <p>
        {count > SHOWN ? `The first ${SHOWN} of ${count} rows. ` : `${count} rows. `}
        <a
          href={csv?.url ?? '#'}
          download={`${id}.csv`}
          onPointerDown={prepare}
          onFocus={prepare}
          onClick={prepare}
        >
          All rows as CSV
        </a>
      </p>
      <section class="scroller" tabIndex={0} aria-label="rows of your run">
        <table>
          <thead>
            <tr>
              <th scope="col">seed</th>
              {names.map((name) => (
                <th scope="col" key={name}>
                  {columns[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr key={`${row.seed}-${names.map((name) => row[name]).join()}`}>
                <td>{row.seed}</td>
                {names.map((name) => (
                  <td key={name}>{formatCell(row[name], 6)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
