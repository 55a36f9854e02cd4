/** The choice of a backend: webgpu, else wasm, else cpu, each tried and proved before it is used. */
import { backend as currentBackend, enableProdMode, engine, memory, setBackend } from '@tensorflow/tfjs-core';
import { type BackendName, backendNames } from './protocol.ts';
import { selfCheck } from './self-check.ts';

export interface Backend {
  name: BackendName;
  /** Largest relative error of the self-check. */
  agreement: number;
  /** Backends that were tried first, and why they were left. */
  skipped: { name: BackendName; reason: string }[];
  /** Resolves with the reason when the device is lost; never on a backend without one. */
  lost: Promise<string>;
}

export interface Choice {
  /** Tried first, and with a software adapter if there is no other. */
  asked?: BackendName;
  /** Try nothing else. */
  only?: boolean;
  /** Where the wasm binaries lie; not needed in Node. */
  binaries?(): Promise<{ simd: string; plain: string }>;
}

/**
 * Starts the best backend there is. A worker or process does this once: tfjs does not switch reliably
 * (tensorflow/tfjs#5831).
 * @throws Error when none passes, with the reason of each.
 */
export async function startBackend({ asked, only = false, binaries }: Choice = {}): Promise<Backend> {
  // tfjs advertises a package of its own on Node otherwise.
  enableProdMode();
  const order = only && asked ? [asked] : [...new Set([...(asked ? [asked] : []), ...backendNames])];
  const skipped: Backend['skipped'] = [];
  for (const name of order) {
    try {
      if (name === 'webgpu') await requireAdapter({ software: asked === 'webgpu' });
      await load(name, binaries);
      // setBackend answers false, or throws, and leaves getBackend() at the name that failed: only its answer counts.
      if (!(await setBackend(name))) throw new Error('it did not start');
      const { agreement, problem } = await selfCheck();
      if (problem) throw new Error(problem);
      return { name, agreement, skipped, lost: deviceLost(name) };
    } catch (error) {
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new Error(
    `no backend works here: ${skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}`,
  );
}

/** Tensors alive now. */
export function tensorCount(): number {
  return memory().numTensors;
}

/** Runs `body` and disposes of every tensor it leaves, however it ends; awaits are allowed inside. */
export function openScope(name: string): { close(): void } {
  engine().startScope(name);
  return { close: () => engine().endScope() };
}

async function load(name: BackendName, binaries: Choice['binaries']): Promise<void> {
  if (name === 'webgpu') {
    await import('./backends/webgpu.ts');
  } else if (name === 'wasm') {
    const { useBinaries } = await import('./backends/wasm.ts');
    if (binaries) useBinaries(await binaries());
  } else {
    await import('./backends/cpu.ts');
  }
}

/** A software adapter is ten to a hundred times slower than wasm: left, unless it was asked for. */
async function requireAdapter({ software }: { software: boolean }): Promise<void> {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) throw new Error('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('there is no graphics adapter');
  const { isFallbackAdapter } = adapter.info as GPUAdapterInfo & { isFallbackAdapter?: boolean };
  if (isFallbackAdapter && !software) throw new Error('its adapter is software');
}

/** tfjs watches neither device.lost nor errors; after a loss everything fails until a new worker starts. */
function deviceLost(name: BackendName): Promise<string> {
  if (name !== 'webgpu') return new Promise(() => {});
  const { device } = currentBackend() as unknown as { device: GPUDevice };
  return device.lost.then(({ message, reason }) => message || String(reason));
}
