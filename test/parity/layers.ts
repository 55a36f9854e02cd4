/** Freshly made layers against PyTorch's own: names, shapes and every parameter's numbers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Law, makeParameters, readLayer } from '../../src/initializers/layers/layer.ts';
import { Generator } from '../../src/random/torch.ts';
import {
  type Agreement,
  compare,
  exact,
  normal32,
  oneUlp,
  type Packed,
  type Tolerance,
} from './agreement.ts';

export interface LayerCase {
  layer: string;
  seed: number;
  params: (Packed & { name: string })[];
  next_rand: Packed;
}

export interface Fixture {
  torch: string;
  cases: LayerCase[];
  bad: { layer: string; error: string; text: string }[];
  signatures: Record<string, { arguments: string[]; required: string[] }>;
}

export const fixture: Fixture = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/layers.json'), 'utf8'),
);

/** Set numbers are the same; drawn ones have roundings, of a normal's in proportion to its deviation. */
function toleranceOf(law: Law): Tolerance {
  if (law.kind === 'constant') return exact;
  return law.kind === 'uniform' ? oneUlp : normal32(law.std);
}

/**
 * One entry a case and tolerance; a case without parameters gives one of no numbers.
 * @throws Error when names, shapes or the two numbers drawn next are not PyTorch's.
 */
export function agreements(): Agreement[] {
  return fixture.cases.flatMap(agreementsOf);
}

function agreementsOf({ layer: code, seed, params, next_rand }: LayerCase): Agreement[] {
  const layer = readLayer(code);
  const call = `torch.manual_seed(${seed}); ${code.replace(/#.*/g, '').replace(/\s+/g, ' ').trim()}`;
  const generator = new Generator(seed);
  const parameters = makeParameters(layer, generator);
  const described = (all: { name: string; shape: number[] }[]) =>
    all.map(({ name, shape }) => `${name} [${shape}]`).join(', ');
  if (described(parameters) !== described(params)) {
    throw new Error(`${call}: ${described(parameters)}; PyTorch has ${described(params)}.`);
  }
  const next = generator.rand(2);
  if (!next_rand.values?.every((value, i) => value === next[i])) {
    throw new Error(`${call}: the next numbers are ${next}; PyTorch's are ${next_rand.values}.`);
  }
  const joined = new Map<string, Agreement>();
  const join = (compared: Omit<Agreement, 'of' | 'call'>) => {
    const { tolerance, numbers, deviation, share } = compared;
    const before = joined.get(tolerance) ?? { numbers: 0, deviation: 0, share: 0 };
    joined.set(tolerance, {
      of: layer.name,
      call,
      numbers: before.numbers + numbers,
      deviation: Math.max(before.deviation, deviation),
      share: Math.max(before.share, share),
      tolerance,
    });
  };
  if (params.length === 0) join({ numbers: 0, deviation: 0, share: 0, tolerance: exact.says });
  params.forEach((wanted, i) => {
    const { values, law } = parameters[i];
    try {
      join(compare(values, wanted, toleranceOf(law)));
    } catch (error) {
      throw new Error(`${call}, ${wanted.name}: ${(error as Error).message}`, { cause: error });
    }
  });
  return [...joined.values()];
}
