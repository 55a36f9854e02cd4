/** Which initializers a deep ReLU net starts to learn from, with SGD and with Adam. */
import { circle } from '../data/circle.ts';
import { choice, range, toggle } from '../lab/controls.ts';
import { defineExperiment, type Seeded } from '../lab/experiment.ts';
import { cells, dots, rule, run } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import type { Tensor2D } from '../lab/tf.ts';
import {
  entropy,
  logisticLoss,
  logit,
  logitSpread,
  mostExplained,
  staysConstant,
  totalOf,
} from '../math/constant-answer.ts';
import { roundingSpread } from '../math/input-spread.ts';
import { mean, std } from '../math/statistics.ts';
import { forward } from '../networks/dense.ts';
import { denseLayout, layerTensors, layerViews } from '../networks/layout.ts';
import { binary_cross_entropy_with_logits } from '../networks/losses.ts';
import { adam, sgd, startAt } from '../networks/optimizers.ts';
import { type StartName as Name, starts } from '../networks/starts.ts';
import { trainingStep } from '../networks/training.ts';

const WIDTH = 64;
const POINTS = 128;
const LR = 0.05;
/** Steps between two rows, and rows in one transfer. */
const EVERY = 5;
const TOGETHER = 4;
const FALSE_ALARM = 1e-3;
const DEPTHS = [5, 10, 20, 30] as const;
const optimizers = { sgd: () => sgd({ lr: LR }), adam: () => adam({ lr: 1e-3 }) } as const;

const names = Object.keys(starts) as Name[];

interface Setting {
  depth: (typeof DEPTHS)[number];
  optimizer: 'both' | keyof typeof optimizers;
  steps: number;
  tiny: boolean;
  grid: boolean;
}
type Start = Pick<Setting, 'depth'> & { initializer: Name };
type Cell = Start & { optimizer: keyof typeof optimizers };
type Line = Omit<Cell, 'depth'> & { depth: number } & Record<
    'step' | 'loss' | 'floor' | 'explained' | 'spread' | 'middle' | 'positive',
    number
  >;

const shown = ({ tiny, grid }: Setting) => names.filter((name) => tiny || grid || name !== 'normal_ 0.01');

/** What is drawn, in this order; each start is trained in every way. */
const startsOf = (setting: Setting): Start[] =>
  (setting.grid ? DEPTHS : [setting.depth]).flatMap((depth) =>
    shown(setting).map((initializer) => ({ depth, initializer })),
  );

const waysOf = ({ grid, optimizer }: Setting): Cell['optimizer'][] =>
  grid || optimizer === 'both' ? ['sgd', 'adam'] : [optimizer];

const cellsOf = (setting: Setting): Cell[] =>
  startsOf(setting).flatMap((start) => waysOf(setting).map((optimizer) => ({ ...start, optimizer })));

