/** What is measured of the machine of `rbm-digits` before a step, in one transfer, and set beside float64. */
import type { Tools } from '../../lab/experiment.ts';
import { pictureOf, signedPicture } from '../../lab/picture.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../lab/tf.ts';
import { chernoffInterval, shareOfRoom } from '../../math/chernoff.ts';
import {
  drawnFrom,
  freeEnergy,
  freeEnergyRounding,
  meanCorrelations,
  pixelLikelihoods,
} from '../../math/many-units.ts';
import type { Rbm } from '../../math/rbm.ts';
import { mean, sum } from '../../math/statistics.ts';
import {
  freeEnergies,
  gibbsRound,
  hiddenGiven,
  type RbmLayers,
  rbmTensors,
  reconstruction,
} from '../../networks/rbm.ts';
import { PIXELS, SIDE } from './images.ts';

/** Of float32. */
const UNIT = 2 ** -24;
/** Rounds of the chains from noise after which they are looked at. */
export const ROUNDS = [1, 10, 100] as const;
/** Images and chains that are looked at closely. */
export const LOOKED_AT = 16;
/** Pixels drawn from each of sixteen images, to estimate what all of its pixels say. */
const GUESSES = 50;

/** Images on the backend, [rows, 784]. */
export interface Sets {
  train: Tensor2D;
  held: Tensor2D;
  noise: Tensor2D;
}

/** A step that is about to be taken: its minibatch, where the chains got to, and the gradient. */
export interface Step {
  batch: Tensor2D;
  reached: Tensor2D;
  gradient: Tensor1D;
}

export type Pictures = Record<'digits' | 'restored' | 'weights' | 'round1' | 'round10' | 'round100', string>;
export type LookNumbers = Awaited<ReturnType<typeof lookAt>>['numbers'];

/** What its columns are called. */
export const lookColumns = {
  freeTrain: 'mean free energy of digits it learns from, nats',
  freeHeld: 'of digits held out',
  freeNoise: 'of noise',
  free1: 'of chains from noise after 1 round',
  free10: 'after 10',
  free100: 'after 100',
  error: 'reconstruction error of digits held out',
  pseudo: 'pseudo-log-likelihood of digits held out, nats',
  pseudoDrawn: 'estimated from pixels drawn',
  pseudoShare: 'their difference, share of what chance allows',
  energyShare: 'free energy against float64, share of rounding',
  updateShare: 'the step against two correlations, share of rounding',
  hiddenOn: 'hidden units on in the last round',
  hiddenChance: 'expected',
  visibleOn: 'pixels on',
  visibleChance: 'pixels expected',
  digits: 'digits held out',
  restored: 'as restored',
  weights: 'weights of a hidden unit',
  round1: 'chains from noise after 1 round',
  round10: 'chains after 10 rounds',
  round100: 'chains after 100 rounds',
} satisfies Record<keyof (LookNumbers & Pictures), string>;

