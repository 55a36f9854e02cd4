/** A hundred nets from He's weights: what becomes of the signal on average, and what becomes of it in most of them. */
import { kaiming_normal_ } from '../initializers/variance-scaling.ts';
import { choice, range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { band, dots, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import type { Tensor } from '../lab/tf.ts';
import { binomialInterval } from '../math/binomial.ts';
import { spreadBand, stepLaw, walkLaws, walkQuantile, walkShare } from '../math/log-walk.ts';
import { reluSquareBand } from '../math/relu-layer-law.ts';
import { meanInterval } from '../math/skewed-law.ts';
import { mean, median, rms } from '../math/statistics.ts';
import { rootMeanSquare } from '../networks/statistics.ts';

const FALSE_ALARM = 1e-3;
/** The laws' tails are approximate: see fan-paths.ts. */
const DRAWN_FOR = FALSE_ALARM / 3;
/** The share of walks below 1, from a law with three cumulants right: 800,000 simulated walks differ by less than 0.001. */
const KNOWN_TO = 0.002;
/** Layers in one transfer. */
const TOGETHER = 5;
const BITS = Math.LN2;

interface Setting {
  width: number;
  depth: number;
  nets: number;
}

export default defineExperiment({
  title: 'What most nets do',
  caption:
    'Mean squares in powers of two, in many narrow nets of He’s weights, each with its own input. Dashed: theory. The mean over all nets should stay at 0; the net in the middle sinks.',
  law: 'he#log-walk',
  controls: {
    depth: range(5, 60, 50, { label: 'layers' }),
    width: choice([32, 64, 128], 64),
    nets: choice([20, 50, 100, 200], 100),
  },
  columns: {
    layer: 'layer',
    average: 'log₂ of the mean over the nets',
    typical: 'log₂ of the median',
    typicalExpected: 'expected',
    low: '5 of 100 nets are below',
    high: '5 of 100 nets are above',
    below: 'share of nets below 1',
    belowExpected: 'expected',
    spread: 'standard deviation of log₂, about its expected mean',
    spreadExpected: 'expected',
    factor: 'mean factor of this layer',
    logFactor: 'mean of its natural logarithm',
    logSpread: 'standard deviation of that, about its expected mean',
  },
  key: ['layer'],
  length: ({ depth }) => depth,
  work: ({ depth, nets, width }) => depth * nets * width ** 2,

  async *run({ width, depth, nets }, { tf, rng, read }) {
    const laws = walkLaws({ width, depth });
    const step = stepLaw(width);
    const input = rng.randn(nets * width);
    let logs = logsOf(input, width);
    let h: Tensor = tf.tensor(input, [nets, width, 1]);
    for (let from = 1; from <= depth; from += TOGETHER) {
      // #region layers
      const signals: Tensor[] = [];
      for (let layer = from; layer < from + TOGETHER && layer <= depth; layer++) {
        const weights = new Float32Array(nets * width ** 2);
        for (let net = 0; net < nets; net++) {
          const own = weights.subarray(net * width ** 2, (net + 1) * width ** 2);
          kaiming_normal_(own, [width, width], rng, { nonlinearity: 'relu' });
        }
        const below = h;
        h = tf.tidy(() => tf.relu(tf.matMul(tf.tensor(weights, [nets, width, width]), below)));
        signals.push(h);
      }
      const values = await read(signals);
      // #endregion
      for (const [i, value] of values.entries()) {
        const layer = from + i;
        const now = logsOf(value, width);
        const factors = now.map((log, net) => log - logs[net]);
        logs = now;
        yield {
          layer,
          average: Math.log2(mean(now.map(Math.exp))),
          typical: median(now) / BITS,
          typicalExpected: walkQuantile(laws[layer], 0.5) / BITS,
          low: walkQuantile(laws[layer], 0.05) / BITS,
          high: walkQuantile(laws[layer], 0.95) / BITS,
          below: mean(now.map((log) => (log < 0 ? 1 : 0))),
          belowExpected: walkShare(laws[layer], 0),
          spread: rms(now.map((log) => log - laws[layer].mean)) / BITS,
          spreadExpected: Math.sqrt(laws[layer].variance) / BITS,
          factor: mean(factors.map(Math.exp)),
          logFactor: mean(factors),
          logSpread: rms(factors.map((log) => log - step.mean)),
        };
      }
    }
  },

  plot: (rows) => {
    const line = rows.filter(({ seed }) => seed === rows[0]?.seed);
    const figure = (title: string, y: 'spread' | 'below', label: string) => ({
      title,
      x: { label: 'layer' },
      y: { label, domain: y === 'below' ? ([0, 1] as [number, number]) : undefined },
      aspect: 0.4,
      marks: [theory(line, { x: 'layer', y: `${y}Expected` }), dots(rows, { x: 'layer', y })],
    });
    return [
      {
        title: 'The mean of all nets, and the net in the middle',
        x: { label: 'layer' },
        y: { label: 'log₂ of the mean square' },
        aspect: 0.5,
        marks: [
          band(line, { x: 'layer', low: 'low', high: 'high', label: 'nine nets of ten' }),
          theory(
            line.map(({ layer }) => ({ layer, mean: 0 })),
            { x: 'layer', y: 'mean', label: 'mean' },
          ),
          theory(line, { x: 'layer', y: 'typicalExpected', label: 'median' }),
          dots(rows, { x: 'layer', y: 'average' }),
          dots(rows, { x: 'layer', y: 'typical' }),
        ],
      },
      figure('How far apart the nets are', 'spread', 'standard deviation of log₂'),
      figure('How many nets have lost something', 'below', 'share of nets below 1'),
    ];
  },

  summary: (rows, { depth, nets }) => {
    const percent = formatNumber(100 * atEnd(rows, depth, 'below'), 2);
    const typical = formatNumber(2 ** atEnd(rows, depth, 'typical'), 2);
    return `after ${depth} layers ${percent} % of ${nets} nets had a smaller mean square than one, and the one in the middle ${typical}.`;
  },

  claims: {
    factor: {
      says: 'A layer multiplies the mean square by one, on average.',
      measure: (rows) => mean(rows.map(({ factor }) => factor)),
      within: (setting, { seeds }) => {
        const terms = steps(setting, seeds) * setting.width;
        const { low, high } = reluSquareBand({ terms, falseAlarm: FALSE_ALARM });
        return { low: 2 * low, high: 2 * high };
      },
      falseAlarm: FALSE_ALARM,
    },
    drift: {
      says: 'Its logarithm is not zero on average: n times it is about −5/2.',
      measure: (rows, { width }) => width * mean(rows.map(({ logFactor }) => logFactor)),
      within: (setting, { seeds }) => {
        const asked = { terms: steps(setting, seeds), falseAlarm: DRAWN_FOR };
        const { low, high } = meanInterval(stepLaw(setting.width), asked);
        return { low: setting.width * low, high: setting.width * high };
      },
      falseAlarm: FALSE_ALARM,
    },
    steps: {
      says: 'The variance of that logarithm, times n, is about 5.',
      measure: (rows, { width }) => width * mean(rows.map(({ logSpread }) => logSpread ** 2)),
      within: (setting, { seeds }) => {
        const law = stepLaw(setting.width);
        const asked = { terms: steps(setting, seeds), falseAlarm: DRAWN_FOR };
        const { low, high } = spreadBand(law, asked);
        return { low: setting.width * low, high: setting.width * high };
      },
      falseAlarm: FALSE_ALARM,
    },
    walk: {
      says: 'After all layers the logarithms are as far apart as a random walk of such steps.',
      measure: (rows, { depth }) => Math.sqrt(mean(lastOf(rows, depth).map(({ spread }) => spread ** 2))),
      within: (setting, { seeds }) => {
        const law = walkLaws(setting)[setting.depth];
        const { low, high } = spreadBand(law, { terms: setting.nets * seeds, falseAlarm: DRAWN_FOR });
        return { low: Math.sqrt(low) / BITS, high: Math.sqrt(high) / BITS };
      },
      falseAlarm: FALSE_ALARM,
      unit: 'bits',
    },
    below: {
      says: 'So most nets end below where they began, as many as theory says.',
      measure: (rows, { depth }) => atEnd(rows, depth, 'below'),
      within: (setting, { seeds }) => {
        const share = walkShare(walkLaws(setting)[setting.depth], 0);
        const shares = [share - KNOWN_TO, share + KNOWN_TO] as const;
        return binomialInterval({ shares, trials: setting.nets * seeds, falseAlarm: FALSE_ALARM });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'of the nets',
    },
  },

  quantities: {
    'below-percent': (rows, { depth }) => 100 * atEnd(rows, depth, 'below'),
    typical: (rows, { depth }) => 2 ** atEnd(rows, depth, 'typical'),
    'mean-over-nets': (rows, { depth }) => mean(lastOf(rows, depth).map(({ average }) => 2 ** average)),
    'spread-bits': (rows, { depth }) => atEnd(rows, depth, 'spread'),
    'spread-at-256': (_, { depth }) => Math.sqrt(walkLaws({ width: 256, depth })[depth].variance) / BITS,
    'below-percent-at-256': (_, { depth }) => 100 * walkShare(walkLaws({ width: 256, depth })[depth], 0),
  },

  recording: { seeds: 10, keep: ({ layer }) => layer % 2 === 0 },
});

type Line = Seeded<Record<'layer' | 'average' | 'typical' | 'spread' | 'below', number>>;

/** The logarithm of each net's mean square. */
const logsOf = (values: Float32Array, width: number): number[] =>
  Array.from({ length: values.length / width }, (_, net) => {
    return 2 * Math.log(rootMeanSquare(values.subarray(net * width, (net + 1) * width)));
  });

const lastOf = (rows: Line[], depth: number) => rows.filter(({ layer }) => layer === depth);

/** The mean over the seeds. */
const atEnd = (rows: Line[], depth: number, column: 'typical' | 'spread' | 'below') =>
  mean(lastOf(rows, depth).map((row) => row[column]));

/** How many layers were passed in all. */
const steps = ({ nets, depth }: Setting, seeds: number) => nets * depth * seeds;
