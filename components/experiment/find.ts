/** The experiments on the page: their pure parts. Loaded when first needed. */
import type { AnyExperiment } from '../../src/lab/experiment.ts';

const experiments = import.meta.glob<AnyExperiment>('../../src/experiments/*.ts', { import: 'default' });

export const findExperiment = (id: string): Promise<AnyExperiment> =>
  experiments[`../../src/experiments/${id}.ts`]();
