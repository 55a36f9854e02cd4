/** For test files that make tensors: starts a backend once, and lets no test leave a tensor behind. */
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';

export function onBackend(name: BackendName): void {
  let before: number;
  beforeAll(async () => {
    await startInNode(name);
  });
  beforeEach(() => {
    before = tensorCount();
  });
  afterEach(() => {
    expect(tensorCount(), 'tensors left behind').toBe(before);
  });
}
