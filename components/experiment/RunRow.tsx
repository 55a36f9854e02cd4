/** Run with its price, or Cancel with its progress. */
import { useEffect, useState } from 'preact/hooks';
import type { Params } from '../../src/lab/controls.ts';
import type { AnyExperiment } from '../../src/lab/experiment.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';
import type { BenchProps } from './bench.ts';
import { bytesToLoad, formatBytes, formatSeconds, type More, markLoaded } from './price.ts';
import { isBusy, type Run } from './use-run.ts';

interface Props {
  id: string;
  base: string;
  backend?: BackendName;
  params: Params;
  defaults: Params;
  recorded: BenchProps['recorded'];
  run: Run;
  /** Once its module is loaded: it tells what other parameters cost. */
  experiment?: AnyExperiment;
  usable: boolean;
  /** What a run with these parameters loads besides. */
  more(params: Params): More;
  /** How many seeds the second button runs; no such button when nothing is random. */
  many?: number;
  /** Rows of a cancelled run that it can go on after; 0 where there are none. */
  earlier: number;
  onMany(): void;
  onGoOn(): void;
  onCancel(): void;
  onReset(): void;
}

export function RunRow(props: Props) {
  const {
    id,
    base,
    backend,
    params,
    defaults,
    recorded,
    run,
    usable,
    more,
    experiment,
    many,
    earlier,
    ...on
  } = props;
  const busy = isBusy(run);
  const bytes = useBytes(base, id, backend, run, more(params), more(run.params));
  const work = (of: Params) => (usable && (experiment?.work?.(of) ?? experiment?.length(of))) || 1;

  // What this machine did last counts more than what the recording machine did.
  const measured = run.done && {
    ms: (run.done.ms * run.count) / (run.count - run.kept) / run.seeds.length,
    params: run.params,
  };
  const known = measured ?? { ms: recorded.ms, params: defaults };
  const seconds = (known.ms / 1000) * (work(params) / work(known.params));

  // Before the first run there are no parameters of one.
  const total = experiment && run.phase !== 'idle' ? experiment.length(run.params) * run.seeds.length : 0;
  if (busy) {
    const share = total > 0 ? run.count / total : 0;
    const elapsed = (performance.now() - run.began) / 1000;
    return (
      <div class="run-row">
        <button type="button" class="primary" onClick={on.onCancel}>
          Cancel
        </button>
        <progress
          max={1}
          value={run.phase === 'loading' ? undefined : share}
          aria-label="progress of the run"
        />
        <span class="count">
          {run.phase === 'loading' && `loading ${bytes ? formatBytes(bytes) : ''}`}
          {run.phase === 'running' && `${run.count} of ${total}`}
          {run.phase === 'running' &&
            run.count > run.kept &&
            `, ${formatSeconds((elapsed * (total - run.count)) / (run.count - run.kept))} left`}
        </span>
      </div>
    );
  }
  return (
    <div class="run-row">
      {earlier > 0 && (
        <button type="button" class="primary" onClick={on.onGoOn}>
          Go on
          <span class="price">{formatSeconds(seconds * run.seeds.length * (1 - earlier / total))}</span>
        </button>
      )}
      <button type="submit" class={earlier > 0 ? undefined : 'primary'} disabled={!usable}>
        {run.phase === 'failed' || run.phase === 'cancelled' ? 'Run again' : 'Run'}
        <span class="price">
          {bytes ? `${formatBytes(bytes)} · ` : ''}
          {formatSeconds(seconds)}
        </span>
      </button>
      {many && (
        <button type="button" disabled={!usable} onClick={on.onMany}>
          {many} seeds
          <span class="price">{formatSeconds(seconds * many)}</span>
        </button>
      )}
      <button type="button" class="quiet" onClick={on.onReset}>
        Reset
      </button>
    </div>
  );
}

function useBytes(
  base: string,
  id: string,
  backend: BackendName | undefined,
  run: Run,
  more: More,
  ranWith: More,
): number | undefined {
  const [bytes, setBytes] = useState<number>();
  const ran = run.ready?.backend;
  useEffect(() => {
    let current = true;
    const update = async () => {
      if (ran && run.phase !== 'loading') await markLoaded(base, id, ran, ranWith);
      const left = await bytesToLoad(base, id, backend, more);
      if (current) setBytes(left);
    };
    void update();
    return () => {
      current = false;
    };
  }, [base, id, backend, ran, run.phase, more, ranWith]);
  return bytes;
}