export default defineExperiment({
  title: 'Which of them start to learn',
  caption:
    'Is a point inside the circle? The loss of a deep ReLU net (line: SGD, dots: Adam), and the entropy of the labels: what the best answer costs that does not look at the point.',
  law: 'pytorch-defaults#constant-loss',
  controls: {
    depth: choice(DEPTHS, 20, { label: 'hidden layers' }),
    optimizer: choice(['both', 'sgd', 'adam'], 'both'),
    steps: range(20, 300, 80, { step: 20 }),
    tiny: toggle(false, { label: 'N(0, 0.01²) too' }),
    grid: toggle(false, { label: 'all depths, both optimizers' }),
  },
  columns: {
    initializer: 'initializer',
    optimizer: 'optimizer',
    depth: 'hidden layers',
    step: 'step',
    loss: 'loss',
    floor: 'entropy of the labels',
    explained: 'share of the entropy explained',
    spread: 'standard deviation of the logits over the points',
    middle: 'mean logit',
    positive: 'share of points inside',
  },
  key: ['initializer', 'optimizer', 'depth', 'step'],
  length: (setting) => cellsOf(setting).length * (setting.steps / EVERY + 1),
  // Adam's step costs about twice as much as that of SGD.
  work: (setting) =>
    cellsOf(setting).reduce(
      (sum, { depth, optimizer }) => sum + setting.steps * (depth + 1) * (optimizer === 'adam' ? 2 : 1),
      0,
    ),

  async *run(setting, { tf, rng, read }): AsyncGenerator<Line> {
    // #region data
    const data = circle(rng, POINTS);
    const x = tf.tensor2d(data.x, [POINTS, 2]);
    const y = tf.tensor2d(data.y, [POINTS, 1]);
    const positive = mean(data.y);
    const floor = entropy(positive);
    // #endregion
    let initial = new Float32Array();
    for (const cell of cellsOf(setting)) {
      // #region net
      const layout = denseLayout({ widths: [2, ...Array(cell.depth).fill(WIDTH), 1], activation: 'relu' });
      if (cell.optimizer === waysOf(setting)[0]) {
        initial = new Float32Array(layout.size);
        for (const layer of layerViews(layout, initial)) starts[cell.initializer].draw(layer, rng);
      }
      // #endregion
      // #region descent
      const recipe = {
        layout,
        loss: binary_cross_entropy_with_logits,
        optimizer: optimizers[cell.optimizer](),
      };
      let state = startAt(tf.tensor1d(initial));
      const pending: { step: number; logits: Tensor2D }[] = [];
      for (let step = 0; ; step++) {
        if (step % EVERY === 0) {
          const logits = tf.tidy(() => {
            const { h } = forward(tf, layout, layerTensors(tf, layout, state.parameters), x);
            return h[layout.layers.length];
          });
          pending.push({ step, logits });
        }
        if (pending.length === TOGETHER || step === setting.steps) {
          const values = await read(pending.map(({ logits }) => logits));
          tf.dispose(pending.map(({ logits }) => logits));
          for (const [i, { step }] of pending.splice(0).entries()) {
            const loss = logisticLoss(values[i], data.y);
            const [middle, spread] = [mean(values[i]), std(values[i])];
            yield { ...cell, step, loss, floor, explained: 1 - loss / floor, spread, middle, positive };
          }
        }
        if (step === setting.steps) break;
        const next = trainingStep(tf, recipe, state, x, y);
        tf.dispose([state.parameters, ...state.slots, next.gradient, next.terms]);
        state = next.state;
      }
      // #endregion
      tf.dispose([state.parameters, ...state.slots]);
    }
  },

  plot: (rows, setting) => {
    const here = rows.filter(({ depth }) => depth === setting.depth);
    const of = (name: Name, way: Cell['optimizer']) =>
      here.filter(({ initializer, optimizer }) => initializer === name && optimizer === way);
    const floor = here.length > 0 ? mean(here.map((row) => row.floor)) : Math.LN2;
    // One scale for all, so that a flat line looks flat.
    const top = Math.max(1, ...here.map(({ loss }) => loss));
    return [
      ...shown(setting).map((name) => ({
        title: `The loss from ${name}`,
        x: { label: 'step' },
        y: { label: 'loss', domain: [0, top] as [number, number] },
        aspect: 0.3,
        marks: [
          rule('y', floor, 'a constant answer'),
          run(of(name, 'sgd'), { x: 'step', y: 'loss' }),
          dots(of(name, 'adam'), { x: 'step', y: 'loss' }),
        ],
      })),
      {
        title: `How much of the labels’ entropy is explained after ${setting.steps} steps, in per cent`,
        x: { label: 'optimizer, hidden layers', type: 'names' as const },
        y: { label: 'initializer', type: 'names' as const },
        marks: [
          cells(
            rows
              .filter(({ step }) => step === setting.steps)
              .map((row) => ({ ...row, net: `${row.optimizer} ${row.depth}`, percent: 100 * row.explained })),
            { x: 'net', y: 'initializer', value: 'percent' },
          ),
        ],
      },
    ];
  },

  summary: (rows, setting) => {
    const ways = waysOf(setting).map((optimizer) => {
      const parts = shown(setting).map(
        (name) => `${name} ${formatDecimals(percentOf(rows, setting, name, optimizer), 1)} %`,
      );
      return `${optimizer}: ${parts.join(', ')}`;
    });
    return `after ${setting.steps} steps, ${setting.depth} hidden layers have explained of the labels’ entropy, ${ways.join('; ')}.`;
  },

  claims: {
    'no-more-than-spread': {
      says: 'No loss is below the entropy by more than the differences between the logits allow.',
      measure: (rows) => Math.max(...rows.map(gainShare)),
      within: () => ({ low: Number.NEGATIVE_INFINITY, high: 1 }),
      falseAlarm: 0,
      unit: 'of what they allow',
    },
    constant: {
      says: 'Where the start has forgotten the input, the logits stay as alike as theory says, at every step.',
      applies: (setting) => cellsOf(setting).some((cell) => isConstant(cell, setting.steps)),
      measure: (rows, setting) => {
        const seeds = [...new Set(rows.map(({ seed }) => seed))];
        const still = cellsOf(setting).filter((cell) => isConstant(cell, setting.steps));
        return Math.max(
          ...seeds.flatMap((seed) =>
            still.map((cell) => {
              const path = rowsOf(rows, cell).filter((row) => row.seed === seed);
              const alarm = FALSE_ALARM / (seeds.length * still.length);
              return (
                Math.max(...path.map(({ spread }) => spread)) /
                allowedSpread(path, cell, setting.steps, alarm)
              );
            }),
          ),
        );
      },
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: FALSE_ALARM,
      unit: 'of what theory allows',
    },
    'he-uses-input': {
      says: 'From He’s start the loss falls below what any constant answer can reach.',
      // What a run of He's needs before it does is no law but a count: see FIRST_STEPS.
      applies: ({ steps }) => steps >= FIRST_STEPS,
      measure: (rows, setting) => {
        const nets = cellsOf(setting).filter(({ initializer }) => initializer === 'kaiming_normal_');
        const seeds = [...new Set(rows.map(({ seed }) => seed))];
        const best = (cell: Cell, seed: number) =>
          Math.max(...rowsOf(rows, cell).flatMap((row) => (row.seed === seed ? [row.floor - row.loss] : [])));
        return Math.min(...nets.flatMap((cell) => seeds.map((seed) => best(cell, seed))));
      },
      // The loss is summed in float64; a constant answer, rounded, would still be here.
      within: () => ({ low: ROUNDING, high: Number.POSITIVE_INFINITY }),
      falseAlarm: FALSE_ALARM,
      unit: 'nats',
    },
  },

  quantities: {
    'default-percent': (rows, setting) => percentOf(rows, setting, 'default', 'sgd'),
    'xavier-percent': (rows, setting) => percentOf(rows, setting, 'xavier_normal_', 'sgd'),
    'he-percent': (rows, setting) => percentOf(rows, setting, 'kaiming_normal_', 'sgd'),
    'default-percent-adam': (rows, setting) => percentOf(rows, setting, 'default', 'adam'),
    'xavier-percent-adam': (rows, setting) => percentOf(rows, setting, 'xavier_normal_', 'adam'),
    'he-percent-adam': (rows, setting) => percentOf(rows, setting, 'kaiming_normal_', 'adam'),
    'default-spread': (rows, { depth }) =>
      mean(rowsOf(rows, { depth, initializer: 'default', optimizer: 'sgd' }).map(({ spread }) => spread)),
    'he-spread-at-start': (rows, { depth }) => {
      const path = rowsOf(rows, { depth, initializer: 'kaiming_normal_', optimizer: 'sgd' });
      return mean(path.filter(({ step }) => step === 0).map(({ spread }) => spread));
    },
  },

  recording: { seeds: 10, keep: ({ step }) => step % 10 === 0 },
});

