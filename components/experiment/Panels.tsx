/** Table, code, Python twin and link: disclosures, so that they open without JavaScript too. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatCell, toCsv } from '../../src/lab/rows.ts';
import type { BenchProps } from './bench.ts';
import type { Run } from './use-run.ts';

/** More rows than this make a slow page; the CSV has them all. */
const SHOWN = 200;

interface Props extends BenchProps {
  run: Run;
  link: string;
  children: ComponentChildren;
}

export function Panels({ id, columns, run, table, code, python, link, children }: Props) {
  // Two thousand cells, redrawn ten times a second, are drawn for those who look at them.
  const [tableOpen, setTableOpen] = useState(false);
  const live = run.count > 0 && run.phase !== 'loading';
  return (
    <div class="panels">
      <details
        class="panel"
        name={`${id}-panels`}
        onToggle={(event) => setTableOpen(event.currentTarget.open)}
      >
        <summary>Table</summary>
        {live && tableOpen ? <LiveTable {...{ id, columns, run }} /> : table}
      </details>
      <details class="panel" name={`${id}-panels`} id={`${id}-code`}>
        <summary>Code</summary>
        {code}
      </details>
      {python && (
        <details class="panel" name={`${id}-panels`}>
          <summary>Python</summary>
          {python}
        </details>
      )}
      <a class="panel needs-js" href={link || `#${id}`}>
        Link to this setting
      </a>
      {children}
    </div>
  );
}

function LiveTable({
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
