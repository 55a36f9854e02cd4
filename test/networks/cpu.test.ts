/** The same core on plain JavaScript, the backend that is always there: every kernel it needs is registered. */
import { beforeAll, expect, test } from 'vitest';
import { adam, sgd, startAt } from '../../src/networks/optimizers.ts';
import { lossAndGradient, trainingStep } from '../../src/networks/training.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';
import { distance, max_norm, nets, rebuild, steps, tensorsOf } from './nets.ts';

beforeAll(async () => {
  await startInNode('cpu');
});

/** As in dense.test.ts and optimizers.test.ts. */
const [GRADIENT, TRAINED] = [1e-5, 1e-4];

test.each(nets)('$name', async (net) => {
  const before = tensorCount();
  const rebuilt = rebuild(net);
  const { flat, input, wanted } = tensorsOf(rebuilt);
  const { terms, gradient } = lossAndGradient(tf, rebuilt, flat, input, wanted);
  expect(distance(await gradient.data<'float32'>(), net.gradient)).toBeLessThan(GRADIENT);
  for (const [name, recipe] of [
    ['adam', { ...rebuilt, optimizer: adam() }],
    ['sgd, clipped', { ...rebuilt, optimizer: sgd({ lr: 0.1 }), max_norm }],
  ] as const) {
    let state = startAt(tf.clone(flat));
    for (let i = 0; i < steps; i++) {
      const { state: next, ...rest } = trainingStep(tf, recipe, state, input, wanted);
      tf.dispose([state, rest]);
      state = next;
    }
    expect(distance(await state.parameters.data<'float32'>(), net.after[name].parameters)).toBeLessThan(
      TRAINED,
    );
    tf.dispose(state);
  }
  tf.dispose([flat, input, wanted, terms, gradient]);
  expect(tensorCount(), 'tensors left behind').toBe(before);
});
