/** What it was worth, and what it cost, to teach a deep net layer by layer before it was shown a label. */
import { choice, imageSet, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { formatDecimals } from '../lab/numbers.ts';
import { drawStart } from '../networks/starts.ts';
import { pretrainingClaims, pretrainingQuantities } from './dbn-pretraining/claims.ts';
import { pretrainingFigures } from './dbn-pretraining/figures.ts';
import { imagesOf } from './dbn-pretraining/images.ts';
import { learnFromImages, learnFromLabels, UNITS } from './dbn-pretraining/lesson.ts';
import {
  labelledCost,
  labelsOf,
  layoutOf,
  MARKS,
  pretrainingCost,
  startOf,
  stepsOf,
  ways,
} from './dbn-pretraining/plan.ts';
import { columns, type Line, percentOf } from './dbn-pretraining/rows.ts';

export default defineExperiment({
  title: 'Layer by layer, or all at once',
  caption:
    'A deep net learns digits from four starts, each with the same total of multiply-adds: what it gets right of digits held out, with few labels and with all, by what has been spent. One of the four spends most of it before it sees a label.',
  law: 'rbm-and-deep-belief-nets#stack',
  controls: {
    digits: imageSet(),
    few: choice([50, 100, 200, 500], 100, { label: 'few labels' }),
    hidden: choice([3, 4, 5], 4, { label: 'hidden layers' }),
    passes: choice([1, 2, 5, 10], 2, { label: 'passes of pre-training' }),
    optimizer: choice(['sgd', 'adam'], 'sgd'),
    steps: range(40, 400, 120, { step: 40, label: 'steps with labels after it' }),
  },
  columns,
  key: ['way', 'labels', 'stage', 'step'],
  length: ({ hidden }) => ways.length * 2 * (MARKS + 1) + 2 * (hidden + 1) + 3 * UNITS,
  // A step of contrastive divergence has small products, so that the rest of it weighs more.
  work: (setting) =>
    labelsOf(setting).reduce((sum, labels) => {
      const steps = ways.reduce((all, way) => all + stepsOf(way, setting, labels), 0);
      return sum + steps * labelledCost(setting, labels);
    }, 2 * pretrainingCost(setting)),

  async *run(setting, tools): AsyncGenerator<Line> {
    // #region starts
    const draw = (way: keyof typeof startOf) => drawStart(layoutOf(way, setting), startOf[way], tools.rng);
    const [small, xavier, he] = [draw('small'), draw('xavier'), draw('he')];
    // Pre-training begins with the very weights that the small start leaves as they are.
    const starts = { he, xavier, small, 'pre-trained': small.slice() };
    // #endregion
    const images = await imagesOf(setting.digits, tools);
    for (const way of ways) {
      const pupil = {
        way,
        setting,
        layout: layoutOf(way, setting),
        initial: starts[way],
        ...images,
        machines: [],
      };
      // #region images
      if (way === 'pre-trained') yield* learnFromImages(tools, pupil);
      // #endregion
      // #region labels
      for (const labels of labelsOf(setting)) yield* learnFromLabels(tools, pupil, labels);
      // #endregion
    }
  },

  plot: pretrainingFigures,

  summary: (rows, setting) => {
    const parts = labelsOf(setting).map((labels) => {
      const ends = ways.map((way) => `${way} ${formatDecimals(percentOf(rows, way, labels), 1)} %`);
      return `with ${labels} labels ${ends.join(', ')}`;
    });
    return `digits held out that are right in the end, for the same total of multiply-adds: ${parts.join('; ')}.`;
  },

  claims: pretrainingClaims,
  quantities: pretrainingQuantities,
  recording: { seeds: 8, keep: ({ unit, seed }) => (unit === '' ? seed < 5 : seed === 0) },
});
