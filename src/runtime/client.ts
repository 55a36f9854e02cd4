/**
 * The page's side of a run: keeps workers, starts runs in them, stops them. It imports no tensors.
 *
 * A worker that is free is used again, warm. One that was lost, crashed, or would not stop is dropped, and the
 * next run gets a fresh one.
 */
import type { BackendName, Failed, FromWorker, MnistFile, Ready, RunRequest, ToWorker } from './protocol.ts';

/** A worker that has not stopped by itself after this long is ended. Together with it, Cancel keeps to 100 ms. */
const PATIENCE_MS = 40;

export type RunEvent = FromWorker;

interface Lane {
  worker: Worker;
  asked?: BackendName;
  ready?: Ready;
  /** What it was told of MNIST. */
  mnist?: MnistFile[];
}

const idle: Lane[] = [];

export interface Handle {
  /** Stops the run; the event 'cancelled' follows within 100 ms, whatever the worker is doing. */
  cancel(): void;
}

/** Starts a run. Events arrive in order: ready, rows…, then one of done, cancelled, failed, and no more. */
export function startRun(
  request: RunRequest,
  { backend, mnist, onEvent }: { backend?: BackendName; mnist?: MnistFile[]; onEvent(event: RunEvent): void },
): Handle {
  const lane = takeLane(backend);
  const { worker } = lane;
  const say = (message: ToWorker) => worker.postMessage(message);
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (event: RunEvent, { keep }: { keep: boolean }) => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    if (keep) rest(lane);
    else drop(lane);
    onEvent(event);
  };
  const crash = (message: string): Failed => ({ type: 'failed', cause: 'crashed', message });

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'ready') lane.ready = data;
    if (data.type === 'done' || data.type === 'cancelled') end(data, { keep: true });
    // Without a backend a worker is of no more use than a crashed one.
    else if (data.type === 'failed') end(data, { keep: data.cause === 'run' && lane.ready !== undefined });
    else onEvent(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(crash(event.message || 'the worker stopped'), { keep: false });
  };
  worker.onmessageerror = () => end(crash('a message could not be read'), { keep: false });

  if (lane.ready) onEvent(lane.ready);
  if (mnist && lane.mnist !== mnist) {
    say({ type: 'mnist', files: mnist });
    lane.mnist = mnist;
  }
  say({ type: 'run', ...request });
  return {
    cancel() {
      if (ended || timer !== undefined) return;
      say({ type: 'cancel' });
      timer = setTimeout(() => end({ type: 'cancelled', tensors: 0 }, { keep: false }), PATIENCE_MS);
    },
  };
}

/** Keeps a free worker, until its device is lost or it crashes. */
function rest(lane: Lane): void {
  const { worker } = lane;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'failed') drop(lane);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    drop(lane);
  };
  idle.push(lane);
}

function drop(lane: Lane): void {
  const { worker } = lane;
  worker.onmessage = worker.onerror = worker.onmessageerror = null;
  worker.terminate();
  const index = idle.indexOf(lane);
  if (index >= 0) idle.splice(index, 1);
}

function takeLane(asked?: BackendName): Lane {
  const index = idle.findIndex((lane) => lane.asked === asked);
  if (index >= 0) return idle.splice(index, 1)[0];
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'experiments' });
  worker.postMessage({ type: 'start', backend: asked } satisfies ToWorker);
  return { worker, asked };
}
