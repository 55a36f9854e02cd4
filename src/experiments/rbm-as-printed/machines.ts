/** Three machines that start from the same weights: the note's class, the autoencoder that it describes, a Boltzmann machine. */
import { type Rbm, reconstructionError } from '../../math/rbm.ts';
import { quotientError, restoringGradient, restoringLoss } from '../../math/tied-autoencoder.ts';
import { dot } from '../../math/vectors.ts';
import { learners, type Patterns, updateFrom } from '../../networks/pattern-learners.ts';
import type { Generator } from '../../random/torch.ts';
import { PrintedRbm } from './printed.ts';

export const machineNames = ['as printed', 'autoencoder', 'RBM'] as const;
export type MachineName = (typeof machineNames)[number];

export interface Task {
  /** [patterns · n], 0 or 1. */
  images: Float32Array;
  patterns: Patterns;
  visible: number;
  hidden: number;
  lr: number;
  /** Of CD-k. */
  k: 1 | 5 | 10;
}

export interface Machine {
  name: MachineName;
  /** Its weights and biases, whatever it makes of them. */
  rbm(): Rbm;
  /** The mean square between pixels and restored pixels: what the note's training step returns. */
  loss(): number;
  step(): void;
}

export function machinesOf(task: Task, rng: Generator): Machine[] {
  const { images, patterns, visible, hidden, lr, k } = task;
  const printed = new PrintedRbm(visible, hidden, rng);
  const rows = Array.from({ length: images.length / visible }, (_, p) =>
    images.subarray(p * visible, (p + 1) * visible),
  );
  const asRbm = (): Rbm => ({
    visible,
    hidden,
    parameters: Float64Array.from([...printed.W, ...printed.b_visible, ...printed.b_hidden]),
  });
  const [autoencoder, boltzmann] = [asRbm(), asRbm()];
  const move = ({ parameters }: Rbm, update: Float64Array, rate: number) => {
    for (let i = 0; i < update.length; i++) parameters[i] += rate * update[i];
  };
  return [
    {
      name: 'as printed',
      rbm: asRbm,
      loss: () => printed.train_step(rows),
      step: () => {
        printed.train_step(rows);
      },
    },
    {
      name: 'autoencoder',
      rbm: () => autoencoder,
      loss: () => restoringLoss(autoencoder, images) / visible,
      step: () => move(autoencoder, restoringGradient(autoencoder, images), -lr),
    },
    {
      name: 'RBM',
      rbm: () => boltzmann,
      loss: () => reconstructionError(boltzmann, patterns.shares),
      step: () =>
        move(
          boltzmann,
          updateFrom(boltzmann, patterns, learners[`CD-${k}`].negative(boltzmann, patterns, rng)),
          lr,
        ),
    },
  ];
}

/** Half the width of the difference quotient along a vector of length 1: bending and rounding then err about alike. */
const HALF_WIDTH = 3e-5;

/** The autoencoder's gradient along a direction, against a difference quotient of its loss: as a share of its error. */
export function slopeShare(net: Rbm, along: Float64Array, images: Float32Array): number {
  const lossAt = (by: number) =>
    restoringLoss({ ...net, parameters: net.parameters.map((value, k) => value + by * along[k]) }, images);
  const quotient = (lossAt(HALF_WIDTH) - lossAt(-HALF_WIDTH)) / (2 * HALF_WIDTH);
  const slope = dot(restoringGradient(net, images), along);
  return Math.abs(quotient - slope) / quotientError(net, along, images, HALF_WIDTH);
}
