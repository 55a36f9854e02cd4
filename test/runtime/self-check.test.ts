/** A backend that lies is found out: each kernel is replaced by a wrong one, and the self-check says what is wrong. */
import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import { selfCheck, TOLERANCE } from '../../src/runtime/self-check.ts';

let original: KernelConfig | undefined;

beforeAll(async () => {
  await startInNode('cpu');
});

afterEach(() => {
  if (original) replace(original);
  original = undefined;
});

function replace(kernel: KernelConfig): void {
  unregisterKernel(kernel.kernelName, kernel.backendName);
  registerKernel(kernel);
}

/** Changes every value that a kernel gives. */
function spoil(kernelName: string, change: (value: number) => number): void {
  const honest = getKernel(kernelName, 'cpu');
  original = honest;
  replace({
    ...honest,
    kernelFunc: (options) => {
      const result = honest.kernelFunc(options);
      const [info] = Array.isArray(result) ? result : [result];
      const backend = options.backend as unknown as { data: { get(id: object): { values: Float32Array } } };
      const data = backend.data.get(info.dataId);
      data.values = data.values.map(change);
      return result;
    },
  });
}

test('an honest backend agrees with float64 to rounding, and the check leaves no tensor', async () => {
  const before = tensorCount();
  const { agreement, problem } = await selfCheck();
  expect(problem).toBeUndefined();
  expect(agreement).toBeGreaterThan(0);
  expect(agreement).toBeLessThan(TOLERANCE / 10);
  expect(tensorCount()).toBe(before);
});

test.each([
  ['wrong values', 'Sigmoid', (value: number) => value * 1.0001, 'its numbers are off by'],
  ['zero products, so zero gradients', 'Multiply', () => 0, 'its numbers are off by'],
  ['a lost NaN', 'Multiply', (value: number) => (Number.isNaN(value) ? 0 : value), 'it loses NaN'],
  [
    'a lost infinity',
    'Multiply',
    (value: number) => (Math.abs(value) === Infinity ? Math.sign(value) * 3.4e38 : value),
    'it loses infinity',
  ],
])('%s', async (_, kernel, change, problem) => {
  spoil(kernel, change);
  const found = (await selfCheck()).problem;
  expect(found).toContain(problem);
});