/** @param alarm how often a look may find chance beyond what it allows */
export async function lookAt(
  { tf, read, rng }: Pick<Tools, 'tf' | 'read' | 'rng'>,
  { layers, flat, sets, step }: { layers: RbmLayers; flat: Tensor1D; sets: Sets; step: Step },
  alarm: number,
) {
  const some = (images: Tensor2D) => tf.slice(images, [0, 0], [LOOKED_AT, PIXELS]) as Tensor2D;
  const seen = tf.tidy(() => {
    const rbm = rbmTensors(tf, layers, flat);
    const energies = [sets.train, sets.held, sets.noise].map((images) => freeEnergies(tf, rbm, images));
    let v = some(sets.noise);
    const formed: Tensor[] = [];
    for (let round = 1; round <= ROUNDS[ROUNDS.length - 1]; round++) {
      const before = v;
      const next = tf.tidy(() => gibbsRound(tf, rbm, before, rng));
      v = next.v;
      if (!(ROUNDS as readonly number[]).includes(round)) {
        tf.dispose([before, next.h, next.chances]);
        continue;
      }
      formed.push(next.chances, v, freeEnergies(tf, rbm, v), next.h, hiddenGiven(tf, rbm, before));
      v = tf.clone(v);
    }
    const shown = some(sets.held);
    const images = [shown, reconstruction(tf, rbm, shown), some(sets.train), some(sets.noise)];
    return [...energies, ...images, tf.clone(flat), step.batch, step.reached, step.gradient, ...formed].map(
      (tensor) => tf.clone(tensor as Tensor),
    );
  });
  const values = await read(seen);
  tf.dispose(seen);
  const [train, held, noise, shown, restored, trainShown, noiseShown, parameters, batch, reached, gradient] =
    values;
  const [first, tenth, last] = ROUNDS.map((_, r) => {
    const [chances, v, energies, h, hiddenChances] = values.slice(11 + 5 * r);
    return { chances, v, energies, h, hiddenChances };
  });
  const rbm: Rbm = { ...layers, parameters: Float64Array.from(parameters) };
  const pixels = pseudoLikelihood(rbm, shown, rng.rand(LOOKED_AT * GUESSES), alarm);
  return {
    numbers: {
      freeTrain: mean(train),
      freeHeld: mean(held),
      freeNoise: mean(noise),
      free1: mean(first.energies),
      free10: mean(tenth.energies),
      free100: mean(last.energies),
      error: mean(restored.map((value, i) => (value - shown[i]) ** 2)),
      ...pixels,
      energyShare: Math.max(
        energyShare(rbm, trainShown, train),
        energyShare(rbm, shown, held),
        energyShare(rbm, noiseShown, noise),
        energyShare(rbm, last.v, last.energies),
      ),
      updateShare: updateShare(rbm, batch, reached, gradient),
      hiddenOn: sum(last.h) / last.h.length,
      hiddenChance: mean(last.hiddenChances),
      visibleOn: mean(last.v),
      visibleChance: mean(last.chances),
    },
    /** What stands in a place, from 0 on: an image, a hidden unit, a chain. */
    pictures: (place: number): Pictures => {
      const of = (images: Float32Array) =>
        pictureOf(
          images.slice(place * PIXELS, (place + 1) * PIXELS).map((value) => 255 * value),
          SIDE,
        );
      const unit = Float32Array.from({ length: PIXELS }, (_, i) => parameters[i * layers.hidden + place]);
      return {
        digits: of(shown),
        restored: of(restored),
        weights: signedPicture(unit, SIDE),
        round1: of(first.chances),
        round10: of(tenth.chances),
        round100: of(last.chances),
      };
    },
  };
}

/** The pseudo-log-likelihood of some images, from all of their pixels and from a few that are drawn; and how far these may be apart. */
function pseudoLikelihood(rbm: Rbm, images: Float32Array, uniforms: Float32Array, falseAlarm: number) {
  const lists = Array.from({ length: LOOKED_AT }, (_, image) =>
    pixelLikelihoods(rbm, images, image * PIXELS).map((term) => PIXELS * term),
  );
  // A uniform has 24 bits: no pixel is drawn more often than another by more than a share of 784/2^24.
  const drawn = uniforms.map((u, at) => lists[at % LOOKED_AT][Math.floor(u * PIXELS)]);
  const interval = chernoffInterval(drawnFrom(lists), { terms: drawn.length, falseAlarm });
  return {
    pseudo: interval.mean,
    pseudoDrawn: mean(drawn),
    pseudoShare: shareOfRoom(mean(drawn), interval),
  };
}

/** How far the first free energies are from those in float64: as a share of what rounding can do. */
function energyShare(rbm: Rbm, images: Float32Array, energies: Float32Array): number {
  const shares = [0, 1].map((image) => {
    const at = image * PIXELS;
    return (
      Math.abs(energies[image] - freeEnergy(rbm, images, at)) / freeEnergyRounding(rbm, images, UNIT, at)
    );
  });
  return Math.max(...shares);
}

/** The step against the difference of two correlations in float64, entry by entry: the largest share of what rounding can do. */
function updateShare(rbm: Rbm, batch: Float32Array, reached: Float32Array, gradient: Float32Array): number {
  const [up, down] = [batch, reached].map((images) => meanCorrelations(rbm, images, UNIT));
  let largest = 0;
  for (let k = 0; k < gradient.length; k++) {
    const off = Math.abs(gradient[k] - (down.means[k] - up.means[k]));
    const allowed = up.rounding[k] + down.rounding[k] + UNIT * Math.abs(gradient[k]);
    if (off > 0) largest = Math.max(largest, off / allowed);
  }
  return largest;
}
