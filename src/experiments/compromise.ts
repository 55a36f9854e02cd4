/** One linear layer whose two sides differ: which variance keeps the signal, which the gradient, and what lies between. */
import { choice, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { band, cells, dots, type Figure, theory } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor, Tensor2D } from '../lab/tf.ts';
import { lawInterval } from '../math/skewed-law.ts';
import { mean } from '../math/statistics.ts';
import * as gains from '../math/two-way-gains.ts';
import { linear } from '../networks/product.ts';
import { rootMeanSquare } from '../networks/statistics.ts';
import {
  FAN_RATIOS,
  type FanChoice,
  fanChoices,
  fanChoiceNames as names,
  thereAndBack,
} from './compromise/choices.ts';
import {
  type FanLine,
  fanBits,
  gainOfPair,
  ofChoice,
  powerOfRatio,
  relativeGain,
  sumOfGains,
} from './compromise/claims.ts';

const places = names.flatMap((name) => FAN_RATIOS.map((ratio) => ({ name, ratio })));

export default defineExperiment({
  title: 'Two sides that differ',
  caption:
    'A gain is a mean square over the one before it, here as a power of two: 0 is kept. Dashed: σ²n_in and σ²n_out, with the band for 95 of 100. A stack leads from n_in units to n_out and back, again and again.',
  law: 'xavier#compromise-sum',
  controls: {
    narrow: choice([16, 32, 64, 128], 32, { label: 'units on the narrow side' }),
    layers: range(2, 20, 10, { step: 2, label: 'layers of a stack' }),
  },
  columns: {
    choice: 'σ²',
    direction: 'direction',
    sides: 'n_in : n_out',
    ratio: 'log₂(n_in / n_out)',
    gain: 'log₂ of the gain of a layer',
    expected: 'σ²n_in or σ²n_out',
    low: 'band, low',
    high: 'band, high',
    stack: 'log₂ of the gain of the stack',
    stackExpected: 'expected',
  },
  key: ['choice', 'direction', 'sides'],
  length: () => gains.directions.length * places.length,
  work: ({ narrow, layers }) => narrow ** 2 * layers,

  async *run(setting, { tf, rng, read }): AsyncGenerator<FanLine> {
    for (const { name, ratio } of places) {
      const stack = thereAndBack(name, ratio, setting);
      const [{ n_in, n_out }] = stack;
      const normals = (n: number) => tf.tensor2d(rng.randn(n), [1, n]);
      // Pairs of what goes into a layer, or into the stack, and what comes out.
      const seen = tf.tidy(() => {
        const weights = stack.map((layer) => {
          const shape: [number, number] = [layer.n_out, layer.n_in];
          return tf.tensor2d(fanChoices[name].draw(new Float32Array(n_in * n_out), shape, rng), shape);
        });
        // #region layer
        const alone = weights.flatMap((weight, l): Tensor[] => {
          if (l % 2 === 1) return [];
          const [x, g] = [normals(n_in), normals(n_out)];
          return [x, linear(tf, x, weight), g, tf.matMul(g, weight)];
        });
        // #endregion
        // #region stack
        const [x, g] = [normals(n_in), normals(n_in)];
        const up = weights.reduce((h, weight) => linear(tf, h, weight), x);
        const down = weights.reduceRight((h, weight) => tf.matMul<Tensor2D>(h, weight), g);
        // #endregion
        return [...alone, x, up, g, down];
      });
      const sizes = (await read(seen)).map(rootMeanSquare);
      tf.dispose(seen);
      const factors = sizes.flatMap((size, i) => (i % 2 === 1 ? [(size / sizes[i - 1]) ** 2] : []));
      const ofStack = factors.splice(-2);
      for (const [i, direction] of gains.directions.entries()) {
        const law = gains.meanGainLaw(stack[0], direction, { draws: setting.layers / 2 });
        const { low, high } = lawInterval(law, { falseAlarm: 0.05 });
        yield {
          choice: name,
          direction,
          sides: [n_in, n_out].map((n) => n / setting.narrow).join(':'),
          ratio,
          gain: Math.log2(mean(factors.filter((_, k) => k % 2 === i))),
          expected: Math.log2(gains.expectedGain(stack[0], direction)),
          low,
          high,
          stack: Math.log2(ofStack[i]),
          stackExpected: gains.stackGainLaw(stack, direction).mean,
        };
      }
    }
  },

  plot: (rows, { layers }) => {
    const one = rows.filter(({ seed }) => seed === rows[0].seed);
    const lines = (direction: gains.Direction): Figure => {
      const laws = names.map((name) => ofChoice(one, name, direction));
      return {
        title: `One layer, ${direction}`,
        x: { label: 'log₂(n_in / n_out)' },
        y: { label: 'log₂ of the gain' },
        aspect: 0.45,
        marks: [
          ...laws.map((law) => band(law, { x: 'ratio', low: 'low', high: 'high' })),
          ...laws.map((law, i) => theory(law, { x: 'ratio', y: 'expected', label: names[i] })),
          dots(
            rows.filter((row) => row.direction === direction),
            { x: 'ratio', y: 'gain' },
          ),
        ],
      };
    };
    // Every other ratio: nine columns do not fit a phone.
    const shown = rows
      .filter(({ ratio }) => ratio % 2 === 0)
      .map((row) => ({ ...row, place: `${row.choice} ${row.direction === 'forward' ? '→' : '←'}` }));
    const map = (title: string, value: 'gain' | 'stack'): Figure => ({
      title,
      x: { label: 'n_in : n_out', type: 'names' },
      y: { label: 'σ², forward (→) and backward (←)', type: 'names' },
      marks: [cells(shown, { x: 'sides', y: 'place', value })],
    });
    return [
      map('One layer, both ways', 'gain'),
      ...gains.directions.map(lines),
      map(`${layers} layers, there and back`, 'stack'),
    ];
  },

  summary: (rows) => {
    const both = (name: FanChoice) =>
      gains.directions
        .map((way) => `${formatDecimals(fanBits(rows, [name, way, 4]), 1)} ${way}`)
        .join(' and ');
    return `with 16 inputs to an output, gains as powers of two: ${names.map((name) => `${name} has ${both(name)}`).join('; ')}.`;
  },

  claims: {
    'fan-in-forward': {
      says: 'A variance of 1/n_in keeps the signal at every ratio.',
      ...relativeGain('1/n_in', 'forward'),
    },
    'fan-in-backward': {
      says: 'It multiplies the gradient by n_out/n_in.',
      ...relativeGain('1/n_in', 'backward'),
    },
    'fan-out-backward': {
      says: 'A variance of 1/n_out keeps the gradient.',
      ...relativeGain('1/n_out', 'backward'),
    },
    'fan-out-forward': {
      says: 'And it multiplies the signal by n_in/n_out.',
      ...relativeGain('1/n_out', 'forward'),
    },
    'no-both': {
      says: 'Whatever the variance, forward over backward gain is the first power of n_in/n_out.',
      ...powerOfRatio,
    },
    'sum-is-two': {
      says: 'Xavier’s is the variance at which the two gains add up to two.',
      ...sumOfGains('Xavier'),
    },
    'xavier-forward': {
      says: 'It multiplies the signal by 2n_in/(n_in + n_out).',
      ...relativeGain('Xavier', 'forward'),
    },
    'xavier-backward': {
      says: 'And the gradient by 2n_out/(n_in + n_out).',
      ...relativeGain('Xavier', 'backward'),
    },
    'there-and-back': {
      says: 'There and back between sides of 16 to 1, Xavier’s loses what its two gains multiply to.',
      ...gainOfPair('Xavier'),
    },
  },

  quantities: {
    'fan-in-back-at-16': (rows) => 2 ** fanBits(rows, ['1/n_in', 'backward', 4]),
    'fan-out-forward-at-16': (rows) => 2 ** fanBits(rows, ['1/n_out', 'forward', 4]),
    'xavier-forward-at-16': (rows) => 2 ** fanBits(rows, ['Xavier', 'forward', 4]),
    'xavier-back-at-16': (rows) => 2 ** fanBits(rows, ['Xavier', 'backward', 4]),
    'xavier-stack-at-4': (rows) => 2 ** fanBits(rows, ['Xavier', 'forward', 2], 'stack'),
    'xavier-stack-back-at-4': (rows) => 2 ** fanBits(rows, ['Xavier', 'backward', 2], 'stack'),
    'xavier-stack-product': (_, { layers }) => (16 / 25) ** (layers / 2),
    'fan-in-stack-at-4': (rows) => 2 ** fanBits(rows, ['1/n_in', 'forward', 2], 'stack'),
    'fan-in-stack-back-at-4': (rows) => 2 ** fanBits(rows, ['1/n_in', 'backward', 2], 'stack'),
  },

  recording: { seeds: 10 },
});
