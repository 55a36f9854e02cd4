/** Where gradient descent ends, from many starts: on a curve with several valleys, and on a slice of a small network. */
import { range } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells, dots, theory } from '../lab/figure.ts';
import { formatNumber } from '../lab/numbers.ts';
import { binomialInterval } from '../math/binomial.ts';
import { heightAt, lowest, SMOOTHNESS, shareOf, slopeAt, valleyOf, valleys } from '../math/rippled-bowl.ts';
import { mean } from '../math/statistics.ts';
import { type Basin, BUMP_SMOOTHNESS, basinOf, basins, bumpLoss, flow } from './starting-point/bump-net.ts';

/** Starts on the curve, uniform on ±`REACH`. */
const STARTS = 100;
const REACH = 4;
/** The slice is cut into `CELLS` by `CELLS` squares of ±`EDGE`, with one start in each. */
const CELLS = 10;
const EDGE = 2.5;
const STEPS = 400;
const FALSE_ALARM = 1e-3;

type Line = Seeded<
  Record<'landscape' | 'a' | 'b' | 'ends' | 'theory', string> &
    Record<'start' | 'from' | 'to' | 'loss' | 'leastDrop', number>
>;

export default defineExperiment({
  title: 'Many starts, several ends',
  caption:
    'Gradient descent from many starting points. First on a curve, then on two parameters of a small net: each cell is a start, its number the loss at the end above the best, in hundredths.',
  law: 'why-initialize#same-valley',
  controls: {
    rate: range(0.1, 8, 0.9, { step: 0.1, label: 'learning rate, times 1/L' }),
  },
  columns: {
    landscape: 'landscape',
    start: 'start',
    a: 'a at the start',
    b: 'b at the start',
    from: 'start, on the curve',
    to: 'end, on the curve',
    ends: 'ends in',
    theory: 'theory',
    loss: 'loss at the end',
    leastDrop: 'least fall of the loss in a step, against the lemma',
  },
  key: ['landscape', 'start'],
  length: () => STARTS + CELLS ** 2,
  // A step of descent asks for one gradient; the flow of as much time for four, at steps of length 1.
  work: ({ rate }) => 1 + (4 * rate) / BUMP_SMOOTHNESS,

  async *run({ rate }, { rng }): AsyncGenerator<Omit<Line, 'seed'>> {
    // #region curve
    const starts = Array.from(rng.rand(STARTS), (u) => REACH * (2 * u - 1));
    for (const [start, from] of starts.entries()) {
      const { end, loss, leastDrop } = descend(
        ([w]) => ({ loss: heightAt(w), gradient: [slopeAt(w)] }),
        [from],
        { eta: rate / SMOOTHNESS, smoothness: SMOOTHNESS },
      );
      const ends = `valley ${valleyOf(end[0])}`;
      const theory = `valley ${valleyOf(from)}`;
      yield { landscape: 'curve', start, a: '', b: '', from, to: end[0], ends, theory, loss, leastDrop };
    }
    // #endregion
    // #region slice
    const uniforms = rng.rand(2 * CELLS ** 2);
    const eta = rate / BUMP_SMOOTHNESS;
    for (let start = 0; start < CELLS ** 2; start++) {
      const cell = [start % CELLS, Math.floor(start / CELLS)];
      const [a, b] = cell.map((at, i) => EDGE * ((2 * (at + uniforms[2 * start + i])) / CELLS - 1));
      const { end, loss, leastDrop } = descend(([a, b]) => bumpLoss([a, b]), [a, b], {
        eta,
        smoothness: BUMP_SMOOTHNESS,
      });
      // #endregion
      yield {
        landscape: 'slice',
        start,
        a: nameOf(cell[0]),
        b: nameOf(cell[1]),
        from: a,
        to: end[0],
        ends: basinOf([end[0], end[1]]),
        theory: basinOf(flow([a, b], eta * STEPS)),
        loss,
        leastDrop,
      };
    }
  },

  plot: (rows) => {
    // A valley may have its bottom just beyond the starts.
    const curve = Array.from({ length: 301 }, (_, i) => {
      const w = (REACH + 1) * (i / 150 - 1);
      return { w, height: heightAt(w), end: valleys[valleyOf(w)].bottom };
    });
    const ends = curve.filter(({ w }) => Math.abs(w) <= REACH);
    const onCurve = of(rows, 'curve');
    const slice = of(
      rows.filter(({ seed }) => seed === rows[0]?.seed),
      'slice',
    );
    const best = Math.min(...slice.map(({ loss }) => loss));
    return [
      {
        title: 'Where the starts come to rest',
        x: { label: 'w', domain: [-REACH - 1, REACH + 1] },
        y: { label: 'loss' },
        aspect: 0.42,
        marks: [
          theory(curve, { x: 'w', y: 'height', label: 'the curve' }),
          dots(onCurve, { x: 'to', y: 'loss' }),
        ],
      },
      {
        title: 'The end, by the start',
        x: { label: 'start' },
        y: { label: 'end' },
        aspect: 0.42,
        marks: [theory(ends, { x: 'w', y: 'end', label: 'valley' }), dots(onCurve, { x: 'from', y: 'to' })],
      },
      {
        title: 'Two parameters of a net: the loss at the end, above the best, in hundredths',
        x: { label: 'a at the start', type: 'names' },
        y: { label: 'b at the start', type: 'names' },
        aspect: 1,
        marks: [
          cells(
            // The first name stands on top, so b comes in falling order.
            slice
              .map((row) => ({ ...row, above: 100 * (row.loss - best) }))
              .sort((one, other) => Number(other.b) - Number(one.b) || Number(one.a) - Number(other.a)),
            { x: 'a', y: 'b', value: 'above' },
          ),
        ],
      },
    ];
  },

  summary: (rows) =>
    `of the starts on the curve ${formatNumber(100 * bestShare(rows), 3)} % ended in the lowest valley; of those on the slice ` +
    `${basins.map((basin) => `${formatNumber(percentIn(rows, basin), 2)} % in “${basin}”`).join(', ')}.`,

  claims: {
    descent: {
      says: 'Every step lowers the loss by as much as the lemma promises, or more.',
      applies: ({ rate }) => rate < 2,
      measure: (rows) => Math.min(...rows.map(({ leastDrop }) => leastDrop)),
      // Falls above `SMALL` are judged; the two losses of one are rounded to 2^-52 of their size, which is below 3.
      within: ({ rate }) => ({
        low: 1 - (16 * 2 ** -52) / (SMALL * (1 - rate / 2)),
        high: Number.POSITIVE_INFINITY,
      }),
      falseAlarm: 0,
      unit: 'of what is promised',
    },
    'same-valley': {
      says: 'On the curve no descent leaves the valley that it starts in.',
      applies: ({ rate }) => rate < 1,
      measure: (rows) => of(rows, 'curve').filter(({ ends, theory }) => ends !== theory).length,
      within: () => ({ low: 0, high: 0 }),
      falseAlarm: 0,
      unit: 'starts',
    },
    share: {
      says: 'The lowest valley gets its share of the starts: its width.',
      applies: ({ rate }) => rate < 1,
      measure: (rows) => bestShare(rows),
      within: (_, { seeds }) => {
        const p = shareOf(lowest, -REACH, REACH);
        return binomialInterval({ shares: [p, p], trials: STARTS * seeds, falseAlarm: FALSE_ALARM });
      },
      falseAlarm: FALSE_ALARM,
      unit: 'of the starts',
    },
    'as-the-flow': {
      says: 'On the slice descent ends where the flow ends, but for starts on the border.',
      applies: ({ rate }) => rate < 1,
      measure: (rows) => mean(of(rows, 'slice').map(({ ends, theory }) => (ends === theory ? 0 : 1))),
      within: (_, { seeds }) =>
        binomialInterval({ shares: [0, BORDER], trials: CELLS ** 2 * seeds, falseAlarm: FALSE_ALARM }),
      falseAlarm: FALSE_ALARM,
      unit: 'of the starts',
    },
  },

  quantities: {
    'best-percent': (rows) => 100 * bestShare(rows),
    'best-expected': () => 100 * shareOf(lowest, -REACH, REACH),
    'lowest-loss': () => valleys[lowest].height,
    'worst-loss': (rows) => Math.max(...of(rows, 'curve').map(({ loss }) => loss)),
    'valleys-reached': (rows) => new Set(of(rows, 'curve').map(({ ends }) => ends)).size,
    'broad-percent': (rows) => percentIn(rows, 'broad hump'),
    'narrow-percent': (rows) => percentIn(rows, 'narrow hump'),
    'both-percent': (rows) => percentIn(rows, 'both and the gap'),
    'nothing-percent': (rows) => percentIn(rows, 'nothing'),
    'broad-loss': (rows) => lossIn(rows, 'broad hump'),
    'narrow-loss': (rows) => lossIn(rows, 'narrow hump'),
    'both-loss': (rows) => lossIn(rows, 'both and the gap'),
    'nothing-loss': (rows) => lossIn(rows, 'nothing'),
  },

  // Twenty seeds for the numbers, the rows of two for the figures.
  recording: { seeds: 20, keep: ({ seed }) => seed < 2 },
});

