/** What a click costs: bytes still to load, read from the build's own account, and seconds. */
import type { BackendName } from '../../src/runtime/protocol.ts';

/** Gzipped bytes of each file that a run needs, by experiment and backend; written by the build (src/book/costs.ts). */
export type Costs = Record<string, Record<BackendName, Record<string, number>>>;

let costs: Promise<Costs | undefined> | undefined;
let likely: Promise<BackendName> | undefined;
/** Files that runs on this page have loaded. */
const loaded = new Set<string>();

/** Files that a run needs besides those of the build's account, with their bytes. */
export type More = Readonly<Record<string, number>> | undefined;

/** Bytes still to load, or undefined when the build's account cannot be had. */
export async function bytesToLoad(
  base: string,
  id: string,
  asked: BackendName | undefined,
  more: More,
): Promise<number | undefined> {
  const files = await filesFor(base, id, asked);
  if (!files) return undefined;
  return Object.entries({ ...files, ...more }).reduce(
    (sum, [file, bytes]) => sum + (loaded.has(file) ? 0 : bytes),
    0,
  );
}

export async function markLoaded(base: string, id: string, backend: BackendName, more: More): Promise<void> {
  for (const file of Object.keys({ ...(await filesFor(base, id, backend)), ...more })) loaded.add(file);
}

async function filesFor(base: string, id: string, asked?: BackendName) {
  costs ??= fetch(`${base}costs.json`).then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  );
  likely ??= likelyBackend();
  return (await costs)?.[id]?.[asked ?? (await likely)];
}

/** The worker decides after its self-check; this is what it will try first. */
async function likelyBackend(): Promise<BackendName> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  const info = adapter?.info as (GPUAdapterInfo & { isFallbackAdapter?: boolean }) | undefined;
  return info && !info.isFallbackAdapter ? 'webgpu' : 'wasm';
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 0.095) return '<0.1 s';
  return seconds < 9.5 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
