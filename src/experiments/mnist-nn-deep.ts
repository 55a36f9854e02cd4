/** Lab mnist_nn_deep: a net of five layers learns the digits that the lab's shallow net learns, from the same starts. */
import { choice, imageSet, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { deepClaims } from './mnist-labs/claims.ts';
import { digitsFigure, labSummary, lossFigures, rightFigures } from './mnist-labs/figures.ts';
import { labImages } from './mnist-labs/images.ts';
import {
  digitPictures,
  type Ending,
  type LabRow,
  labColumns,
  learnLab,
  lookCount,
} from './mnist-labs/learning.ts';
import { deep, type Place, shallow } from './mnist-labs/measures.ts';
import { CLASSES, type LabStartName, labStarts, REFERENCE } from './mnist-labs/nets.ts';
import { deepQuantities } from './mnist-labs/quantities.ts';
import { workOf } from './mnist-labs/work.ts';

/** Of it the pictures are recorded. */
const SEED = 777;

interface Setting {
  start: LabStartName | 'all five';
  steps: number;
}

/** The shallow net first: the deep one is compared with it, digit by digit. */
const placesOf = ({ start }: Setting) =>
  (start === 'all five' ? labStarts : [start]).flatMap((name) => [shallow(name), deep(name)]);

const shownOf = (setting: Setting) => ({
  places: placesOf(setting),
  steps: setting.steps,
  name: ({ net, start }: Place) => `${net} ${start}`,
});

export default defineExperiment({
  title: 'The lab mnist_nn_deep',
  caption:
    'A net of 784, four times 512 and 10 units beside the one of 784, 256, 256 and 10, on the same digits in the same order: loss by batch, what each gets right of digits that were held out, and the digits that the deep net misreads.',
  law: 'mnist-labs#deep-first-loss',
  controls: {
    digits: imageSet(),
    start: choice(['all five', ...labStarts], REFERENCE),
    steps: range(10, 1600, 160, { step: 10, label: 'batches of 100 digits' }),
  },
  columns: labColumns,
  key: ['net', 'start', 'step'],
  length: (setting) => placesOf(setting).length * lookCount(setting.steps) + CLASSES ** 2,
  work: (setting) => placesOf(setting).reduce((sum, { net }) => sum + workOf(net, setting.steps), 0),

  async *run(setting, tools): AsyncGenerator<LabRow> {
    const images = await labImages(setting.digits, tools);
    let first = new Map<number, Uint8Array>();
    let shown: Ending | undefined;
    // #region lesson
    for (const place of placesOf(setting)) {
      if (place.net === 'shallow') first = new Map();
      const ending = yield* learnLab(tools, { ...place, steps: setting.steps, images, first, units: 0 });
      if (place.net === 'deep') shown ??= ending;
    }
    // #endregion
    if (shown) yield* digitPictures(shown, images);
  },

  plot: (rows, setting) => [
    ...lossFigures(rows, shownOf(setting)),
    ...rightFigures(rows, shownOf(setting)),
    digitsFigure(rows, 'the deep net'),
  ],
  summary: (rows, setting) => labSummary(rows, shownOf(setting)),
  claims: deepClaims,
  quantities: deepQuantities,

  recording: {
    seeds: 4,
    first: SEED,
    keep: ({ seed, shown, step, image }) =>
      shown === '' ? step === 1 || step % 10 === 0 : seed === SEED && image !== '',
  },
});
