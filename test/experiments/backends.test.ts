/** The experiments run on the plain JavaScript backend as well, and their claims hold there. */
import { beforeAll, expect, test } from 'vitest';
import { loadExperiments } from '../../src/book/experiments.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import { startInNode } from '../../src/runtime/node.ts';
import { collect } from './collect.ts';
import { smallSettings, tooMuchForJavaScript } from './small.ts';

const entries = [...(await loadExperiments()).values()];

beforeAll(async () => {
  await startInNode('cpu');
});

test('a small setting names an experiment, and controls of it', () => {
  for (const [id, setting] of Object.entries(smallSettings)) {
    const entry = entries.find((other) => other.id === id);
    expect(Object.keys(entry?.experiment.controls ?? {}), id).toEqual(
      expect.arrayContaining(Object.keys(setting)),
    );
  }
});

const chosen = entries.filter(({ id }) => !tooMuchForJavaScript.includes(id));

test.each(chosen)('$id on plain JavaScript', async ({ id, experiment }) => {
  const params = { ...defaultsOf(experiment.controls), ...smallSettings[id] };
  const rows = await collect(experiment, params, [1]);
  expect(judge(experiment.claims, rows, params).filter(({ holds }) => !holds)).toEqual([]);
});
