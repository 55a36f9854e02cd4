/** Settings at which an experiment takes little, for backends that are slow: plain JavaScript, and a software adapter. */
import type { Params } from '../../src/lab/controls.ts';

export const smallSettings: Record<string, Params> = {
  'activation-statistics': { width: 64, batch: 64 },
  'constant-init': { steps: 50, hidden: 3 },
  'default-depth': { width: 64, depth: 4 },
  'default-learns': { depth: 5, steps: 20, optimizer: 'sgd' },
  'dropout-breaks': { steps: 50, hidden: 3 },
  'gain-dial': { width: 64, depth: 3 },
  'gradient-by-layer': { width: 64, depth: 4 },
  'jacobian-chain': { depth: 4 },
  'matrix-product': { factors: 12 },
  'one-unit-equivalence': { steps: 40 },
  'orthogonal-rnn': { size: 16, steps: 20 },
  'outcome-table': { steps: 50, depth: 1 },
  'tfjs-he-normal': { width: 64, layers: 3 },
  'unstable-update': { depth: 3, steps: 1 },
  'zero-init': { steps: 10 },
};

/** Tens of thousands of small kernels even so: minutes on a software adapter. The same kernels run in the others. */
export const tooManyKernels = ['activation-guide', 'constant-init', 'dropout-breaks'];
