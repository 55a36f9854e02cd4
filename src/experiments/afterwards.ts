/** A net that starts too large or too small, and what can be done about it afterwards: clipping, LARS, LSUV. */
import { circle } from '../data/circle.ts';
import { range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { cells, dots, rule, run } from '../lab/figure.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { mean } from '../math/statistics.ts';
import { curveColumns, curveLength, learningCurve } from '../networks/learning-curve.ts';
import { lsuv } from '../networks/lsuv.ts';
import { endsOf, type MendingLine, mendingClaims, mendingQuantities } from './afterwards/claims.ts';
import { firstColumns, firstLook } from './afterwards/first-look.ts';
import {
  drawOrthonormal,
  gainAt,
  layoutOf,
  mendedNets,
  netName,
  POINTS,
  type Remedy,
  recipeOf,
  scaledBy,
  sizes,
} from './afterwards/nets.ts';

const nowhere = <K extends string>(columns: Record<K, string>) =>
  Object.fromEntries(Object.keys(columns).map((column) => [column, Number.NaN])) as Record<K, number>;

export default defineExperiment({
  title: 'Mending a start',
  caption:
    'Deep ReLU nets whose gains are too large, or too small, and fall from layer to layer. What each remedy restores before the first step, and what comes of it: is the point inside the circle?',
  law: 'exercises#same-pull',
  controls: {
    large: range(1.5, 6, 3, { step: 0.1, label: 'too large: gain' }),
    small: range(0.1, 1.2, 0.5, { step: 0.05, label: 'too small: gain' }),
    tilt: range(1, 1.5, 1.2, { step: 0.05, label: 'gains fall by this a layer' }),
    depth: range(2, 16, 10, { label: 'hidden layers' }),
    lr: range(0.01, 1, 0.1, { step: 0.01, label: 'learning rate' }),
    clip: range(0.1, 10, 1, { step: 0.1, label: 'clip the gradient at' }),
    trust: range(0.001, 0.1, 0.01, { step: 0.001, label: 'trust coefficient of LARS' }),
    steps: range(20, 200, 100, { step: 20 }),
  },
  columns: {
    net: 'net, layer by layer',
    layer: 'layer',
    ...firstColumns,
    curve: 'net, step by step',
    ...curveColumns,
  },
  key: ['net', 'layer', 'curve', 'step'],
  nonFinite: 'show',
  length: ({ depth, steps }) => mendedNets.length * (depth + 1 + curveLength(steps)),
  work: ({ depth, steps }) => (depth + 1) * (steps + 5),

  async *run(setting, { tf, rng, read }): AsyncGenerator<Omit<MendingLine, 'seed'>> {
    const { clip, trust, steps } = setting;
    const data = circle(rng, POINTS);
    const layout = layoutOf(setting);
    const drawn = drawOrthonormal(layout, rng);
    const x = tf.tensor2d(data.x, [POINTS, 2]);
    const target = tf.tensor2d(data.y, [POINTS, 1]);
    for (const { size, remedy } of mendedNets) {
      const net = netName(size, remedy);
      // #region start
      let initial = scaledBy(layout, drawn, (layer) => gainAt(layer, size, setting));
      if (remedy === 'LSUV') {
        const mended = tf.tidy(() => lsuv(tf, layout, tf.tensor1d(initial), x));
        [initial] = await read([mended]);
        tf.dispose(mended);
      }
      const recipe = recipeOf(remedy, layout, setting);
      // #endregion
      const looks = await firstLook({ tf, read }, { layout, initial, x, target, clip, trust, ...recipe });
      for (const [i, look] of looks.entries()) {
        yield { net, curve: '', layer: i + 1, ...look, ...nowhere(curveColumns) };
      }
      const curve = learningCurve({ tf, read }, { layout, initial, data, steps, ...recipe });
      for await (const point of curve) {
        yield { net: '', curve: net, layer: Number.NaN, ...nowhere(firstColumns), ...point };
      }
    }
    tf.dispose([x, target]);
  },
  plot: (rows) => {
    const layers = (remedy: Remedy) =>
      sizes.map((size) => rows.filter(({ net }) => net === netName(size, remedy)));
    const curves = rows.filter((row) => row.step % 20 === 0 && Number.isFinite(row.loss));
    const x = { label: 'layer, from the input up' };
    return [
      {
        title: 'The signal of the two starts (lines), and after LSUV (dots)',
        ...{ x, y: { label: 'log₂ rms of z' }, aspect: 0.4 },
        marks: [
          rule('y', 0, 'variance 1'),
          ...layers('none').map((line) => run(line, { x: 'layer', y: 'signal' })),
          ...layers('LSUV').map((line) => dots(line, { x: 'layer', y: 'signal' })),
        ],
      },
      {
        title: 'The first step beside the weights: plain descent (lines), and LARS (dots)',
        ...{ x, y: { label: 'log₁₀ of |Δw|/|w|' }, aspect: 0.4 },
        marks: [
          ...layers('none').map((line) => run(line, { x: 'layer', y: 'update' })),
          ...layers('LARS').map((line) => dots(line, { x: 'layer', y: 'update' })),
        ],
      },
      {
        title: `Per cent of the labels’ entropy explained, by step; −100: or less; nothing: NaN`,
        x: { label: 'step', type: 'names' as const },
        y: { label: 'start, remedy', type: 'names' as const },
        marks: [
          cells(
            curves.map((row) => ({
              ...row,
              at: String(row.step),
              percent: Math.max(-100, 100 * row.explained),
            })),
            { x: 'at', y: 'curve', value: 'percent' },
          ),
        ],
      },
    ];
  },

  summary: (rows, { steps }) => {
    const parts = mendedNets.map(({ size, remedy }) => {
      const finite = endsOf(rows, netName(size, remedy), steps).filter(Number.isFinite);
      return `${netName(size, remedy)} ${finite.length > 0 ? `${formatDecimals(100 * mean(finite), 0)} %` : 'NaN'}`;
    });
    return `after ${steps} steps the nets have explained of the labels’ entropy: ${parts.join('; ')}.`;
  },

  claims: mendingClaims,

  quantities: mendingQuantities,

  recording: { seeds: 20, keep: ({ net, step, seed }) => seed < 3 && (net !== '' || step % 20 === 0) },
});
