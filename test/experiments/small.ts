/** Settings at which an experiment takes little, for backends that are slow: plain JavaScript, and a software adapter. */
import type { Params } from '../../src/lab/controls.ts';

export const smallSettings: Record<string, Params> = {
  'activation-statistics': { width: 64, batch: 64 },
  afterwards: { depth: 2, steps: 20 },
  'backward-variance': { n_in: 32 },
  'beyond-linear': { depth: 5 },
  comparison: { epochs: 10 },
  compromise: { layers: 2 },
  'constant-init': { steps: 50, hidden: 3 },
  'deep-relu': { depth: 5, width: 64, other: 64 },
  'default-depth': { width: 64, depth: 4 },
  'default-learns': { depth: 5, steps: 20, optimizer: 'sgd' },
  'dbn-pretraining': { hidden: 3, passes: 1, steps: 40 },
  'dropout-breaks': { steps: 50, hidden: 3 },
  'eigenvalue-bounds': { size: 4, pairs: 5 },
  'equal-weights': { steps: 20 },
  'fair-comparison': { steps: 60 },
  'forward-variance': { n_in: 16 },
  'gain-dial': { width: 64, depth: 3 },
  'gradient-by-layer': { width: 64, depth: 4 },
  'he-2015': { depth: 5, steps: 20, optimizer: 'sgd' },
  'jacobian-chain': { depth: 4 },
  'leaky-slope': { depth: 2, width: 64 },
  'lecun-selu': { depth: 10, width: 128 },
  'matrix-product': { factors: 12 },
  'mnist-nn-deep': { steps: 10 },
  'mnist-nn-xavier': { start: 'default', steps: 10 },
  'normal-or-uniform': { layers: 5, nets: 8 },
  'one-unit-equivalence': { steps: 40 },
  'orthogonal-rnn': { size: 16, steps: 20 },
  'outcome-table': { steps: 50, depth: 1 },
  'rbm-as-printed': { hidden: 4, steps: 240 },
  'rbm-digits': { hidden: 16, steps: 100, count: 200 },
  'rbm-exact': { hidden: 4, steps: 240 },
  'tfjs-he-normal': { width: 64, layers: 3 },
  'typical-run': { depth: 5, width: 32, nets: 20 },
  'unstable-update': { depth: 3, steps: 1 },
  'xavier-as-printed': { width: 64, layers: 4 },
  'zero-init': { steps: 10 },
};

/** Even so tens of thousands of kernels, or large products: up to minutes on a software adapter. The others run the same kernels. */
export const tooMuchForSoftware = [
  'activation-guide',
  'comparison',
  'constant-init',
  'dbn-pretraining',
  'default-learns',
  'dropout-breaks',
  'fair-comparison',
  'mnist-nn-deep',
  'normal-or-uniform',
  'outcome-table',
];

/** Products so large that plain JavaScript takes half a minute; the other labs and machines have the same ones, smaller. */
export const tooMuchForJavaScript = ['dbn-pretraining', 'mnist-nn-deep'];
