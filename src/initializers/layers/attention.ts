/** MultiheadAttention and the two layers of a transformer. */
import { constant, type Draw, xavierNormal, xavierUniform } from './draws.ts';
import { either, flag, type Kind, layer, nullable, probability, real, size, text } from './kinds.ts';
import { linear } from './linear.ts';
import { type Layer, type Made, type Named, slot, within } from './made.ts';
import { onesAndZeros } from './normalization.ts';
import { type Definition, define, optional, refused, required } from './signature.ts';
import { clip } from './tokens.ts';

interface Attention {
  embed_dim: number;
  num_heads: number;
  bias?: boolean;
  add_bias_kv?: boolean;
  kdim?: number | null;
  vdim?: number | null;
}

/**
 * First out_proj is made, and draws what any Linear draws; then comes the attention's own: Xavier's uniform for one
 * matrix of q, k and v, or for three where their widths differ, and both biases back to zero.
 */
function attention(args: Attention, name: string): Made {
  const { embed_dim, num_heads, bias = true, add_bias_kv = false } = args;
  if (embed_dim % num_heads !== 0) {
    throw refused(
      name,
      `embed_dim must be divisible by num_heads, found embed_dim=${embed_dim} and num_heads=${num_heads}`,
      'a divisor',
    );
  }
  const kdim = args.kdim ?? embed_dim;
  const vdim = args.vdim ?? embed_dim;
  const weights: Named[] =
    kdim === embed_dim && vdim === embed_dim
      ? [{ name: 'in_proj_weight', slot: slot(3 * embed_dim, embed_dim) }]
      : [
          { name: 'q_proj_weight', slot: slot(embed_dim, embed_dim) },
          { name: 'k_proj_weight', slot: slot(embed_dim, kdim) },
          { name: 'v_proj_weight', slot: slot(embed_dim, vdim) },
        ];
  const inBias: Named[] = bias ? [{ name: 'in_proj_bias', slot: slot(3 * embed_dim) }] : [];
  const keyValue: Named[] = add_bias_kv
    ? ['bias_k', 'bias_v'].map((key) => ({ name: key, slot: slot(1, 1, embed_dim) }))
    : [];
  const out = linear(embed_dim, embed_dim, bias);
  const zeroed = [...inBias, ...out.parameters.filter((parameter) => parameter.name === 'bias')];
  return {
    parameters: [...weights, ...inBias, ...keyValue, ...within('out_proj', out)],
    draws: [
      ...out.draws,
      ...weights.map((weight) => xavierUniform(weight.slot)),
      ...zeroed.map((parameter) => constant(parameter.slot, 0)),
      ...keyValue.map((parameter) => xavierNormal(parameter.slot)),
    ],
  };
}

/** A module of its own in the layer, or the name of a function. */
export type Activation = Layer | string;

/** relu and gelu as words, as functions, or any layer; a layer's parameters become the last of the whole. */
export const activation: Kind<Activation> = {
  ...either(layer, text),
  says: "'relu', 'gelu', F.relu, F.gelu or a layer",
  fits: (value) =>
    value.kind === 'layer' ||
    value.kind === 'str' ||
    (value.kind === 'name' && /^(?:(?:torch\.)?nn\.functional|F)\.(?:relu|gelu)$/.test(value.text)),
  read(value, where) {
    if (value.kind === 'layer') return value.layer;
    if (value.kind !== 'str') return value.text;
    const word = text.read(value, where);
    if (word !== 'relu' && word !== 'gelu') {
      throw refused(where, `activation should be relu/gelu, not ${clip(word)}`, activation.says);
    }
    return word;
  },
};

export interface Block {
  d_model: number;
  nhead: number;
  dim_feedforward: number;
  activation: Activation;
}

/** One layer of an encoder, or, with a second attention, of a decoder: attentions, two Linears, norms. */
export function block(kind: 'encoder' | 'decoder', args: Block, name: string): Made {
  const { d_model, nhead, dim_feedforward } = args;
  const attentions = kind === 'encoder' ? ['self_attn'] : ['self_attn', 'multihead_attn'];
  const norms = kind === 'encoder' ? ['norm1', 'norm2'] : ['norm1', 'norm2', 'norm3'];
  const parts: [string, Made][] = [
    ...attentions.map((part): [string, Made] => [
      part,
      attention({ embed_dim: d_model, num_heads: nhead }, name),
    ]),
    ['linear1', linear(d_model, dim_feedforward, true)],
    ['linear2', linear(dim_feedforward, d_model, true)],
    ...norms.map((part): [string, Made] => [part, onesAndZeros([d_model])]),
  ];
  const own: Named[] = typeof args.activation === 'string' ? [] : within('activation', args.activation);
  return {
    parameters: [...parts.flatMap(([part, made]) => within(part, made)), ...own],
    // An activation with parameters has drawn them before: it is an argument.
    draws: parts.flatMap(([, made]): Draw[] => made.draws),
  };
}

/** The arguments that a whole transformer hands to its layers. */
export const blockOptions = {
  dim_feedforward: optional(size, 2048),
  dropout: optional(probability, 0.1),
  activation: optional<Activation>(activation, 'F.relu', 'F.relu'),
  layer_norm_eps: optional(real, 1e-5, '1e-05'),
  batch_first: optional(flag, false),
  norm_first: optional(flag, false),
};

const blockArguments = { d_model: required(size), nhead: required(size), ...blockOptions };

export const attentions: Definition[] = [
  define(
    'MultiheadAttention',
    {
      embed_dim: required(size),
      num_heads: required(size),
      dropout: optional(probability, 0, '0.0'),
      bias: optional(flag, true),
      add_bias_kv: optional(flag, false),
      add_zero_attn: optional(flag, false),
      kdim: optional(nullable(size), null),
      vdim: optional(nullable(size), null),
      batch_first: optional(flag, false),
    },
    attention,
  ),
  define('TransformerEncoderLayer', blockArguments, (args, name) => block('encoder', args, name)),
  define('TransformerDecoderLayer', blockArguments, (args, name) => block('decoder', args, name)),
];
