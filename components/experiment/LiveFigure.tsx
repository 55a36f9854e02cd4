/** The plot: the recorded one from the build until there is a live run, then redrawn over it, for the width it has. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Controls, type Params, sameRun } from '../../src/lab/controls.ts';
import type * as live from './live.ts';
import type { Run } from './use-run.ts';

interface Props {
  id: string;
  run: Run;
  controls: Controls;
  defaults: Params;
  /** Of the form: what is to be looked at is read from them. */
  params: Params;
  /** Told of the controls that a click on a map sets. */
  onPick(sets: Params): void;
  recorded?: ComponentChildren;
}

export function LiveFigure({ id, run, controls, defaults, params, onPick, recorded }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [tools, setTools] = useState<Tools>();
  const [width, setWidth] = useState(0);
  const shown = { ...(run.phase === 'idle' ? defaults : run.params) };
  for (const name in controls) if (controls[name].view) shown[name] = params[name];
  const key = JSON.stringify(shown);
  // Without a run there is the recorded one to look at.
  const looked = run.phase === 'idle' && key !== JSON.stringify(defaults);
  const began = run.phase !== 'idle' || looked;

  useEffect(() => {
    if (began && !tools) loadTools(id).then(setTools);
  }, [began, tools, id]);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  const drawn = tools !== undefined && width > 0 && (run.count > 0 || looked || frame.current?.firstChild);
  useEffect(() => {
    const parent = frame.current;
    if (!drawn || !parent) return;
    let current = true;
    const { redraw, experiment } = tools;
    const recording = sameRun(controls, shown, defaults) ? tools.recording : undefined;
    void redraw(parent, { experiment, recording, run, shown, width, isCurrent: () => current });
    return () => {
      current = false;
    };
  }, [drawn, tools, run, defaults, key, width]);

  const pick = async ({ target }: MouseEvent) => {
    if (!(target as Element).closest('.places')) return;
    const { picksAt, experiment, recording } = tools ?? (await loadTools(id));
    const sets = picksAt(
      target as Element,
      experiment.plot(run.count > 0 ? run.rows : recording.rows, shown),
    );
    if (sets) onPick(sets);
  };

  return (
    // biome-ignore lint/a11y: a shortcut for the pointer; the form has the same controls for every hand.
    <div class="figures" onClick={pick}>
      {!drawn && recorded}
      <div class="live-figures" ref={frame} />
    </div>
  );
}

type Tools = Awaited<ReturnType<typeof loadTools>>;

async function loadTools(id: string) {
  const module: typeof live = await import('./live.ts');
  const [experiment, recording] = await Promise.all([module.findExperiment(id), module.findRecording(id)]);
  return { redraw: module.redraw, picksAt: module.picksAt, experiment, recording };
}
