/**
 * Many small nets with one hidden layer each, as one: their hidden units stand side by side, and each output sees those of
 * its own net only. A step then costs a dozen kernels, however many nets there are.
 */
import type { LayerActivation } from './activations.ts';
import { denseLayout, type Layout, layerViews } from './layout.ts';

export interface SmallNets {
  nets: number;
  inputs: number;
  hidden: number;
  activation: LayerActivation;
}

export interface JoinedNets {
  /** `nets` times as many hidden units, and an output a net. */
  layout: Layout;
  /** The flat parameters: weights as drawn, 0 between nets, biases at 0. */
  initial: Float32Array;
  /**
   * What `withRates` needs so that the nets stay apart, and so that each descends its own loss where the loss is the mean over
   * all outputs: 0 between nets, else their number.
   */
  rates: Float32Array;
}

/** @param draw weights [fan_out, fan_in]: of each net the hidden layer's, then the output's. */
export function joinNets(
  { nets, inputs, hidden, activation }: SmallNets,
  draw: (shape: readonly [fan_out: number, fan_in: number]) => Float32Array,
): JoinedNets {
  const layout = denseLayout({ widths: [inputs, nets * hidden, nets], activation });
  const initial = new Float32Array(layout.size);
  const rates = new Float32Array(layout.size).fill(nets);
  const [below, above] = layerViews(layout, initial);
  const outputs = layerViews(layout, rates)[1].weight.fill(0);
  for (let net = 0; net < nets; net++) {
    below.weight.set(draw([hidden, inputs]), net * hidden * inputs);
    const own = net * nets * hidden + net * hidden;
    above.weight.set(draw([1, hidden]), own);
    outputs.fill(nets, own, own + hidden);
  }
  return { layout, initial, rates };
}