/** Falls of the loss below this are lost in its rounding. */
const SMALL = 1e-8;

/**
 * Of 11,859 starts counted at a rate of 0.9, 37 ended elsewhere than the flow. The true share is below this, but for one
 * time in 10^4; smaller rates follow the flow more closely.
 */
const BORDER = 0.0052;

interface Descent {
  end: number[];
  loss: number;
  /** The least of (fall of the loss) / (η (1 - ηL/2) |gradient|²) over the steps where it can be told from rounding. */
  leastDrop: number;
}

function descend(
  at: (place: number[]) => { loss: number; gradient: number[] },
  from: number[],
  { eta, smoothness }: { eta: number; smoothness: number },
): Descent {
  let place = from;
  let here = at(place);
  let leastDrop = Number.POSITIVE_INFINITY;
  for (let step = 0; step < STEPS; step++) {
    // #region step
    const { gradient } = here;
    place = place.map((value, i) => value - eta * gradient[i]);
    const next = at(place);
    // #endregion
    const promised = eta * (1 - (eta * smoothness) / 2) * gradient.reduce((sum, g) => sum + g * g, 0);
    if (Math.abs(promised) > SMALL * Math.abs(1 - (eta * smoothness) / 2)) {
      leastDrop = Math.min(leastDrop, (here.loss - next.loss) / promised);
    }
    here = next;
  }
  // A start at rest never falls: it keeps to the lemma.
  return { end: place, loss: here.loss, leastDrop: Number.isFinite(leastDrop) ? leastDrop : 1 };
}

const nameOf = (cell: number) => (EDGE * ((2 * cell + 1) / CELLS - 1)).toFixed(1);

const of = (rows: Line[], landscape: 'curve' | 'slice') => rows.filter((row) => row.landscape === landscape);

const bestShare = (rows: Line[]) =>
  mean(of(rows, 'curve').map(({ ends }) => (ends === `valley ${lowest}` ? 1 : 0)));

const percentIn = (rows: Line[], basin: Basin) =>
  100 * mean(of(rows, 'slice').map(({ ends }) => (ends === basin ? 1 : 0)));

/** The loss of the typical end in a basin. */
const lossIn = (rows: Line[], basin: Basin) =>
  Math.min(...of(rows, 'slice').flatMap((row) => (row.ends === basin ? [row.loss] : [])));
