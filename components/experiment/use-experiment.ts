/** An experiment's module, loaded once it is needed: until a control changes, the recording is enough. */
import { useEffect, useState } from 'preact/hooks';
import type { AnyExperiment } from '../../src/lab/experiment.ts';

export function useExperiment(id: string, needed: boolean): AnyExperiment | undefined {
  const [experiment, setExperiment] = useState<AnyExperiment>();
  useEffect(() => {
    if (needed && !experiment)
      import('./find.ts').then(({ findExperiment }) => findExperiment(id)).then(setExperiment);
  }, [id, needed, experiment]);
  return experiment;
}
