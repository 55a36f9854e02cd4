/** PyTorch's stream, call after call from one seed: test/fixtures/torch-streams.json. */
import { readFileSync } from 'node:fs';
import { Generator } from '../../src/random/torch.ts';
import { type Agreement, compare, exact, oneUlp, type Packed, type Tolerance } from './agreement.ts';

interface Call {
  method: string;
  args: (number | string | number[])[];
  out?: Packed;
}

const path = new URL('../fixtures/torch-streams.json', import.meta.url);
const { data: cases } = JSON.parse(readFileSync(path, 'utf8')) as {
  data: { seed: number | string; calls: Call[] }[];
};

/** The fixture writes seeds beyond a double's integers as strings. */
export const seedOf = (seed: number | string) => (typeof seed === 'string' ? BigInt(seed) : seed);

/** Fewer than this many normals are drawn in doubles, one pair after the other. */
const BLOCK = 16;
const inPairs: Tolerance = { ...oneUlp, says: '1 ulp (fewer than 16 at once)' };

export function agreements(): Agreement[] {
  return cases.flatMap(({ seed, calls }) => {
    const generator = new Generator(seedOf(seed));
    return calls.flatMap(({ method, args, out }) => {
      const drawn = play(generator, method, args);
      if (!drawn || !out) return [];
      const pairs = /randn|normal_/.test(method) && out.size < BLOCK;
      return {
        of: method.endsWith('_') ? `Tensor.${method}` : `torch.${method}`,
        call: `torch.manual_seed(${seed}); … ${method}(${JSON.stringify(args).slice(1, -1)})`,
        ...compare(drawn, out, pairs ? inPairs : exact),
      };
    });
  });
}

/** Makes a call of the fixture on our own stream. */
export function play(
  generator: Generator,
  method: string,
  args: Call['args'],
): ArrayLike<number> | undefined {
  const [a, b, c] = args as number[];
  const size = Array.isArray(args[0]) ? args[0].reduce((product, length) => product * length, 1) : a;
  switch (method) {
    case 'rand':
      return generator.rand(size);
    case 'randn':
      return generator.randn(size);
    case 'uniform_':
      return generator.uniform_(new Float32Array(size), b, c);
    case 'normal_':
      return generator.normal_(new Float32Array(size), b, c);
    case 'randperm':
      return generator.randperm(a);
    case 'randint':
      return generator.randint(a, b, c);
    case 'manual_seed':
      generator.manual_seed(seedOf(args[0] as string | number));
      return undefined;
    default:
      throw new Error(`torch-streams.json has a method unknown here: ${method}`);
  }
}