/**
 * Of 1,000 runs at depths 5 to 30 every one had come below the entropy after 30 steps, by 0.035 nats and mostly by 0.2;
 * with 20 steps a few had hardly begun.
 */
const FIRST_STEPS = 40;

/** What summing the loss of a hundred points in float64 may add. */
const ROUNDING = 2 ** -44;

/** By how much the loss is below the entropy, as a share of what the spread of the logits allows. */
const gainShare = ({ loss, floor, positive, spread }: Line) =>
  (floor - loss) / (mostExplained(positive, spread) + ROUNDING);

const netOf = ({ depth, initializer }: Cell) => ({
  inputs: 2,
  width: WIDTH,
  depth,
  points: POINTS,
  ...starts[initializer],
});

const isConstant = (cell: Cell, steps: number) =>
  cell.optimizer === 'sgd' && staysConstant(netOf(cell), { lr: LR, steps }, FALSE_ALARM);

/** The most that the logits of one run may differ, rounding included. */
function allowedSpread(path: Line[], cell: Cell, steps: number, alarm: number): number {
  const [{ middle, positive }] = path;
  const way = Math.abs(logit(positive) - middle);
  const size = Math.max(...path.map((row) => Math.abs(row.middle)));
  const rounding = 2 ** roundingSpread({ size: Math.max(size, 2 ** -126), terms: WIDTH });
  return totalOf(logitSpread(netOf(cell), { lr: LR, steps, way }, alarm)) + rounding;
}

const rowsOf = (rows: Seeded<Line>[], { initializer, optimizer, depth }: Cell) =>
  rows.filter((row) => row.initializer === initializer && row.optimizer === optimizer && row.depth === depth);

const percentOf = (
  rows: Seeded<Line>[],
  { depth, steps }: Setting,
  initializer: Name,
  optimizer: Cell['optimizer'],
) =>
  100 *
  mean(
    rowsOf(rows, { depth, initializer, optimizer }).flatMap((row) =>
      row.step === steps ? [row.explained] : [],
    ),
  );
