/**
 * What the compiler must refuse. This file is checked by `npm run types` and never run: each @ts-expect-error fails
 * the check when the line below it compiles.
 */
import { choice, range } from '../../src/lab/controls.ts';
import { defineExperiment } from '../../src/lab/experiment.ts';
import { run } from '../../src/lab/figure.ts';

const rest = {
  title: '',
  caption: '',
  law: 'chapter#label',
  columns: { layer: 'layer', rms: 'rms' },
  length: () => 1,
  summary: () => '',
};

// @ts-expect-error the default is not among the options
choice(['relu', 'tanh'], 'sigmoid');

defineExperiment({
  ...rest,
  key: ['layer'],
  controls: { width: range(1, 10, 5) },
  // @ts-expect-error there is no parameter of that name
  async *run({ wdith }) {
    yield { layer: wdith as number, rms: 1 };
  },
  plot: () => [],
  claims: {},
});

defineExperiment({
  ...rest,
  key: ['layer'],
  controls: { width: range(1, 10, 5), activation: choice(['relu', 'tanh'], 'relu') },
  async *run({ width, activation }) {
    const layers: number = width;
    const name: 'relu' | 'tanh' = activation;
    yield { layer: layers + name.length, rms: 1 };
  },
  plot: (rows) => [
    {
      title: '',
      x: { label: '' },
      y: { label: '' },
      // @ts-expect-error there is no column of that name to plot
      marks: [run(rows, { x: 'layer', y: 'rsm' })],
    },
  ],
  claims: {
    'rms-holds': {
      says: '',
      // @ts-expect-error there is no column of that name to measure
      measure: (rows) => rows[0].rsm,
      within: () => ({ low: 0, high: 1 }),
      falseAlarm: 1e-3,
    },
  },
});

defineExperiment({
  ...rest,
  // @ts-expect-error a key is one of the columns
  key: ['step'],
  controls: {},
  async *run() {
    yield { layer: 1, rms: 1 };
  },
  plot: () => [],
  claims: {},
});

defineExperiment({
  ...rest,
  key: ['layer'],
  controls: {},
  // @ts-expect-error a column without a label
  columns: { layer: 'layer' },
  async *run() {
    yield { layer: 1, rms: 1 };
  },
  plot: () => [],
  claims: {},
});
