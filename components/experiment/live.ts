/** Loaded with the first click: what draws a live run. Nothing here imports tensors. */
import { decodeRecording, type Recording } from '../../src/lab/recording.ts';

export { findExperiment } from './find.ts';
export { picksAt, redraw } from './redraw.ts';

const recordings = import.meta.glob<string>('../../content/recordings/*.json', {
  query: '?raw',
  import: 'default',
});

export const findRecording = async (id: string): Promise<Recording> =>
  decodeRecording(await recordings[`../../content/recordings/${id}.json`]());
