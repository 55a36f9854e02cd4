/** How long 3 million normals take, in milliseconds: `node test/random/torch.bench.ts`. */

import { Generator } from '../../src/random/torch.ts';

const SIZE = 3_000_000;
const out = new Float32Array(SIZE);
const generator = new Generator(0);
const times = Array.from({ length: 11 }, () => {
  const start = performance.now();
  generator.normal_(out);
  return performance.now() - start;
});
const [first, ...warm] = times;
warm.sort((a, b) => a - b);
const ms = (time: number) => `${time.toFixed(0)} ms`;
console.log(
  `${SIZE} normals: first ${ms(first)}, then median ${ms(warm[5])}, from ${ms(warm[0])} to ${ms(warm[9])}`,
);
