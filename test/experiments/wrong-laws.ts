/** For each experiment a wrong law, smuggled into what it runs with, and small controls to show it with. */
import type { Params } from '../../src/lab/controls.ts';
import type { Tools } from '../../src/lab/experiment.ts';
import type { Tensor } from '../../src/lab/tf.ts';

export interface WrongLaw {
  law: string;
  params: Params;
  /** How many seeds the claims need to see it. */
  seeds: number;
  alter(tools: Tools): Tools;
}

/** Normal numbers of another variance than was asked for. */
const normalVariance =
  (factor: number) =>
  ({ rng, ...tools }: Tools): Tools => {
    const normal = rng.normal_.bind(rng);
    rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.sqrt(factor));
    return { ...tools, rng };
  };

export const wrongLaws: Record<string, WrongLaw> = {
  'matrix-product': {
    law: 'the variance of the entries is doubled',
    params: { size: 4, sigma: 1, factors: 100 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'gradient-by-layer': {
    law: 'the variance of the weights is doubled',
    params: { activation: 'relu', initializer: 'kaiming_normal_', width: 64, depth: 20, residual: false },
    seeds: 2,
    alter: normalVariance(2),
  },
  'jacobian-chain': {
    law: 'autodiff gives a thousandth more than the product',
    params: { activation: 'tanh', width: 8, depth: 20, gain: 1 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, grad: (f) => (x, dy) => tf.mul(tf.grad(f)(x, dy), 1.001) as Tensor },
    }),
  },
  'float-range': {
    law: 'the factors are squares of uniform numbers',
    params: { scale: 1, steps: 200 },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((u) => 1 - (1 - u) ** 2);
      return { ...tools, rng };
    },
  },
  'unstable-update': {
    law: 'differences are half a percent too large, so steps are longer than the gradient says',
    params: { activation: 'tanh', gain: 1, depth: 2, lr: 0.1, steps: 2, residual: false, clip: 0 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, sub: ((a: Tensor, b: Tensor) => tf.sub(a, tf.mul(b, 1.005))) as typeof tf.sub },
    }),
  },
  'activation-gradient': {
    law: 'autodiff gives 1.00002 times the derivative',
    params: { activation: 'tanh', limit: 2, flat: 0.01, slope: 0.01 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, grad: (f) => (x, dy) => tf.mul(tf.grad(f)(x, dy), 1.00002) as Tensor },
    }),
  },
  'mxnet-default': {
    law: 'the variance of normal weights is doubled',
    params: { bound: 0.07, std: 0.01, activation: 'linear', layers: 10 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'orthogonal-rnn': {
    law: 'the variance of the Gaussian matrix is doubled',
    params: { size: 32, gain: 1, steps: 20 },
    seeds: 2,
    alter: normalVariance(2),
  },
  'default-depth': {
    law: 'the variance of uniform weights and biases is doubled',
    params: { width: 64, depth: 20 },
    seeds: 2,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
      return { ...tools, rng };
    },
  },
  'default-learns': {
    law: 'the variance of uniform weights and biases is doubled',
    params: { depth: 20, optimizer: 'sgd', steps: 20, tiny: false, grid: false },
    seeds: 3,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
      return { ...tools, rng };
    },
  },
  'activation-guide': {
    law: 'the variance of the weights is doubled',
    params: { layers: 10, slope: 0.2, width: 64 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'layer-defaults': {
    law: 'bounds are a tenth larger than PyTorch’s',
    params: { layer: 'nn.Sequential(nn.Linear(20, 10), nn.LSTM(10, 5))' },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, 1.1 * from, 1.1 * to);
      return { ...tools, rng };
    },
  },
  'tfjs-he-normal': {
    law: 'what was cut off is made up for, as Keras does it',
    params: { initializer: 'heNormal', width: 64, layers: 4 },
    seeds: 1,
    alter: ({ tfInitializers, ...tools }) => ({
      ...tools,
      tfInitializers: async () => {
        const library = await tfInitializers();
        const heNormal: typeof library.heNormal = (args) => {
          const initializer = library.heNormal(args);
          const apply = initializer.apply.bind(initializer);
          initializer.apply = (shape) => tools.tf.div(apply(shape), 0.8796);
          return initializer;
        };
        return { ...library, heNormal };
      },
    }),
  },
  'initializer-gallery': {
    law: 'the variance of normal weights is a fifth larger',
    params: { initializer: 'lecun_normal_', beside: 'sparse_', rows: 64, columns: 64 },
    seeds: 1,
    alter: normalVariance(1.2),
  },
  'starting-point': {
    law: 'the starts are drawn from the middle half only',
    params: { rate: 0.9 },
    seeds: 2,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((u) => 0.25 + u / 2);
      return { ...tools, rng };
    },
  },
  'gain-dial': {
    law: 'the variance of the weights is doubled',
    params: { gain: 1.41, activation: 'relu', width: 256, depth: 10 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'zero-init': {
    law: 'differences are half a percent too large, so steps are longer than the gradient says',
    params: { activation: 'relu', points: 32, lr: 1, steps: 20 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, sub: ((a: Tensor, b: Tensor) => tf.sub(a, tf.mul(b, 1.005))) as typeof tf.sub },
    }),
  },
  'outcome-table': {
    law: 'the units are not ReLU but ELU, which is no power of the dial',
    params: { small: 0.1, large: 5, depth: 2, optimizer: 'sgd', lr: 0.1, steps: 50 },
    seeds: 2,
    alter: ({ tf, ...tools }) => ({ ...tools, tf: { ...tf, relu: tf.elu } }),
  },
  'activation-statistics': {
    law: 'the variance of normal numbers is doubled',
    params: {
      stream: 'torch',
      initializer: 'xavier_normal_',
      activation: 'tanh',
      width: 64,
      batch: 50,
      depth: 5,
      asPrinted: false,
    },
    seeds: 1,
    alter: normalVariance(2),
  },
  'fair-comparison': {
    law: 'the variance of the weights is doubled',
    params: { task: 'circle', steps: 60, rate: 1, all: false },
    seeds: 2,
    alter: normalVariance(2),
  },
  'fan-funnel': {
    law: 'the variance of the weights is doubled',
    params: { widths: '64-48-80-32-10' },
    seeds: 1,
    alter: normalVariance(2),
  },
  permutation: {
    law: 'tanh is not odd: it crosses zero a hundredth to the left',
    params: { hidden: 16, examples: 16, factor: 3 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, tanh: ((z: Tensor) => tf.tanh(tf.add(z, 0.01))) as typeof tf.tanh },
    }),
  },
  'constant-init': {
    law: 'parameters that should be equal differ by a millionth from one to the next',
    params: {
      task: 'circle',
      watch: 'constant',
      activation: 'tanh',
      optimizer: 'sgd',
      hidden: 4,
      steps: 50,
    },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: {
        ...tf,
        tensor1d: ((values: Float32Array) =>
          tf.tensor1d(values.map((value, i) => value * (1 + 1e-6 * i)))) as typeof tf.tensor1d,
      },
    }),
  },
  'dropout-breaks': {
    law: 'a mask is drawn once for all units of a layer',
    params: { task: 'circle', rate: 0.5, optimizer: 'sgd', hidden: 4, steps: 50 },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((_, i, all) => all[4 * Math.floor(i / 4)]);
      return { ...tools, rng };
    },
  },
  'one-unit-equivalence': {
    law: 'differences are half a percent too large, so steps are longer than the rate says',
    params: { task: 'circle', activation: 'tanh', hidden: 4, lr: 0.3, steps: 40 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, sub: ((a: Tensor, b: Tensor) => tf.sub(a, tf.mul(b, 1.005))) as typeof tf.sub },
    }),
  },
  comparison: {
    law: 'the variance of uniform weights is doubled',
    params: { target: 'sum', epochs: 10 },
    seeds: 3,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
      return { ...tools, rng };
    },
  },
  'forward-variance': {
    law: 'the variance of the weights is doubled',
    params: {
      n_in: 16,
      sigma: 0.25,
      gamma: 1,
      weights: 'as assumed',
      inputs: 'a mean',
      law: 'normal',
    },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const normal = rng.normal_.bind(rng);
      // The first that are drawn.
      let factor = Math.SQRT2;
      rng.normal_ = (out, mean, std = 1) => {
        normal(out, mean, std * factor);
        factor = 1;
        return out;
      };
      return { ...tools, rng };
    },
  },
  'backward-variance': {
    law: 'the variance of the weights is doubled',
    params: { n_in: 16, sigma: 0.25, gradient: 'independent' },
    seeds: 1,
    alter: normalVariance(2),
  },
  'xavier-as-printed': {
    law: 'the variance of normal weights is doubled',
    params: { width: 64, layers: 10 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'relu-moments': {
    law: 'the variance of normal numbers is a tenth larger',
    params: { law: 'normal', shift: 0, s: 1 },
    seeds: 1,
    alter: normalVariance(1.1),
  },
  'deep-relu': {
    law: 'the variance of the weights is doubled',
    params: { depth: 20, width: 64, other: 64, mode: 'fan_in' },
    seeds: 1,
    alter: normalVariance(2),
  },
  'typical-run': {
    law: 'the variance of the weights is a fifth larger',
    params: { depth: 20, width: 32, nets: 20 },
    seeds: 1,
    alter: normalVariance(1.2),
  },
  'leaky-slope': {
    law: 'the variance of normal numbers is doubled',
    params: { slope: 0.25, depth: 5, width: 64 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'rbm-exact': {
    law: 'uniform numbers are squared, so that units switch on too easily',
    params: { hidden: 4, lr: 0.4, steps: 240, chains: 1 },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((u) => u * u);
      return { ...tools, rng };
    },
  },
  'rbm-as-printed': {
    law: 'uniform numbers are squared, so that units switch on too easily',
    params: { hidden: 4, k: 1, lr: 0.4, steps: 240 },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((u) => u * u);
      return { ...tools, rng };
    },
  },
  'rbm-digits': {
    law: 'uniform numbers are squared, so that units switch on too easily',
    params: {
      digits: 'drawn',
      count: 200,
      hidden: 16,
      k: 1,
      lr: 0.3,
      steps: 100,
      persistent: false,
    },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const rand = rng.rand.bind(rng);
      rng.rand = (size) => rand(size).map((u) => u * u);
      return { ...tools, rng };
    },
  },
  'he-2015': {
    law: 'the variance of the weights is halved',
    params: { depth: 30, optimizer: 'sgd', steps: 20, all: false, grid: false },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const normal = rng.normal_.bind(rng);
      rng.normal_ = (out, mean, std = 1) => normal(out, mean, std * Math.SQRT1_2);
      return { ...tools, rng };
    },
  },
  'lecun-selu': {
    law: 'the variance of the weights is a tenth larger',
    params: { scale: 3, width: 128, depth: 10 },
    seeds: 1,
    alter: normalVariance(1.1),
  },
  compromise: {
    law: 'the variance of the weights is doubled',
    params: { narrow: 16, layers: 4 },
    seeds: 2,
    alter: normalVariance(2),
  },
  'normal-or-uniform': {
    law: 'the variance of the uniform weights is doubled',
    params: { width: 64, layers: 5, nets: 8 },
    seeds: 1,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
      return { ...tools, rng };
    },
  },
  'beyond-linear': {
    law: 'the variance of the weights is doubled',
    params: { gain: 4, correlation: 0.9, depth: 10, width: 256 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'equal-weights': {
    law: 'differences are half a percent too large, so steps are longer than the gradient says',
    params: { equal: 0.5, points: 64, rate: 1, steps: 20 },
    seeds: 1,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: { ...tf, sub: ((a: Tensor, b: Tensor) => tf.sub(a, tf.mul(b, 1.005))) as typeof tf.sub },
    }),
  },
  'eigenvalue-bounds': {
    law: 'the variance of the entries is doubled',
    params: { size: 8, gain: 1, pairs: 20 },
    seeds: 1,
    alter: normalVariance(2),
  },
  afterwards: {
    law: 'a ReLU passes half of what is negative',
    params: { large: 3, small: 0.5, tilt: 1.2, depth: 6, lr: 0.1, clip: 1, trust: 0.01, steps: 20 },
    seeds: 2,
    alter: ({ tf, ...tools }) => ({
      ...tools,
      tf: {
        ...tf,
        relu: ((x: Tensor) => tf.sub(tf.relu(x), tf.mul(tf.relu(tf.sub(0, x)), 0.5))) as typeof tf.relu,
      },
    }),
  },
  'dbn-pretraining': {
    law: 'the variance of the normal weights is doubled',
    params: { digits: 'drawn', few: 100, hidden: 3, passes: 1, optimizer: 'sgd', steps: 40 },
    seeds: 1,
    alter: normalVariance(2),
  },
  'mnist-nn-xavier': {
    law: 'the variance of uniform weights and biases is doubled',
    params: { digits: 'drawn', start: 'kaiming_uniform_', steps: 20 },
    seeds: 2,
    alter: ({ rng, ...tools }) => {
      const uniform = rng.uniform_.bind(rng);
      rng.uniform_ = (out, from = 0, to = 1) => uniform(out, from * Math.SQRT2, to * Math.SQRT2);
      return { ...tools, rng };
    },
  },
  'mnist-nn-deep': {
    law: 'the variance of normal weights is doubled',
    params: { digits: 'drawn', start: 'normal_ 1', steps: 20 },
    seeds: 1,
    alter: normalVariance(2),
  },
};
