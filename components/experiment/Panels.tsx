/** Table, code, Python twin and link: disclosures, so that they open without JavaScript too. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { BenchProps } from './bench.ts';
import type { LiveTable } from './LiveTable.tsx';
import type { Run } from './use-run.ts';

interface Props extends BenchProps {
  run: Run;
  link: string;
  children: ComponentChildren;
}

export function Panels({ id, columns, run, table, code, python, link, children }: Props) {
  // Two thousand cells, redrawn ten times a second, are drawn for those who look at them.
  const [tableOpen, setTableOpen] = useState(false);
  const [Rows, setRows] = useState<typeof LiveTable>();
  const toggle = (open: boolean) => {
    setTableOpen(open);
    if (open) import('./LiveTable.tsx').then(({ LiveTable }) => setRows(() => LiveTable));
  };
  const live = run.count > 0 && run.phase !== 'loading';
  return (
    <div class="panels">
      <details class="panel" name={`${id}-panels`} onToggle={(event) => toggle(event.currentTarget.open)}>
        <summary>Table</summary>
        {live && tableOpen && Rows ? <Rows {...{ id, columns, run }} /> : table}
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
