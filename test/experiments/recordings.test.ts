/** The recordings are what the experiments give today; re-running them is also the check of the claims over seeds. */
import { expect, test } from 'vitest';
import { loadExperiments } from '../../src/book/experiments.ts';
import { loadLedger, settingsOf } from '../../src/book/ledger.ts';
import { makeRecording } from '../../src/cli/record.ts';
import { defaultsOf } from '../../src/lab/controls.ts';

const entries = [...(await loadExperiments()).values()];
const ledger = await loadLedger();

// All seeds, and all settings of the ledger: up to half a minute, and more on a machine that does other things as well.
test.each(entries)(
  '$id: the recording is current',
  async ({ id, experiment, recording }) => {
    if (!recording) throw new Error(`content/recordings/${id}.json is missing: npm run lab -- record ${id}`);
    const settings = settingsOf(ledger, id, defaultsOf(experiment.controls));
    const { ms: _, ...now } = await makeRecording(id, experiment, settings);
    const { ms: __, ...then } = recording;
    expect(
      // The first few tell enough.
      differences(then, now).slice(0, 8),
      `content/recordings/${id}.json is stale: npm run lab -- record ${id}`,
    ).toEqual([]);
    for (const { params, verdicts } of [now, ...(now.settings ?? [])]) {
      expect(
        verdicts.filter(({ holds }) => !holds),
        JSON.stringify(params),
      ).toEqual([]);
    }
  },
  120_000,
);

/** Recorded numbers have five digits: the last may round either way in another engine. */
const LAST_DIGIT = 1.01e-4;

function differences(then: unknown, now: unknown, at = ''): string[] {
  if (typeof then === 'number' && typeof now === 'number') {
    const same = Object.is(then, now) || Math.abs(then - now) <= LAST_DIGIT * Math.abs(then);
    return same ? [] : [`${at}: recorded ${then}, now ${now}`];
  }
  if (typeof then === 'object' && typeof now === 'object' && then && now) {
    const keys = new Set([...Object.keys(then), ...Object.keys(now)]);
    return [...keys].flatMap((key) =>
      differences(
        (then as Record<string, unknown>)[key],
        (now as Record<string, unknown>)[key],
        `${at}/${key}`,
      ),
    );
  }
  return then === now ? [] : [`${at}: recorded ${then}, now ${now}`];
}

test('a changed number is seen', () => {
  expect(differences({ a: [1, 2] }, { a: [1, 2.001] })).toEqual(['/a/1: recorded 2, now 2.001']);
  expect(differences({ a: 1 }, { a: 1, b: 2 })).toHaveLength(1);
});
