/** `lab init` and `lab layer`: the numbers that PyTorch would draw, as it prints them, or as JSON for a program. */
import { makeParameters, readLayer } from '../initializers/layers/layer.ts';
import { findInitializer, readArguments, readShape } from '../initializers/registry.ts';
import { printParameter, printTensor } from '../lab/print-tensor.ts';
import { RuntimeError, ValueError } from '../random/errors.ts';
import { Generator } from '../random/torch.ts';
import { type DrawOptions, UsageError } from './arguments.ts';
import { write, writeText } from './print.ts';

/** @returns the exit code, 0. */
export async function drawInitializer({ what, shape, args, seed, json }: DrawOptions): Promise<number> {
  const values = refused(() => {
    const { fill } = findInitializer(what);
    const size = readShape(shape);
    return fill(new Float32Array(size), shape, new Generator(seed), readArguments(what, args));
  });
  if (json) await writeJson({ shape }, values);
  else await write(printTensor(values, shape));
  return 0;
}

/** @returns the exit code, 0. */
export async function drawLayer({ what, seed, json }: DrawOptions): Promise<number> {
  const parameters = refused(() => makeParameters(readLayer(what), new Generator(seed)));
  for (const { name, shape, values } of parameters) {
    if (json) await writeJson({ name, shape }, values);
    else await write(`${name} ${printParameter(values, shape)}`);
  }
  if (parameters.length === 0) console.error('lab: this layer has no parameters.');
  return 0;
}

/** What PyTorch would refuse is an argument that cannot be used; any other error is ours. */
function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ValueError || error instanceof RuntimeError || error instanceof TypeError) {
      throw new UsageError(`${error.name}: ${error.message}`);
    }
    throw error;
  }
}

/** Numbers in one piece of text: the values of a large layer would not fit in a string. */
const PIECE = 20_000;

async function writeJson(head: { name?: string; shape: readonly number[] }, values: Float32Array) {
  await writeText(`${JSON.stringify(head).slice(0, -1)},"values":[`);
  for (let at = 0; at < values.length; at += PIECE) {
    await writeText(`${at > 0 ? ',' : ''}${values.subarray(at, at + PIECE).join()}`);
  }
  await write(']}');
}
