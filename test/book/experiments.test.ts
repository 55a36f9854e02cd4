/** The index of experiments, and the regions of their sources. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadExperiments } from '../../src/book/experiments.ts';
import { regionsOf } from '../../src/book/regions.ts';
import { encodeRecording } from '../../src/lab/recording.ts';
import { fakeExperiment } from './fake-book.ts';

const source = `export default {
  title: 'T',
  claims: {},
  async *run() {
    // #region draw
    const x = 1;

      yield x;
    // #endregion
  },
};
`;

async function folder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'experiments-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(path.join(dir, 'recordings'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(dir, name), text);
  return dir;
}

describe('an experiment', () => {
  test('comes with source, regions, Python twin and recording', async () => {
    const { recording } = fakeExperiment('one');
    if (!recording) throw new Error('the fake has a recording');
    const verdict = { id: 'a', holds: true, measured: 1, within: { low: 0, high: Infinity } };
    const json = encodeRecording({ ...recording, verdicts: [verdict] });
    const dir = await folder({
      'one.ts': source,
      'one.py': 'print(1)\n',
      'two.ts': source,
      'recordings/one.json': json,
    });
    const experiments = await loadExperiments(dir, { recordings: path.join(dir, 'recordings') });
    expect([...experiments.keys()]).toEqual(['one', 'two']);
    expect(experiments.get('one')).toMatchObject({
      id: 'one',
      source,
      python: 'print(1)\n',
      experiment: { title: 'T' },
    });
    expect(experiments.get('one')?.recording?.verdicts[0]?.within.high).toBe(Infinity);
    expect(experiments.get('two')).toMatchObject({ python: undefined, recording: undefined });
  });

  test('that exports none is named', async () => {
    const dir = await folder({ 'empty.ts': 'export const x = 1;\n' });
    await expect(loadExperiments(dir)).rejects.toThrow(/empty\.ts:1:1: has no experiment/);
  });
});

describe('regions', () => {
  test('are cut out with their lines, without their indentation', () => {
    expect(regionsOf(source, 'one.ts')).toEqual([
      { name: 'draw', from: 6, to: 8, text: 'const x = 1;\n\n  yield x;' },
    ]);
  });

  test('may lie in one another; the markers of the inner one are left out', () => {
    const regions = regionsOf('// #region a\n1\n// #region b\n2\n// #endregion\n// #endregion\n', 'x.ts');
    expect(regions.map(({ name, text }) => [name, text])).toEqual([
      ['a', '1\n2'],
      ['b', '2'],
    ]);
  });

  test.each([
    ['// #region a\n', /x\.ts:1:1: the region "a" is never closed/],
    ['// #endregion\n', /x\.ts:1:1: #endregion without a #region/],
    ['// #region a\n// #endregion\n// #region a\n// #endregion\n', /x\.ts:3:1: the region "a" is already/],
  ])('%j fails', (text, message) => {
    expect(() => regionsOf(text, 'x.ts')).toThrow(message);
  });
});
