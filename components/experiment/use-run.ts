/** A run as the bench sees it: its phase, its rows as they come, and how it ended. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Params } from '../../src/lab/controls.ts';
import type { Row, Seeded } from '../../src/lab/experiment.ts';
import { type Handle, startRun } from '../../src/runtime/client.ts';
import type { BackendName, Done, Failed, Ready } from '../../src/runtime/protocol.ts';

export interface Run {
  phase: 'idle' | 'loading' | 'running' | 'done' | 'cancelled' | 'failed';
  params: Params;
  seeds: number[];
  /** Grows while the run runs; `count` says how far it has come. */
  rows: Seeded<Row>[];
  count: number;
  began: number;
  ready?: Ready;
  done?: Done;
  failed?: Failed;
}

export interface Start {
  params: Params;
  seeds: number[];
  backend?: BackendName;
}

/** The page redraws at most ten times a second. */
const REDRAW_MS = 100;

export function useRun(experiment: string) {
  const [run, setRun] = useState<Run>({ phase: 'idle', params: {}, seeds: [], rows: [], count: 0, began: 0 });
  const handle = useRef<Handle>();

  const start = useCallback(
    ({ params, seeds, backend }: Start) => {
      handle.current?.cancel();
      const rows: Seeded<Row>[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      const update = (change: Partial<Run>) =>
        setRun((now) => (now.rows === rows ? { ...now, ...change, count: rows.length } : now));
      const end = (change: Partial<Run>) => {
        clearTimeout(timer);
        update(change);
      };
      setRun({ phase: 'loading', params, seeds, rows, count: 0, began: performance.now() });
      handle.current = startRun(
        { experiment, params, seeds },
        {
          backend,
          onEvent(event) {
            if (event.type === 'ready') update({ ready: event });
            else if (event.type === 'done') end({ phase: 'done', done: event });
            else if (event.type === 'cancelled') end({ phase: 'cancelled' });
            else if (event.type === 'failed') end({ phase: 'failed', failed: event });
            else {
              const first = rows.length === 0;
              for (const row of event.rows) rows.push(row);
              if (first) update({ phase: 'running' });
              else
                timer ??= setTimeout(() => {
                  timer = undefined;
                  update({});
                }, REDRAW_MS);
            }
          },
        },
      );
    },
    [experiment],
  );
  const cancel = useCallback(() => handle.current?.cancel(), []);
  useEffect(() => cancel, [cancel]);
  return { run, start, cancel };
}

export const isBusy = ({ phase }: Run) => phase === 'loading' || phase === 'running';

export const sameParams = (a: Params, b: Params) => JSON.stringify(a) === JSON.stringify(b);
