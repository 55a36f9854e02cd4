/** The result in words, and what it was computed on. */
import type { Params } from '../../src/lab/controls.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';
import { backendNames } from '../../src/runtime/protocol.ts';
import { type BenchProps, backendLabels } from './bench.ts';
import { formatSeconds } from './price.ts';
import type { Run } from './use-run.ts';

interface Props {
  run: Run;
  recorded: BenchProps['recorded'];
}

interface StatusProps extends Props {
  /** What a run with these parameters was on, where there is more than one thing. */
  on(params: Params): string;
  /** The controls say something else than what is shown. */
  changed: boolean;
}

/** One sentence, announced by screen readers when it changes. */
export function RunStatus({ run, recorded, on, changed }: StatusProps) {
  return (
    <p class={run.phase === 'failed' ? 'status problem' : 'status'} aria-live="polite">
      {sentence(run, recorded, on)}
      {changed && ' The controls have changed since: run again to see what they do.'}
    </p>
  );
}

function sentence(run: Run, recorded: Props['recorded'], on: StatusProps['on']): string {
  switch (run.phase) {
    case 'done':
      return `Your run${on(run.params)}: ${run.done?.summary}`;
    case 'cancelled':
      return `Cancelled after ${run.count} rows. Nothing is running any more.`;
    case 'failed':
      return failure(run);
    default: {
      const runs = recorded.seeds === 1 ? 'Recorded' : `Recorded over ${recorded.seeds} seeds`;
      return `${runs}${on({})}: ${recorded.summary}`;
    }
  }
}

function failure({ failed }: Run): string {
  const message = failed?.message ?? '';
  if (failed?.cause === 'lost')
    return `The graphics device was lost (${message}). Run again starts a new one.`;
  if (failed?.cause === 'crashed') return `The worker stopped (${message}). Run again starts a new one.`;
  return message;
}

interface BadgeProps extends Props {
  backend?: BackendName;
  onBackend(name: BackendName | null): void;
}

/** Backend, agreement with float64, time; and the choice of another backend. */
export function Badge({ run, recorded, backend, onBackend }: BadgeProps) {
  const { ready, done } = run;
  const text = ready
    ? `${backendLabels[ready.backend]} · agrees to ${agreement(ready.agreement)}`
    : `recorded on ${recorded.backend} · agrees to ${agreement(recorded.agreement)}`;
  return (
    <div class="badge">
      <span>
        {text}
        {run.phase === 'done' && done ? ` · ${formatSeconds(done.ms / 1000)}` : ''}
      </span>
      <label class="needs-js">
        <span class="visually-hidden">Backend</span>
        <select
          value={backend ?? ''}
          onChange={(event) => onBackend((event.currentTarget.value || null) as BackendName | null)}
        >
          <option value="">best backend</option>
          {backendNames.map((name) => (
            <option key={name} value={name}>
              {backendLabels[name]}
            </option>
          ))}
        </select>
      </label>
      {ready && ready.skipped.length > 0 && (
        <ul class="skipped">
          {ready.skipped.map(({ name, reason }) => (
            <li key={name}>
              {backendLabels[name]} left: {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function agreement(value: number): string {
  return value.toExponential(0).replace('-', '−');
}
