/** The initializers, each from its own seed: test/fixtures/initializers.json. */
import { lawOf } from '../../src/initializers/laws.ts';
import { findInitializer, readArguments, readShape } from '../../src/initializers/registry.ts';
import { Generator } from '../../src/random/torch.ts';
import fixture from '../fixtures/initializers.json' with { type: 'json' };
import {
  type Agreement,
  compare,
  exact,
  normal32,
  oneUlp,
  orthogonal32,
  type Packed,
  type Tolerance,
} from './agreement.ts';

export interface Case {
  init: string;
  shape: number[];
  args: Record<string, number | string>;
  seed: number;
  out: Packed & { crc32: number };
  next_rand: number[];
}

export const cases = fixture.cases as unknown as Case[];

/** Fills a tensor as the case says. */
export function play({ init, shape, args, seed }: Pick<Case, 'init' | 'shape' | 'args' | 'seed'>) {
  const generator = new Generator(seed);
  const tensor = new Float32Array(readShape(shape));
  return {
    values: findInitializer(init).fill(tensor, shape, generator, readArguments(init, args)),
    generator,
  };
}

/** What PyTorch's function is called; it has not all of the names. */
const twins: Record<string, string> = {
  lecun_uniform_: 'torch.nn.init.kaiming_uniform_(nonlinearity="linear"), LeCun’s',
  lecun_normal_: 'torch.nn.init.kaiming_normal_(nonlinearity="linear"), LeCun’s',
  mxnet_default_: 'torch.nn.init.uniform_(-0.07, 0.07), MXNet’s',
};

/** @throws Error where the two numbers drawn next are not PyTorch's. */
export function agreements(): Agreement[] {
  return cases.map((played) => {
    const { values, generator } = play(played);
    const args = Object.entries(played.args).map(([name, value]) => `, ${name}=${JSON.stringify(value)}`);
    const call = `torch.manual_seed(${played.seed}); ${played.init}(torch.empty(${played.shape.join(', ')})${args.join('')})`;
    const next = Array.from(generator.rand(2));
    if (next.some((value, i) => value !== played.next_rand[i])) {
      throw new Error(`${call}: next are ${next}; PyTorch draws ${played.next_rand}.`);
    }
    const of = twins[played.init] ?? `torch.nn.init.${played.init}`;
    return { of, call, ...compare(values, played.out, toleranceOf(played)) };
  });
}

function toleranceOf({ init, shape, args }: Case): Tolerance {
  if (init === 'orthogonal_') return orthogonal32(Number(args.gain ?? 1));
  if (init === 'trunc_normal_' || init === 'sparse_')
    return normal32(readArguments(init, args).std as number);
  const law = lawOf(init, shape, args);
  if (law.kind === 'fixed') return exact;
  return init.includes('normal') ? normal32(Math.sqrt(law.variance)) : oneUlp;
}
