/** The loss of a single logit where it is hard; its values in nets that train are in default-learns.test.ts. */
import { expect, test } from 'vitest';
import { binary_cross_entropy_with_logits } from '../../src/networks/losses.ts';
import * as tf from '../../src/runtime/tf.ts';
import { onBackend } from '../runtime/on-backend.ts';
import { read } from './nets.ts';

onBackend('wasm');

test('logits whose exponentials leave float32, and labels between', async () => {
  const logits = tf.tensor2d([200, -200, 0, 1.5, -200], [5, 1]);
  const target = tf.tensor2d([0, 0, 1, 0.25, 1], [5, 1]);
  const { terms, gradient } = binary_cross_entropy_with_logits(tf, logits, target);
  const [losses, slopes] = await read([terms, gradient]);
  // torch.nn.functional.binary_cross_entropy_with_logits(..., reduction='none')
  const wanted = [200, 0, Math.LN2, 1.3264133, 200];
  // ln(1 + e^-|x|) is near 1 at most: a few roundings of that, or of the logit.
  wanted.forEach((loss, i) => {
    expect(Math.abs(losses[i] - loss)).toBeLessThan(4 * 2 ** -24 * Math.max(1, loss));
  });
  const sigmoid = 1 / (1 + Math.exp(-1.5));
  [1, 0, -0.5, sigmoid - 0.25, -1].forEach((slope, i) => {
    expect(Math.abs(5 * slopes[i] - slope)).toBeLessThan(4 * 2 ** -24);
  });
  tf.dispose([logits, target, terms, gradient]);
});
