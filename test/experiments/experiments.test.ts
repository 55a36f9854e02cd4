/** What every experiment owes: it runs on each backend, leaves nothing behind, and its claims can break. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadExperiments } from '../../src/book/experiments.ts';
import { judge } from '../../src/lab/claims.ts';
import { type Controls, defaultsOf, type Params } from '../../src/lab/controls.ts';
import type { Row, Seeded } from '../../src/lab/experiment.ts';
import { tensorCount } from '../../src/runtime/backends.ts';
import { drive } from '../../src/runtime/drive.ts';
import { startInNode } from '../../src/runtime/node.ts';
import { collect } from './collect.ts';
import { smallSettings } from './small.ts';
import { wrongLaws } from './wrong-laws.ts';

const entries = [...(await loadExperiments()).values()];

beforeAll(async () => {
  await startInNode('wasm');
});

test('there are experiments, and each has a wrong law', () => {
  expect(entries.length).toBeGreaterThan(0);
  expect(Object.keys(wrongLaws).sort()).toEqual(entries.map(({ id }) => id).sort());
});

describe.each(entries)('$id', ({ id, experiment }) => {
  let before: number;
  beforeEach(() => {
    before = tensorCount();
  });
  afterEach(() => {
    expect(tensorCount(), 'tensors left behind').toBe(before);
  });
  const defaults = defaultsOf(experiment.controls);
  let first: Promise<Seeded<Row>[]> | undefined;
  const firstRun = () => {
    first ??= collect(experiment, defaults, [1]);
    return first;
  };

  test('runs to its end, with as many rows as it said and every column it named', async () => {
    const rows = await firstRun();
    expect(rows).toHaveLength(experiment.length(defaults));
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual([...Object.keys(experiment.columns), 'seed'].sort());
    }
    expect(judge(experiment.claims, rows, defaults).filter(({ holds }) => !holds)).toEqual([]);
    expect(experiment.summary(rows, defaults)).toMatch(/^[^A-Z].*\.$/s);
  });

  test('the same seed gives the same rows', async () => {
    const small = { ...defaults, ...smallSettings[id] };
    const before = id in smallSettings ? await collect(experiment, small, [1]) : await firstRun();
    expect(await collect(experiment, small, [1])).toEqual(before);
  });

  test('cancelled at any row it leaves no tensor', async () => {
    let seen = 0;
    for await (const _ of drive({ experiment, params: defaults, seeds: [1] })) {
      if (++seen === 3) break;
    }
    expect(seen).toBe(3);
  });

  test('a wrong law breaks a claim', async () => {
    const { params, seeds, alter } = wrongLaws[id];
    const all = Array.from({ length: seeds }, (_, seed) => seed);
    const broken = async (change?: typeof alter) =>
      judge(experiment.claims, await collect(experiment, params, all, change), params).filter(
        ({ holds }) => !holds,
      );
    expect(await broken(alter)).not.toEqual([]);
    expect(await broken(), 'and the right one none').toEqual([]);
  });

  const views = Object.entries(experiment.controls as Controls).filter(([, { view }]) => view);
  if (views.length > 0) {
    test('a control that only chooses what is looked at changes nothing else', async () => {
      const rows = await firstRun();
      const said = (params: Params) => [
        judge(experiment.claims, rows, params),
        experiment.summary(rows, params),
        experiment.length(params),
        experiment.work?.(params),
        Object.values(experiment.quantities ?? {}).map((of) => of(rows, params)),
      ];
      for (const [name, control] of views) {
        if (control.kind !== 'choice') throw new Error(`${name}: what is looked at is a choice.`);
        for (const option of control.options) {
          expect(said({ ...defaults, [name]: option }), `${name} ${option}`).toEqual(said(defaults));
        }
      }
    });
  }

  test('it draws figures without rows and with them', async () => {
    const rows = await firstRun();
    const empty = experiment.plot([], defaults);
    const full = experiment.plot(rows, defaults);
    expect(full.length).toBe(empty.length);
    for (const { title, x, y, marks } of full) {
      expect(title && x.label && y.label).toBeTruthy();
      expect(marks.some(({ kind }) => ['run', 'dots', 'bars', 'cells', 'images'].includes(kind))).toBe(true);
    }
  });
});
