/** What a freshly made PyTorch layer holds: its code read, its parameters named, counted and drawn as PyTorch 1.13 does. */
import { ValueError } from '../../random/errors.ts';
import type { Generator } from '../../random/torch.ts';
import { calculate_fans } from '../fans.ts';
import { attentions } from './attention.ts';
import { containers } from './containers.ts';
import { convolutions } from './convolution.ts';
import { type Draw, type Law, numel, type Slot } from './draws.ts';
import { embeddings } from './embedding.ts';
import { type Call, type Expression, parse } from './expression.ts';
import type { Value } from './kinds.ts';
import { linears } from './linear.ts';
import { type Layer, requireFewNumbers, requireFewTensors } from './made.ts';
import { normalizations } from './normalization.ts';
import { parameterless } from './parameterless.ts';
import { recurrents } from './recurrent.ts';
import { construct, type Definition, type Given, signatureText } from './signature.ts';
import { place, quote } from './tokens.ts';

export type { Law } from './draws.ts';
export type { Layer } from './made.ts';

const definitions = new Map<string, Definition>(
  [linears, convolutions, recurrents, embeddings, normalizations, attentions, containers, parameterless]
    .flat()
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((definition) => [definition.name, definition]),
);

/** All layers known, by alphabet, each with its arguments: { name: 'nn.ReLU', signature: 'nn.ReLU(inplace=False)' }. */
export const knownLayers: readonly { name: string; signature: string }[] = [...definitions.values()].map(
  (definition) => ({
    name: definition.name,
    signature: `${definition.name}(${signatureText(definition)})`,
  }),
);

/** A parameter of a layer as `named_parameters()` gives it. */
export interface Parameter {
  name: string;
  shape: number[];
  /** Row by row. */
  values: Float32Array;
  /** How the numbers were drawn, or set. */
  law: Law;
  /** As torch.nn.init counts them; absent for fewer than two dimensions. */
  fan_in?: number;
  fan_out?: number;
}

/**
 * Reads a layer written as PyTorch code, `nn.Linear(10, 5, bias=False)`; nothing is run and nothing drawn. Arguments are
 * those of PyTorch 1.13's constructors without device and dtype.
 * @throws ValueError for code that cannot be read, unknown layers, sizes below 1 or beyond 2^26 numbers in all, and
 * what PyTorch refuses; TypeError for missing, extra and unknown arguments, and values of the wrong type.
 */
export function readLayer(code: string): Layer {
  if (typeof code !== 'string') {
    throw new TypeError(
      `readLayer: the code is a ${typeof code}; allowed is a string as 'nn.Linear(10, 5)'.`,
    );
  }
  const value = evaluate(parse(code), code);
  if (value.kind !== 'layer') {
    throw new ValueError(
      `${quote(value.text)} is no layer; expected one with its arguments, as nn.Linear(10, 5).`,
    );
  }
  return value.layer;
}

/** The parameters' names and shapes, in the order of `named_parameters()`; nothing is drawn. */
export function parameterShapes(layer: Layer): { name: string; shape: number[] }[] {
  return layer.parameters.map(({ name, slot }) => ({ name, shape: [...slot.shape] }));
}

/**
 * Draws the layer's parameters from `generator`, in PyTorch's order of drawing; they come in that of
 * `named_parameters()`. Uniforms are exact to 1 ulp of float32, normals to 2e-6 standard deviations; the stream then
 * stands where PyTorch's does.
 */
export function makeParameters(layer: Layer, generator: Generator): Parameter[] {
  const tensors = new Map<Slot, Float32Array>();
  const last = new Map<Slot, Draw>();
  for (const draw of layer.draws) {
    const tensor = tensors.get(draw.slot) ?? new Float32Array(numel(draw.slot.shape));
    draw.fill(tensor, generator);
    tensors.set(draw.slot, tensor);
    last.set(draw.slot, draw);
  }
  const given = new Set<Slot>();
  return layer.parameters.map(({ name, slot }) => {
    const tensor = tensors.get(slot);
    const draw = last.get(slot);
    if (!tensor || !draw) throw new Error(`${layer.name}: nothing fills ${name}.`);
    // Copies of a layer hold the same numbers, each in an array of its own.
    const values = given.has(slot) ? tensor.slice() : tensor;
    given.add(slot);
    const shape = [...slot.shape];
    return { name, shape, values, law: draw.law, ...(shape.length > 1 && calculate_fans(shape)) };
  });
}

/** From the inside out and from left to right, as Python makes arguments before what they are given to. */
function evaluate(tree: Expression, source: string): Value {
  if (tree.kind === 'call')
    return { kind: 'layer', layer: called(tree, source), text: tree.text, at: tree.at };
  if ('items' in tree) {
    return { ...tree, items: tree.items.map((item) => evaluate(item, source)) };
  }
  if (tree.kind === 'name' && definitionOf(tree.text)) {
    throw new TypeError(
      `${place(source, tree.at)}: ${tree.text} is not made yet; write it with its arguments, ${tree.text}(...).`,
    );
  }
  return tree;
}

function called(call: Call, source: string): Layer {
  const definition = definitionOf(call.path);
  if (!definition) throw unknownLayer(call, source);
  const given: Given[] = [];
  const draws: Draw[][] = [];
  let steps = 0;
  for (const { keyword, value: tree } of call.arguments) {
    const value = evaluate(tree, source);
    given.push({ keyword, value });
    const drawn = drawsOf(value);
    draws.push(drawn);
    steps += drawn.length;
    // Half of them, for some parameters are filled twice.
    requireFewTensors(Math.ceil(steps / 2), definition.name);
  }
  const made = construct(definition, given);
  const layer = { name: definition.name, ...made, draws: [...draws.flat(), ...made.draws] };
  requireFewNumbers(layer);
  return layer;
}

/** What the layers in a value have drawn, used or not. */
function drawsOf(value: Value): Draw[] {
  if (value.kind === 'layer') return value.layer.draws;
  return 'items' in value ? value.items.flatMap(drawsOf) : [];
}

const definitionOf = (path: string) => definitions.get(path.replace(/^torch\./, ''));

function unknownLayer({ path, at }: Call, source: string): ValueError {
  const word = path.replace(/^(?:torch\.)?nn\./, '');
  const wanted = word.toLowerCase();
  const all = [...definitions.keys()].map((name) => name.slice('nn.'.length));
  const meant =
    all.find((name) => name.toLowerCase() === wanted) ??
    all.find((name) => isNear(name.toLowerCase(), wanted));
  const advice = meant
    ? `did you mean nn.${meant}?`
    : `allowed are nn. or torch.nn. and one of ${all.join(', ')}.`;
  return new ValueError(`${place(source, at)}: ${quote(path)} is no layer known here; ${advice}`);
}

/** Whether one letter more, less or other, or two exchanged, makes one word of the other. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return Math.max(x.length, y.length) <= 1 || (x.length === 2 && x === y[1] + y[0]);
}
