import { expect, test } from 'vitest';
import { decodeRecording, encodeRecording, type Recording } from '../../src/lab/recording.ts';
import { toCsv, toJson } from '../../src/lab/rows.ts';

test('CSV quotes what needs quotes', () => {
  expect(toCsv([{ layer: 1, name: 'a,"b"' }])).toBe('layer,name\r\n1,"a,""b"""');
  expect(toCsv([])).toBe('');
});

test('JSON carries NaN and infinity as null, and says so', () => {
  expect(toJson({ layer: 1, rms: Number.NaN })).toBe('{"layer":1,"rms":null,"overflow":true}');
  expect(toJson({ within: [0, Number.POSITIVE_INFINITY] })).toBe('{"within":[0,null],"overflow":true}');
  expect(toJson({ layer: 1 })).toBe('{"layer":1}');
});

test('a recording comes back as it was written', () => {
  const recording: Recording = {
    experiment: 'x',
    params: { size: 4 },
    seeds: [0, 1],
    backend: 'wasm',
    agreement: 1e-7,
    versions: {},
    ms: 12,
    verdicts: [{ id: 'a', holds: true, measured: 1, within: { low: Number.NEGATIVE_INFINITY, high: 2 } }],
    quantities: { peak: 0.25 },
    summary: 'all is well.',
    rows: [
      { seed: 0, x: 1 },
      { seed: 1, x: Number.POSITIVE_INFINITY },
    ],
  };
  const text = encodeRecording(recording);
  expect(decodeRecording(text)).toEqual(recording);
  expect(text).toContain('\n  [0,1],\n  [1,"Infinity"]\n');
});
