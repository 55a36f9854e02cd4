/** Linear, Bilinear and Identity. */
import { kaimingUniform, uniform } from './draws.ts';
import { flag, size } from './kinds.ts';
import { type Made, type Named, slot } from './made.ts';
import { type Definition, define, optional, required } from './signature.ts';

/** A Linear: weight [out, in], both parameters uniform on ±1/√in. */
export function linear(inputs: number, outputs: number, hasBias: boolean): Made {
  const weight = slot(outputs, inputs);
  return withBias({ name: 'weight', slot: weight }, outputs, hasBias, 1 / Math.sqrt(inputs));
}

/** A weight by kaiming_uniform_(a = √5), and then a bias on ±bound; so do Linear and the convolutions. */
export function withBias(weight: Named, outputs: number, hasBias: boolean, bound: number): Made {
  const draw = kaimingUniform(weight.slot);
  if (!hasBias) return { parameters: [weight], draws: [draw] };
  const bias = slot(outputs);
  return {
    parameters: [weight, { name: 'bias', slot: bias }],
    draws: [draw, uniform(bias, bound)],
  };
}

export const linears: Definition[] = [
  define(
    'Linear',
    { in_features: required(size), out_features: required(size), bias: optional(flag, true) },
    ({ in_features, out_features, bias }) => linear(in_features, out_features, bias),
  ),
  define(
    'Bilinear',
    {
      in1_features: required(size),
      in2_features: required(size),
      out_features: required(size),
      bias: optional(flag, true),
    },
    ({ in1_features, in2_features, out_features, bias }) => {
      // Not fan_in, which is in1 · in2: the bound goes by the first input alone.
      const bound = 1 / Math.sqrt(in1_features);
      const parameters = [{ name: 'weight', slot: slot(out_features, in1_features, in2_features) }];
      if (bias) parameters.push({ name: 'bias', slot: slot(out_features) });
      return { parameters, draws: parameters.map((parameter) => uniform(parameter.slot, bound)) };
    },
  ),
  { ...define('Identity', {}, () => ({ parameters: [], draws: [] })), takesAnything: true },
];
