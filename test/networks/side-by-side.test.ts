/** Small nets trained as one, against each trained by itself. */
import { beforeAll, expect, test } from 'vitest';
import { descend } from '../../src/networks/descent.ts';
import { denseLayout } from '../../src/networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../../src/networks/losses.ts';
import { sgd } from '../../src/networks/optimizers.ts';
import { withRates } from '../../src/networks/rates.ts';
import { joinNets } from '../../src/networks/side-by-side.ts';
import { Generator } from '../../src/random/torch.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { startInNode } from '../../src/runtime/node.ts';
import * as tf from '../../src/runtime/tf.ts';

beforeAll(async () => {
  await startInNode('cpu');
});

const read = async (tensors: { data(): Promise<unknown> }[]) =>
  Promise.all(tensors.map(async (tensor) => (await tensor.data()) as Float32Array));

test('each ends where it would have ended alone', async () => {
  const [nets, inputs, hidden, points, steps, lr] = [3, 4, 5, 8, 20, 0.5];
  const rng = new Generator(6);
  const before = tensorCount();
  const x = tf.tensor2d(rng.randn(points * inputs), [points, inputs]);
  const labels = rng.randint(0, 2, points);
  const drawn: Float32Array[] = [];
  const joined = joinNets({ nets, inputs, hidden, activation: 'tanh' }, ([rows, columns]) => {
    drawn.push(rng.randn(rows * columns));
    return drawn[drawn.length - 1];
  });
  const parametersOf = async (
    recipe: Parameters<typeof descend>[1],
    initial: Float32Array,
    columns: number,
  ) => {
    const target = tf.tensor2d(
      Float32Array.from({ length: points * columns }, (_, i) => labels[Math.floor(i / columns)]),
      [points, columns],
    );
    let last = new Float32Array();
    const look = ({ parameters }: { parameters: ReturnType<typeof tf.tensor1d> }, step: number) =>
      step === steps ? [tf.clone(parameters)] : [];
    for await (const { values } of descend({ tf, read } as never, recipe, {
      initial,
      x,
      target,
      steps,
      look,
    })) {
      last = Float32Array.from(values[0]);
    }
    tf.dispose(target);
    return last;
  };
  const loss = binary_cross_entropy_with_logits;
  const together = await parametersOf(
    { layout: joined.layout, loss, optimizer: withRates(sgd({ lr }), joined.rates) },
    joined.initial,
    nets,
  );
  const [below, above] = joined.layout.layers;
  for (let net = 0; net < nets; net++) {
    const layout = denseLayout({ widths: [inputs, hidden, 1], activation: 'tanh' });
    const initial = new Float32Array(layout.size);
    initial.set(drawn[2 * net], layout.layers[0].weightAt);
    initial.set(drawn[2 * net + 1], layout.layers[1].weightAt);
    const alone = await parametersOf({ layout, loss, optimizer: sgd({ lr }) }, initial, 1);
    const own = [
      ...together.subarray(
        below.weightAt + net * hidden * inputs,
        below.weightAt + (net + 1) * hidden * inputs,
      ),
      ...together.subarray(Number(below.biasAt) + net * hidden, Number(below.biasAt) + (net + 1) * hidden),
      ...together.subarray(
        above.weightAt + net * (nets + 1) * hidden,
        above.weightAt + (net * (nets + 1) + 1) * hidden,
      ),
      together[Number(above.biasAt) + net],
    ];
    // Twenty steps, each rounded: 1e-7 of the parameters, which are about one, a step.
    own.forEach((value, i) => {
      expect(Math.abs(value - alone[i])).toBeLessThan(1e-5);
    });
  }
  // Between the nets nothing has grown.
  const between = [...together.subarray(above.weightAt, above.weightAt + nets * nets * hidden)].filter(
    (_, i) => Math.floor(i / (nets * hidden)) !== Math.floor((i % (nets * hidden)) / hidden),
  );
  expect(between.every((value) => value === 0)).toBe(true);
  tf.dispose(x);
  expect(tensorCount()).toBe(before);
});
