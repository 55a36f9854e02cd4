/** How long orthogonal_ of 512 × 512 takes, in milliseconds: `node test/initializers/orthogonal.bench.ts`. */

import { orthogonal_ } from '../../src/initializers/orthogonal.ts';
import { Generator } from '../../src/random/torch.ts';

const SIDE = 512;
const times = Array.from({ length: 7 }, (_, seed) => {
  const start = performance.now();
  orthogonal_(new Float32Array(SIDE * SIDE), [SIDE, SIDE], new Generator(seed));
  return performance.now() - start;
}).sort((a, b) => a - b);
const ms = (time: number) => `${time.toFixed(0)} ms`;
console.log(`${SIDE} × ${SIDE}: median ${ms(times[3])}, from ${ms(times[0])} to ${ms(times[6])}`);
