/** A run as the bench sees it: its phase, its rows as they come, and how it ended. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Params } from '../../src/lab/controls.ts';
import { type AnyExperiment, partLength, type Row, type Seeded } from '../../src/lab/experiment.ts';
import { type Handle, startRun } from '../../src/runtime/client.ts';
import type { BackendName, Done, Failed, MnistFile, Ready } from '../../src/runtime/protocol.ts';

export interface Run {
  phase: 'idle' | 'loading' | 'running' | 'done' | 'cancelled' | 'failed';
  params: Params;
  seeds: number[];
  /** The one that was asked for. */
  backend?: BackendName;
  /** The files of MNIST that it was given. */
  mnist?: MnistFile[];
  /** Grows while the run runs; `count` says how far it has come. */
  rows: Seeded<Row>[];
  count: number;
  /** How many rows were there when it began: those of a run that it goes on with. */
  kept: number;
  began: number;
  ready?: Ready;
  done?: Done;
  failed?: Failed;
}

export interface Start {
  params: Params;
  seeds: number[];
  backend?: BackendName;
  /** The files of MNIST that the page has. */
  mnist?: MnistFile[];
  /** Rows of this run that are there already, in whole parts. */
  earlier?: Seeded<Row>[];
}

/** The page redraws at most ten times a second. */
const REDRAW_MS = 100;

export function useRun(experiment: string) {
  const [run, setRun] = useState<Run>({
    phase: 'idle',
    params: {},
    seeds: [],
    rows: [],
    count: 0,
    kept: 0,
    began: 0,
  });
  const handle = useRef<Handle>();

  const start = useCallback(
    ({ params, seeds, backend, mnist, earlier = [] }: Start) => {
      handle.current?.cancel();
      const rows = [...earlier];
      const kept = rows.length;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const update = (change: Partial<Run>) =>
        setRun((now) => (now.rows === rows ? { ...now, ...change, count: rows.length } : now));
      const end = (change: Partial<Run>) => {
        clearTimeout(timer);
        update(change);
      };
      const began = performance.now();
      setRun({ phase: 'loading', params, seeds, backend, mnist, rows, count: kept, kept, began });
      handle.current = startRun(
        { experiment, params, seeds, earlier },
        {
          backend,
          mnist,
          onEvent(event) {
            if (event.type === 'ready') update({ ready: event });
            else if (event.type === 'done') end({ phase: 'done', done: event });
            else if (event.type === 'cancelled') end({ phase: 'cancelled' });
            else if (event.type === 'failed') end({ phase: 'failed', failed: event });
            else {
              const first = rows.length === kept;
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

/** The rows of those parts that a run has done. */
export function wholeParts({ rows, params }: Run, experiment: AnyExperiment): Seeded<Row>[] {
  return rows.slice(0, rows.length - (rows.length % partLength(experiment, params)));
}

export const sameParams = (a: Params, b: Params) => JSON.stringify(a) === JSON.stringify(b);
