/** Backends in Node: wasm and cpu as they are; webgpu through the optional package `webgpu`. */
import { type Backend, startBackend } from './backends.ts';
import type { BackendName } from './protocol.ts';

/** @throws Error when that backend is not there, saying what it needs. */
export async function startInNode(name: BackendName): Promise<Backend> {
  if (name === 'webgpu') await provideWebGpu();
  return startBackend({ asked: name, only: true });
}

async function provideWebGpu(): Promise<void> {
  // Not a dependency, so the compiler must not look for it.
  const dawn = 'webgpu';
  const loaded = await import(dawn).catch(() => undefined);
  if (!loaded) throw new Error('webgpu in Node needs an optional package: npm install --no-save webgpu');
  Object.assign(globalThis, loaded.globals);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: loaded.create([]), configurable: true });
}
