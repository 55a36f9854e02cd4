/** Lab mnist_nn_xavier: a net of three layers learns digits, from the lab's start and from four others. */
import { choice, imageSet, range } from '../lab/controls.ts';
import { defineExperiment } from '../lab/experiment.ts';
import { xavierClaims } from './mnist-labs/claims.ts';
import { digitsFigure, labSummary, lossFigures, rightFigures, weightsFigure } from './mnist-labs/figures.ts';
import { labImages } from './mnist-labs/images.ts';
import {
  digitPictures,
  type Ending,
  type LabRow,
  labColumns,
  learnLab,
  lookCount,
  weightPictures,
} from './mnist-labs/learning.ts';
import { type Place, shallow } from './mnist-labs/measures.ts';
import { CLASSES, type LabStartName, labStarts } from './mnist-labs/nets.ts';
import { xavierQuantities } from './mnist-labs/quantities.ts';
import { workOf } from './mnist-labs/work.ts';

/** Units of the first layer whose weights are shown. */
const UNITS = 3;
/** Of it the pictures are recorded. */
const SEED = 777;

interface Setting {
  start: LabStartName | 'all five';
  steps: number;
}

const startsOf = ({ start }: Setting) => (start === 'all five' ? labStarts : [start]);

const shownOf = (setting: Setting) => ({
  places: startsOf(setting).map(shallow),
  steps: setting.steps,
  name: ({ start }: Place) => start,
});

export default defineExperiment({
  title: 'The lab mnist_nn_xavier',
  caption:
    'A net of 784, 256, 256 and 10 units under Adam: its loss by batch from each start, ln 10 dashed, what it gets right of digits that were held out, the digits that it misreads, and weights of its first layer.',
  law: 'mnist-labs#first-loss',
  controls: {
    digits: imageSet(),
    start: choice(['all five', ...labStarts], 'all five'),
    steps: range(10, 1600, 160, { step: 10, label: 'batches of 100 digits' }),
  },
  columns: labColumns,
  key: ['start', 'step'],
  length: (setting) => startsOf(setting).length * (lookCount(setting.steps) + UNITS) + CLASSES ** 2,
  work: (setting) => startsOf(setting).length * workOf('shallow', setting.steps),

  async *run(setting, tools): AsyncGenerator<LabRow> {
    const images = await labImages(setting.digits, tools);
    const first = new Map<number, Uint8Array>();
    const endings: Ending[] = [];
    // #region lesson
    for (const start of startsOf(setting)) {
      const lesson = { ...shallow(start), steps: setting.steps, images, first, units: UNITS };
      endings.push(yield* learnLab(tools, lesson));
    }
    // #endregion
    yield* digitPictures(endings[0], images);
    for (const ending of endings) yield* weightPictures(ending);
  },

  plot: (rows, setting) => [
    ...lossFigures(rows, shownOf(setting)),
    ...rightFigures(rows, shownOf(setting)),
    digitsFigure(rows, startsOf(setting)[0]),
    weightsFigure(rows),
  ],
  summary: (rows, setting) => labSummary(rows, shownOf(setting)),
  claims: xavierClaims,
  quantities: xavierQuantities,

  recording: {
    seeds: 4,
    first: SEED,
    keep: ({ seed, shown, step, image }) =>
      shown === '' ? step === 1 || step % 20 === 0 : seed === SEED && image !== '',
  },
});
