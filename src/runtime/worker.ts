/** The worker: starts a backend once, then runs one experiment after the other and streams its rows. */
import type { Mnist } from '../data/mnist.ts';
import { judge } from '../lab/claims.ts';
import type { Row, Seeded } from '../lab/experiment.ts';
import { startBackend, tensorCount } from './backends.ts';
import { drive } from './drive.ts';
import { loadExperiment } from './experiments.ts';
import type { BackendName, FromWorker, MnistFile, RunRequest, ToWorker } from './protocol.ts';

/** Rows are posted together, at most twenty times a second; the first one at once. */
const POST_EVERY_MS = 50;
/** How long a message (a cancel) may have to wait for its turn. */
const LISTEN_EVERY_MS = 15;

let ready: Promise<void> | undefined;
let name: BackendName | undefined;
let cancelled = false;
let lost = false;
/** The digits of the files that came last, once a run has asked for them. */
let mnist: (() => Promise<Mnist>) | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'start') ready = start(data.backend);
  else if (data.type === 'cancel') cancelled = true;
  else if (data.type === 'mnist') mnist = digitsOf(data.files);
  else run(data).catch(fail);
});

const post = (message: FromWorker) => postMessage(message);

/** A lost device fails the run too, in words of tfjs, a moment before the loss itself is known. */
const LOSS_MS = 150;

async function fail(error: unknown): Promise<void> {
  if (name === 'webgpu') await new Promise((resolve) => setTimeout(resolve, LOSS_MS));
  if (!lost) {
    post({ type: 'failed', cause: 'run', message: error instanceof Error ? error.message : String(error) });
  }
}

async function start(asked?: BackendName): Promise<void> {
  const backend = await startBackend({ asked, binaries });
  name = backend.name;
  const { agreement, skipped } = backend;
  post({ type: 'ready', backend: name, agreement, skipped });
  backend.lost.then((message) => {
    lost = true;
    post({ type: 'failed', cause: 'lost', message });
  });
}

/** Reads them once; anew after it failed. */
function digitsOf(files: MnistFile[]): () => Promise<Mnist> {
  let reading: Promise<Mnist> | undefined;
  return () => {
    reading ??= import('./mnist.ts')
      .then(({ readFiles }) => readFiles(files))
      .catch((error) => {
        reading = undefined;
        throw error;
      });
    return reading;
  };
}

async function binaries() {
  const { plain, simd } = await import('./wasm-binaries.ts');
  return { plain, simd };
}

async function run({ experiment: id, params, seeds, earlier = [] }: RunRequest): Promise<void> {
  cancelled = false;
  const [experiment] = await Promise.all([loadExperiment(id), ready]);
  const before = tensorCount();
  const rows: Seeded<Row>[] = [...earlier];
  let posted = rows.length;
  let lastPost = Number.NEGATIVE_INFINITY;
  let lastListen = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (posted < rows.length) post({ type: 'rows', rows: rows.slice(posted) });
    posted = rows.length;
    lastPost = performance.now();
  };

  const began = performance.now();
  for await (const row of drive({ experiment, params, seeds, done: rows.length, mnist })) {
    rows.push(row);
    const now = performance.now();
    if (now - lastPost >= POST_EVERY_MS) flush();
    if (now - lastListen < LISTEN_EVERY_MS) continue;
    await nextTask();
    if (cancelled) break;
    lastListen = performance.now();
  }
  const tensors = tensorCount() - before;
  if (cancelled) {
    post({ type: 'cancelled', tensors });
    return;
  }
  const ms = performance.now() - began;
  flush();
  post({
    type: 'done',
    verdicts: judge(experiment.claims, rows, params),
    summary: experiment.summary(rows, params),
    transcript: experiment.transcript?.(params, seeds[0]) ?? [],
    ms,
    tensors,
  });
}

/** Lets a waiting message (a cancel) in; a timer would cost 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
