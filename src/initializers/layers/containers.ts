/** Layers made of layers: Sequential, ModuleList, and stacks of copies. */
import { type Activation, activation, type Block, block } from './attention.ts';
import { xavierUniform } from './draws.ts';
import { flag, layer, nullable, probability, real, several, size } from './kinds.ts';
import { type Layer, type Made, type Named, requireFewTensors, slot, within } from './made.ts';
import { onesAndZeros } from './normalization.ts';
import { type Definition, define, optional, required } from './signature.ts';

/** Layers under their numbers; what they draw, they drew as arguments. */
const numbered = (layers: Layer[]): Made => ({
  parameters: layers.flatMap((part, i) => within(String(i), part)),
  draws: [],
});

/** `count` deep copies of one layer, and a norm: nothing is drawn anew, so all copies hold the same numbers. */
function copies(
  original: Pick<Made, 'parameters'>,
  count: number,
  norm: Pick<Made, 'parameters'> | null,
  name: string,
): Named[] {
  requireFewTensors(count * Math.max(1, original.parameters.length), name);
  return [
    ...Array.from({ length: count }, (_, i) => within(`layers.${i}`, original)).flat(),
    ...(norm ? within('norm', norm) : []),
  ];
}

interface Whole extends Block {
  num_encoder_layers: number;
  num_decoder_layers: number;
  custom_encoder: Layer | null;
  custom_decoder: Layer | null;
}

/** One half of a transformer: copies of a layer that has drawn once, and a norm; or the layer that was given. */
function half(kind: 'encoder' | 'decoder', args: Whole, name: string): Made {
  const custom = args[`custom_${kind}`];
  // What it draws, it drew as an argument.
  if (custom) return { parameters: within(kind, custom), draws: [] };
  const original = block(kind, args, name);
  const norm = onesAndZeros([args.d_model]);
  const parameters = copies(original, args[`num_${kind}_layers`], norm, name);
  return { parameters: within(kind, { parameters }), draws: [...original.draws, ...norm.draws] };
}

/**
 * At the end nn.Transformer draws every parameter of two or more dimensions anew by Xavier's uniform. Biases stay as
 * they were: the same in all copies.
 */
function transformer(args: Whole, name: string): Made {
  const halves = [half('encoder', args, name), half('decoder', args, name)];
  const parameters = halves
    .flatMap((made) => made.parameters)
    .map((parameter) =>
      parameter.slot.shape.length > 1 ? { ...parameter, slot: slot(...parameter.slot.shape) } : parameter,
    );
  const anew = parameters.filter((parameter) => parameter.slot.shape.length > 1);
  return {
    parameters,
    draws: [
      ...halves.flatMap((made) => made.draws),
      ...anew.map((parameter) => xavierUniform(parameter.slot)),
    ],
  };
}

export const containers: Definition[] = [
  {
    name: 'nn.Sequential',
    signature: {},
    rest: layer,
    make: (_, layers) => numbered(layers as Layer[]),
  },
  define('ModuleList', { modules: optional(nullable(several(layer)), null) }, ({ modules }) =>
    numbered(modules ?? []),
  ),
  define(
    'TransformerEncoder',
    {
      encoder_layer: required(layer),
      num_layers: required(size),
      norm: optional(nullable(layer), null),
      enable_nested_tensor: optional(flag, true),
      mask_check: optional(flag, true),
    },
    ({ encoder_layer, num_layers, norm }, name) => ({
      parameters: copies(encoder_layer, num_layers, norm, name),
      draws: [],
    }),
  ),
  define(
    'TransformerDecoder',
    { decoder_layer: required(layer), num_layers: required(size), norm: optional(nullable(layer), null) },
    ({ decoder_layer, num_layers, norm }, name) => ({
      parameters: copies(decoder_layer, num_layers, norm, name),
      draws: [],
    }),
  ),
  define(
    'Transformer',
    {
      d_model: optional(size, 512),
      nhead: optional(size, 8),
      num_encoder_layers: optional(size, 6),
      num_decoder_layers: optional(size, 6),
      dim_feedforward: optional(size, 2048),
      dropout: optional(probability, 0.1),
      activation: optional<Activation>(activation, 'F.relu', 'F.relu'),
      custom_encoder: optional(nullable(layer), null),
      custom_decoder: optional(nullable(layer), null),
      layer_norm_eps: optional(real, 1e-5, '1e-05'),
      batch_first: optional(flag, false),
      norm_first: optional(flag, false),
    },
    transformer,
  ),
];
